"""Synthetic schematics whose tags are known: training sheets, labelled here so that the owners are kept."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pymupdf

from orchestrator.components import Component, band_of
from orchestrator.geometry import Box
from orchestrator.pages import Page
from orchestrator.pdf.large_images import LargeImages
from orchestrator.pdf.limits import Limits
from orchestrator.pdf.page import read
from orchestrator.recognition.tags import is_tag
from training.ink import Path, Symbol, Text
from training.lettering import text_box
from training.sheet import POINTS_PER_MM, Paper, Sheet
from training.sheets import circuits, frame, schematic, single_line, words
from training.sheets.palette import TRAINED, UNSEEN, Practice, palette, style

RATINGS: Final = (
    "480V",
    "100A",
    "3P",
    "50HP",
    "13.8kV",
    "20A/1P",
    "24VDC",
    "2500kVA",
    "65kAIC",
    "50Hz",
    "63A",
)
SIDES: Final = ("right", "left", "above", "below")
_LETTERED: Final = ("instrument", "motor", "other", "plc_module", "meter")
_TEXT_FONTS: Final = ("helv", "hebo", "cour", "tiro")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A page and its components without words; `tags` are the true ones, by component id; the page is that of `pdf`."""

    page: Page
    components: tuple[Component, ...]
    tags: dict[str, str]
    ratings: dict[str, tuple[str, ...]]
    pdf: bytes = b""


class Labeller:
    """Writes tags and ratings beside symbols in one office's manner, and remembers whose they are."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.side = rng.choice(SIDES)
        self.strict = rng.choice((0.6, 0.8, 0.95))  # how often a tag stands on the office's side
        self.broken = rng.choice((0.0, 0.0, 0.3))  # how many tags are split over words or lines
        self.led = rng.choice((0.0, 0.0, 0.1))  # how many stand away, on a leader
        self.tags: list[tuple[Box, str, tuple[str, ...]]] = []
        self.used: set[str] = set()

    def __call__(self, paper: Paper, symbol: Symbol, class_name: str) -> None:
        """Label one placed symbol on a free side, if there is one."""
        inside = [mark.string for mark in symbol.marks if isinstance(mark, Text)]
        if (inside and class_name in _LETTERED) or any(is_tag(text) for text in inside):
            return  # what is written in it is its tag
        tag = self._new_tag(class_name)
        ratings = tuple(self.rng.sample(RATINGS, self.rng.choice((0, 0, 1, 2))))
        size = paper.style.text_mm * self.rng.uniform(0.75, 1.1)
        others = self.rng.sample(SIDES, 4)
        sides = [self.side, *others] if self.rng.random() < self.strict else others
        far = self.rng.uniform(12, 25) if self.rng.random() < self.led else 0.0
        body = paper.body_box(symbol)
        for side in ("right", "left") if far else sides:
            marks = _beside(
                body, side, [*self._pieces(tag), *ratings], (size, far or self.rng.uniform(0.4, 2))
            )
            box = _around(marks, paper.style.font)
            if paper.is_free(box, 0.2) and (not far or paper.is_free(_way(body, box), 0.0)):
                paper.draw(marks)
                paper.reserve(box)
                if far:
                    _draw_leader(paper, body, box)
                self.tags.append((body, tag, ratings))
                return

    def _new_tag(self, class_name: str) -> str:
        while (tag := _tag(self.rng, class_name)) in self.used:
            pass
        self.used.add(tag)
        return tag

    def _pieces(self, tag: str) -> list[str]:
        letters, dash, number = tag.rpartition("-")
        if not (letters and dash) or self.rng.random() >= self.broken:
            return [tag]
        return self.rng.choice(([f"{letters} -{number}"], [f"{letters}-", number], [f"{letters} - {number}"]))


def tagged_sheets(count: int, seed: int) -> Iterator[Tagged]:
    """Yield synthetic schematics and single-line diagrams with every tag's owner."""
    for number in range(count):
        rng = random.Random(f"tags-{seed}-{number}")  # noqa: S311 - drawings, no secrets
        yield _sheet(rng)


def _sheet(rng: random.Random) -> Tagged:
    labeller = Labeller(rng)
    kept = circuits.label
    circuits.label = labeller
    setattr(single_line, "label", labeller)  # noqa: B010 - it is imported there by name
    try:
        # fonts of the PDF's: strokes are no words
        practice = replace(rng.choice((TRAINED, UNSEEN)), fonts=_TEXT_FONTS)
        is_schematic = rng.random() < 0.7
        drawing = _schematic(rng, practice) if is_schematic else single_line.single_line(rng, practice)
    finally:
        circuits.label = kept
        setattr(single_line, "label", kept)  # noqa: B010
    document = pymupdf.open(stream=drawing.pdf)
    limits = Limits()
    values = read(document, 1, limits, LargeImages(document, limits))
    return replace(_tagged(Page.model_validate(values), drawing.truth, labeller), pdf=drawing.pdf)


def _schematic(rng: random.Random, practice: Practice) -> Sheet:
    """Return a schematic without clutter: what else is written on a sheet has no owner that is known."""
    paper, area = frame.new_paper(rng, style(rng, practice, (0.5, 1.8)))
    use = palette(rng, "schematic", practice)
    rng.choice((schematic._ladder, schematic._columns, schematic._network))(paper, area, use)
    return paper.finish()


def _tagged(page: Page, truth: Sequence[object], labeller: Labeller) -> Tagged:
    """Pair the truth's boxes with the labels, which know the body they were written for."""
    components, tags, ratings = [], {}, {}
    said = {_key(box): (tag, values) for box, tag, values in labeller.tags}
    for i, symbol in enumerate(truth):
        box: Box = symbol.bbox  # type: ignore[attr-defined]
        name: str = symbol.class_name  # type: ignore[attr-defined]
        one = Component(
            id=f"p00001-{i:05d}", page=1, class_name=name, bbox=box, confidence=0.9, band=band_of(0.9)
        )
        components.append(one)
        if label := said.get(_middle(box)):
            tags[one.id], ratings[one.id] = label
    return Tagged(page, tuple(components), tags, ratings)


def _key(body_mm: Box) -> tuple[int, int]:
    x, y, width, height = (value * POINTS_PER_MM for value in body_mm)
    return _middle((x, y, width, height))


def _middle(box: Box) -> tuple[int, int]:
    return round(2 * (box[0] + box[2] / 2)), round(2 * (box[1] + box[3] / 2))


def _tag(rng: random.Random, class_name: str) -> str:
    prefix = rng.choice(words.PREFIX.get(class_name, ("U", "X", "J", "A", "E")))
    number = str(rng.randint(1, 999))
    form = rng.random()
    if prefix.isdigit():
        return f"{prefix}-{number}"
    if form < 0.1:
        return f"={rng.choice('ABC')}{rng.randint(1, 9)}-{prefix}{number}"
    if form < 0.2:
        return f"{rng.randint(1, 40)}-{prefix}-{number}{rng.choice(('', 'A'))}"
    return rng.choice(("", "", "-")) + prefix + rng.choice(("", "-")) + number


def _beside(box: Box, side: str, lines: Sequence[str], sizes: tuple[float, float]) -> list[Text]:
    """Return lines of lettering on one side of an xywh box; `sizes` are cap height and distance, mm."""
    x, y, width, height = box
    size, gap = sizes
    pitch = size * 1.6
    middle = y + height / 2 - (len(lines) - 1) / 2 * pitch
    x_of = {"right": x + width + gap, "left": x - gap}
    y_of = {"above": y - gap - size / 2 - (len(lines) - 1) * pitch, "below": y + height + gap + size / 2}
    at, top = x_of.get(side, x + width / 2), y_of.get(side, middle)
    anchor = {"right": "start", "left": "end"}.get(side, "middle")
    return [Text(line, at, top + i * pitch, size, anchor=anchor) for i, line in enumerate(lines)]


def _around(marks: Sequence[Text], font: str) -> Box:
    boxes = [text_box(mark, font) for mark in marks]
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    return x0, y0, max(b[2] for b in boxes) - x0, max(b[3] for b in boxes) - y0


def _way(body: Box, text: Box) -> Box:
    """Return the strip a leader runs in."""
    middle = body[1] + body[3] / 2
    start, end = _leader_ends(body, text)
    return min(start, end) + 0.6, middle - 0.5, max(abs(end - start) - 1.2, 0.1), 1.0


def _leader_ends(body: Box, text: Box) -> tuple[float, float]:
    if text[0] > body[0]:
        return body[0] + body[2], text[0] - 0.5
    return body[0], text[0] + text[2] + 0.5


def _draw_leader(paper: Paper, body: Box, text: Box) -> None:
    start, end = _leader_ends(body, text)
    y = body[1] + body[3] / 2
    paper.draw([Path(((start, y), (end, y)))], pen_mm=0.18)
