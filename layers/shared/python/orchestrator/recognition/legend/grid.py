"""Legends in cells: each symbol with its description under it, ruled or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from orchestrator.extraction.title_block.phrases import Phrase
from orchestrator.geometry import Box, centre, expand, intersection
from orchestrator.recognition.legend.beside import Row
from orchestrator.recognition.legend.ink import around, clusters
from orchestrator.recognition.legend.sheet import LegendSheet

_PITCH: Final = 1.75
"""Distance of the lines of one description, in line heights."""

_TALLEST, _TALLEST_PT = 14.0, 70.0
"""How high above its description a symbol may reach, in line heights and in points, the lesser of the two."""

_SAME_SIZE: Final = 1.35
"""How much larger one line of a description is than the next: letters in a symbol above it are often larger."""

_WIDEST: Final = 0.8
"""Of the distance of two cells: as wide a ruled line is theirs, a shorter one a symbol's."""

_NEAR, _NEAR_PT = 0.35, 2.0
_LETTERS, _MARK = 4, 4
"""Letters of a description at least, and of a symbol that is nothing but letters at most."""

_PAIRED: Final = 0.6
"""Share of the descriptions that have something drawn above them, at least: a plan's labels do not."""

_GAP: Final = 4.0
_LEAST_PT: Final = 2.5


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one description, one under the other."""

    lines: tuple[Phrase, ...]

    @property
    def box(self) -> Box:
        """The box around the lines."""
        return around(line.box for line in self.lines)


def rows_under(sheet: LegendSheet, phrases: Sequence[Phrase]) -> list[Row]:
    """Return the pairs of symbols and the descriptions among these phrases that stand under them."""
    blocks = _blocks([phrase for phrase in phrases if not sheet.is_drawn_on(phrase.box)])
    telling = [
        block for block in blocks if sum(c.isalpha() for line in block.lines for c in line.text) >= _LETTERS
    ]
    found = [_pair(sheet, block, blocks) for block in telling]
    rows = [row for row in found if row]
    return rows if len(rows) >= _PAIRED * len(telling) else []


def _blocks(phrases: Sequence[Phrase]) -> list[Block]:
    blocks: list[list[Phrase]] = []
    for phrase in sorted(phrases, key=lambda p: p.box[1]):
        near = (block for block in reversed(blocks) if _goes_on(block[-1], phrase))
        block = next(near, None)
        if block is None:
            blocks.append([phrase])
        else:
            block.append(phrase)
    return [Block(tuple(block)) for block in blocks]


def _goes_on(upper: Phrase, lower: Phrase) -> bool:
    height, larger = sorted((upper.box[3], lower.box[3]))
    pitch = lower.box[1] - upper.box[1]
    aligned = (
        abs(upper.middle[0] - lower.middle[0]) <= height or abs(upper.box[0] - lower.box[0]) <= height / 2
    )
    return larger <= _SAME_SIZE * height and 0.5 * height < pitch <= _PITCH * height and aligned


def _pair(sheet: LegendSheet, block: Block, blocks: Sequence[Block]) -> Row | None:
    """Return what is drawn in the cell above a description, with it."""
    left, top, right, bottom = _cell(sheet, block, blocks)
    strokes = sheet.strokes_in(left, top, right, bottom)
    height = block.lines[0].box[3]
    drawn = [
        c for c in clusters(strokes or [], min(_NEAR * height, _NEAR_PT)) if max(c[2], c[3]) >= _LEAST_PT
    ]
    letters = [p for p in sheet.phrases if p not in block.lines and left <= p.middle[0] <= right]
    letters = [p for p in letters if top <= p.middle[1] < block.box[1] and not _is_in(p, blocks, block)]
    short = [p.box for p in letters if len(p.text) <= _MARK]
    if not drawn and not short:
        return None
    picture = around(drawn or short)
    inside = tuple(p for p in letters if intersection(expand(picture, height / 2), p.box) > 0)
    picture = around([picture, *(p.box for p in inside)])
    gap = (block.box[1] - picture[1] - picture[3]) / height
    aside = abs(centre(picture)[0] - centre(block.box)[0]) / max(block.box[2], picture[2])
    if gap > _GAP or aside > 0.5:
        return None
    sure = max(1.0 - 0.1 * max(gap - 1, 0.0) - 0.4 * aside, 0.05)
    return Row(picture, block.lines, inside, sure, bool(drawn))


def _is_in(phrase: Phrase, blocks: Sequence[Block], own: Block) -> bool:
    """Tell whether a phrase is (of) another description: letters of a symbol are short and alone."""
    block = next((b for b in blocks if phrase in b.lines), None)
    return block is not None and block is not own and len(phrase.text) > 4


def _cell(sheet: LegendSheet, block: Block, blocks: Sequence[Block]) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom of the space above a description: up to its neighbours or ruled lines."""
    x, middle = centre(block.box)
    height = block.lines[0].box[3]
    top = block.box[1] - min(_TALLEST * height, _TALLEST_PT)
    level = [b for b in blocks if b is not block and abs(b.box[1] - block.box[1]) <= 2 * height]
    aside = [centre(b.box)[0] for b in level if _are_apart(b.box, block.box)]
    half = _half(x, block, aside)
    left = max([x - half, *((x + c) / 2 for c in aside if c < x)])
    right = min([x + half, *((x + c) / 2 for c in aside if c > x)])
    ruled = sheet.rules_down(left, right, middle)
    left = max([left, *(at for at in ruled if at < x)])
    right = min([right, *(at for at in ruled if at > x)])
    above = [
        b.box[1] + b.box[3]
        for b in blocks
        if b is not block
        and b.box[1] + b.box[3] <= block.box[1] + 1
        and left < centre(b.box)[0] < right
        and len(b.lines[0].text) > 4
    ]
    across = [
        at
        for at, start, end in sheet.across
        if at < block.box[1] and start <= x <= end and end - start >= _WIDEST * (right - left)
    ]
    return left - 0.5, max([top, *above, *across]) - 0.5, right + 0.5, block.box[1] + 0.3 * height


def _are_apart(a: Box, b: Box) -> bool:
    return a[0] + a[2] < b[0] or b[0] + b[2] < a[0]


def _half(x: float, block: Block, aside: Sequence[float]) -> float:
    """Return half the width of a cell whose neighbours do not tell it."""
    distances = [abs(c - x) for c in aside]
    usual = min(distances) / 2 if distances else max(block.box[2], 40.0)
    return median([usual, max(block.box[2], 40.0), usual])
