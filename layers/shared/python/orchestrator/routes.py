"""Which function serves which route, and which routes need no token.

The API Gateway construct and the local server are built from this table; a test holds it against the
functions' own routers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

HttpFunction = Literal["sessions", "projects", "drawings"]
Method = Literal["GET", "POST", "PATCH", "DELETE"]
DOCUMENT: Final = Path(__file__).with_name("openapi.json")
"""The OpenAPI document that describes them, checked in; `orchestrator/openapi.py` makes it."""


@dataclass(frozen=True, slots=True)
class Route:
    """One route: HTTP method, path with `{parameters}`, the function behind it, whether a token is needed.

    `gives` is the media type of what it answers; None where there is nothing to answer, or where it depends.
    """

    method: Method
    path: str
    function: HttpFunction
    authenticated: bool = True
    gives: str | None = "application/json"


_PROJECT: Final = "/v1/projects/{project_id}"
_DRAWING: Final = f"{_PROJECT}/drawings/{{drawing_id}}"

ROUTES: Final = (
    Route("GET", "/health", "projects", authenticated=False),
    Route("GET", "/docs", "projects", authenticated=False, gives="text/html"),
    Route("GET", "/v1/openapi.json", "projects", authenticated=False),
    Route("POST", "/v1/auth/register", "sessions", authenticated=False),
    Route("POST", "/v1/auth/confirm", "sessions", authenticated=False),
    Route("POST", "/v1/auth/confirm/resend", "sessions", authenticated=False),
    Route("POST", "/v1/auth/login", "sessions", authenticated=False),
    Route("POST", "/v1/auth/login/code", "sessions", authenticated=False),
    Route("POST", "/v1/auth/refresh", "sessions", authenticated=False),
    Route("POST", "/v1/auth/logout", "sessions"),
    Route("POST", "/v1/auth/password/forgot", "sessions", authenticated=False),
    Route("POST", "/v1/auth/password/reset", "sessions", authenticated=False),
    Route("GET", "/v1/me", "sessions"),
    Route("POST", "/v1/me/authenticator", "sessions"),
    Route("POST", "/v1/me/authenticator/confirm", "sessions"),
    Route("POST", "/v1/me/authenticator/remove", "sessions"),
    Route("POST", "/v1/projects", "projects"),
    Route("GET", "/v1/projects", "projects"),
    Route("GET", _PROJECT, "projects"),
    Route("PATCH", _PROJECT, "projects"),
    Route("DELETE", _PROJECT, "projects"),
    Route("POST", f"{_PROJECT}/restore", "projects"),
    Route("GET", f"{_PROJECT}/members", "projects"),
    Route("POST", f"{_PROJECT}/members", "projects"),
    Route("PATCH", f"{_PROJECT}/members/{{user_id}}", "projects"),
    Route("DELETE", f"{_PROJECT}/members/{{user_id}}", "projects", gives=None),
    Route("GET", f"{_PROJECT}/activity", "projects"),
    Route("GET", f"{_PROJECT}/takeoff", "drawings"),
    Route("GET", f"{_PROJECT}/tags", "drawings"),
    Route("POST", f"{_PROJECT}/drawings", "drawings"),
    Route("GET", f"{_PROJECT}/drawings", "drawings"),
    Route("GET", _DRAWING, "drawings"),
    Route("PATCH", _DRAWING, "drawings"),
    Route("DELETE", _DRAWING, "drawings", gives=None),
    Route("POST", f"{_DRAWING}/reprocess", "drawings"),
    Route("GET", f"{_DRAWING}/document", "drawings"),
    Route("GET", f"{_DRAWING}/pages", "drawings"),
    Route("GET", f"{_DRAWING}/pages/{{page}}", "drawings"),
    Route("GET", f"{_DRAWING}/pages/{{page}}/text", "drawings"),
    Route("GET", f"{_DRAWING}/pages/{{page}}/image", "drawings", gives="image/png"),
    Route("POST", f"{_DRAWING}/pages/{{page}}/recognize", "drawings"),
    Route("POST", f"{_DRAWING}/find", "drawings"),
    Route("GET", f"{_DRAWING}/components", "drawings"),
    Route("POST", f"{_DRAWING}/components", "drawings"),
    Route("PATCH", f"{_DRAWING}/components/{{component_id}}", "drawings"),
    Route("DELETE", f"{_DRAWING}/components/{{component_id}}", "drawings", gives=None),
    Route("GET", f"{_DRAWING}/components/{{component_id}}/reviews", "drawings"),
    Route("POST", f"{_DRAWING}/reviews", "drawings"),
    Route("GET", f"{_DRAWING}/legend", "drawings"),
    Route("PATCH", f"{_DRAWING}/legend/{{entry_id}}", "drawings"),
    Route("GET", f"{_DRAWING}/schedules", "drawings"),
    Route("GET", f"{_DRAWING}/takeoff", "drawings"),
    Route("GET", f"{_DRAWING}/compare", "drawings"),
    Route("GET", f"{_DRAWING}/compare/image", "drawings", gives="image/png"),
    Route("GET", f"{_DRAWING}/exports/{{format}}", "drawings", gives=None),
)


def routes_at(path: str) -> tuple[Route, ...]:
    """Return the routes of an address, one a method that it takes; none when nothing is there."""
    return tuple(route for route in ROUTES if _pattern(route.path).fullmatch(path))


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
