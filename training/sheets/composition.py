"""One seed, one sheet: chooses the kind of sheet and composes it."""

from __future__ import annotations

import random
from typing import Final

from training.sheet import Sheet
from training.sheets import legend, plan, schematic, single_line
from training.sheets.palette import TRAINED, Practice

KINDS: Final = ("single_line", "schematic", "plan", "legend", "loose", "barren")
_SHARES: Final = (0.2, 0.27, 0.3, 0.05, 0.12, 0.06)


def compose(seed: int, kind: str | None = None, practice: Practice = TRAINED) -> Sheet:
    """Return the sheet of a seed, of a given kind or of the kind the seed chooses, drawn by a practice."""
    rng = random.Random(seed)
    chosen = rng.choices(KINDS, _SHARES)[0]
    composers = {
        "single_line": single_line.single_line,
        "schematic": schematic.schematic,
        "plan": plan.plan,
        "legend": legend.legend,
        "loose": legend.loose,
        "barren": legend.barren,
    }
    return composers[kind or chosen](rng, practice)
