"""A sheet's palette: the few variants its office uses for each class, and the drafting style.

Some variants, fonts and pens are never trained on: what is measured with them tells of drawings of other offices.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Final

from training.sheet import BLACK, Style
from training.symbols import catalogue
from training.symbols.catalogue import Variant

_COLOURS = (
    (0.0, 0.0, 0.8),
    (0.75, 0.0, 0.0),
    (0.0, 0.45, 0.1),
    (0.5, 0.0, 0.5),
    (0.1, 0.3, 0.4),
    (0.45, 0.45, 0.45),
)
_ENOUGH: Final = 5
"""Variants a class must have for one of them to be held out."""


@dataclass(frozen=True, slots=True)
class Practice:
    """How the offices of a set of sheets draw.

    Attributes:
        fonts: of their lettering, as often as they stand here.
        pens_mm: widths of their pens.
        held_out: whether they draw the variants that are never trained on, wherever a class has one.
    """

    fonts: tuple[str, ...]
    pens_mm: tuple[float, ...]
    held_out: bool


TRAINED: Final = Practice(
    ("helv", "helv", "helv", "hebo", "heit", "tiro", "futural", "futural", "rowmans"),
    (0.13, 0.18, 0.25, 0.25, 0.35, 0.5),
    held_out=False,
)
UNSEEN: Final = Practice(("cour", "tibo", "timesr", "futuram"), (0.15, 0.21, 0.3, 0.42), held_out=True)


@cache
def held_out_variants() -> frozenset[str]:
    """Return the names of the variants never trained on: one, chosen by its hash, of every class that has enough."""
    by_class: dict[str, list[str]] = {}
    for variant in catalogue.VARIANTS.values():
        by_class.setdefault(variant.class_name, []).append(variant.name)
    return frozenset(
        min(names, key=lambda name: sha256(name.encode()).digest())
        for names in by_class.values()
        if len(names) >= _ENOUGH
    )


@dataclass(frozen=True, slots=True)
class Palette:
    """The variants in use by class."""

    variants: dict[str, tuple[Variant, ...]]

    def pick(self, rng: random.Random, *classes: str) -> Variant:
        """Return a variant of one of the classes that the palette has.

        Raises:
            LookupError: when it has none of them.
        """
        known = [name for name in (classes or tuple(self.variants)) if name in self.variants]
        if not known:
            raise LookupError(f"no variant of {classes}")
        return rng.choice(self.variants[rng.choice(known)])

    def has(self, class_name: str) -> bool:
        """Tell whether the class can be drawn."""
        return class_name in self.variants


def drawable(sheet: str, practice: Practice) -> dict[str, list[Variant]]:
    """Return, by class, the variants that offices of a practice draw on a kind of sheet."""
    trained: dict[str, list[Variant]] = {}
    unseen: dict[str, list[Variant]] = {}
    for variant in catalogue.VARIANTS.values():
        if sheet in variant.sheets:
            group = unseen if variant.name in held_out_variants() else trained
            group.setdefault(variant.class_name, []).append(variant)
    return trained | unseen if practice.held_out else trained


def palette(rng: random.Random, sheet: str, practice: Practice) -> Palette:
    """Return one to three variants of every class drawn on that kind of sheet."""
    by_class = sorted(drawable(sheet, practice).items())
    return Palette({name: tuple(_some(rng, name, variants)) for name, variants in by_class})


def _some(rng: random.Random, class_name: str, variants: Sequence[Variant]) -> list[Variant]:
    count = rng.choice((2, 4, 6)) if class_name == "other" else rng.choice((1, 2, 2, 3))
    return rng.choices(variants, weights=[v.weight for v in variants], k=count)


def style(rng: random.Random, practice: Practice, scale: tuple[float, float] = (0.65, 1.6)) -> Style:
    """Return the drafting style of one sheet: pens, lettering, symbol scale, colours."""
    pen = rng.choice(practice.pens_mm)
    coloured = rng.random() < 0.25
    colour = rng.choice(_COLOURS) if coloured else BLACK
    return Style(
        pen_mm=pen,
        font=rng.choice(practice.fonts),
        text_mm=rng.uniform(1.2, 2.8),
        scale=min(max(rng.lognormvariate(0.0, 0.28), scale[0]), scale[1]),
        flat_curves=rng.random() < 0.35,
        symbol_colour=colour,
        text_colour=rng.choice((BLACK, colour)),
        wire_mm=pen * rng.choice((0.7, 1.0, 1.0, 1.5)),
    )
