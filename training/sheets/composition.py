"""One seed, one sheet: chooses the kind of sheet and its paper."""

from __future__ import annotations

import random
from typing import Final

from training.sheet import Box, Paper, Sheet, Style
from training.sheets import frame

KINDS: Final = ("single_line", "schematic", "plan", "legend", "loose", "barren")
_SHARES: Final = (0.2, 0.27, 0.3, 0.05, 0.12, 0.06)


def new_paper(rng: random.Random, style: Style) -> tuple[Paper, Box]:
    """Return framed paper and the xywh area left for the drawing, mm; notes and tables may already stand in it."""
    width, height = frame.paper_size(rng)
    paper = Paper(float(width), float(height), style, rng)
    area = frame.frame(paper)
    if rng.random() < 0.3:
        frame.notes(paper, (area[0] + area[2] * 0.6, area[1] + 4, area[2] * 0.38, area[3] * 0.4))
    if rng.random() < 0.2:
        frame.table(
            paper, (area[0] + 2, area[1] + area[3] * 0.7, area[2] * rng.uniform(0.3, 0.6), area[3] * 0.28)
        )
    return paper, area


def compose(seed: int, kind: str | None = None) -> Sheet:
    """Return the sheet of a seed, of a given kind or of the kind the seed chooses."""
    from training.sheets import legend, plan, schematic, single_line

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
    return composers[kind or chosen](rng)
