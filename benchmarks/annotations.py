"""The annotated PDF: seconds for 1,000 annotations, and how far from their place PDFium shows them.

Printed for a plain page, a rotated, a cropped, and a rotated and cropped one: the time from the original's bytes to
the annotated file's, child process included (the median of nine; and of processors), the largest distance in points
between an edge of a component's box and of its annotation's ink, and whether the original bytes were kept.

    .venv/bin/python -m benchmarks.annotations
"""

from __future__ import annotations

import io
import resource
import time
from statistics import median
from typing import Any, Final

import numpy as np
import pymupdf
import pypdf
import pypdfium2

from orchestrator.components import Cloud, Component, PageComponents
from orchestrator.exports.annotations import AUTHOR, annotate
from orchestrator.geometry import Box
from orchestrator.taxonomy import ALL_CLASSES

COUNT: Final = 1_000
RUNS: Final = 9
SCALE: Final = 4  # pixels a point
WIDTH, HEIGHT = 2_592, 1_728  # points: 36 x 24 in
CROP: Final = (100, 60, WIDTH - 140, HEIGHT - 90)
KINDS: Final = {
    "plain": (0, False),
    "rotated": (90, False),
    "cropped": (0, True),
    "rotated and cropped": (270, True),
}


def original(rotation: int, *, cropped: bool) -> bytes:
    """Return a blank sheet, its page turned clockwise by `rotation`."""
    with pymupdf.open() as document:
        page = document.new_page(width=WIDTH, height=HEIGHT)
        if cropped:
            page.set_cropbox(pymupdf.Rect(CROP))
        page.set_rotation(rotation)
        return bytes(document.tobytes())


def found(box: Box, number: int = 0) -> Component:
    """Return a component with this box, its class by its number."""
    classes = ALL_CLASSES
    return Component(
        id=f"p00001-{number:05d}",
        page=1,
        class_name=classes[number % len(classes)],
        bbox=box,
        tag=f"M-{number}",
        confidence=0.9,
        band="high",
    )


def sheet_of(*components: Component) -> PageComponents:
    """Return the components of the sheet, and a revision cloud around its middle."""
    cloud = Cloud(polygon=((900, 600), (1_500, 600), (1_500, 900)), confidence=1.0, source="drawn")
    return PageComponents(
        page=1, width_pt=WIDTH, height_pt=HEIGHT, model_version="none", components=components, clouds=(cloud,)
    )


def processor_seconds() -> float:
    """Return what this process and its ended children have used."""
    own, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def seconds(source: bytes) -> tuple[float, float]:
    """Return the median times for 1,000 annotations on a page: by the clock, and of processors.

    Raises:
        ValueError: when the original bytes are not kept or another reader finds less than was written.
    """
    places = [(20 + i % 50 * 26, 20 + i // 50 * 40, 18, 14) for i in range(COUNT - 1)]
    sheet = sheet_of(*(found(box, number) for number, box in enumerate(places)))
    times, used = [], []
    for _ in range(RUNS):
        began, before = time.perf_counter(), processor_seconds()
        content = annotate(source, [sheet])
        times.append(time.perf_counter() - began)
        used.append(processor_seconds() - before)
    if not content.startswith(source):
        raise ValueError("the original bytes are not kept")
    page: Any = pypdf.PdfReader(io.BytesIO(content)).pages[0]
    entries = [entry.get_object() for entry in page["/Annots"]]
    whole = [e for e in entries if e["/T"] == AUTHOR and e["/Subj"] and e["/Contents"] and e["/OC"]["/Name"]]
    if len(whole) != COUNT:
        raise ValueError(f"pypdf reads {len(whole)} whole annotations of {COUNT}")
    return median(times), median(used)


def error_pt(source: bytes, box: Box) -> float:
    """Return how far PDFium shows the edges of one component's annotation from those of its box, at most."""
    alone = PageComponents(
        page=1, width_pt=WIDTH, height_pt=HEIGHT, model_version="none", components=(found(box),)
    )
    with pypdfium2.PdfDocument(annotate(source, [alone])) as document:
        grey = document[0].render(scale=SCALE, grayscale=True).to_numpy().squeeze()
    ys, xs = np.nonzero(grey < 250)
    seen = np.array([xs.min(), ys.min(), xs.max() + 1, ys.max() + 1]) / SCALE
    x, y, width, height = box
    return float(np.abs(seen - (x, y, x + width, y + height)).max())


def main() -> None:
    """Print a line a kind of page."""
    boxes = ((30.3, 41.7, 22.4, 13.9), (801.2, 903.6, 60.0, 31.5), (1_400.0, 1_300.5, 9.3, 9.3))
    print(
        f"| {COUNT:,} annotations | seconds | of processors | shown off its place, pt |\n|---|---:|---:|---:|"
    )
    for name, (rotation, cropped) in KINDS.items():
        source = original(rotation, cropped=cropped)
        worst = max(error_pt(source, box) for box in boxes)
        clock, used = seconds(source)
        print(f"| {name} | {clock:.2f} | {used:.2f} | {worst:.2f} |", flush=True)


if __name__ == "__main__":
    main()
