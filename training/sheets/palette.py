"""A sheet's palette: the few variants its office uses for each class, and the drafting style.

Some variants, fonts and pens are never trained on: what is measured with them tells of drawings of other offices.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from training.hand import Hand
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
HELD_OUT_VARIANTS: Final = frozenset(
    {
        "capacitor/arc",
        "circuit_breaker/drawout_arc",
        "contactor/plan_box",
        "data_outlet/triangle_half",
        "dimmer/ring",
        "diode/pair",
        "disconnect_switch/knife",
        "emergency_light/remote_heads",
        "ev_charger/square",
        "exit_sign/disc_two_arrows",
        "floor_box/combination",
        "fuse/box",
        "generator/plan_square",
        "gfci_receptacle/split_wired",
        "ground/bar",
        "horn_strobe/horn_rays",
        "instrument/panel",
        "junction_box/plain_square",
        "linear_luminaire/2x2_shaded",
        "load_break_switch/iec",
        "luminaire/half_filled",
        "meter/circle",
        "motor/plan_ring",
        "occupancy_sensor/typed_dollar",
        "other/clock",
        "overload_relay/nema_heaters",
        "panelboard/half_filled",
        "pull_station/octagon",
        "push_button/nema_open",
        "receptacle/quad_four_lines",
        "relay_coil/iec_timed",
        "resistor/heater",
        "smoke_detector/noted",
        "solenoid_valve/boxed_bowtie",
        "special_receptacle/equipment",
        "surge_arrester/stacked_gap",
        "switch/double_dollar",
        "terminal/square",
        "thermostat/ring",
        "three_way_switch/iec_two_way",
        "transformer/single_line_zigzag",
        "tv_outlet/diamond",
    }
)
"""The variants never trained on: one of every class that had five, chosen by its hash. They stay what they are."""


@dataclass(frozen=True, slots=True)
class Practice:
    """How the offices of a set of sheets draw.

    Attributes:
        fonts: of their lettering, as often as they stand here.
        pens_mm: widths of their pens.
        held_out: whether they draw the variants that are never trained on, wherever a class has one.
        roster: whether they draw the variants of the roster alone, so that their sheets stay the same when others come.
        small: share of the plans whose symbols are small, 8 to 14 px of the page picture.
        large_notes: share of the other plans that letter large beside the devices, legible in a coarse picture.
        existing: share of the plans that show what is there already in grey, beside the new work.
        freehand: share of the sheets whose symbols are redrawn by a hand of their own.
        dressed: share of the sheets with the furniture of `fittings.py` and the marks of `marks.py`.
        boards: share of the schematics that are drawn as `board.py` does.
    """

    fonts: tuple[str, ...]
    pens_mm: tuple[float, ...]
    held_out: bool
    roster: bool = False
    small: float = 0.0
    large_notes: float = 0.0
    existing: float = 0.0
    freehand: float = 0.0
    dressed: float = 0.0
    boards: float = 0.0


TRAINED: Final = Practice(
    ("helv", "helv", "helv", "hebo", "heit", "tiro", "futural", "futural", "rowmans"),
    (0.13, 0.18, 0.25, 0.25, 0.35, 0.5),
    held_out=False,
    small=0.3,
    large_notes=0.35,
    existing=0.25,
    freehand=0.4,
    dressed=0.6,
    boards=0.3,
)
STEADY: Final = replace(
    TRAINED, roster=True, small=0.0, large_notes=0.0, existing=0.0, freehand=0.0, dressed=0.0, boards=0.0
)
"""Sheets like those trained on, and the same ones from version to version of what is trained on."""
UNSEEN: Final = Practice(
    ("cour", "tibo", "timesr", "futuram"), (0.15, 0.21, 0.3, 0.42), held_out=True, roster=True
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
        if sheet in variant.sheets and (variant.roster or not practice.roster):
            group = unseen if variant.name in HELD_OUT_VARIANTS else trained
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
    hand = Hand.drawn(rng) if practice.freehand and rng.random() < practice.freehand else None
    return Style(
        pen_mm=pen,
        font=rng.choice(practice.fonts),
        text_mm=rng.uniform(1.2, 2.8),
        scale=min(max(rng.lognormvariate(0.0, 0.28), scale[0]), scale[1]),
        flat_curves=rng.random() < 0.35,
        symbol_colour=colour,
        text_colour=rng.choice((BLACK, colour)),
        wire_mm=pen * rng.choice((0.7, 1.0, 1.0, 1.5)),
        hand=hand,
    )
