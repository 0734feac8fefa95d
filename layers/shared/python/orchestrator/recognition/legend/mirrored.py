"""Legends in cells whose descriptions stand above their symbols: read like the others, in a mirror."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from orchestrator.extraction.title_block.phrases import Phrase
from orchestrator.geometry import Box
from orchestrator.recognition.legend.beside import Row
from orchestrator.recognition.legend.grid import rows_under
from orchestrator.recognition.legend.sheet import LegendSheet


def rows_over(sheet: LegendSheet, phrases: Sequence[Phrase]) -> list[Row]:
    """Return the pairs of symbols and the descriptions among these phrases that stand over them."""
    there = {_flipped_phrase(phrase): phrase for phrase in sheet.phrases}
    flipped = {phrase: mirrored for mirrored, phrase in there.items()}
    found = rows_under(_mirrored(sheet, tuple(there)), [flipped[phrase] for phrase in phrases])
    return [
        replace(
            row,
            picture=_flipped(row.picture),
            lines=tuple(there[line] for line in reversed(row.lines)),
            letters=tuple(there[letter] for letter in row.letters),
        )
        for row in found
    ]


def _mirrored(sheet: LegendSheet, phrases: tuple[Phrase, ...]) -> LegendSheet:
    """Return a sheet upside down, its letters as they are."""
    return LegendSheet(
        phrases,
        sheet.heads,
        tuple((-at, start, end) for at, start, end in sheet.across),
        tuple((at, -end, -start) for at, start, end in sheet.down),
        sheet.strokes[:, [0, 3, 2, 1]] * (1, -1, 1, -1),
    )


def _flipped_phrase(phrase: Phrase) -> Phrase:
    return replace(phrase, box=_flipped(phrase.box))


def _flipped(box: Box) -> Box:
    x, y, width, height = box
    return x, -y - height, width, height
