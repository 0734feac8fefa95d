"""The projects of a user, filtered, newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from orchestrator.projects.items import project_of
from orchestrator.projects.models import Priority, Project, ProjectType, Status, folded
from orchestrator.storage import keys
from orchestrator.storage.keys import PARTITION_KEY, PROJECTS_BY_USER, SORT_KEY
from orchestrator.storage.table import Item, Table

_BATCH: Final = 100
_MOST_READ: Final = 1_000  # memberships looked at for one page; a rare match goes on with the cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which projects to list; what is None does not filter."""

    status: Status | None = None
    priority: Priority | None = None
    project_type: ProjectType | None = None
    search: str | None = None
    include_archived: bool = False

    def accepts(self, project: Project) -> bool:
        """Tell whether a project is wanted; archived ones only when asked for."""
        if project.status == "archived" and not (self.include_archived or self.status == "archived"):
            return False
        wanted = {"status": self.status, "priority": self.priority, "project_type": self.project_type}
        same = all(value is None or getattr(project, name) == value for name, value in wanted.items())
        return same and _mentions(project, self.search)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page: its projects, and the key to go on from, or None at the end."""

    projects: list[Project]
    last_key: dict[str, str] | None


def list_projects(
    table: Table, user_id: str, wanted: Filter, limit: int, start: Mapping[str, str] | None
) -> Listed:
    """Return up to `limit` projects of a user; fewer with a `last_key` when matches are rare."""
    page = table.query(
        f"USER#{user_id}",
        "PROJECT#",
        index=PROJECTS_BY_USER,
        limit=_MOST_READ,
        start=start,
        newest_first=True,
    )
    found: list[Project] = []
    for member, project in _projects(table, page.items):
        if project and wanted.accepts(project):
            found.append(project)
        if len(found) == limit:
            return Listed(found, _index_key(member))
    return Listed(found, page.last_key)


def _projects(table: Table, members: Sequence[Item]) -> Iterator[tuple[Item, Project | None]]:
    """Yield each membership with its project; projects are read some at a time, as far as they are asked for."""
    for first in range(0, len(members), _BATCH):
        some = members[first : first + _BATCH]
        stored = table.get_many([keys.project(member["project_id"]) for member in some])
        projects = {item[PARTITION_KEY]: project_of(item) for item in stored}
        yield from ((member, projects.get(member[PARTITION_KEY])) for member in some)


def _index_key(item: Item) -> dict[str, str]:
    names = (PARTITION_KEY, SORT_KEY, PROJECTS_BY_USER.partition_key, PROJECTS_BY_USER.sort_key)
    return {name: item[name] for name in names}


def _mentions(project: Project, search: str | None) -> bool:
    if not search:
        return True
    texts = (
        project.name,
        project.description,
        project.client_name,
        project.location,
        project.contract_number,
    )
    return any(folded(search) in folded(text) for text in texts if text)
