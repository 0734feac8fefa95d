"""The members of a project; somebody who may manage members always remains (a lead)."""

from __future__ import annotations

from typing import Final

from orchestrator import clock
from orchestrator.errors import Conflict, NotFound, Overtaken
from orchestrator.identity import profiles
from orchestrator.permissions import Role, allows
from orchestrator.projects import activity
from orchestrator.projects.items import member_item, member_of
from orchestrator.projects.models import Member, NewMember, Project
from orchestrator.storage import keys
from orchestrator.storage.table import ConditionFailed, Table, Write, change

PREFIX: Final = "MEMBER#"
LAST_LEAD: Final = "A project keeps at least one lead; give somebody else a lead's role first."
CHANGED_MEANWHILE: Final = "The member was changed at the same moment; list the members again and retry."


def find(table: Table, project: Project, user_id: str) -> Member:
    """Return a member.

    Raises:
        NotFound: when that user is not one.
    """
    item = table.get(keys.member(project.id, user_id))
    if item is None:
        raise NotFound("That user is not a member of this project.")
    return member_of(item)


def add(table: Table, project: Project, new: NewMember, actor: activity.Actor) -> Member:
    """Make a registered user a member.

    Raises:
        NotFound: when nobody is registered under that id.
        Conflict: when they are a member already.
    """
    profile = profiles.load(table, new.user_id)
    if profile is None:
        raise NotFound("Nobody is registered under this user id.")
    member = Member(
        user_id=new.user_id,
        email=profile.email,
        role=new.role,
        added_at=clock.now(),
        added_by=actor.user_id,
        version=1,
    )
    put = Write(
        "put",
        keys.member(project.id, new.user_id),
        member_item(project, member),
        condition="attribute_not_exists(PK)",
    )
    log = activity.record(project.id, actor, "member.added", new.user_id, {"role": new.role})
    try:
        table.transact([put, *_count_leads(project, None, new.role), log])
    except ConditionFailed as error:
        raise Conflict("That user is a member of this project already.") from error
    return member


def give_role(table: Table, project: Project, member: Member, role: Role, actor: activity.Actor) -> Member:
    """Give a member another role.

    Raises:
        Conflict: when the last lead would lose theirs.
        Overtaken: when somebody changed the member at the same moment.
    """
    if role == member.role:
        return member
    key = keys.member(project.id, member.user_id)
    version = member.version + 1
    update = change(
        key,
        sets={"role": role, "version": version},
        condition="#version = :seen",
        values={"seen": member.version},
    )
    changes = {"role": {"from": member.role, "to": role}}
    log = activity.record(project.id, actor, "member.changed", member.user_id, changes)
    _apply(table, project, [update, *_count_leads(project, member.role, role), log])
    return member.model_copy(update={"role": role, "version": version})


def remove(table: Table, project: Project, member: Member, actor: activity.Actor) -> None:
    """Take a member off the project.

    Raises:
        Conflict: when they are the last lead.
        Overtaken: when somebody changed the member at the same moment.
    """
    delete = Write(
        "delete",
        keys.member(project.id, member.user_id),
        condition="#version = :seen",
        names={"#version": "version"},
        values={":seen": member.version},
    )
    log = activity.record(project.id, actor, "member.removed", member.user_id, {"role": member.role})
    _apply(table, project, [delete, *_count_leads(project, member.role, None), log])


def _apply(table: Table, project: Project, writes: list[Write]) -> None:
    try:
        table.transact(writes)
    except ConditionFailed as error:
        if keys.project(project.id) in error.keys:
            raise Conflict(LAST_LEAD) from error
        raise Overtaken(CHANGED_MEANWHILE) from error


def _count_leads(project: Project, old: Role | None, new: Role | None) -> list[Write]:
    """Return the write that keeps count of the leads, and refuses to take the last one."""
    step = _is_lead(new) - _is_lead(old)
    if step == 0:
        return []
    key, adds = keys.project(project.id), {"lead_count": step}
    return [
        change(key, adds=adds)
        if step > 0
        else change(key, adds=adds, condition="#lead_count > :last", values={"last": 1})
    ]


def _is_lead(role: Role | None) -> bool:
    return role is not None and allows(role, "members:write")
