"""The headers that the OpenAPI document describes, and which answer has which: by its status, and by what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from orchestrator.http import created, secret, versioned

_REQUEST_ID: Final = "X-Request-Id"
_SECONDS: Final = {"type": "integer", "minimum": 1}


def _described(description: str, example: str | int, **schema: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {
        "description": description,
        "required": True,
        "schema": {"type": "string"} | schema,
        "example": example,
    }


HEADERS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        _REQUEST_ID: _described(
            "The request's id, as every line of our logs about it has it; quote it when you ask for help.",
            "5e2c1b1e-8a8e-4f9a-8a53-0b7a3f6d2c10",
        ),
        "ETag": _described("The version of what is answered, for `If-Match`.", '"3"', pattern='^"[0-9]+"$'),
        "Location": _described(
            "Where what was made, or what was asked for, is.",
            "/v1/projects/0f0a9c53-8a0e-4f0c-9f8e-6d0c3f3a5c11",
            format="uri-reference",
        ),
        "Cache-Control": _described("No cache may keep the answer.", "no-store", const="no-store"),
        "WWW-Authenticate": _described("What proves who you are: an access token.", "Bearer", const="Bearer"),
        "Allow": _described("The methods that the address takes.", "GET, POST"),
        "Retry-After": _described("In how many seconds to try again.", 12, **_SECONDS),
    }
)
"""Each is on every answer that names it; what is there at times only is described where it is."""

_OF_STATUS: Final = {
    "303": ("Location", "Cache-Control"),
    "401": ("WWW-Authenticate",),
    "405": ("Allow",),
    "429": ("Retry-After",),
}
_OF_MAKER: Final[Mapping[Callable[..., Any], tuple[str, ...]]] = MappingProxyType(
    {versioned: ("ETag",), created: ("ETag", "Location"), secret: ("Cache-Control",)}
)
_AT_TIMES: Final[Mapping[str, dict[str, Any]]] = {
    "5XX": {
        "Retry-After": {
            "description": "In how many seconds to try again, where that helps (503).",
            "schema": _SECONDS,
            "example": 60,
        }
    }
}


def calls(function: Callable[..., Any], called: Callable[..., Any]) -> bool:
    """Tell whether a function's own code names another."""
    return called.__name__ in function.__code__.co_names


def headers_of(status: str, function: Callable[..., Any] | None = None) -> dict[str, Any]:
    """Return the headers of an answer of a status; `function` is the route's where the answer is what it means to."""
    names = [_REQUEST_ID, *_OF_STATUS.get(status, ())]
    if function and status in {"200", "201", "202"}:
        names += [name for maker, made in _OF_MAKER.items() if calls(function, maker) for name in made]
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names} | _AT_TIMES.get(status, {})
