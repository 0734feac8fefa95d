"""Projects and members as items of the table, and back."""

from __future__ import annotations

import json
from typing import Any

from orchestrator.projects.models import Member, Project
from orchestrator.storage import keys
from orchestrator.storage.table import Item


def project_item(project: Project) -> Item:
    """Return the attributes stored of a project; free-form settings stay JSON text, numbers and all."""
    fields: dict[str, Any] = project.model_dump(mode="json")
    return {**fields, "settings": json.dumps(fields["settings"])}


def project_of(item: Item) -> Project:
    """Return a stored project."""
    return Project.model_validate({**item, "settings": json.loads(item["settings"])})


def member_item(project: Project, member: Member) -> Item:
    """Return the attributes stored of a member; the index lists a user's projects, newest last."""
    index = keys.PROJECTS_BY_USER
    return {
        **member.model_dump(mode="json"),
        "project_id": project.id,
        index.partition_key: f"USER#{member.user_id}",
        index.sort_key: f"PROJECT#{project.created_at}#{project.id}",
    }


def member_of(item: Item) -> Member:
    """Return a stored member."""
    return Member.model_validate(item)
