"""The register of symbol variants: which function draws which class, in which style, on which kind of sheet."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, TypedDict, Unpack

from training.ink import Symbol

Draw = Callable[[random.Random], Symbol]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to draw a class.

    Attributes:
        name: unique, `<class>/<short style name>`.
        class_name: of the taxonomy, or `other`.
        style: `ansi`, `iec`, `plan`, `fire` or `isa`.
        sheets: kinds of sheet it belongs on: `schematic`, `single_line`, `power_plan`, `lighting_plan`, `fire_plan`.
        draw: makes one instance; proportions vary with the random source.
        weight: how often it is drawn relative to the class's other variants.
        turns: rotations that occur in practice, degrees; plan devices also turn freely with their wall.
        mirror: whether it is also drawn mirrored.
        roster: whether it belongs to the set that the held-out style is made of; what was added later only trains,
            so that the sheets of the held-out style, and what is measured on them, stay comparable.
    """

    name: str
    class_name: str
    style: str
    sheets: frozenset[str]
    draw: Draw
    weight: float = 1.0
    turns: tuple[int, ...] = (0, 90, 180, 270)
    mirror: bool = True
    roster: bool = True


VARIANTS: dict[str, Variant] = {}


class Habits(TypedDict, total=False):
    """Attributes of a `Variant` that are given only where they differ from its defaults."""

    weight: float
    turns: tuple[int, ...]
    mirror: bool
    roster: bool


def variant(name: str, style: str, sheets: str, **habits: Unpack[Habits]) -> Callable[[Draw], Draw]:
    """Register the decorated function as variant `<class>/<style name>` for the space-separated sheets.

    Raises:
        ValueError: when the name is taken.
    """

    def register(draw: Draw) -> Draw:
        if name in VARIANTS:
            raise ValueError(f"variant {name} is registered twice")
        class_name = name.split("/", 1)[0]
        kinds = frozenset(sheets.split())
        VARIANTS[name] = Variant(name, class_name, style, kinds, draw, **habits)
        return draw

    return register


drafted: Final = partial(variant, roster=False)
"""Registers as `variant` does, for training alone: it does not join the roster."""
