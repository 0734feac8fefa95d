"""The project routes: projects, their members, their activity."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from orchestrator.http import (
    DEFAULT_LIMIT,
    Cursor,
    Limit,
    ListOf,
    Query,
    Response,
    Router,
    caller,
    check_if_match,
    created,
    decode_cursor,
    encode_cursor,
    versioned,
)
from orchestrator.idempotency import idempotent
from orchestrator.projects import activity, members, store
from orchestrator.projects.access import require
from orchestrator.projects.items import member_of
from orchestrator.projects.listing import Filter, list_projects
from orchestrator.projects.models import (
    Event,
    Member,
    MemberChange,
    NewMember,
    Priority,
    Project,
    ProjectChange,
    ProjectFields,
    ProjectType,
    Status,
)
from orchestrator.settings import ProjectsSettings, read
from orchestrator.storage.aws import dynamodb
from orchestrator.storage.table import Table

router = Router()
_PROJECT = "/v1/projects/<project_id>"
_MEMBER = f"{_PROJECT}/members/<user_id>"


def _table() -> Table:
    return Table(read(ProjectsSettings).table_name, dynamodb)


@router.post("/v1/projects", status_code=201, tags=["projects"], middlewares=[idempotent(_table)])
def create_project(body: ProjectFields) -> Response[Project]:
    """Create a project; anybody may, and owns it as its first lead."""
    owner = caller(router)
    project = store.create(_table(), body, owner, owner.role)
    return created(project, f"/v1/projects/{project.id}")


@router.get("/v1/projects", tags=["projects"])
def list_my_projects(  # noqa: PLR0913 - each is one query parameter of the contract
    *,
    status: Annotated[Status | None, Query()] = None,
    priority: Annotated[Priority | None, Query()] = None,
    project_type: Annotated[ProjectType | None, Query()] = None,
    search: Annotated[str | None, Query(max_length=200)] = None,
    include_archived: Annotated[bool, Query()] = False,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> ListOf[Project]:
    """List the projects the caller is a member of, newest first."""
    wanted = Filter(
        status=status,
        priority=priority,
        project_type=project_type,
        search=search,
        include_archived=include_archived,
    )
    listed = list_projects(_table(), caller(router).user_id, wanted, limit, decode_cursor(cursor))
    return ListOf(items=listed.projects, next_cursor=encode_cursor(listed.last_key))


@router.get(_PROJECT, tags=["projects"])
def get_project(project_id: str) -> Response[Project]:
    """Return one project."""
    return versioned(require(_table(), project_id, caller(router), "projects:read").project)


@router.patch(_PROJECT, tags=["projects"])
def change_project(project_id: str, body: ProjectChange) -> Response[Project]:
    """Change some fields of a project.

    Its `status` may go from each of draft, active, on_hold and completed to each other. It becomes archived by DELETE
    alone, takes no change then, and leaves that by `restore` alone, in the status that it had.
    """
    table, actor = _table(), caller(router)
    project = require(table, project_id, actor, "projects:write").project
    check_if_match(router, project.version)
    return versioned(store.change(table, project, body, actor))


@router.delete(_PROJECT, tags=["projects"])
def archive_project(project_id: str) -> Response[Project]:
    """Archive a project: it leaves the lists and takes no changes until it is restored."""
    table, actor = _table(), caller(router)
    project = require(table, project_id, actor, "projects:archive").project
    check_if_match(router, project.version)
    return versioned(store.archive(table, project, actor))


@router.post(f"{_PROJECT}/restore", tags=["projects"], middlewares=[idempotent(_table)])
def restore_project(project_id: str) -> Response[Project]:
    """Bring an archived project back in the status it had."""
    table, actor = _table(), caller(router)
    project = require(table, project_id, actor, "projects:archive").project
    check_if_match(router, project.version)
    return versioned(store.restore(table, project, actor))


@router.get(f"{_PROJECT}/members", tags=["members"])
def list_members(project_id: str, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> ListOf[Member]:
    """List the members of a project."""
    table = _table()
    require(table, project_id, caller(router), "projects:read")
    found = table.query(f"PROJECT#{project_id}", members.PREFIX, limit=limit, start=decode_cursor(cursor))
    listed = [member_of(item) for item in found.items]
    return ListOf(items=listed, next_cursor=encode_cursor(found.last_key))


@router.post(f"{_PROJECT}/members", status_code=201, tags=["members"], middlewares=[idempotent(_table)])
def add_member(project_id: str, body: NewMember) -> Response[Member]:
    """Add a registered user to a project."""
    table, actor = _table(), caller(router)
    project = require(table, project_id, actor, "members:write").project
    return versioned(members.add(table, project, body, actor), HTTPStatus.CREATED)


@router.patch(_MEMBER, tags=["members"])
def change_member(project_id: str, user_id: str, body: MemberChange) -> Response[Member]:
    """Give a member another role in the project."""
    table, actor = _table(), caller(router)
    project = require(table, project_id, actor, "members:write").project
    member = members.find(table, project, user_id)
    check_if_match(router, member.version)
    return versioned(members.give_role(table, project, member, body.role, actor))


@router.delete(_MEMBER, status_code=204, tags=["members"])
def remove_member(project_id: str, user_id: str) -> Response[None]:
    """Remove a member; everybody may leave a project themselves, except its last lead."""
    table, actor = _table(), caller(router)
    leaving = user_id == actor.user_id
    project = require(table, project_id, actor, "projects:read" if leaving else "members:write").project
    member = members.find(table, project, user_id)
    check_if_match(router, member.version)
    members.remove(table, project, member, actor)
    return Response(HTTPStatus.NO_CONTENT)


@router.get(f"{_PROJECT}/activity", tags=["activity"])
def list_activity(project_id: str, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> ListOf[Event]:
    """List who did what and when in a project, newest first."""
    table = _table()
    require(table, project_id, caller(router), "projects:read")
    found = table.query(
        f"PROJECT#{project_id}",
        activity.PREFIX,
        limit=limit,
        start=decode_cursor(cursor),
        newest_first=True,
    )
    events = [activity.event_of(item) for item in found.items]
    return ListOf(items=events, next_cursor=encode_cursor(found.last_key))
