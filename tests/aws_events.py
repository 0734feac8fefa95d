"""Real AWS events from tests/events, and the Lambda context they come with."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "events"


def event(name: str) -> dict[str, Any]:
    """Return a fresh copy of the event `tests/events/<name>.json`."""
    loaded: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text())
    return loaded


def rest_event(method: str, path: str, body: object = None) -> dict[str, Any]:
    """Return a REST proxy event of a signed-in caller; `body` is sent as JSON."""
    made = event("apigateway_rest_proxy")
    made |= {"httpMethod": method, "path": path, "resource": path}
    made["requestContext"] |= {"httpMethod": method, "path": f"/dev{path}", "resourcePath": path}
    return made | {"body": None if body is None else json.dumps(body)}


@dataclass
class Context:
    """What Powertools reads of a Lambda context."""

    function_name: str = "test"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:test"
    aws_request_id: str = "5e2c1b1e-0000-4000-8000-000000000000"
    seconds_left: float = 720.0

    def get_remaining_time_in_millis(self) -> int:
        """Return how long the function may still run."""
        return int(self.seconds_left * 1_000)
