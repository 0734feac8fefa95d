"""The legend of a set is known on all its sheets, as people left it."""

from __future__ import annotations

import pymupdf

from orchestrator.drawings import runs
from orchestrator.drawings.legend_words import EntryWord, put_word
from orchestrator.messages import ReprocessMessage
from tests.orchestrator.drawings.pipeline import Pipeline


def explained(*headings: str) -> bytes:
    """Return a page with a heading, two symbols and what they are, for each; and a page with nothing."""
    with pymupdf.open() as document:
        for heading in headings:
            page = document.new_page(width=300, height=200)
            page.insert_text((20, 40), heading)
            for y, text in ((80, "FUSE, SIZE AS NOTED"), (110, "GROUND ROD")):
                page.insert_text((60, y), text, fontsize=9)
                page.draw_rect((22, y - 9, 42, y + 1))
                page.draw_line((22, y - 9), (42, y + 1))
        document.new_page(width=300, height=200).insert_text((20, 40), "SEE LEGEND ON E-001")
        data: bytes = document.tobytes()
    return data


def test_every_sheet_knows_the_legend_of_the_set(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(explained("LEGEND", "ELECTRICAL SYMBOLS"))
    pipeline.settle()
    assert pipeline.now(drawing).legend_pages == (1, 2)
    first, second, third = pipeline.networks.legends
    assert first == second == third
    assert {entry[:6] for entry, _ in third} == {"p00001", "p00002"}
    assert pipeline.now(drawing).has_legend


def test_a_set_without_a_legend_looks_for_none(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(explained())
    pipeline.settle()
    assert (pipeline.now(drawing).legend_pages, pipeline.networks.legends) == ((), [()])
    assert not pipeline.now(drawing).has_legend


def test_an_entry_that_a_person_changed_is_known_as_they_left_it(pipeline: Pipeline) -> None:
    drawing = pipeline.upload(explained("LEGEND"))
    pipeline.settle()
    ((name, _), *_), _ = pipeline.networks.legends
    word = EntryWord(entry_id=name, changes={"class_name": "spare"}, changed_by="u", changed_at="2026-01-01")
    pipeline.store.table.transact(put_word(pipeline.now(drawing), word, {}))
    pipeline.aws.table.write(runs.queue(pipeline.now(drawing), "again"))
    assert pipeline.extract(
        ReprocessMessage(project_id="p1", drawing_id=drawing.id, run="again").model_dump()
    )
    pipeline.settle()
    assert pipeline.now(drawing).status == "analyzed"
    before, after = (dict(found) for found in pipeline.networks.legends[1::2])
    assert (before[name], after[name]) == ("fuse", "spare")
