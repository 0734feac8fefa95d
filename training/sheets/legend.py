"""Symbol lists, loose arrangements of symbols, and sheets that hold no symbol at all."""

from __future__ import annotations

import random

from training.ink import Transform, circle, line, polygon, rectangle
from training.sheet import Box, Paper, Sheet
from training.sheets import frame, words
from training.sheets.building import building
from training.sheets.circuits import label
from training.sheets.furniture import furnish, habit
from training.sheets.marks import sheet_marks
from training.sheets.palette import Practice, drawable, palette, style
from training.symbols import catalogue


def legend(rng: random.Random, practice: Practice) -> Sheet:
    """Return a symbol list: rows of a symbol and its description, in columns."""
    paper, area = frame.new_paper(rng, style(rng, practice))
    kind = rng.choice(("schematic", "single_line", "power_plan", "lighting_plan", "fire_plan"))
    chosen = [variant for variants in drawable(kind, practice).values() for variant in variants]
    paper.write(
        rng.choice(("LEGEND", "SYMBOL LIST", "ELECTRICAL SYMBOLS")), area[0] + 20, area[1] + 4, height=3.0
    )
    pitch, column = rng.uniform(9, 16), rng.uniform(55, 110)
    ruled = rng.random() < 0.4
    for i in range(int(area[2] / column)):
        for j in range(int((area[3] - 12) / pitch)):
            x, y = area[0] + i * column, area[1] + 10 + (j + 0.5) * pitch
            _row(paper, (x, y, column, pitch), rng.choice(chosen), ruled=ruled)
    return paper.finish()


def _row(paper: Paper, cell: Box, variant: catalogue.Variant, *, ruled: bool) -> None:
    rng = paper.rng
    x, y, column, pitch = cell
    place = Transform(
        x + 10, y + 2, paper.style.scale * 0.8, rng.choice((0, 0, 0, 90)) if len(variant.turns) > 1 else 0
    )
    symbol = paper.instance(variant)
    box = paper.body_box(place.symbol(symbol))
    if paper.is_free(box) and box[3] < pitch * 1.2 and box[2] < 20:
        paper.place_symbol(variant, symbol, place)
    text = rng.choice(words.DESCRIPTIONS)
    paper.write(text[: int((column - 24) / paper.style.text_mm / 0.9)], x + 23, y, anchor="start")
    if ruled:
        paper.draw([rectangle(x, y - pitch / 2, x + column, y + pitch / 2)])


def loose(rng: random.Random, practice: Practice) -> Sheet:
    """Return any symbols at any angle among lines and lettering, so that context is not all there is to learn."""
    paper, area = frame.new_paper(rng, style(rng, practice, (0.45, 2.4)))
    kind = rng.choice(("schematic", "single_line", "power_plan", "lighting_plan", "fire_plan"))
    use = palette(rng, kind, practice)
    for _ in range(rng.randint(20, 110)):
        variant = use.pick(rng)
        angle = rng.choice((0, 90, 180, 270)) if rng.random() < 0.7 else rng.uniform(0, 360)
        at = (area[0] + rng.random() * area[2], area[1] + rng.random() * area[3])
        size = paper.style.scale * rng.uniform(0.7, 1.4)
        place = Transform(
            *at,
            size,
            angle if len(variant.turns) > 1 else 0.0,
            mirrored=variant.mirror and rng.random() < 0.5,
        )
        symbol = paper.instance(variant)
        if paper.is_free(paper.body_box(place.symbol(symbol)), rng.uniform(0.3, 3)):
            placed = paper.place_symbol(variant, symbol, place)
            if rng.random() < 0.6:
                label(paper, placed, variant.class_name)
            for port in placed.ports:
                end = (
                    port.x + rng.uniform(-25, 25) * abs(port.direction % 180 < 45),
                    port.y + rng.uniform(-25, 25) * (45 <= port.direction % 180 < 135),
                )
                paper.wire((port.x, port.y), end)
    frame.clutter(paper, area)
    return paper.finish()


def barren(rng: random.Random, practice: Practice) -> Sheet:
    """Return a sheet without a symbol: architecture, tables, notes, details of other trades."""
    paper, area = frame.new_paper(rng, style(rng, practice))
    if rng.random() < 0.5:
        dressed = bool(practice.dressed) and rng.random() < practice.dressed
        habits = habit(rng, dressed=dressed)
        for room in building(paper, area):
            furnish(paper, room, habits)
    else:
        for _ in range(rng.randint(1, 3)):
            box = (
                area[0] + rng.random() * area[2] * 0.4,
                area[1] + rng.random() * area[3] * 0.4,
                area[2] * 0.5,
                area[3] * 0.5,
            )
            rng.choice((frame.table, frame.notes))(paper, box)
        _geometry(paper, area)
    if practice.dressed and rng.random() < practice.dressed:
        sheet_marks(paper, area)
    frame.clutter(paper, area)
    frame.clutter(paper, area)
    return paper.finish()


def _geometry(paper: Paper, area: Box) -> None:
    """Draw plain circles, polygons and lines of mechanical details, larger or barer than symbols."""
    rng = paper.rng
    for _ in range(rng.randint(3, 15)):
        x, y, r = area[0] + rng.random() * area[2], area[1] + rng.random() * area[3], rng.uniform(1, 25)
        shape = rng.randint(0, 3)
        if shape == 0 and r > 9:
            paper.draw(
                [
                    circle(x, y, r),
                    circle(x, y, r * 0.8),
                    line((x - 1.2 * r, y), (x + 1.2 * r, y), dash=(4, 1, 1, 1)),
                ]
            )
        elif shape == 1:
            paper.draw(
                [
                    polygon(
                        (x, y),
                        (x + r, y),
                        (x + r, y + 0.3 * r),
                        (x + 0.3 * r, y + 0.3 * r),
                        (x + 0.3 * r, y + r),
                        (x, y + r),
                    )
                ]
            )
        else:
            paper.draw([line((x, y), (x + r, y + rng.uniform(-r, r)), (x + 2 * r, y))])
