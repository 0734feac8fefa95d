"""Variants of a symbol told by the text inside: `S` and `S3`, a receptacle and one that says `GFI`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

Words = tuple[str, ...]

_KIND: Final = re.compile(r"[A-Z]{1,4}\d?")
"""A word that may name a variant: letters, perhaps a digit; numbers and tags name one thing only."""

_FEWEST_TAGS: Final = 3
_MOSTLY: Final = 0.75


def differing(exemplar: Words, others: Sequence[Words], inner: Sequence[Words]) -> list[str | None]:
    """Return for each placement why its words make it another variant than the exemplar, or None.

    Words that differ from nearly every placement to the next are tags of those placements, and tell no variant.

    Args:
        exemplar: what it says in the example's box.
        others: the same of each placement.
        inner: the words that lie within each placement's strokes; others are its neighbours'.
    """
    if _are_tags(others if exemplar in others else [exemplar, *others]):
        return [None] * len(others)
    wanted = kinds(exemplar)
    return [
        _difference(wanted, kinds(words), kinds(within)) for words, within in zip(others, inner, strict=True)
    ]


def kinds(words: Words) -> Words:
    """Return those words that may name a variant, sorted."""
    return tuple(sorted(word for word in words if _KIND.fullmatch(word)))


def _difference(wanted: Words, found: Words, within: Words) -> str | None:
    other = sorted(set(within) - set(wanted))
    if set(wanted) <= set(found):
        return f"It says “{' '.join(other)}”, which the example does not." if other else None
    if not found:
        return f"It does not say “{' '.join(wanted)}” as the example does."
    return f"It says “{' '.join(found)}” instead of “{' '.join(wanted)}”."


def _are_tags(all_words: Sequence[Words]) -> bool:
    """Tell whether the words with a digit in them are mostly different ones: names, not kinds."""
    numbered = [word for words in all_words for word in kinds(words) if word[-1].isdigit()]
    once = sum(count == 1 for count in Counter(numbered).values())
    return len(numbered) >= _FEWEST_TAGS and once >= _MOSTLY * len(numbered)
