"""The text layer of a page: words in reading order with their boxes and directions."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

import pymupdf

from orchestrator.geometry import Box
from orchestrator.pdf.display import Display
from orchestrator.pdf.strings import clean

FLAGS: Final = pymupdf.TEXTFLAGS_WORDS | pymupdf.TEXT_PRESERVE_IMAGES
"""One text page serves words and image boxes: building it is the expensive part."""

_Line = list[tuple[str, Box]]


def read(textpage: Any, display: Display, max_words: int) -> dict[str, Any]:
    """Return `text` and `words` of a text page: blocks from top to bottom, then from left to right.

    Words wholly outside the displayed page are left out; `over` counts those beyond `max_words`.
    """
    found = textpage.extractWORDS()
    blocks: dict[int, dict[int, _Line]] = defaultdict(lambda: defaultdict(list))
    for x0, y0, x1, y1, spelling, block, line, _ in found[:max_words]:
        box, text = display.box((x0, y0, x1, y1)), clean(spelling)
        if box and text:
            blocks[block][line].append((text, box))
    directions = _directions(textpage, display)
    ordered = [
        (directions.get((block, line), 0), words)
        for block, lines in sorted(blocks.items(), key=_place)
        for line, words in sorted(lines.items())
    ]
    return {
        "text": "\n".join(" ".join(text for text, _ in words) for _, words in ordered),
        "words": [
            {"text": text, "bbox": box, "direction": direction}
            for direction, words in ordered
            for text, box in words
        ],
        "over": max(len(found) - max_words, 0),
    }


def _place(block: tuple[int, dict[int, _Line]]) -> tuple[float, float]:
    boxes = [box for words in block[1].values() for _, box in words]
    return min(box[1] for box in boxes), min(box[0] for box in boxes)


def _directions(textpage: Any, display: Display) -> dict[tuple[int, int], int]:
    """Return the direction of every line, under the block and line numbers that the words carry.

    `extractDICT` has it too, at three times the cost, and skips lines off the page without counting them.
    """
    return {
        (block_number, line_number): display.direction(line.m_internal.dir.x, line.m_internal.dir.y)
        for block_number, block in enumerate(textpage.this)
        if block.m_internal.type == pymupdf.mupdf.FZ_STEXT_BLOCK_TEXT
        for line_number, line in enumerate(block)
    }


def images(textpage: Any, display: Display) -> list[dict[str, Any]]:
    """Return every placed raster image that touches the displayed page."""
    placed = ((display.box(image["bbox"]), image) for image in textpage.extractIMGINFO())
    return [
        {"bbox": box, "width_px": image["width"], "height_px": image["height"]}
        for box, image in placed
        if box
    ]
