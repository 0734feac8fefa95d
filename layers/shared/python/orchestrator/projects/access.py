"""Who may do what in a project: the one place where it is decided."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from orchestrator.errors import Conflict, Forbidden, NotFound
from orchestrator.permissions import Permission, allows
from orchestrator.projects.items import member_of, project_of
from orchestrator.projects.models import Member, Project
from orchestrator.storage import keys
from orchestrator.storage.keys import PARTITION_KEY, SORT_KEY, Key
from orchestrator.storage.table import Item, Table

if TYPE_CHECKING:
    from orchestrator.http import Caller

_PROJECT_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_CHANGES: Final[frozenset[Permission]] = frozenset(
    {"projects:write", "members:write", "drawings:write", "components:review"}
)


@dataclass(frozen=True, slots=True)
class Access:
    """A granted access: the project as it is now, the caller's membership, and what was read with them, by its key."""

    project: Project
    member: Member
    others: Mapping[Key, Item] = field(default_factory=dict)


def require(table: Table, project_id: str, caller: Caller, permission: Permission, *others: Key) -> Access:
    """Return the project and the caller's membership if their role in it carries `permission`.

    What there is of `others` is read in the same request.

    Raises:
        NotFound: when there is no such project or the caller is not a member; both look the same.
        Forbidden: when the caller's role in the project does not carry the permission.
        Conflict: when the permission changes things and the project is archived.
    """
    access = _read(table, project_id, caller, others)
    if access is None:
        raise NotFound("There is no such project, or you are not a member of it.")
    role = access.member.role
    if not allows(role, permission):
        raise Forbidden(f"Your role in this project ({role}) does not carry {permission}.")
    if access.project.status == "archived" and permission in _CHANGES:
        raise Conflict("This project is archived; restore it before you change anything in it.")
    return access


def _read(table: Table, project_id: str, caller: Caller, others: Sequence[Key]) -> Access | None:
    if not _PROJECT_ID.fullmatch(project_id):
        return None
    project_key, member_key = keys.project(project_id), keys.member(project_id, caller.user_id)
    items = table.get_many([project_key, member_key, *others])
    found = {Key(item[PARTITION_KEY], item[SORT_KEY]): item for item in items}
    if project_key not in found or member_key not in found:
        return None
    read = {key: found[key] for key in others if key in found}
    return Access(project_of(found[project_key]), member_of(found[member_key]), read)
