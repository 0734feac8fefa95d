"""The index of a project's tags follows what people say of components, right after they have said it.

Who recognises a page writes its tags as people have left its components by then (`tag_index.index_tags`). A word said
of a page after that changes the places of those tags alone that it concerns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from orchestrator.drawings.models import Drawing
from orchestrator.drawings.recognized import recognized
from orchestrator.drawings.reviewed import Reviewed, as_left
from orchestrator.drawings.reviewing import Word
from orchestrator.drawings.store import Store
from orchestrator.drawings.tag_index import index_again
from orchestrator.errors import NotFound, Overtaken
from orchestrator.geometry import Box
from orchestrator.storage import keys
from orchestrator.storage.table import ConditionFailed

_TRIES: Final = 10
"""How often a page's tags are written anew where others change them at the same moment."""

_TAGS_AT_ONCE: Final = 30
"""Of one transaction, which takes 100 writes: a tag has three spellings at most."""


def index_said(store: Store, drawing: Drawing, words: Iterable[Word]) -> None:
    """Make the index hold the tags that words, which are stored by now, have given, taken away or moved.

    Raises:
        Overtaken: when others change the tags of one of the pages again and again.
    """
    by_page: dict[int, set[str]] = defaultdict(set)
    for word in words:
        by_page[word.review.page] |= _concerned(word)
    for number, tags in sorted(by_page.items()):
        ordered = sorted(tags)
        for first in range(0, len(ordered), _TAGS_AT_ONCE):
            _index(store, drawing, number, ordered[first : first + _TAGS_AT_ONCE])


def _index(store: Store, drawing: Drawing, number: int, tags: Collection[str]) -> None:
    for _ in range(_TRIES):
        try:
            page = store.page(drawing, number)
        except NotFound:  # a newer file has no such page
            return
        if page.status == "pending":  # who recognises it writes its tags
            return
        note = store.table.get(
            keys.tag_note(drawing.id, number)
        )  # before the reviews: who is later knows more
        (result,) = recognized(store, drawing, [page])
        try:
            index_again(store, drawing, page, (as_left(store, drawing, result), tags, note))
        except ConditionFailed:
            continue
        return
    raise Overtaken(
        "The review is kept, but others change this page's tags at the same moment; say it again."
    )


def _concerned(word: Word) -> set[str]:
    """Return the tags whose places are others after a word than before."""
    before, after = _place(word.before), _place(word.after)
    return {place[0] for place in (before, after) if place} if before != after else set()


def _place(reviewed: Reviewed | None) -> tuple[str, str, Box] | None:
    """Return tag, class and box of a component as the index has them; None where it is in no place of it."""
    if reviewed is None or not reviewed.is_there:
        return None
    component = reviewed.component
    if not component.tag or component.status == "rejected":
        return None
    return component.tag, component.class_name, component.bbox
