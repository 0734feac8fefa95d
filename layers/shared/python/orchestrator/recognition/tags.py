"""Which words belong to which component: the text inside it and the tag beside it.

Tags follow IEC 81346 (`-K1`), ANSI practice (`CB-101`, `1CR`) and ISA-5.1 (`PT` over `1234A` in a bubble).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from orchestrator.components import Component
from orchestrator.geometry import Box, area, centre, expand
from orchestrator.pages import Word
from orchestrator.recognition.boxes import Boxes, gaps
from orchestrator.taxonomy import GROUPS

REACH_PT: Final = 24.0
"""How far from a component's edge its tag may stand: about two lines of text."""
TEXT_MARGIN_PT: Final = 1.0
MAX_TEXT: Final = 120
"""Characters of the text inside a component that are kept."""

_TAG: Final = re.compile(r"[-=+]?[A-Z]{1,5}[-._]?\d{1,6}(?:[-./]?[A-Z0-9]{1,4}){0,2}")
_NUMBER_FIRST: Final = re.compile(
    r"\d{1,3}(?!KVA?$|KW$|HP$|VA[CR]?$|VDC$|HZ$|MM$|AWG$|AMPS?$|PH$)[A-Z]{2,4}\d{0,2}"
)
_LETTERS: Final = re.compile(r"[A-Z]{1,3}")
_LOOP: Final = re.compile(r"([A-Z]{2,5})[- ]?(\d{1,6}[A-Z]{0,2})")
_LETTERS_ARE_TAGS: Final = frozenset({*GROUPS["control"], "contactor", "overload_relay"})


def attach_words(components: Sequence[Component], words: Sequence[Word]) -> tuple[Component, ...]:
    """Return the components with `text` (words inside) and `tag`; each word goes to one component."""
    inside = _inside(components, words)
    texts = {i: " ".join(words[j].text for j in found)[:MAX_TEXT] for i, found in inside.items()}
    tags = {i: tag for i, text in texts.items() if (tag := _own_tag(components[i].class_name, text))}
    taken = {j for i in tags for j in inside[i]}
    untagged = [i for i in range(len(components)) if i not in tags]
    free = [j for j, word in enumerate(words) if j not in taken and is_tag(word.text)]
    for i, j in _nearest(components, words, untagged, free):
        tags[i] = words[j].text
    return tuple(
        component.model_copy(update={"text": texts.get(i), "tag": tags.get(i)})
        for i, component in enumerate(components)
    )


def is_tag(text: str) -> bool:
    """Tell whether a word reads as a tag by itself: letters and a number, but not a rating such as `20A`."""
    return bool(_TAG.fullmatch(text) or _NUMBER_FIRST.fullmatch(text))


def _own_tag(class_name: str, text: str) -> str | None:
    """Return the tag written inside a component; a bubble's letters and number make one."""
    if class_name == "instrument" and (loop := _LOOP.fullmatch(text)):
        return "-".join(loop.groups())
    if class_name in _LETTERS_ARE_TAGS and _LETTERS.fullmatch(text):
        return text
    return text if is_tag(text) else None


def _inside(components: Sequence[Component], words: Sequence[Word]) -> dict[int, list[int]]:
    """Return, by component, the indices of words whose middle lies in it, in reading order.

    A word within several components belongs to the smallest.
    """
    x, y = np.array([centre(word.bbox) for word in words], np.float64).reshape(-1, 2).T
    owner = np.full(len(words), -1)
    for i in sorted(range(len(components)), key=lambda i: -area(components[i].bbox)):
        left, top, width, height = expand(components[i].bbox, TEXT_MARGIN_PT)
        owner[(x >= left) & (x <= left + width) & (y >= top) & (y <= top + height)] = i
    found: dict[int, list[int]] = {}
    for j in np.flatnonzero(owner >= 0).tolist():
        found.setdefault(int(owner[j]), []).append(j)
    return {i: sorted(js, key=lambda j: _reading_order(words[j])) for i, js in found.items()}


def _reading_order(word: Word) -> tuple[int, float]:
    """Sort by lines four points high, then from left to right."""
    return round(word.bbox[1] / 4), word.bbox[0]


def _nearest(
    components: Sequence[Component], words: Sequence[Word], untagged: Sequence[int], free: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of component and tag, the closest first, each of them in one pair only."""
    boxes = _corners([words[j].bbox for j in free])
    pairs: list[tuple[float, int, int]] = []
    for i in untagged:
        (box,) = _corners([components[i].bbox])
        away = gaps(box, boxes)
        pairs += [(float(away[k]), i, free[k]) for k in np.flatnonzero(away <= REACH_PT).tolist()]
    used_components: set[int] = set()
    used_words: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in used_components and j not in used_words:
            used_components.add(i)
            used_words.add(j)
            yield i, j


def _corners(boxes: Sequence[Box]) -> Boxes:
    """Return boxes xywh as an array (N, 4) of left, top, right, bottom."""
    corners = np.array(boxes, np.float32).reshape(-1, 4)
    corners[:, 2:] += corners[:, :2]
    return corners
