"""A page's habits of naming: on which side of each class its tags stand, and which letters and forms they have."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from orchestrator.geometry import Box, centre
from orchestrator.recognition.designations import are_familiar, letters_of

_FEWEST_ON_SIDES: Final = 4
"""Tags that show on which side they stand: of the class, or else of all classes together."""

_ALL: Final = ""

_FEWEST_TAGS: Final = 8
"""On a page with fewer tags nothing is said to be out of the ordinary."""

_STRANGE_LETTERS, _STRANGE_FORM = 0.3, 0.2
_LETTERS, _DIGITS = re.compile(r"[A-Z]+"), re.compile(r"\d+")

Sides = Mapping[str, Counter[str]]


def sides_of(pairs: Iterable[tuple[str, Box, Box]]) -> Sides:
    """Return how often the tags of a class, and of all, stand on which side.

    Args:
        pairs: the class of a component, its box and its lettering's.
    """
    sides: dict[str, Counter[str]] = defaultdict(Counter)
    for class_name, box, text in pairs:
        for name in (class_name, _ALL):
            sides[name][side_of(box, text)] += 1
    return sides


def unusual(sides: Sides, class_name: str, box: Box, text: Box) -> float:
    """Return 0 for the side the tags of this class mostly stand on, up to 1 for one they never do.

    Where the page shows few of the class, the side of all its tags counts.
    """
    usual = sides.get(class_name, Counter())
    if usual.total() < _FEWEST_ON_SIDES:
        usual = sides.get(_ALL, Counter())
    if usual.total() < _FEWEST_ON_SIDES:
        return 0.0
    return 1 - usual[side_of(box, text)] / max(usual.values())


def strangeness(tags: Sequence[str]) -> dict[str, float]:
    """Return, by tag, what it costs that no other of the page is like it; nothing where many are of their own kind.

    Letters of no kind of device that occur once, and a form that occurs once, are rather those of a type (`MKDS04`) or
    of a pin (`OSC1/CLKI`) on a page whose tags mostly have letters and forms in common.
    """
    distinct = sorted(set(tags))
    letters = Counter(letters_of(tag) for tag in distinct)
    forms = Counter(_form(tag) for tag in distinct)
    alien = {tag for tag in distinct if letters[letters_of(tag)] == 1 and not are_familiar(letters_of(tag))}
    single = {tag for tag in distinct if forms[_form(tag)] == 1}
    return {
        tag: _rare(alien, distinct) * _STRANGE_LETTERS * (tag in alien)
        + _rare(single, distinct) * _STRANGE_FORM * (tag in single)
        for tag in distinct
    }


def _rare(some: set[str], distinct: Sequence[str]) -> bool:
    return len(distinct) >= _FEWEST_TAGS and 4 * len(some) <= len(distinct)


def _form(tag: str) -> str:
    """Return a tag with its letters and its numbers as one sign each: `J1-4` is `A9-9`."""
    return _DIGITS.sub("9", _LETTERS.sub("A", tag))


def side_of(box: Box, text: Box) -> str:
    """Return on which side of a component lettering stands."""
    dx = max(text[0] - box[0] - box[2], box[0] - text[0] - text[2])
    dy = max(text[1] - box[1] - box[3], box[1] - text[1] - text[3])
    if dx >= dy:
        return "right" if centre(text)[0] > centre(box)[0] else "left"
    return "below" if centre(text)[1] > centre(box)[1] else "above"
