"""Every registered symbol variant can be drawn, is of a sensible size and can be wired."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest

import training.symbols  # registers every variant
from orchestrator.taxonomy import ALL_CLASSES
from training.ink import Port, Symbol, Text, outline
from training.sheets.palette import HELD_OUT_VARIANTS
from training.symbols.catalogue import VARIANTS, Variant

SEEDS = range(20)
SHEETS = {"schematic", "single_line", "power_plan", "lighting_plan", "fire_plan"}
STYLES = {"ansi", "iec", "plan", "fire", "isa"}
DRAWN_ON_CIRCUITS = [
    "circuit_breaker",
    "fuse",
    "disconnect_switch",
    "load_break_switch",
    "contactor",
    "overload_relay",
    "surge_arrester",
    "relay_coil",
    "contact_no",
    "contact_nc",
    "push_button",
    "selector_switch",
    "limit_switch",
    "pilot_light",
    "horn",
    "solenoid_valve",
    "plc_module",
    "terminal",
    "motor",
    "generator",
    "transformer",
    "current_transformer",
    "voltage_transformer",
    "capacitor",
    "resistor",
    "inductor",
    "battery",
    "diode",
    "ground",
    "busbar",
    "instrument",
    "meter",
    "panelboard",
    "receptacle",
    "switch",
    "luminaire",
    "other",
]


def seeded(seed: int) -> random.Random:
    return random.Random(seed)


def of_class(class_name: str) -> list[Variant]:
    return [variant for variant in VARIANTS.values() if variant.class_name == class_name]


def distance_to_marks(symbol: Symbol, port: Port) -> float:
    """Return the distance in mm from a port to the nearest stroke, sampled at forty steps a side."""
    distance = math.inf
    for mark in symbol.marks:
        if isinstance(mark, Text):
            continue
        points = list(outline(mark))
        for (ax, ay), (bx, by) in pairwise([*points, points[0]] if mark.closed else points):
            for k in range(41):
                x, y = ax + (bx - ax) * k / 40, ay + (by - ay) * k / 40
                distance = min(distance, math.hypot(x - port.x, y - port.y))
    return distance


def test_the_package_registers_variants_on_import() -> None:
    assert training.symbols.__doc__
    assert len(VARIANTS) >= 1200


@pytest.mark.parametrize("class_name", DRAWN_ON_CIRCUITS)
def test_circuit_sheets_have_a_variant_of(class_name: str) -> None:
    sheets = {sheet for v in VARIANTS.values() if v.class_name == class_name for sheet in v.sheets}
    assert sheets & {"schematic", "single_line"}


@pytest.mark.parametrize("class_name", ALL_CLASSES)
def test_every_class_is_drawn_in_several_ways_for_training(class_name: str) -> None:
    trained = [variant for variant in of_class(class_name) if variant.name not in HELD_OUT_VARIANTS]
    assert len(trained) >= (3 if class_name == "busbar" else 5), class_name


def test_what_is_never_trained_on_stays_on_the_roster() -> None:
    assert len(HELD_OUT_VARIANTS) == 42
    assert all(VARIANTS[name].roster for name in HELD_OUT_VARIANTS)


def test_other_has_at_least_twelve_symbols() -> None:
    assert sum(v.class_name == "other" for v in VARIANTS.values()) >= 12


@pytest.mark.parametrize("class_name", ALL_CLASSES)
def test_variants_are_registered_with_known_words(class_name: str) -> None:
    variants = of_class(class_name)
    assert variants
    for variant in variants:
        assert variant.style in STYLES, variant.name
        assert variant.sheets, variant.name
        assert variant.sheets <= SHEETS, variant.name
        assert variant.weight > 0, variant.name
        assert variant.turns, variant.name


@pytest.mark.parametrize("class_name", ALL_CLASSES)
def test_bodies_are_between_1_and_60_mm_and_ports_on_a_mark_or_outside(class_name: str) -> None:
    for variant in of_class(class_name):
        wired = variant.sheets & {"schematic", "single_line"}
        for symbol in (variant.draw(seeded(seed)) for seed in SEEDS):
            x0, y0, x1, y1 = symbol.body_box()
            assert all(math.isfinite(v) for v in (x0, y0, x1, y1)), variant.name
            assert 1.0 <= max(x1 - x0, y1 - y0) <= 60.0, variant.name
            for port in symbol.ports if wired else ():
                inside = x0 < port.x < x1 and y0 < port.y < y1
                assert not inside or distance_to_marks(symbol, port) < 0.3, variant.name


@pytest.mark.parametrize("class_name", ALL_CLASSES)
def test_the_same_seed_draws_the_same(class_name: str) -> None:
    for variant in of_class(class_name):
        assert variant.draw(seeded(7)) == variant.draw(seeded(7)), variant.name
