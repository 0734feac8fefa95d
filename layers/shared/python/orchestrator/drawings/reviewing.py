"""What a person says of a component, and what is written of it: the review, its history, the project's activity."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from orchestrator import clock
from orchestrator.components import Component
from orchestrator.drawings import page_tallies
from orchestrator.drawings.models import Drawing, PageState
from orchestrator.drawings.reviewed import Reviewed
from orchestrator.drawings.reviews import ComponentChange, NewComponent, Review, check_on_page, put_review
from orchestrator.errors import Conflict
from orchestrator.projects.activity import Actor, record
from orchestrator.projects.models import Event
from orchestrator.storage import keys
from orchestrator.storage.table import Item, Write

_TOLD: Final = ("class", "bbox", "rotation", "tag", "text", "attributes", "in_cloud", "status")
_DIGEST_CHARS: Final = 20  # 80 bits: of a million additions no two share one
_NOTHING: Final[Mapping[str, Any]] = {"attributes": {}, "in_cloud": False}
"""What is said of a component that is not there, where that is not null."""


class HistoryEntry(Event):
    """One word of a person on one component; `version` counts them, `changes` has each field `from` and `to`."""

    version: int


@dataclass(frozen=True, slots=True)
class Word:
    """What one person says of one component: how it was before, the review it leaves, and what that is called."""

    before: Reviewed | None
    review: Review
    action: str

    @property
    def after(self) -> Reviewed:
        """The component as it is from now on; one that was removed is there no more."""
        return Reviewed(self.before.original if self.before else None, self.review)

    def changes(self) -> dict[str, dict[str, Any]]:
        """Return what is different now: `{"class": {"from": "fuse", "to": "motor"}}`."""
        old, new = _told(self.before), _told(self.after)
        return {name: {"from": old[name], "to": new[name]} for name in _TOLD if old[name] != new[name]}

    def writes(self, drawing: Drawing, actor: Actor) -> tuple[Write, ...]:
        """Return what belongs into one transaction; it loses when somebody else reviewed the component meanwhile."""
        review = self.review
        told = {"drawing_id": drawing.id, **self.changes()}
        logged = record(drawing.project_id, actor, self.action, review.component_id, told)
        key = keys.review_history(drawing.id, review.component_id, f"{review.version:08d}")
        kept = Write("put", key, item={**logged.item, "version": review.version})
        return put_review(drawing.id, review), kept, logged, page_tallies.said(drawing.id, review.page)


def added(new: NewComponent, page: PageState, user_id: str) -> Word:
    """Return the word that adds a component by hand; its id comes from all that is said of it.

    So equal additions are one component, and a request to add it is safe to send again.

    Raises:
        Invalid: when its box is not on the page.
    """
    check_on_page(new.bbox, page)
    said = json.dumps(new.model_dump(mode="json"), sort_keys=True)
    digest = hashlib.sha256(said.encode()).hexdigest()[:_DIGEST_CHARS]
    review = Review(
        component_id=f"p{new.page:05d}-added-{digest}",
        page=new.page,
        changes=new.model_dump(exclude={"page"}),
        seen=None,
        reviewed_by=user_id,
        reviewed_at=clock.now(),
    )
    return Word(None, review, "component.added")


def added_again(word: Word, before: Review) -> Word | None:
    """Return the word that brings an added component back that was removed or rejected; None when it is there."""
    if not (before.withdrawn or before.changes.get("status") == "rejected"):
        return None
    review = word.review.model_copy(update={"version": before.version + 1})
    return replace(word, before=Reviewed(None, before), review=review)


def changed(reviewed: Reviewed, change: ComponentChange, page: PageState, user_id: str) -> Word | None:
    """Return the word that lays a change over what was said before; None when there is nothing to take back.

    A class other than the recognised one makes a component `relabelled`, any other change `accepted`; an added
    one stays `added`; `rejected` is said on its own; `detected` takes back what was said.

    Raises:
        Conflict: when what is taken back is all there is of the component.
        Invalid: when the box is not on the page.
    """
    if change.status == "detected":
        return _taken_back(reviewed, page, user_id)
    if change.bbox:
        check_on_page(change.bbox, page)
    seen = _seen(reviewed)
    said = reviewed.review.changes if reviewed.review else {}
    changes = said | change.model_dump(exclude_unset=True)
    if change.status != "rejected":
        renamed = seen is not None and changes.get("class_name", seen.class_name) != seen.class_name
        kept = "relabelled" if renamed else "accepted"
        changes["status"] = kept if seen else "added"
    action = changes["status"] if changes["status"] != "added" else "changed"
    review = _next(reviewed, page, user_id, {"changes": changes, "seen": seen})
    return Word(reviewed, review, f"component.{action}")


def removed(reviewed: Reviewed, page: PageState, user_id: str) -> Word:
    """Return the word that removes a component added by hand, or rejects one that was recognised."""
    if reviewed.review is not None and reviewed.review.seen is None and not reviewed.review.withdrawn:
        review = _next(reviewed, page, user_id, {"changes": {}, "seen": None, "withdrawn": True})
        return Word(reviewed, review, "component.removed")
    rejected = changed(reviewed, ComponentChange(status="rejected"), page, user_id)
    assert rejected is not None  # noqa: S101 - only what is taken back may be nothing
    return rejected


def entry_of(item: Item) -> HistoryEntry:
    """Return a stored entry of a component's history."""
    return HistoryEntry.model_validate({**item, "changes": json.loads(item["changes"])})


def _taken_back(reviewed: Reviewed, page: PageState, user_id: str) -> Word | None:
    if reviewed.original is None:
        raise Conflict(
            "Recognition does not find this component: it is here by hand. Delete it to take it back."
        )
    if reviewed.review is None or reviewed.review.withdrawn:
        return None
    fields = {"changes": {}, "seen": reviewed.original, "withdrawn": True}
    return Word(reviewed, _next(reviewed, page, user_id, fields), "component.unreviewed")


def _next(reviewed: Reviewed, page: PageState, user_id: str, fields: Mapping[str, Any]) -> Review:
    return Review(
        component_id=reviewed.component.id,
        page=page.page_number,
        reviewed_by=user_id,
        reviewed_at=clock.now(),
        version=reviewed.version + 1,
        **fields,
    )


def _seen(reviewed: Reviewed) -> Component | None:
    """Return what recognition says of a component, or last said."""
    return reviewed.original or (reviewed.review.seen if reviewed.review else None)


def _told(reviewed: Reviewed | None) -> dict[str, Any]:
    """Return what is said of a component, or of one that is not there, as JSON values."""
    if reviewed is None or (reviewed.original is None and reviewed.review and reviewed.review.withdrawn):
        return {name: _NOTHING.get(name) for name in _TOLD}
    shown = reviewed.component.model_dump(by_alias=True, mode="json")
    return {name: shown[name] for name in _TOLD}
