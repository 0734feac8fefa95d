"""Lettering: the fonts of a sheet, real ones in the text layer or single strokes as CAD plotters draw them."""

from __future__ import annotations

from functools import cache
from typing import Final

import pymupdf
from HersheyFonts import HersheyFonts

from training.ink import Path, Text, Transform

TEXT_FONTS: Final = {
    "helv": 0.718,
    "hebo": 0.718,
    "heit": 0.718,
    "cour": 0.562,
    "cobo": 0.562,
    "tiro": 0.662,
    "tibo": 0.676,
}
"""PDF base fonts and their cap height as a share of the font size (Adobe's published metrics)."""


def text_width(string: str, height: float, font: str) -> float:
    """Return the advance width of a line in the units of `height` (its cap height)."""
    if font in TEXT_FONTS:
        return float(_font(font).text_length(string, height / TEXT_FONTS[font]))
    return sum(_glyph(font, letter)[1] for letter in string) * height


def text_box(text: Text, font: str) -> tuple[float, float, float, float]:
    """Return (x0, y0, x1, y1) around the capitals of a line, in the units of `text`."""
    width = text_width(text.string, text.height, font)
    left = {"middle": -width / 2, "start": 0.0, "end": -width}[text.anchor]
    place = Transform(text.x, text.y, angle=text.angle)
    half = text.height / 2
    points = [place.point((x, y)) for x in (left, left + width) for y in (-half, half)]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def strokes(text: Text, font: str, width: float = 1.0) -> list[Path]:
    """Return a line of lettering as single strokes."""
    total = text_width(text.string, text.height, font)
    x = {"middle": -total / 2, "start": 0.0, "end": -total}[text.anchor]
    place = Transform(text.x, text.y, angle=text.angle)
    paths = []
    for letter in text.string:
        lines, advance = _glyph(font, letter)
        for points in lines:
            at = tuple(place.point((x + px * text.height, (py + 0.5) * text.height)) for px, py in points)
            paths.append(Path(at, width=width))
        x += advance * text.height
    return paths


@cache
def _font(name: str) -> pymupdf.Font:
    return pymupdf.Font(name)


@cache
def _hershey(name: str) -> HersheyFonts:
    font = HersheyFonts()
    font.load_default_font(name)
    return font


@cache
def _glyph(font: str, letter: str) -> tuple[tuple[tuple[tuple[float, float], ...], ...], float]:
    """Return a letter's strokes for a cap height of 1, baseline at y 0 and y down, and its advance."""
    cap, baseline = 21.0, 9.0  # Hershey's capitals reach from y -12 to 9, y down
    if letter == " ":
        return (), 0.75
    lines = [tuple((x, y) for x, y in line) for line in _hershey(font).strokes_for_text(letter)]
    if not lines:
        return (), 0.5
    left = min(x for line in lines for x, _ in line)
    right = max(x for line in lines for x, _ in line)
    shaped = tuple(tuple(((x - left) / cap, (y - baseline) / cap) for x, y in line) for line in lines)
    return shaped, (right - left) / cap + 0.28
