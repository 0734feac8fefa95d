"""The text layer of a page: words in reading order with boxes and directions; and where its images lie."""

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


class Layer:
    """The text page of an unrotated page, as shown on its display."""

    def __init__(self, page: pymupdf.Page, display: Display) -> None:
        self._textpage = page.get_textpage(flags=FLAGS)
        self._display = display
        self.images: list[dict[str, Any]] = []
        self._directions: dict[tuple[int, int], int] = {}
        for number, block in enumerate(self._textpage.this):
            if block.m_internal.type == pymupdf.mupdf.FZ_STEXT_BLOCK_TEXT:
                self._add_directions(number, block)
            elif block.m_internal.type == pymupdf.mupdf.FZ_STEXT_BLOCK_IMAGE:
                self._add_image(block)

    def _add_directions(self, number: int, block: pymupdf.mupdf.FzStextBlock) -> None:
        """Note each line's direction under the numbers its words carry (`extractDICT` leaves lines out)."""
        for line_number, line in enumerate(block):
            vector = line.m_internal.dir
            self._directions[number, line_number] = self._display.direction(vector.x, vector.y)

    def _add_image(self, block: pymupdf.mupdf.FzStextBlock) -> None:
        bounds, image = block.m_internal.bbox, block.i_image()
        box = self._display.box((bounds.x0, bounds.y0, bounds.x1, bounds.y1))
        if box:
            self.images.append({"bbox": box, "width_px": image.w(), "height_px": image.h()})

    def read(self, max_words: int) -> tuple[dict[str, Any], int]:
        """Return `text` and `words`, and how many words lie beyond `max_words`.

        Blocks come from top to bottom, then from left to right; words off the displayed page are left out.
        """
        found = self._textpage.extractWORDS()
        lines = self._lines(found[:max_words])
        words = [
            {"text": text, "bbox": box, "direction": direction}
            for direction, line in lines
            for text, box in line
        ]
        text = "\n".join(" ".join(text for text, _ in line) for _, line in lines)
        return {"text": text, "words": words}, max(len(found) - max_words, 0)

    def _lines(self, found: list[tuple[Any, ...]]) -> list[tuple[int, _Line]]:
        blocks: dict[int, dict[int, _Line]] = defaultdict(lambda: defaultdict(list))
        for x0, y0, x1, y1, spelling, block, line, _ in found:
            box, text = self._display.box((x0, y0, x1, y1)), clean(spelling)
            if box and text:
                blocks[block][line].append((text, box))
        return [
            (self._directions.get((block, line), 0), words)
            for block, lines in sorted(blocks.items(), key=_place)
            for line, words in sorted(lines.items())
        ]


def _place(block: tuple[int, dict[int, _Line]]) -> tuple[float, float]:
    boxes = [box for words in block[1].values() for _, box in words]
    return min(box[1] for box in boxes), min(box[0] for box in boxes)
