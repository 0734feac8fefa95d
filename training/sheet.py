"""A synthetic sheet: a vector PDF with its truth, built by drawing on `Paper`.

Paper coordinates are millimetres, origin at the top left, y down; the truth is in PDF points of the page.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pymupdf

from training.hand import Hand
from training.ink import Mark, Path, Symbol, Text, Transform, bounds, flatten
from training.lettering import TEXT_FONTS, strokes, text_box, text_width
from training.symbols.catalogue import Variant

POINTS_PER_MM = 72 / 25.4
MIN_SIDE_MM = 1.1  # thinner boxes are padded to this: 6.5 px at 150 dpi
Box = tuple[float, float, float, float]
Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Truth:
    """One drawn symbol: its class, its variant's name and its xywh box in points."""

    class_name: str
    variant: str
    bbox: Box


@dataclass(frozen=True, slots=True)
class Written:
    """One written word, in the text layer or as strokes: its middle, width and height of its capitals in points."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished sheet: one-page PDF, the symbols on it and the words."""

    pdf: bytes
    width_pt: float
    height_pt: float
    truth: tuple[Truth, ...]
    words: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """The drafting habits of one sheet.

    Attributes:
        pen_mm: width of the ordinary pen.
        font: a PDF base font or a stroke font.
        text_mm: cap height of ordinary lettering.
        scale: factor on the symbols' nominal size.
        flat_curves: whether curves are plotted as short lines.
        symbol_colour: ink of symbols and their wires.
        text_colour: ink of lettering.
        wire_mm: width of wires.
        hand: the manner its symbols are redrawn in, if they are.
    """

    pen_mm: float = 0.25
    font: str = "helv"
    text_mm: float = 2.0
    scale: float = 1.0
    flat_curves: bool = False
    symbol_colour: Colour = BLACK
    text_colour: Colour = BLACK
    wire_mm: float = 0.25
    hand: Hand | None = None


@dataclass(slots=True)
class Paper:
    """A sheet being drawn: marks are written as PDF operators at once, symbols are noted as truth."""

    width: float
    height: float
    style: Style
    rng: random.Random
    _content: list[str] = field(default_factory=list)
    _truth: list[Truth] = field(default_factory=list)
    _words: list[Written] = field(default_factory=list)
    _taken: list[Box] = field(default_factory=list)

    def draw(
        self, marks: Iterable[Mark], *, pen_mm: float | None = None, colour: Colour | None = None
    ) -> None:
        """Draw marks given in paper coordinates."""
        pen = self.style.pen_mm if pen_mm is None else pen_mm
        for mark in marks:
            if isinstance(mark, Text):
                self._letter(mark, colour or self.style.text_colour, pen)
            else:
                self._content.append(
                    _path_operators(mark, pen, colour or self.style.symbol_colour, self.style)
                )

    def wire(self, *points: tuple[float, float], dash: tuple[float, ...] = ()) -> None:
        """Draw a wire through points."""
        self.draw([Path(tuple(points), dash=dash)], pen_mm=self.style.wire_mm)

    def write(
        self, string: str, x: float, y: float, *, height: float | None = None, anchor: str = "middle"
    ) -> None:
        """Write one upright line, centred vertically on y."""
        self.draw([Text(string, x, y, height or self.style.text_mm, anchor=anchor)])

    def instance(self, variant: Variant) -> Symbol:
        """Return an instance of a variant at its own size, in the manner of this sheet's hand."""
        symbol = variant.draw(self.rng)
        hand = self.style.hand
        return hand.redraw(symbol, variant.class_name, self.rng) if hand else symbol

    def place(self, variant: Variant, place: Transform, *, colour: Colour | None = None) -> Symbol:
        """Draw a variant's instance, note its truth and return it in paper coordinates."""
        return self.place_symbol(variant, self.instance(variant), place, colour=colour)

    def place_symbol(
        self, variant: Variant, symbol: Symbol, place: Transform, *, colour: Colour | None = None
    ) -> Symbol:
        """Draw a given instance of a variant, note its truth and return it in paper coordinates."""
        placed = place.symbol(symbol)
        self.draw(placed.marks, colour=colour)
        box = self.body_box(placed)
        self._taken.append(box)
        x, y, width, height = (round(value * POINTS_PER_MM, 2) for value in _padded(box))
        self._truth.append(Truth(variant.class_name, variant.name, (x, y, width, height)))
        return placed

    def body_box(self, symbol: Symbol) -> Box:
        """Return xywh in mm around a placed symbol's body, letters measured in this sheet's font."""
        corners = [self._mark_box(mark) for mark in symbol.marks if mark.body]
        x0, y0 = min(c[0] for c in corners), min(c[1] for c in corners)
        return x0, y0, max(c[2] for c in corners) - x0, max(c[3] for c in corners) - y0

    def _mark_box(self, mark: Mark) -> Box:
        """Return (x0, y0, x1, y1) of one mark; half of a pen counts where the pen is heavy."""
        if isinstance(mark, Text):
            return text_box(mark, self.style.font)
        half = self.style.pen_mm * mark.width / 2 if mark.width >= 2.0 else 0.0
        x0, y0, x1, y1 = bounds([mark])
        return x0 - half, y0 - half, x1 + half, y1 + half

    def is_free(self, box: Box, margin: float = 0.5) -> bool:
        """Tell whether an xywh box lies on the paper and touches nothing that was placed or reserved."""
        x, y, width, height = box
        if x < 2 or y < 2 or x + width > self.width - 2 or y + height > self.height - 2:
            return False
        return not any(
            x - margin < bx + bw
            and bx < x + width + margin
            and y - margin < by + bh
            and by < y + height + margin
            for bx, by, bw, bh in self._taken
        )

    def bodies(self) -> list[Box]:
        """Return xywh in mm around every symbol placed so far."""
        points = [truth.bbox for truth in self._truth]
        mm = POINTS_PER_MM
        return [(x / mm, y / mm, width / mm, height / mm) for x, y, width, height in points]

    def reserve(self, box: Box) -> None:
        """Keep symbols off an xywh box."""
        self._taken.append(box)

    def finish(self) -> Sheet:
        """Return the sheet; the same drawing gives the same bytes."""
        document = pymupdf.open()
        width, height = self.width * POINTS_PER_MM, self.height * POINTS_PER_MM
        page = document.new_page(width=width, height=height)
        if self.style.font in TEXT_FONTS:
            page.insert_font(fontname=self.style.font)
        flip = f"q {POINTS_PER_MM:.6f} 0 0 {-POINTS_PER_MM:.6f} 0 {height:.4f} cm 1 J 1 j\n"
        content = document.get_new_xref()
        document.update_object(content, "<<>>")
        document.update_stream(
            content, (flip + "\n".join(self._content) + "\nQ").encode("latin-1", "replace")
        )
        page.set_contents(content)
        pdf = document.tobytes(deflate=True, no_new_id=True)
        document.close()
        return Sheet(pdf, round(width, 2), round(height, 2), tuple(self._truth), tuple(self._words))

    def _note(self, text: Text) -> None:
        """Note the words of a line."""
        whole = text_width(text.string, text.height, self.style.font)
        left = {"middle": -whole / 2, "start": 0.0, "end": -whole}[text.anchor]
        place = Transform(text.x, text.y, angle=text.angle)
        for word in re.finditer(r"\S+", text.string):
            before = text_width(text.string[: word.start()], text.height, self.style.font)
            width = text_width(word.group(), text.height, self.style.font)
            middle = place.point((left + before + width / 2, 0.0))
            x, y, wide, high = (v * POINTS_PER_MM for v in (*middle, width, text.height))
            self._words.append(Written(word.group(), x, y, wide, high))

    def _letter(self, text: Text, colour: Colour, pen: float) -> None:
        self._note(text)
        if self.style.font not in TEXT_FONTS:
            for path in strokes(text, self.style.font):
                self._content.append(_path_operators(path, min(pen, 0.25 * text.height), colour, self.style))
            return
        size = text.height / TEXT_FONTS[self.style.font]
        left, _, _, baseline = text_box(replace(text, angle=0.0), self.style.font)
        start = Transform(text.x, text.y, angle=text.angle).point((left - text.x, baseline - text.y))
        turn = Transform(angle=text.angle)
        (a, b), (c, d) = turn.point((1.0, 0.0)), turn.point((0.0, -1.0))
        string = text.string.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self._content.append(
            f"{_rgb(colour)} rg BT /{self.style.font} {size:.3f} Tf "
            f"{a:.4f} {b:.4f} {c:.4f} {d:.4f} {start[0]:.3f} {start[1]:.3f} Tm ({string}) Tj ET"
        )


def _padded(box: Box) -> Box:
    x, y, width, height = box
    dx, dy = max(MIN_SIDE_MM - width, 0.0), max(MIN_SIDE_MM - height, 0.0)
    return x - dx / 2, y - dy / 2, width + dx, height + dy


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:.3f}" for part in colour)


def _path_operators(path: Path, pen_mm: float, colour: Colour, style: Style) -> str:
    if path.pale:
        red, green, blue = (part + (1.0 - part) * path.pale for part in colour)
        colour = (red, green, blue)
    flat = path.curve and style.flat_curves
    points = flatten(path.points) if flat else path.points
    parts = [f"{points[0][0]:.3f} {points[0][1]:.3f} m"]
    if path.curve and not flat:
        for i in range(1, len(points) - 2, 3):
            parts.append(" ".join(f"{x:.3f} {y:.3f}" for x, y in points[i : i + 3]) + " c")
    else:
        parts += [f"{x:.3f} {y:.3f} l" for x, y in points[1:]]
    if path.closed:
        parts.append("h")
    width = path.width * pen_mm
    stroke = f"{width:.3f} w {_rgb(colour)} RG [{' '.join(f'{d:.2f}' for d in path.dash)}] 0 d "
    if path.fill is None:
        return stroke + " ".join(parts) + " S"
    inside = colour if path.fill == 0.0 else (path.fill,) * 3
    return stroke + f"{_rgb(inside)} rg " + " ".join(parts) + (" B" if width > 0 else " f")
