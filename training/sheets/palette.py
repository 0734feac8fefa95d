"""A sheet's palette: the few variants its office uses for each class, and the drafting style."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
_FONTS = ("helv", "helv", "helv", "hebo", "heit", "cour", "tiro", "futural", "futural", "rowmans", "timesr")


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


def palette(rng: random.Random, sheet: str, keep: Callable[[Variant], bool] = lambda _: True) -> Palette:
    """Return one to three variants of every class drawn on that kind of sheet."""
    by_class: dict[str, list[Variant]] = {}
    for variant in catalogue.VARIANTS.values():
        if sheet in variant.sheets and keep(variant):
            by_class.setdefault(variant.class_name, []).append(variant)
    return Palette({name: tuple(_some(rng, name, variants)) for name, variants in sorted(by_class.items())})


def _some(rng: random.Random, class_name: str, variants: Sequence[Variant]) -> list[Variant]:
    count = rng.choice((2, 4, 6)) if class_name == "other" else rng.choice((1, 2, 2, 3))
    return rng.choices(variants, weights=[v.weight for v in variants], k=count)


def style(rng: random.Random, scale: tuple[float, float] = (0.65, 1.6)) -> Style:
    """Return the drafting style of one sheet: pens, lettering, symbol scale, colours."""
    pen = rng.choice((0.13, 0.18, 0.25, 0.25, 0.35, 0.5))
    coloured = rng.random() < 0.25
    colour = rng.choice(_COLOURS) if coloured else BLACK
    return Style(
        pen_mm=pen,
        font=rng.choice(_FONTS),
        text_mm=rng.uniform(1.2, 2.8),
        scale=min(max(rng.lognormvariate(0.0, 0.28), scale[0]), scale[1]),
        flat_curves=rng.random() < 0.35,
        symbol_colour=colour,
        text_colour=rng.choice((BLACK, colour)),
        wire_mm=pen * rng.choice((0.7, 1.0, 1.0, 1.5)),
    )
