"""What surrounds a drawing: frame, title block, notes, tables, dimensions, clouds, all without symbols."""

from __future__ import annotations

import math
import random

from training.ink import Path, Text, arc, circle, line, polygon, rectangle
from training.sheet import Box, Paper, Style
from training.sheets import words

SIZES_MM = ((210, 148), (297, 210), (297, 210), (420, 297), (279, 216), (210, 297), (432, 279))


def new_paper(rng: random.Random, style: Style) -> tuple[Paper, Box]:
    """Return framed paper and the xywh area left for the drawing, mm; notes and tables may already stand in it."""
    width, height = paper_size(rng)
    paper = Paper(float(width), float(height), style, rng)
    area = frame(paper)
    if rng.random() < 0.3:
        notes(paper, (area[0] + area[2] * 0.6, area[1] + 4, area[2] * 0.38, area[3] * 0.4))
    if rng.random() < 0.2:
        table(paper, (area[0] + 2, area[1] + area[3] * 0.7, area[2] * rng.uniform(0.3, 0.6), area[3] * 0.28))
    return paper, area


def paper_size(rng: random.Random) -> tuple[float, float]:
    """Return the size of a training sheet: A5 to A3 and ANSI A and B, mm."""
    return rng.choice(SIZES_MM)


def frame(paper: Paper) -> Box:
    """Draw a border and a title block and return the xywh area left for the drawing."""
    rng = paper.rng
    margin = rng.uniform(4, 10)
    width, height = paper.width, paper.height
    if rng.random() < 0.8:
        paper.draw(
            [rectangle(margin, margin, width - margin, height - margin, width=rng.choice((1.0, 2.0, 3.0)))]
        )
    if rng.random() < 0.5:
        paper.draw([rectangle(margin / 2, margin / 2, width - margin / 2, height - margin / 2)])
        _zones(paper, margin)
    if rng.random() < 0.5:
        block = rng.uniform(0.16, 0.28) * width
        _title_block(paper, (width - margin - block, margin, block, height - 2 * margin))
        return margin + 3, margin + 3, width - 2 * margin - block - 6, height - 2 * margin - 6
    block = rng.uniform(0.10, 0.2) * height
    left = rng.uniform(0.0, 0.5) * width
    _title_block(
        paper, (max(left, margin), height - margin - block, width - margin - max(left, margin), block)
    )
    return margin + 3, margin + 3, width - 2 * margin - 6, height - 2 * margin - block - 6


def _zones(paper: Paper, margin: float) -> None:
    columns = paper.rng.randint(4, 12)
    for i in range(columns):
        x = margin + (i + 0.5) * (paper.width - 2 * margin) / columns
        paper.write(str(i + 1), x, margin * 0.75, height=min(1.8, margin / 3))
        edge = margin + i * (paper.width - 2 * margin) / columns
        paper.draw([line((edge, margin / 2), (edge, margin))])


def _title_block(paper: Paper, box: Box) -> None:
    rng = paper.rng
    x, y, width, height = box
    paper.draw([rectangle(x, y, x + width, y + height)])
    rows = max(2, int(height / rng.uniform(6, 14)))
    for i in range(rows):
        top = y + i * height / rows
        paper.draw([line((x, top), (x + width, top))])
        split = x + width * rng.uniform(0.3, 0.7) if rng.random() < 0.5 else x
        if split > x:
            paper.draw([line((split, top), (split, top + height / rows))])
        text = rng.choice(
            (
                words.sentence(rng)[:28],
                f"DWG NO. {rng.randint(1000, 9999)}-E-{rng.randint(100, 999)}",
                "REV " + rng.choice("0ABC"),
            )
        )
        size = min(
            paper.style.text_mm * rng.uniform(0.6, 1.5), height / rows * 0.5, width / max(len(text), 1) * 0.9
        )
        paper.write(text, x + 1.5, top + height / rows / 2, height=size, anchor="start")
    if rng.random() < 0.4:
        _logo(paper, x + width * 0.5, y + height * rng.uniform(0.2, 0.8), min(width, height) * 0.15)


def _logo(paper: Paper, x: float, y: float, r: float) -> None:
    rng = paper.rng
    if rng.random() < 0.5:
        paper.draw(
            [
                circle(x, y, r, fill=rng.choice((None, 0.0, 0.6))),
                circle(x, y, r * 0.6, fill=rng.choice((None, 1.0))),
            ]
        )
    else:
        paper.draw([polygon((x - r, y + r), (x, y - r), (x + r, y + r), fill=rng.choice((None, 0.0, 0.5)))])
    paper.write(words.word(rng)[:3], x, y + r * 1.6, height=r * 0.6)


def notes(paper: Paper, box: Box) -> None:
    """Write a block of numbered notes and keep symbols off it."""
    rng = paper.rng
    x, y, width, _ = box
    size = paper.style.text_mm * rng.uniform(0.7, 1.0)
    lines = rng.randint(3, 12)
    paper.write(
        rng.choice(("NOTES:", "GENERAL NOTES", "KEYNOTES", "REFERENCE DRAWINGS")),
        x,
        y,
        height=size * 1.3,
        anchor="start",
    )
    for i in range(lines):
        text = f"{i + 1}. " + " ".join(words.sentence(rng) for _ in range(rng.choice((1, 1, 2))))
        paper.write(
            text[: int(width / size / 0.85)], x, y + (i + 1) * size * 1.9, height=size, anchor="start"
        )
    paper.reserve((x, y - size, width, (lines + 1.5) * size * 1.9))


def table(paper: Paper, box: Box) -> None:
    """Draw a schedule: ruled rows and columns of short texts."""
    rng = paper.rng
    x, y, width, height = box
    rows, columns = max(2, int(height / rng.uniform(4, 7))), rng.randint(3, 9)
    for i in range(rows + 1):
        paper.draw(
            [
                line(
                    (x, y + i * height / rows),
                    (x + width, y + i * height / rows),
                    width=2.0 if i in {0, 1} else 1.0,
                )
            ]
        )
    for j in range(columns + 1):
        paper.draw([line((x + j * width / columns, y), (x + j * width / columns, y + height))])
    size = min(paper.style.text_mm, height / rows * 0.45)
    for i in range(rows):
        for j in range(columns):
            if rng.random() < 0.8:
                text = rng.choice(
                    (words.rating(rng), words.word(rng), str(rng.randint(0, 4000)), "S", "M", "1P", "x")
                )
                text = text[: max(1, int(width / columns / size / 0.95))]
                paper.write(text, x + (j + 0.5) * width / columns, y + (i + 0.5) * height / rows, height=size)
    paper.reserve((x, y, width, height))


def clutter(paper: Paper, area: Box) -> None:
    """Add look-alikes that are not symbols: arrows, dimensions, section and revision marks, clouds, leaders."""
    rng = paper.rng
    for _ in range(rng.randint(2, 10)):
        x, y = area[0] + rng.random() * area[2], area[1] + rng.random() * area[3]
        rng.choice(
            (_dimension, _callout, _revision_triangle, _cloud, _leader, _north, _break_line, _word_block)
        )(paper, x, y)


def _dimension(paper: Paper, x: float, y: float) -> None:
    length = paper.rng.uniform(8, 50)
    tick = 0.8
    marks = [line((x, y), (x + length, y), width=0.7)]
    for end in (x, x + length):
        marks += [
            line((end, y - 2), (end, y + 2), width=0.7),
            line((end - tick, y + tick), (end + tick, y - tick)),
        ]
    paper.draw(marks)
    paper.write(f"{paper.rng.randint(1, 40)}'-{paper.rng.randint(0, 11)}\"", x + length / 2, y - 1.8)


def _callout(paper: Paper, x: float, y: float) -> None:
    rng = paper.rng
    r = rng.uniform(2.5, 6)
    if not paper.is_free((x - r, y - r, 2 * r, 2 * r)):
        return
    paper.reserve((x - r, y - r, 2 * r, 2 * r))
    sides = rng.choice((0, 6, 6, 4))
    if sides:
        turn = rng.choice((0.0, math.pi / sides))
        shape = polygon(
            *(
                (
                    x + r * math.cos(turn + k * 2 * math.pi / sides),
                    y + r * math.sin(turn + k * 2 * math.pi / sides),
                )
                for k in range(sides)
            )
        )
        paper.draw([shape])
        paper.write(str(rng.randint(1, 30)), x, y, height=r * 0.8)
        return
    paper.draw([circle(x, y, r), line((x - r, y), (x + r, y))])
    paper.write(str(rng.randint(1, 9)), x, y - r / 2, height=r * 0.5)
    paper.write(f"E{rng.randint(1, 9)}0{rng.randint(1, 9)}", x, y + r / 2, height=r * 0.4)
    if rng.random() < 0.6:
        paper.draw([polygon((x - r, y), (x, y - 1.6 * r), (x + r, y), fill=0.0)])


def _revision_triangle(paper: Paper, x: float, y: float) -> None:
    r = paper.rng.uniform(1.8, 3.5)
    if paper.is_free((x - r, y - r, 2 * r, 2 * r)):
        paper.reserve((x - r, y - r, 2 * r, 2 * r))
        paper.draw([polygon((x - r, y + r * 0.8), (x, y - r), (x + r, y + r * 0.8))])
        paper.write(str(paper.rng.randint(0, 9)), x, y + r * 0.15, height=r * 0.8)


def _cloud(paper: Paper, x: float, y: float) -> None:
    rng = paper.rng
    width, height, r = rng.uniform(15, 50), rng.uniform(12, 40), rng.uniform(1.5, 4)
    marks: list[Path] = []
    for i in range(int(width / (2 * r))):
        at = x + (2 * i + 1) * r
        marks += [arc(at, y, r, 180, 360), arc(at, y + height, r, 0, 180)]
    right = x + 2 * r * int(width / (2 * r))
    for i in range(int(height / (2 * r))):
        at = y + (2 * i + 1) * r
        marks += [arc(x, at, r, 90, 270), arc(right, at, r, -90, 90)]
    paper.draw(marks, pen_mm=paper.style.pen_mm * rng.uniform(0.8, 2))


def _leader(paper: Paper, x: float, y: float) -> None:
    rng = paper.rng
    dx, dy = rng.uniform(5, 20) * rng.choice((-1, 1)), rng.uniform(-12, 12)
    angle = math.atan2(-dy, -dx)
    head = [
        (x + 2 * math.cos(angle + a + math.pi), y + 2 * math.sin(angle + a + math.pi)) for a in (0.25, -0.25)
    ]
    paper.draw(
        [
            line((x, y), (x + dx, y + dy), (x + dx + math.copysign(4, dx), y + dy)),
            polygon((x, y), *head, fill=0.0),
        ]
    )
    paper.write(
        words.sentence(rng)[:24], x + dx + math.copysign(5, dx), y + dy, anchor="start" if dx > 0 else "end"
    )


def _north(paper: Paper, x: float, y: float) -> None:
    r = paper.rng.uniform(4, 9)
    if paper.is_free((x - r, y - r, 2 * r, 2 * r)):
        paper.reserve((x - r, y - r, 2 * r, 2 * r))
        paper.draw(
            [
                circle(x, y, r),
                polygon((x, y - r), (x + r * 0.4, y + r * 0.6), (x, y + r * 0.3), fill=0.0),
                line((x, y - 1.4 * r), (x, y + r)),
            ]
        )
        paper.write("N", x, y - 1.8 * r, height=r * 0.5)


def _break_line(paper: Paper, x: float, y: float) -> None:
    paper.draw([line((x, y), (x + 8, y), (x + 9, y - 2), (x + 11, y + 2), (x + 12, y), (x + 22, y))])


def _word_block(paper: Paper, x: float, y: float) -> None:
    rng = paper.rng
    for i in range(rng.randint(1, 4)):
        turned = rng.random() < 0.2
        paper.draw(
            [
                Text(
                    words.sentence(rng)[: rng.randint(3, 30)],
                    x,
                    y + i * paper.style.text_mm * 1.7,
                    paper.style.text_mm,
                    270.0 if turned else 0.0,
                    anchor="start",
                )
            ]
        )
