"""Which words belong to which component: the text inside it, its tag, its ratings and its circuit.

Tags follow IEC 81346 (`-K1`), ANSI and NEMA practice (`CB-101`, `1CR`) and ISA-5.1 (`PT` over `1234A` in a bubble). All
tags of a page are given to its components at once, as an assignment of least cost (`ownership.py`); a tag goes to one
component only, and so does a rating.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from orchestrator.components import Component, WrittenTag
from orchestrator.geometry import area, centre, expand
from orchestrator.pages import Vectors, Word
from orchestrator.recognition.captions import Caption, captions_of
from orchestrator.recognition.designations import classes_of, is_tag, joined, loop_tag, worded_tags
from orchestrator.recognition.ownership import Named, owners_of_ratings, owners_of_tags
from orchestrator.recognition.pins import pins_of
from orchestrator.recognition.ratings import merged
from orchestrator.taxonomy import GROUPS

__all__ = ["Read", "is_tag", "read_words"]

TEXT_MARGIN_PT: Final = 1.0
MAX_TEXT: Final = 120
"""Characters of the text inside a component that are kept."""

_LETTERS: Final = re.compile(r"[A-Z]{1,3}")
_LETTERS_ARE_TAGS: Final = frozenset({*GROUPS["control"], "contactor", "overload_relay"})
_BUBBLES: Final = frozenset({"instrument"})


class Read(NamedTuple):
    """What a page's words say: its components with their tags, and the tags that no component carries."""

    components: tuple[Component, ...]
    unowned_tags: tuple[WrittenTag, ...]


def read_words(
    components: Sequence[Component], words: Sequence[Word], vectors: Vectors | None = None
) -> Read:
    """Return the components with `text` (words inside), `tag` and `attributes`; each word goes to one component.

    A tag of an enclosure that is drawn with broken lines, or of a symbol that was not found, is nobody's.

    Args:
        components: of one page.
        words: the page's.
        vectors: the page's strokes; with them, leader lines are followed.
    """
    inside = _inside(components, words)
    texts = {i: " ".join(words[j].text for j in found)[:MAX_TEXT] for i, found in inside.items()}
    worded = worded_tags(word.text for word in words)
    tags = {i: tag for i, text in texts.items() if (tag := _own_tag(components[i].class_name, text, worded))}
    letters = {i: text for i, text in texts.items() if _may_be_tag(components[i].class_name, text)}
    taken = frozenset(j for i in tags for j in inside[i])
    captions = captions_of(words, taken)
    in_doubt = frozenset(i for i, tag in tags.items() if not _speaks_for(tag, components[i].class_name))
    named = Named(
        frozenset(tags) - in_doubt, frozenset(letters), in_doubt, pins_of(components, captions, inside)
    )
    owners = owners_of_tags(components, captions, named, vectors or Vectors())
    tags = letters | tags | {i: captions[k].tag or "" for k, i in owners.items()}
    attributes: dict[int, dict[str, str]] = {}
    for k, i in owners_of_ratings(components, captions, _contained(captions, inside) | owners).items():
        attributes[i] = merged(attributes.get(i, {}), captions[k].ratings)
    carriers = tuple(
        component.model_copy(
            update={
                "text": texts.get(i),
                "tag": tags.get(i),
                "attributes": component.attributes | attributes.get(i, {}),
            }
        )
        for i, component in enumerate(components)
    )
    loose = [caption for k, caption in enumerate(captions) if caption.tag and k not in named.pins.anywhere]
    return Read(carriers, _unowned(loose, frozenset(tags.values())))


def _unowned(captions: Sequence[Caption], carried: frozenset[str]) -> tuple[WrittenTag, ...]:
    """Return the tags of captions that are not among the carried ones, each once."""
    first = {caption.tag: caption.bbox for caption in reversed(captions) if caption.tag}
    return tuple(WrittenTag(tag=tag, bbox=box) for tag, box in reversed(first.items()) if tag not in carried)


def _own_tag(class_name: str, text: str, worded: frozenset[str]) -> str | None:
    """Return the tag written inside a component; a bubble's letters and number make one."""
    if class_name in _BUBBLES and (loop := loop_tag(text)):
        return loop
    pieces = text.split()
    if len(pieces) == 2 and not any(is_tag(piece) for piece in pieces):
        return joined(*pieces)
    return text if text in worded or is_tag(text) else None


def _speaks_for(tag: str, class_name: str) -> bool:
    """Tell whether a tag written in a component can be its own; what is written in a bubble is."""
    return class_name in _BUBBLES or class_name in classes_of(tag)


def _may_be_tag(class_name: str, text: str) -> bool:
    """Tell whether letters in a component are its tag (`CR` in a coil), unless a whole one stands beside it."""
    return class_name in _LETTERS_ARE_TAGS and _LETTERS.fullmatch(text) is not None


def _contained(captions: Sequence[Caption], inside: dict[int, list[int]]) -> dict[int, int]:
    """Return, by caption that has no tag and lies in a component, that component."""
    holder = {j: i for i, js in inside.items() for j in js}
    return {
        k: holder[caption.words[0]]
        for k, caption in enumerate(captions)
        if caption.tag is None
        and {holder.get(j) for j in caption.words} == {holder.get(caption.words[0], -1)}
    }


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
