"""Names of pins: words in the outline of a module or an integrated circuit, among many of their like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from orchestrator.components import Component
from orchestrator.geometry import centre, contains
from orchestrator.recognition.captions import Caption
from orchestrator.recognition.designations import letters_of

_FEWEST_WORDS: Final = 4
"""In an outline with fewer, they may all be its own: a tag and its ratings."""


@dataclass(frozen=True, slots=True)
class Pins:
    """What is written amid many words in a component, as pairs of the component's index and the caption's.

    Attributes:
        of: those with the letters of another in it, a row of pins: they do not name the component.
        maybe: the others, which may as well name it.
        modules: the components with such a row.
        anywhere: the captions that name nothing at all, for their outline holds no symbol that they could name.
    """

    of: frozenset[tuple[int, int]] = frozenset()
    maybe: frozenset[tuple[int, int]] = frozenset()
    modules: frozenset[int] = frozenset()
    anywhere: frozenset[int] = frozenset()


def pins_of(
    components: Sequence[Component], captions: Sequence[Caption], inside: Mapping[int, Sequence[int]]
) -> Pins:
    """Return which captions with a tag name pins; `inside` has, by component, the indices of the words in it."""
    by_word = {j: k for k, caption in enumerate(captions) if caption.tag for j in caption.words}
    rows, others = set[tuple[int, int]](), set[tuple[int, int]]()
    for i, words in inside.items():
        held = {by_word[j] for j in words if j in by_word}
        if len(words) >= _FEWEST_WORDS and held:
            letters = Counter(letters_of(captions[k].tag or "") for k in held)
            row = {k for k in held if letters[letters_of(captions[k].tag or "")] > 1}
            rows |= {(i, k) for k in row}
            others |= {(i, k) for k in held - row}
    modules = frozenset(i for i, _ in rows)
    holders = {i for i in modules if _holds_another(components, i)}
    unnamed = frozenset(k for i, k in rows if i not in holders)
    return Pins(frozenset(rows), frozenset(others), modules, unnamed)


def _holds_another(components: Sequence[Component], outline: int) -> bool:
    """Tell whether the middle of another component lies in this one: it is an enclosure, not a module."""
    box = components[outline].bbox
    return any(i != outline and contains(box, *centre(c.bbox)) for i, c in enumerate(components))
