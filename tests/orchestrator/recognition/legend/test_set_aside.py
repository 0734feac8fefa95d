from orchestrator.components import Component, PageComponents, WrittenTag
from orchestrator.geometry import Box
from orchestrator.pages import Page, TitleBlockField, Vectors
from orchestrator.recognition.legend.reader import legend_of
from orchestrator.recognition.legend.set_aside import with_legend
from tests.orchestrator.recognition.legend.written import boxes, words

UNOWNED = ((80, 60), (400, 60), (700, 570))
"""Where tags that no component carries stand: in the legend, on the drawing, in the title block."""


def component(bbox: Box, class_name: str = "fuse", text: str | None = None) -> Component:
    return Component(
        id="p00001-a", page=1, class_name=class_name, bbox=bbox, confidence=0.9, band="high", text=text
    )


def read(
    *components: Component, fields: dict[str, Box] | None = None, legend: bool = False, sure: float = 0.9
) -> PageComponents:
    lines = [*words("LEGEND", 40, 30), *words("MOTOR", 80, 60), *words("FUSE", 80, 90)] if legend else []
    page = Page(
        page_number=1,
        width_pt=800,
        height_pt=600,
        words=tuple(lines),
        vectors=boxes((40, 60), (40, 90)) if legend else Vectors(),
        title_block={
            name: TitleBlockField(value="x", bbox=box, confidence=sure)
            for name, box in (fields or {}).items()
        },
    )
    result = PageComponents(
        page=1,
        width_pt=800,
        height_pt=600,
        model_version="1",
        components=components,
        unowned_tags=tuple(WrittenTag(tag=f"K{x}", bbox=(x, y, 20, 6)) for x, y in UNOWNED),
    )
    return with_legend(result, page, legend_of(page))


def test_what_stands_in_a_legend_is_set_aside_and_the_rest_is_kept() -> None:
    result = read(component((41, 61, 10, 6)), component((400, 61, 10, 6)), legend=True)
    assert [c.bbox[0] for c in result.components] == [400]
    assert [(a.class_name, a.bbox[0], a.reason) for a in result.set_aside] == [("fuse", 41, "legend")]
    assert [entry.class_name for entry in result.legend.entries] == ["motor", "fuse"]


def test_what_stands_in_the_title_block_is_set_aside() -> None:
    fields: dict[str, Box] = {
        "number": (700, 570, 60, 8),
        "title": (650, 540, 120, 8),
        "scale": (650, 570, 30, 8),
    }
    logo = component((690, 550, 10, 10), "ground")
    assert [a.reason for a in read(logo, fields=fields).set_aside] == ["title_block"]
    assert read(logo, fields=fields, sure=0.4).components == (
        logo,
    )  # what may be read wrong sets nothing aside
    fields["date"] = (20, 20, 30, 8)
    assert read(logo, fields=fields).components == (logo,)
    assert read(logo, fields={"number": (700, 570, 60, 8)}).components == (logo,)


def test_tags_in_the_legend_and_in_the_title_block_are_left_out() -> None:
    fields: dict[str, Box] = {
        "number": (700, 570, 60, 8),
        "title": (650, 540, 120, 8),
        "scale": (650, 570, 30, 8),
    }
    assert [tag.tag for tag in read(legend=True).unowned_tags] == ["K400", "K700"]
    assert [tag.tag for tag in read(fields=fields).unowned_tags] == ["K80", "K400"]


def test_keys_of_details_are_set_aside_but_bubbles_of_instruments_are_not() -> None:
    key = component((10, 10, 20, 20), "instrument", "3 E-501")
    bubble = component((50, 10, 20, 20), "instrument", "PT 1234A")
    breaker = component((90, 10, 20, 20), "circuit_breaker", "3 E-501")
    result = read(key, bubble, breaker)
    assert [a.reason for a in result.set_aside] == ["detail_key"]
    assert result.components == (bubble, breaker)
