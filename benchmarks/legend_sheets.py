"""Synthetic legends with truth, in the layouts that offices use: rows, tables, grids, with and without headings."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import pymupdf

from benchmarks.legend_words import MORE, SPOKEN
from training.ink import Symbol, Transform, line, rectangle
from training.lettering import TEXT_FONTS, text_width
from training.sheet import POINTS_PER_MM, Box, Paper, Style
from training.sheets import plan
from training.sheets.palette import STEADY, style
from training.symbols import catalogue
from training.symbols.catalogue import Variant

_KINDS: Final = ("schematic", "single_line", "power_plan", "lighting_plan", "fire_plan")
_HEADS: Final = (
    *("LEGEND", "SYMBOL LIST", "ELECTRICAL SYMBOLS", "ELECTRICAL LEGEND", "SYMBOLS"),
    *("LIGHTING LEGEND", "POWER SYMBOL LEGEND", "LIST OF SYMBOLS", "LEGEND:"),
)
_FONTS: Final = tuple(TEXT_FONTS)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One entry as it was drawn: class (`other` for one without a name), description, the symbol's box in points."""

    class_name: str
    description: str
    bbox: Box


@dataclass(frozen=True, slots=True)
class LegendPage:
    """A synthetic page with a legend."""

    pdf: bytes
    entries: tuple[Drawn, ...]


@dataclass(slots=True)
class Sketch:
    """A legend being drawn, millimetres: of the variants `chosen`, which are used up, or else of any."""

    paper: Paper
    entries: list[Drawn] = field(default_factory=list)
    chosen: list[Variant] | None = None

    @property
    def text(self) -> float:
        """Cap height of the lettering."""
        return self.paper.style.text_mm

    def fit(self, width: float) -> None:
        """Make the lettering small enough that the longest description is no wider than this."""
        widest = max(self.width(text) for texts in (*SPOKEN.values(), MORE) for text in texts)
        size = self.text * min(1.0, width / widest)
        self.paper.style = replace(self.paper.style, text_mm=size)

    def symbol(self, variant: Variant, x: float, y: float, room: tuple[float, float]) -> Box:
        """Draw a variant centred on a point, made small enough for its room; return its box, mm."""
        paper = self.paper
        drawn = variant.draw(paper.rng)
        box = self._whole(drawn)
        size = min(paper.style.scale, room[0] / max(box[2], 0.1), room[1] / max(box[3], 0.1))
        dx, dy = (box[0] + box[2] / 2) * size, (box[1] + box[3] / 2) * size
        placed = paper.place_symbol(variant, drawn, Transform(x - dx, y - dy, size))
        return paper.body_box(placed)

    def _whole(self, symbol: Symbol) -> Box:
        """Return the box around a symbol with its leads and letters."""
        marks = tuple(replace(mark, body=True) for mark in symbol.marks)
        return self.paper.body_box(replace(symbol, marks=marks))

    def lines(self, lines: Sequence[str], x: float, y: float, anchor: str = "start") -> None:
        """Write lines, the first centred on y."""
        for i, text in enumerate(lines):
            self.paper.write(text, x, y + i * 1.55 * self.text, anchor=anchor)

    def note(self, variant: Variant, lines: Sequence[str], box: Box) -> None:
        """Keep an entry as truth."""
        x, y, width, height = (round(value * POINTS_PER_MM, 2) for value in box)
        self.entries.append(Drawn(variant.class_name, " ".join(lines), (x, y, width, height)))

    def width(self, text: str) -> float:
        """Return how wide a line is."""
        return text_width(text, self.text, self.paper.style.font)


def _variants(sketch: Sketch, count: int) -> list[Variant]:
    """Return the next variants that are chosen, or distinct ones of one kind of sheet, some of no class."""
    if sketch.chosen is not None:
        some, sketch.chosen = sketch.chosen[:count], sketch.chosen[count:]
        return some
    rng = sketch.paper.rng
    kind = rng.choice(_KINDS)
    fits = [
        v for v in catalogue.VARIANTS.values() if v.roster and kind in v.sheets and v.class_name != "busbar"
    ]
    return rng.sample(fits, min(count, len(fits)))


def description_of(rng: random.Random, variant: Variant) -> str:
    """Return what a legend says of a variant: one of the usual wordings, or its own name where it has no class."""
    if variant.class_name == "other":
        return variant.name.split("/")[1].replace("_", " ").upper()
    return rng.choice(SPOKEN[variant.class_name])


def _wrapped(sketch: Sketch, text: str, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if sketch.width(longer) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _head(sketch: Sketch, x: float, y: float) -> None:
    rng = sketch.paper.rng
    sketch.paper.write(rng.choice(_HEADS), x, y, height=sketch.text * rng.uniform(1.0, 1.8), anchor="start")


def _rows(
    sketch: Sketch, at: tuple[float, float], count: int, pitch: float, *, side: str = "left", more: int = 0
) -> None:
    """Draw rows: a symbol and its description, of one line or `more` others; symbols left or right of it."""
    rng = sketch.paper.rng
    x, y = at
    room = (14.0, pitch * 0.8)
    for i, variant in enumerate(_variants(sketch, count)):
        lines = [description_of(rng, variant), *rng.sample(MORE, rng.randint(0, more))]
        level = y + i * pitch
        middle = level if side == "first" else level + (len(lines) - 1) * 0.775 * sketch.text
        where = x + 80 if side == "right" else x + 8
        box = sketch.symbol(variant, where, middle, room)
        sketch.lines(lines, x if side == "right" else x + 20, level)
        sketch.note(variant, lines, box)


def single(sketch: Sketch) -> None:
    """One column of rows under a heading."""
    _head(sketch, 12, 12)
    _rows(sketch, (12, 24), 14, sketch.paper.rng.uniform(9, 12))


def columns(sketch: Sketch) -> None:
    """Three columns of rows under one heading."""
    sketch.fit(62)
    _head(sketch, 12, 12)
    pitch = sketch.paper.rng.uniform(8, 12)
    for i in range(3):
        _rows(sketch, (12 + i * 90, 24), 13, pitch)


def right(sketch: Sketch) -> None:
    """Descriptions with their symbols at the right."""
    sketch.fit(66)
    _head(sketch, 12, 12)
    _rows(sketch, (12, 24), 13, sketch.paper.rng.uniform(9, 12), side="right")


def several_lines(sketch: Sketch) -> None:
    """Descriptions of one to three lines, each symbol at their middle."""
    _head(sketch, 12, 12)
    _rows(sketch, (12, 24), 12, 4.9 * sketch.text + 2, more=2)


def first_line(sketch: Sketch) -> None:
    """Descriptions of one to three lines, each symbol level with the first."""
    _head(sketch, 12, 12)
    _rows(sketch, (12, 24), 12, 4.9 * sketch.text + 2, side="first", more=2)


def table(sketch: Sketch) -> None:
    """A ruled table with heads, and no heading above it."""
    sketch.fit(86)
    paper, rng = sketch.paper, sketch.paper.rng
    pitch, x, y = rng.uniform(9, 13), 14.0, 20.0
    paper.write("SYMBOL", x + 9, y - pitch / 2)
    paper.write("DESCRIPTION", x + 22, y - pitch / 2, anchor="start")
    variants = _variants(sketch, 14)
    for i in range(-1, len(variants) + 1):
        paper.draw([line((x, y + i * pitch), (x + 110, y + i * pitch))])
    for across in (x, x + 19, x + 110):
        paper.draw([line((across, y - pitch), (across, y + len(variants) * pitch))])
    for i, variant in enumerate(variants):
        text = description_of(rng, variant)
        middle = y + (i + 0.5) * pitch
        box = sketch.symbol(variant, x + 9.5, middle, (15, pitch * 0.75))
        sketch.lines([text], x + 21, middle)
        sketch.note(variant, [text], box)


def cells(sketch: Sketch) -> None:
    """A table of four columns, each cell a frame of its own: symbol, mark, description, mounting height."""
    sketch.fit(84)
    paper, rng = sketch.paper, sketch.paper.rng
    pitch, x, y = rng.uniform(9, 13), 14.0, 26.0
    _head(sketch, x, 12)
    edges = (x, x + 20, x + 36, x + 125, x + 160)
    for j, head in enumerate(("SYMBOL", "MARK", "DESCRIPTION", "HEIGHT")):
        paper.write(head, edges[j] + 2, y - pitch / 2, anchor="start")
    for i, variant in enumerate(_variants(sketch, 13)):
        text, middle = description_of(rng, variant), y + (i + 0.5) * pitch
        for a, b in pairwise(edges):
            paper.draw([rectangle(a, middle - pitch / 2, b, middle + pitch / 2)])
        box = sketch.symbol(variant, x + 10, middle, (16, pitch * 0.75))
        paper.write(rng.choice("ABCDEFGHJKLM") + str(i), x + 28, middle)
        sketch.lines([text], x + 38, middle)
        paper.write(rng.choice(("18 IN", "48 IN", "CEILING")), x + 127, middle, anchor="start")
        sketch.note(variant, [text], box)


def remarks(sketch: Sketch) -> None:
    """Open rows of a symbol, its description, and a remark that some have: two columns of text, no ruled lines."""
    sketch.fit(70)
    paper, rng = sketch.paper, sketch.paper.rng
    pitch, x, y = rng.uniform(9, 12), 12.0, 30.0
    _head(sketch, x, 12)
    for head, at in (("SYMBOL", 0.0), ("DESCRIPTION", 20.0), ("REMARKS", 96.0)):
        paper.write(head, x + at, y - 8, anchor="start")
    for i, variant in enumerate(_variants(sketch, 13)):
        text, middle = description_of(rng, variant), y + i * pitch
        box = sketch.symbol(variant, x + 8, middle, (14.0, pitch * 0.8))
        sketch.lines([text], x + 20, middle)
        if rng.random() < 0.7:
            paper.write(rng.choice(MORE), x + 96, middle, anchor="start")
        sketch.note(variant, [text], box)


def above(sketch: Sketch) -> None:
    """Cells without frames, each symbol under its description."""
    rng = sketch.paper.rng
    _head(sketch, 14, 12)
    width, height = rng.uniform(42, 52), 20 + 5 * sketch.text
    for i, variant in enumerate(_variants(sketch, 20)):
        x, y = 14 + (i % 5) * width, 24 + (i // 5) * height
        lines = _wrapped(sketch, description_of(rng, variant), width - 5)
        sketch.lines(lines, x + width / 2, y, anchor="middle")
        under = y + (len(lines) - 0.5) * 1.55 * sketch.text + 9
        box = sketch.symbol(variant, x + width / 2, under, (width * 0.4, 12))
        sketch.note(variant, lines, box)


def _grid(sketch: Sketch, *, ruled: bool) -> None:
    paper, rng = sketch.paper, sketch.paper.rng
    _head(sketch, 14, 12)
    width, height = rng.uniform(42, 52), 18 + 5 * sketch.text
    for i, variant in enumerate(_variants(sketch, 20)):
        x, y = 14 + (i % 5) * width, 22 + (i // 5) * height
        lines = _wrapped(sketch, description_of(rng, variant), width - 5)
        box = sketch.symbol(variant, x + width / 2, y + 8, (width * 0.4, 12))
        sketch.lines(lines, x + width / 2, y + 16 + sketch.text, anchor="middle")
        if ruled:
            paper.draw([rectangle(x, y, x + width, y + height)])
        sketch.note(variant, lines, box)


def grid(sketch: Sketch) -> None:
    """Framed cells: each symbol above its description."""
    _grid(sketch, ruled=True)


def open_grid(sketch: Sketch) -> None:
    """The same without frames."""
    _grid(sketch, ruled=False)


def unheaded(sketch: Sketch) -> None:
    """Rows without any heading."""
    _rows(sketch, (12, 24), 14, sketch.paper.rng.uniform(9, 12))


def beside_plan(sketch: Sketch) -> None:
    """A legend at the edge of a plan, in groups that have headings of their own."""
    x = sketch.paper.width - 95
    sketch.fit(70)
    _head(sketch, x, 14)
    y, pitch = 24.0, sketch.paper.rng.uniform(7, 9)
    for title in ("POWER", "LIGHTING", "FIRE ALARM"):
        sketch.paper.write(title, x, y, anchor="start")
        _rows(sketch, (x, y + pitch), 5, pitch)
        y += 6.6 * pitch


LAYOUTS: Final[dict[str, Callable[[Sketch], None]]] = {
    "one column": single,
    "three columns": columns,
    "symbols at the right": right,
    "several lines": several_lines,
    "level with the first line": first_line,
    "ruled table": table,
    "framed cells, four columns": cells,
    "framed grid": grid,
    "open grid": open_grid,
    "no heading": unheaded,
    "beside a plan": beside_plan,
    "remarks in open rows": remarks,
    "description above": above,
    "running upwards": columns,
}
_UPWARDS: Final = "running upwards"


def legend_page(layout: str, seed: int) -> LegendPage:
    """Return the page of a layout and a seed."""
    rng = random.Random(f"{layout} {seed}")  # noqa: S311 - drawings need no cryptographic randomness
    paper = Paper(297.0, 210.0, sheet_style(rng), rng)
    sketch = Sketch(paper)
    beside = layout == "beside a plan"
    ground = plan.plan(rng, STEADY) if beside else None
    LAYOUTS[layout](sketch)
    pdf = paper.finish().pdf
    if ground:
        pdf = _on(pdf, ground.pdf, (paper.width - 105) * POINTS_PER_MM, paper.height * POINTS_PER_MM)
    page = LegendPage(pdf, tuple(sketch.entries))
    return _upwards(page) if layout == _UPWARDS else page


def sheet_style(rng: random.Random) -> Style:
    """Return the drafting style of a legend."""
    chosen = style(rng, STEADY, (0.6, 1.2))
    return Style(
        pen_mm=chosen.pen_mm,
        font=rng.choice(_FONTS),
        text_mm=rng.uniform(1.4, 2.4),
        scale=chosen.scale,
        flat_curves=chosen.flat_curves,
        symbol_colour=chosen.symbol_colour,
        text_colour=chosen.text_colour,
    )


def _upwards(page: LegendPage) -> LegendPage:
    """Return a page that was plotted sideways: its text runs upwards."""
    with pymupdf.open(stream=page.pdf, filetype="pdf") as lying, pymupdf.open() as document:
        width = lying[0].rect.width
        turned = document.new_page(width=lying[0].rect.height, height=width)
        turned.show_pdf_page(turned.rect, lying, 0, rotate=90)
        pdf = bytes(document.tobytes(deflate=True))
    entries = []
    for entry in page.entries:
        x, y, across, down = entry.bbox
        entries.append(replace(entry, bbox=(y, width - x - across, down, across)))
    return LegendPage(pdf, tuple(entries))


def _on(pdf: bytes, ground: bytes, width: float, height: float) -> bytes:
    """Return a page with another one shown in its left part."""
    with pymupdf.open(stream=pdf, filetype="pdf") as document, pymupdf.open(stream=ground) as other:
        page = document[0]
        page.show_pdf_page(pymupdf.Rect(0, 0, width, height), other, 0)
        return bytes(document.tobytes(deflate=True))
