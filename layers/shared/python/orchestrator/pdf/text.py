"""The text layer of a page: words in reading order with boxes, directions, fonts; and where its images lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

import pymupdf

from orchestrator.geometry import Box, area
from orchestrator.pdf.display import Display
from orchestrator.pdf.strings import clean

FLAGS: Final = pymupdf.TEXTFLAGS_WORDS | pymupdf.TEXT_PRESERVE_IMAGES
"""One text page serves words and image boxes: building it is the expensive part."""

_Line = list[tuple[str, Box, int | None]]
"""The words of a line: spelling, box, index of the style."""

_SUBSET_PREFIX: Final = 7
"""Characters of `ABCDEF+`, which a PDF puts before the name of a font that it embeds in part (ISO 32000-1, 9.6.4)."""

_MAX_FONT_NAME: Final = 100
_LAST_SPACE, _HARD_SPACE = 0x20, 0xA0


class Layer:
    """The text page of an unrotated page, as shown on its display."""

    def __init__(self, page: pymupdf.Page, display: Display) -> None:
        self._textpage = page.get_textpage(flags=FLAGS)
        self._display = display
        self.images: list[dict[str, Any]] = []
        self._directions: dict[tuple[int, int], int] = {}
        self._direction_of: dict[tuple[float, float], int] = {}
        self._styles: dict[tuple[str, float], int] = {}
        self._fonts: dict[int, str] = {}
        self._line_styles: dict[tuple[int, int], list[int]] = {}
        blocks = count()  # `extractWORDS` numbers the blocks of text alone
        for block in self._textpage.this:
            if block.m_internal.type == pymupdf.mupdf.FZ_STEXT_BLOCK_TEXT:
                self._add_lines(next(blocks), block)
            elif block.m_internal.type == pymupdf.mupdf.FZ_STEXT_BLOCK_IMAGE:
                self._add_image(block)

    def _add_lines(self, number: int, block: pymupdf.mupdf.FzStextBlock) -> None:
        """Note each line's direction and styles under the numbers its words carry.

        Lines and characters are followed as MuPDF links them: iterating makes three objects for each.
        """
        lines = block.begin()  # holds what it refers to
        line = lines.__ref__().m_internal
        for line_number in count():
            if line is None:
                return
            self._directions[number, line_number] = self._direction(line.dir)
            self._line_styles[number, line_number] = self._styles_in(line)
            line = line.next

    def _direction(self, vector: pymupdf.mupdf.fz_point) -> int:
        cosine_sine = vector.x, vector.y
        known = self._direction_of.get(cosine_sine)
        if known is None:
            known = self._direction_of[cosine_sine] = self._display.direction(*cosine_sine)
        return known

    def _styles_in(self, line: pymupdf.mupdf.fz_stext_line) -> list[int]:
        """Return the style of each word of a line, or one for all: CAD sets a line in one font and size."""
        first = line.first_char
        if first is None:
            return []
        ends = self._style(first), self._style(line.last_char)
        return list(self._word_styles(first)) if ends[0] != ends[1] else [ends[0]]

    def _word_styles(self, char: pymupdf.mupdf.fz_stext_char | None) -> Iterator[int]:
        between = True
        while char is not None:
            code = char.c
            space = code <= _LAST_SPACE or code == _HARD_SPACE
            if between and not space:
                yield self._style(char)
            between, char = space, char.next

    def _style(self, char: pymupdf.mupdf.fz_stext_char) -> int:
        """Return the index of a character's font and size."""
        font = char.font
        address = int(font.this)
        if address not in self._fonts:
            name = clean(pymupdf.mupdf.ll_fz_font_name(font), _MAX_FONT_NAME)
            self._fonts[address] = name[_SUBSET_PREFIX:] if name[6:7] == "+" else name
        return self._styles.setdefault((self._fonts[address], round(char.size, 2)), len(self._styles))

    def _add_image(self, block: pymupdf.mupdf.FzStextBlock) -> None:
        bounds, image = block.m_internal.bbox, block.i_image()
        box = self._display.box((bounds.x0, bounds.y0, bounds.x1, bounds.y1))
        if box:
            share = round(area(box) / (self._display.width * self._display.height), 4)
            size = {"width_px": image.w(), "height_px": image.h()}
            self.images.append({"bbox": box, **size, "share": min(share, 1.0)})

    def read(self, max_words: int) -> tuple[dict[str, Any], int]:
        """Return `text`, `words` and `text_styles`, and how many words lie beyond `max_words`.

        Blocks come from top to bottom, then from left to right; words off the displayed page are left out.
        """
        found = self._textpage.extractWORDS()
        lines = self._lines(found[:max_words])
        words = [
            {"text": text, "bbox": box, "direction": direction, "style": style}
            for direction, line in lines
            for text, box, style in line
        ]
        text = "\n".join(" ".join(text for text, _, _ in line) for _, line in lines)
        styles = [{"font": font, "size_pt": size} for font, size in self._styles]
        return {"text": text, "words": words, "text_styles": styles}, max(len(found) - max_words, 0)

    def _lines(self, found: list[tuple[Any, ...]]) -> list[tuple[int, _Line]]:
        blocks: dict[int, dict[int, _Line]] = defaultdict(lambda: defaultdict(list))
        for x0, y0, x1, y1, spelling, block, line, number in found:
            box, text = self._display.box((x0, y0, x1, y1)), clean(spelling)
            if box and text:
                styles = self._line_styles.get((block, line))
                style = styles[min(number, len(styles) - 1)] if styles else None
                blocks[block][line].append((text, box, style))
        return [
            (self._directions.get((block, line), 0), words)
            for block, lines in sorted(blocks.items(), key=_place)
            for line, words in sorted(lines.items())
        ]


def _place(block: tuple[int, dict[int, _Line]]) -> tuple[float, float]:
    boxes = [box for words in block[1].values() for _, box, _ in words]
    return min(box[1] for box in boxes), min(box[0] for box in boxes)
