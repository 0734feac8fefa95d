"""What was done in a project, by whom and when: an append-only log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from uuid import uuid4

from orchestrator import clock
from orchestrator.projects.models import Event
from orchestrator.storage import keys
from orchestrator.storage.table import Item, Write

PREFIX: Final = "EVENT#"


class Actor(Protocol):
    """Whoever did something: a `Caller`, or `SYSTEM`."""

    @property
    def user_id(self) -> str:
        """The user's id, or `system`."""
        ...

    @property
    def email(self) -> str | None:
        """Their address, if there is one."""
        ...


@dataclass(frozen=True, slots=True)
class _System:
    user_id: str = "system"
    email: str | None = None


SYSTEM: Final[Actor] = _System()
"""The product itself, for what nobody asked for (a drawing dropped into the bucket, a drawing finished)."""


def record(
    project_id: str, actor: Actor, action: str, subject_id: str, changes: Mapping[str, Any] | None = None
) -> Write:
    """Return the write that logs one act; put it into the transaction of the act itself.

    Args:
        project_id: the project it happened in.
        actor: who did it.
        action: what, as `noun.participle`: `project.updated`, `drawing.uploaded`.
        subject_id: id of the project, member, drawing or component it was done to.
        changes: what is worth knowing, as JSON values: `{"status": {"from": "draft", "to": "active"}}`.
    """
    at, event_id = clock.now(), uuid4().hex
    item = {
        "id": event_id,
        "at": at,
        "actor_id": actor.user_id,
        "actor_email": actor.email,
        "action": action,
        "subject_id": subject_id,
        "changes": json.dumps(changes or {}, ensure_ascii=False),
    }
    return Write("put", keys.event(project_id, at, event_id), item=item, condition="attribute_not_exists(PK)")


def event_of(item: Item) -> Event:
    """Return a stored line of the log."""
    return Event.model_validate({**item, "changes": json.loads(item["changes"])})
