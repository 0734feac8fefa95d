"""Synthetic sets of two sheets with truth: a drawing whose office has blocks, and the legend that explains them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from benchmarks.legend_sheets import Sketch, cells, columns, description_of, grid, sheet_style, single, table
from orchestrator.recognition.legend.naming import own_class
from training.ink import Symbol
from training.sheet import Paper, Sheet, Truth
from training.sheets.composition import compose
from training.sheets.palette import TRAINED, Practice
from training.symbols import catalogue
from training.symbols.catalogue import Variant

KINDS: Final = ("plan", "plan", "schematic", "single_line")
_LAYOUTS: Final = ((columns, 39), (columns, 39), (single, 14), (table, 14), (cells, 13), (grid, 20))
_UNUSED: Final = 3
"""Entries of a legend that are drawn nowhere: offices keep one for all their drawings."""


@dataclass(frozen=True, slots=True)
class LegendSet:
    """A set: the drawing with its truth, the page of its legend, and the variants that the legend shows."""

    drawing: Sheet
    legend_pdf: bytes
    shown: frozenset[str]


@contextmanager
def blocks(seed: int) -> Iterator[None]:
    """Let every variant be drawn the same each time, as CAD inserts blocks; without it, proportions vary."""
    before = dict(catalogue.VARIANTS)
    catalogue.VARIANTS.update({name: _fixed(variant, seed) for name, variant in before.items()})
    try:
        yield
    finally:
        catalogue.VARIANTS.update(before)


def _fixed(variant: Variant, seed: int) -> Variant:
    return replace(variant, draw=partial(_block, variant, seed))


def _block(variant: Variant, seed: int, _: random.Random) -> Symbol:
    return variant.draw(random.Random(f"{seed} {variant.name}"))  # noqa: S311 - a drawing is no secret


def legend_set(seed: int, practice: Practice = TRAINED) -> LegendSet:
    """Return the set of a seed, drawn by a practice; a legend too small for all leaves some out."""
    rng = random.Random(f"set {seed}")  # noqa: S311 - as above
    with blocks(seed):
        drawing = compose(seed, rng.choice(KINDS), practice)
        layout, most = rng.choice(_LAYOUTS)
        used = {truth.variant for truth in drawing.truth if truth.class_name != "busbar"}
        shown = _shown(rng, used, most)
        sketch = Sketch(Paper(297.0, 210.0, sheet_style(rng), rng), chosen=list(shown))
        layout(sketch)
        left = {variant.name for variant in sketch.chosen or ()}
        names = frozenset(variant.name for variant in shown) - left
        return LegendSet(drawing, sketch.paper.finish().pdf, names)


def _shown(rng: random.Random, used: set[str], most: int) -> Sequence[Variant]:
    others = [
        name
        for name, variant in catalogue.VARIANTS.items()
        if name not in used and variant.class_name not in {"busbar", "other"}
    ]
    names = rng.sample(sorted(used), min(len(used), most))
    names += rng.sample(others, min(_UNUSED, most - len(names)))
    rng.shuffle(names)
    return [catalogue.VARIANTS[name] for name in names if name in catalogue.VARIANTS]


def named(truth: Truth, shown: frozenset[str]) -> str:
    """Return the class that a drawn symbol should be given: of its own where the legend alone names it."""
    if truth.class_name != "other" or truth.variant not in shown:
        return truth.class_name
    return own_class(description_of(random.Random(0), catalogue.VARIANTS[truth.variant])) or "other"  # noqa: S311
