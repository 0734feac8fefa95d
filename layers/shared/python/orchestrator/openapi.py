"""The OpenAPI 3.1 document, made from the routers of all functions: `python -m orchestrator.openapi` writes it.

It is checked in beside this module and served as it is, so that no cold start pays for making it.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.api_gateway import Router

from orchestrator import __version__, about
from orchestrator.described_headers import HEADERS, calls, headers_of
from orchestrator.examples.answers import shown
from orchestrator.examples.bodies import BODIES
from orchestrator.examples.problems import problem
from orchestrator.http import JSON, check_if_match
from orchestrator.problems import PROBLEM
from orchestrator.routes import DOCUMENT, ROUTES, Route


def _header(name: str, description: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": description,
        "schema": {"type": "string"},
    }


_TITLE: Final = "Electrical Orchestrator"
_DESCRIPTION: Final = """Electrical takeoff: PDF drawings in, counted components out.

An address that is here answers a method that is not with 405; `Allow` names those that it takes."""
_PROBLEM: Final = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance", "request_id"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_PROBLEM_SCHEMA: Final = {"$ref": "#/components/schemas/Problem"}
_ERRORS: Final = {
    "400": "The body is not JSON.",
    "401": "There is no token (or password), or it does not count (any more).",
    "403": "The caller's role does not allow it.",
    "404": "It does not exist, or the caller is no member of the project.",
    "405": "The address takes other methods; `Allow` names them.",
    "406": "The client does not take what this gives: no range of its `Accept` fits.",
    "409": "It clashes with what is stored, or with the state that is in.",
    "412": "It was changed after it was read: `If-Match` names another version.",
    "413": "The body is larger than 6 MB.",
    "415": "The body is not `application/json`.",
    "422": "A field is not valid; `errors` names each.",
    "429": "Too many requests from this address; `Retry-After` says in how many seconds to go on.",
    "5XX": "Something went wrong on our side, or what we depend on does not answer.",
}
_WITH_BODY: Final = {"400", "413", "415"}
# what an operation answers besides, where neither its address nor what it takes tells
_ALSO: Final = {
    "compare_drawings": {"409"},
    "create_project": {"409"},
    "get_comparison_image": {"409"},
    "get_document": {"409"},
    "get_export": {"406", "409"},
    "get_legend": {"303", "409"},
    "get_page": {"303"},
    "get_page_image": {"409"},
    "get_page_text": {"303"},
    "get_schedules": {"303", "409"},
    "get_takeoff": {"409"},
    "answer_challenge": {"401", "403"},
    "login": {"401", "403"},
    "me": {"404"},
    "refresh": {"401", "403"},
    "remove_authenticator": {"403"},
}
_ADDED_BEFORE: Final = {"add_component"}
"""Operations that make something (201) and, asked the same again, answer with what there is (200)."""
_REDIRECT: Final = "The file lies at this address for a few minutes."
_DONE: Final = "It is done; there is nothing to say."
_TOKEN: Final = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
_IF_MATCH: Final = _header("If-Match", "The ETag last read; 412 when it was changed since.")
_IDEMPOTENCY_KEY: Final = _header(
    "Idempotency-Key",
    "A request sent twice with the same key (1 to 255 visible ASCII characters) is done once.",
)


def routers() -> tuple[Router, ...]:
    """Return the routers of every function that answers HTTP."""
    from orchestrator.drawings.routes import routers as drawings  # noqa: PLC0415 - serving the file needs none
    from orchestrator.identity.routes import router as sessions  # noqa: PLC0415
    from orchestrator.projects.routes import router as projects  # noqa: PLC0415

    return (about.router, sessions, projects, *drawings)


def document(*included: Router) -> dict[str, Any]:
    """Return the document of the routers' routes."""
    app = APIGatewayRestResolver(enable_validation=True)
    for router in included:
        app.include_router(router)
    text = app.get_openapi_json_schema(title=_TITLE, version=__version__, description=_DESCRIPTION)
    made: dict[str, Any] = json.loads(text, object_hook=_of_one_kind)
    made.pop("servers", None)
    schemas = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    made["components"]["securitySchemes"] = {"token": _TOKEN}
    made["components"]["responses"] = {
        status: {
            "description": description,
            "headers": headers_of(status),
            "content": {PROBLEM: _problem(status)},
        }
        for status, description in _ERRORS.items()
    }
    made["components"]["headers"] = dict(HEADERS)
    handlers = _handlers(included)
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(operation, handlers[method, path])
    return made


def _of_one_kind(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that says once, not for each place, what all places of an array hold: more tools read that."""
    places = schema.get("prefixItems") or []
    if not places or any(place != places[0] for place in places) or schema.get("maxItems") != len(places):
        return schema
    return {name: value for name, value in schema.items() if name != "prefixItems"} | {"items": places[0]}


def _problem(status: str) -> dict[str, Any]:
    return {"schema": _PROBLEM_SCHEMA, "example": problem(status)}


@dataclass(frozen=True, slots=True)
class _Handler:
    """What answers one method of one address."""

    route: Route
    function: Callable[..., Any]
    is_idempotent: bool

    @property
    def checks_version(self) -> bool:
        """Whether it looks at `If-Match`."""
        return calls(self.function, check_if_match)


def _handlers(included: tuple[Router, ...]) -> dict[tuple[str, str], _Handler]:
    """Return what answers each method and path; Powertools shows it nowhere in public."""
    known = {(route.method, route.path): route for route in ROUTES}
    return {
        (method.lower(), path): _Handler(known[method, path], function, _is_idempotent(router, key))
        for router in included
        for key, function in router._routes.items()
        for path in [key[0].replace("<", "{").replace(">", "}")]
        for method in key[1]
    }


def _is_idempotent(router: Router, key: tuple[Any, ...]) -> bool:
    middlewares = router._routes_with_middleware.get(key, [])
    return any(middleware.__module__ == "orchestrator.idempotency" for middleware in middlewares)


def _complete(operation: dict[str, Any], handler: _Handler) -> None:
    """Add what Powertools does not know: texts, how errors look, whether a token is needed, headers."""
    operation["operationId"] = handler.function.__name__
    operation |= _texts(operation["summary"], handler.function.__doc__ or "")
    if "requestBody" in operation:
        operation["requestBody"]["content"][JSON]["example"] = BODIES[operation["operationId"]]
    operation["security"] = [{"token": []}] if handler.route.authenticated else []
    headers = [_IF_MATCH] if handler.checks_version else []
    headers += [_IDEMPOTENCY_KEY] if handler.is_idempotent else []
    if headers:
        operation["parameters"] = [*operation.get("parameters", []), *headers]
    operation["responses"] = _answers(operation["responses"], _statuses(operation, handler), handler.function)
    if operation["operationId"] in _ADDED_BEFORE:
        made = operation["responses"]["201"] | {"description": "It was added before, and is there."}
        operation["responses"] = {"200": made} | operation["responses"]


def _answers(made: dict[str, Any], others: set[str], function: Callable[..., Any]) -> dict[str, Any]:
    """Return what an operation answers: what Powertools knows, with examples and headers, and the other statuses."""
    answers = {status: _shown(answer) for status, answer in made.items() if status != "422"}
    answers |= {"303": {"description": _REDIRECT}} if "303" in {*made, *others} else {}
    answers |= {"204": {"description": _DONE}} if "204" in made else {}
    answers = {
        status: answer | {"headers": headers_of(status, function)} for status, answer in answers.items()
    }
    return answers | {
        status: {"$ref": f"#/components/responses/{status}"} for status in others & set(_ERRORS)
    }


def _shown(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with an example of each form it may have."""
    content = answer["content"][JSON]
    return answer | {"content": {JSON: content | shown(content["schema"])}}


def _statuses(operation: dict[str, Any], handler: _Handler) -> set[str]:
    """Return the statuses that an operation may answer besides the one it means to."""
    route, inside = handler.route, "{project_id}" in handler.route.path
    has_body = "requestBody" in operation
    found = {"429", "5XX"} | _ALSO.get(operation["operationId"], set())
    found |= {"401"} if route.authenticated else set()
    found |= {"406"} if route.gives else set()
    found |= {"403", "404"} if inside else set()
    found |= {"409"} if inside and route.method != "GET" else set()
    found |= {"412"} if handler.checks_version else set()
    found |= _WITH_BODY if has_body else set()
    return found | (
        {"422"} if has_body or any(map(_may_be_wrong, operation.get("parameters", []))) else set()
    )


def _may_be_wrong(parameter: dict[str, Any]) -> bool:
    """Tell whether a parameter has a rule: an id is found or not, a version is the stored one or not."""
    return not parameter["name"].endswith("_id") and parameter["name"] != _IF_MATCH["name"]


def _texts(summary: str, docstring: str) -> dict[str, str]:
    """Return summary and description: the docstring's first sentence is the summary unless a route has its own."""
    first, _, rest = inspect.cleandoc(docstring).partition("\n\n")
    first = " ".join(first.split())
    if "/v1/" not in summary and "/health" not in summary:
        return {"summary": summary, "description": "\n\n".join(filter(None, [first, rest]))}
    return {"summary": first} | ({"description": rest} if rest else {})


def text_of(made: dict[str, Any]) -> str:
    """Return a document as it is checked in."""
    return json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(text_of(document(*routers())), encoding="utf-8")
