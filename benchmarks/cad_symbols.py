"""Symbols of the synthetic CAD sheets, about one unit large around 0: lines, arcs, stubs where wires end, a letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc: centre, radius, first angle and how far it goes, in degrees."""

    centre: complex
    radius: float
    start: float = 0.0
    sweep: float = 360.0


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol: polylines, arcs, stubs (inner and outer end), letters of its variants."""

    name: str
    lines: tuple[tuple[complex, ...], ...] = ()
    arcs: tuple[Arc, ...] = ()
    stubs: tuple[tuple[complex, complex], ...] = ()
    letters: tuple[str, ...] = ("",)
    is_filled: bool = False


def _box(width: float, height: float, middle: complex = 0) -> tuple[complex, ...]:
    x, y = width / 2, height / 2
    corners = (complex(-x, -y), complex(x, -y), complex(x, y), complex(-x, y), complex(-x, -y))
    return tuple(corner + middle for corner in corners)


_SIDES: Final = ((-0.3 + 0j, -0.5 + 0j), (0.3 + 0j, 0.5 + 0j))
_ZIGZAG: Final = (
    -0.3,
    -0.25 - 0.12j,
    -0.15 + 0.12j,
    -0.05 - 0.12j,
    0.05 + 0.12j,
    0.15 - 0.12j,
    0.25 + 0.12j,
    0.3,
)
_TRIANGLE: Final = (-0.2 - 0.25j, 0.2 + 0j, -0.2 + 0.25j, -0.2 - 0.25j)
_BAR: Final = (0.2 - 0.25j, 0.2 + 0.25j)
_DIODE_STUBS: Final = ((-0.2 + 0j, -0.5 + 0j), (0.2 + 0j, 0.5 + 0j))
_ARROWS: Final = (
    (0 - 0.3j, 0.2 - 0.5j),
    (0.1 - 0.5j, 0.2 - 0.5j, 0.2 - 0.4j),
    (0.15 - 0.2j, 0.35 - 0.4j),
    (0.25 - 0.4j, 0.35 - 0.4j, 0.35 - 0.3j),
)
_CONTACT: Final = ((-0.12 - 0.25j, -0.12 + 0.25j), (0.12 - 0.25j, 0.12 + 0.25j))
_CONTACT_STUBS: Final = ((-0.12 + 0j, -0.5 + 0j), (0.12 + 0j, 0.5 + 0j))

SYMBOLS: Final = (
    Symbol("resistor", lines=(_box(0.6, 0.24),), stubs=_SIDES),
    Symbol("resistor_us", lines=(tuple(map(complex, _ZIGZAG)),), stubs=_SIDES),
    Symbol(
        "fuse",
        lines=(_box(0.6, 0.22), (-0.22 - 0.11j, -0.22 + 0.11j), (0.22 - 0.11j, 0.22 + 0.11j)),
        stubs=_SIDES,
    ),
    Symbol("diode", lines=(_TRIANGLE, _BAR), stubs=_DIODE_STUBS),
    Symbol("led", lines=(_TRIANGLE, _BAR, *_ARROWS), stubs=_DIODE_STUBS),
    Symbol("contact_nc", lines=(*_CONTACT, (-0.25 + 0.25j, 0.25 - 0.25j)), stubs=_CONTACT_STUBS),
    Symbol(
        "ground",
        lines=((-0.3 + 0j, 0.3 + 0j), (-0.2 + 0.1j, 0.2 + 0.1j), (-0.1 + 0.2j, 0.1 + 0.2j)),
        stubs=((0j, -0.35j),),
    ),
    Symbol(
        "battery",
        lines=(
            (-0.2 - 0.3j, -0.2 + 0.3j),
            (-0.07 - 0.15j, -0.07 + 0.15j),
            (0.07 - 0.3j, 0.07 + 0.3j),
            (0.2 - 0.15j, 0.2 + 0.15j),
        ),
        stubs=_DIODE_STUBS,
    ),
    Symbol(
        "inductor",
        arcs=tuple(Arc(complex(x, 0), 0.1, 180, 180) for x in (-0.3, -0.1, 0.1, 0.3)),
        stubs=((-0.4 + 0j, -0.6 + 0j), (0.4 + 0j, 0.6 + 0j)),
    ),
    Symbol(
        "transformer",
        arcs=(Arc(-0.15 + 0j, 0.25), Arc(0.15 + 0j, 0.25)),
        stubs=((-0.4 + 0j, -0.6 + 0j), (0.4 + 0j, 0.6 + 0j)),
    ),
    Symbol("motor", arcs=(Arc(0j, 0.4),), letters=("M", "G")),
    Symbol(
        "receptacle",
        lines=((-0.15 - 0.4j, -0.15 + 0.4j), (0.15 - 0.4j, 0.15 + 0.4j)),
        arcs=(Arc(0j, 0.32),),
        letters=("", "GFI"),
    ),
    Symbol(
        "light",
        lines=((-0.283 - 0.283j, 0.283 + 0.283j), (-0.283 + 0.283j, 0.283 - 0.283j)),
        arcs=(Arc(0j, 0.4),),
    ),
    Symbol("junction", lines=(_box(0.7, 0.7), (-0.35 - 0.35j, 0.35 + 0.35j)), letters=("", "J", "T")),
    Symbol(
        "switch",
        lines=((-0.3 + 0j, 0.25 - 0.3j), (0.25 - 0.3j, 0.35 - 0.2j)),
        arcs=(Arc(-0.36 + 0j, 0.06),),
        letters=("S", "S3"),
    ),
    Symbol(
        "fan",
        lines=((-0.4 + 0j, 0.4 + 0j),),
        arcs=(Arc(-0.2 + 0j, 0.2, 0, 180), Arc(0.2 + 0j, 0.2, 180, 180)),
    ),
    Symbol(
        "breaker",
        lines=(_box(0.5, 0.5), (-0.15 - 0.15j, 0.15 + 0.15j), (-0.15 + 0.15j, 0.15 - 0.15j)),
        stubs=((-0.25 + 0j, -0.5 + 0j), (0.25 + 0j, 0.5 + 0j)),
    ),
    Symbol(
        "horn",
        lines=(
            (-0.3 - 0.12j, -0.1 - 0.12j, 0.3 - 0.35j, 0.3 + 0.35j, -0.1 + 0.12j, -0.3 + 0.12j, -0.3 - 0.12j),
        ),
    ),
)
