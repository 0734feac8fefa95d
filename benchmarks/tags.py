"""Tags: how many go to the component they were written for, on synthetic schematics with truth.

Printed for nearest neighbour and for the shipped assignment: of all tags, the share at the right component and spelled
right, and how many components got a tag that is not theirs; of the ratings how many are attributes of the right
component; and the time a sheet takes. Sheets are drawn anew from the seed; the rules were made on seed 1.

    .venv/bin/python -m benchmarks.tags [sheets] [seed]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from math import hypot

from benchmarks.tagged_sheets import Tagged, tagged_sheets
from orchestrator.components import Component
from orchestrator.geometry import Box
from orchestrator.recognition.captions import captions_of
from orchestrator.recognition.ratings import ratings_of
from orchestrator.recognition.tags import read_words


def nearest(sheet: Tagged) -> dict[str, str]:
    """Return tags by component id as nearest neighbour gives them, each tag once, the closest pair first."""
    pairs = sorted(
        (_gap(component.bbox, caption.bbox), component.id, k, caption.tag)
        for k, caption in enumerate(captions_of(sheet.page.words))
        for component in sheet.components
        if caption.tag and _gap(component.bbox, caption.bbox) <= 24
    )
    found: dict[str, str] = {}
    used: set[int] = set()
    for _, component_id, k, tag in pairs:
        if component_id not in found and k not in used and tag:
            found[component_id] = tag
            used.add(k)
    return found


def main(count: int, seed: int) -> None:
    """Print the figures of `count` sheets."""
    totals = {"nearest": [0, 0], "assigned": [0, 0]}
    tags = rated = ratings = 0
    seconds = []
    for sheet in tagged_sheets(count, seed):
        start = time.perf_counter()
        components = read_words(sheet.components, sheet.page.words, sheet.page.vectors).components
        seconds.append(time.perf_counter() - start)
        found = {c.id: c.tag for c in components if c.tag}
        for name, answer in (("nearest", nearest(sheet)), ("assigned", found)):
            totals[name][0] += sum(answer.get(i) == tag for i, tag in sheet.tags.items())
            totals[name][1] += sum(sheet.tags.get(i) != tag for i, tag in answer.items())
        tags += len(sheet.tags)
        got, wanted = _ratings(sheet, components)
        rated, ratings = rated + got, ratings + wanted
    for name, (right, wrong) in totals.items():
        print(f"{name:10} {right / tags:.4f} of {tags} tags at the right component, {wrong} wrong")
    print(f"ratings    {rated / ratings:.4f} of {ratings} at the right component")
    print(f"time       {sum(seconds) / len(seconds):.3f} s a sheet, {max(seconds):.3f} s the longest")


def _ratings(sheet: Tagged, components: Sequence[Component]) -> tuple[int, int]:
    """Return how many ratings were found at their component, and how many there are."""
    attributes = {c.id: c.attributes for c in components}
    got = wanted = 0
    for i, texts in sheet.ratings.items():
        for text in texts:
            for name, value in ratings_of(text).items():
                wanted += 1
                got += value in attributes[i].get(name, "").split("; ")
    return got, wanted


def _gap(a: Box, b: Box) -> float:
    dx = max(b[0] - a[0] - a[2], a[0] - b[0] - b[2], 0)
    dy = max(b[1] - a[1] - a[3], a[1] - b[1] - b[3], 0)
    return hypot(dx, dy)


if __name__ == "__main__":
    main(*(int(value) for value in (*sys.argv[1:], *("40", "1000")[len(sys.argv) - 1 :])))
