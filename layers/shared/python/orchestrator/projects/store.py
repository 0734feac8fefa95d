"""Projects in the table: create, change, archive, restore; the log is written with the change itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import uuid4

from pydantic import ValidationError

from orchestrator import clock
from orchestrator.errors import Conflict, FieldError, Invalid, Overtaken
from orchestrator.permissions import Role, allows
from orchestrator.projects import activity
from orchestrator.projects.items import member_item, project_item
from orchestrator.projects.models import Member, Project, ProjectChange, ProjectFields, folded
from orchestrator.storage import keys
from orchestrator.storage.table import ConditionFailed, Table, Write
from orchestrator.storage.table import change as table_change

NAME_TAKEN: Final = "You already have a project of this name; it may be archived."
CHANGED_MEANWHILE: Final = "The project was changed at the same moment; read it again and retry."


def create(table: Table, fields: ProjectFields, owner: activity.Actor, role: Role) -> Project:
    """Store a new project with its owner as first lead.

    Raises:
        Conflict: when the owner already has a project of this name.
    """
    now = clock.now()
    project = Project(
        **fields.model_dump(),
        id=str(uuid4()),
        owner_id=owner.user_id,
        created_at=now,
        updated_at=now,
        version=1,
    )
    lead = Member(
        user_id=owner.user_id,
        email=owner.email,
        role=role if allows(role, "members:write") else "project_manager",
        added_at=now,
        added_by=owner.user_id,
        version=1,
    )
    item = {**project_item(project), "lead_count": 1}
    try:
        table.transact(
            [
                _lock_name(project),
                Write("put", keys.project(project.id), item, condition="attribute_not_exists(PK)"),
                Write("put", keys.member(project.id, lead.user_id), member_item(project, lead)),
                activity.record(project.id, owner, "project.created", project.id),
            ]
        )
    except ConditionFailed as error:
        raise Conflict(NAME_TAKEN, FieldError("body.name", NAME_TAKEN)) from error
    return project


def change(table: Table, project: Project, wanted: ProjectChange, actor: activity.Actor) -> Project:
    """Store the fields a caller named, and return the project as it is then.

    Raises:
        Invalid: when the fields do not fit what is stored (the dates).
        Conflict: when the new name is taken.
        Overtaken: when somebody else changed the project at the same moment.
    """
    fields = project.model_dump(include=set(ProjectFields.model_fields))
    given = wanted.model_dump(include=wanted.model_fields_set)
    return _replace(table, project, _checked(fields | given), actor, "project.updated")


def archive(table: Table, project: Project, actor: activity.Actor) -> Project:
    """Take a project out of the lists; an archived one stays as it is.

    Raises:
        Overtaken: when somebody else changed the project at the same moment.
    """
    if project.status == "archived":
        return project
    fields = {"status": "archived", "archived_at": clock.now(), "archived_from": project.status}
    return _replace(table, project, fields, actor, "project.archived")


def restore(table: Table, project: Project, actor: activity.Actor) -> Project:
    """Bring an archived project back in the status it had.

    Raises:
        Conflict: when it is not archived.
        Overtaken: when somebody else changed it at the same moment.
    """
    if project.status != "archived":
        raise Conflict("This project is not archived.")
    fields = {"status": project.archived_from, "archived_at": None, "archived_from": None}
    return _replace(table, project, fields, actor, "project.restored")


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return ProjectFields.model_validate(fields).model_dump()
    except ValidationError as error:
        message = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise Invalid("The project would not be coherent.", FieldError("body", message)) from error


def _replace(
    table: Table, project: Project, fields: Mapping[str, Any], actor: activity.Actor, action: str
) -> Project:
    changed = {name: value for name, value in fields.items() if getattr(project, name) != value}
    if not changed:
        return project
    new = project.model_copy(update={**changed, "updated_at": clock.now(), "version": project.version + 1})
    log = activity.record(project.id, actor, action, project.id, _differences(project, new, changed))
    try:
        table.transact([*_rename(project, new), _overwrite(project, new), log])
    except ConditionFailed as error:
        if keys.project(project.id) in error.keys:
            raise Overtaken(CHANGED_MEANWHILE) from error
        raise Conflict(NAME_TAKEN, FieldError("body.name", NAME_TAKEN)) from error
    return new


def _overwrite(old: Project, new: Project) -> Write:
    """Return the update that holds only while the project is still `old`."""
    stored = project_item(new)
    return table_change(
        keys.project(new.id),
        sets={name: stored[name] for name in type(new).model_fields if name != "id"},
        condition="#version = :seen",
        values={"seen": old.version},
    )


def _rename(old: Project, new: Project) -> list[Write]:
    """Return the writes that move the lock on the name, if it is another."""
    if _name_key(old) == _name_key(new):
        return []
    return [_lock_name(new), Write("delete", _name_key(old))]


def _lock_name(project: Project) -> Write:
    item = {"project_id": project.id}
    return Write("put", _name_key(project), item, condition="attribute_not_exists(PK)")


def _name_key(project: Project) -> keys.Key:
    """Return the key that two names share which read the same."""
    return keys.project_name(project.owner_id, hashlib.sha256(folded(project.name).encode()).hexdigest())


def _differences(old: Project, new: Project, names: Iterable[str]) -> dict[str, Any]:
    before, after = old.model_dump(mode="json"), new.model_dump(mode="json")
    return {name: {"from": before[name], "to": after[name]} for name in names}
