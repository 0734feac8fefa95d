"""What a route demands of every request: what lacks it is refused by the gateway, before a function is called.

It is little, and never all: a function names each field that is wrong, which no gateway can (docs/decisions/0018).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from orchestrator.routes import DOCUMENT, Route

NOT_JSON: Final = "The body is not valid JSON."


@dataclass(frozen=True, slots=True)
class Demands:
    """Parameters of the query that must be there and say something; whether a body, if there is one, must be JSON."""

    query: tuple[str, ...] = ()
    json: bool = False

    def __bool__(self) -> bool:
        return bool(self.query) or self.json


def demands_of(route: Route) -> Demands:
    """Return what a route demands, as the API's document has it."""
    operation = _paths().get(route.path, {}).get(route.method.lower(), {})
    query = [p for p in operation.get("parameters", ()) if p["in"] == "query" and p["required"]]
    return Demands(tuple(parameter["name"] for parameter in query), "requestBody" in operation)


@cache
def _paths() -> dict[str, dict[str, Any]]:
    paths: dict[str, dict[str, Any]] = json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    return paths
