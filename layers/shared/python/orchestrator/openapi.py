"""The OpenAPI 3.1 document, made from the routers of all functions: `python -m orchestrator.openapi` writes it.

It is checked in beside this module and served as it is, so that no cold start pays for making it.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.api_gateway import Router

from orchestrator import __version__, about
from orchestrator.routes import ROUTES

PATH: Final = Path(__file__).with_name("openapi.json")
_TITLE: Final = "Electrical Orchestrator"
_DESCRIPTION: Final = "Electrical takeoff: PDF drawings in, counted components out."
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
_PROBLEM_ANSWER: Final = {
    "description": "What went wrong.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_TOKEN: Final = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
_HEADERS: Final = {
    "post": ("Idempotency-Key", "A request sent twice with the same key is done once."),
    "patch": ("If-Match", "The ETag last read; 412 when it was changed since."),
    "delete": ("If-Match", "The ETag last read; 412 when it was changed since."),
}


def routers() -> tuple[Router, ...]:
    """Return the routers of every function that answers HTTP."""
    from orchestrator.drawings.routes import router as drawings  # noqa: PLC0415 - serving the file needs none
    from orchestrator.identity.routes import router as sessions  # noqa: PLC0415
    from orchestrator.projects.routes import router as projects  # noqa: PLC0415

    return (about.router, sessions, projects, drawings)


def document(*included: Router) -> dict[str, Any]:
    """Return the document of the routers' routes."""
    app = APIGatewayRestResolver(enable_validation=True)
    for router in included:
        app.include_router(router)
    text = app.get_openapi_json_schema(title=_TITLE, version=__version__, description=_DESCRIPTION)
    made: dict[str, Any] = json.loads(text)
    made.pop("servers", None)
    schemas = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    made["components"]["securitySchemes"] = {"token": _TOKEN}
    functions = _functions(included)
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _describe(operation, functions[method, path])
            _complete(operation, method, path)
    return made


def _functions(included: tuple[Router, ...]) -> dict[tuple[str, str], Callable[..., Any]]:
    """Return the function behind each method and path; Powertools shows them nowhere in public."""
    return {
        (method.lower(), rule.replace("<", "{").replace(">", "}")): function
        for router in included
        for (rule, methods, *_), function in router._routes.items()
        for method in methods
    }


def _describe(operation: dict[str, Any], function: Callable[..., Any]) -> None:
    """Say of an operation what its function's docstring says."""
    summary, _, description = inspect.cleandoc(function.__doc__ or "").partition("\n\n")
    operation["summary"] = " ".join(summary.split())
    operation["operationId"] = function.__name__
    if description:
        operation["description"] = description


def _complete(operation: dict[str, Any], method: str, path: str) -> None:
    """Add to an operation what is true of all: how errors look, whether a token is needed, its headers."""
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = _PROBLEM_ANSWER
    route = next(route for route in ROUTES if (route.method.lower(), route.path) == (method, path))
    operation["security"] = [{"token": []}] if route.authenticated else []
    if route.authenticated and method in _HEADERS:
        name, description = _HEADERS[method]
        header = {"name": name, "in": "header", "description": description, "schema": {"type": "string"}}
        operation.setdefault("parameters", []).append(header)


def text_of(made: dict[str, Any]) -> str:
    """Return a document as it is checked in."""
    return json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    PATH.write_text(text_of(document(*routers())), encoding="utf-8")
