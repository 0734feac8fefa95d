"""Builders of API Gateway REST proxy events, and the answers read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests import aws_events

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


@dataclass(frozen=True)
class Answer:
    """An answer as a client sees it."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON value
        """The body, read as JSON."""
        return json.loads(self.text)


@dataclass(frozen=True)
class User:
    """Somebody who calls; `None` as id is somebody without a token."""

    user_id: str | None = "anna"
    role: str = "electrical_lead"

    def authorizer(self) -> dict[str, str] | None:
        """Return the context our authorizer puts into the request."""
        if self.user_id is None:
            return None
        email = f"{self.user_id}@example.com"
        return {
            "user_id": self.user_id,
            "email": email,
            "role": self.role,
            "token_id": "t-1",
            "principalId": self.user_id,
        }


ANNA, BERT, NOBODY = User("anna"), User("bert"), User(None)


@dataclass(frozen=True)
class Client:
    """Calls a handler as API Gateway would."""

    handler: Handler
    user: User = ANNA
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Send a request; `body` as text goes as it is, `if_match=` becomes the header `If-Match`."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        sent = request(method, path, body, self.user, {**self.headers, **named})
        return answer(self.handler(sent, aws_events.Context()))

    def get(self, path: str, **headers: str) -> Answer:
        """Send a GET."""
        return self.send("GET", path, **headers)

    def post(self, path: str, body: object = None, **headers: str) -> Answer:
        """Send a POST."""
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: object = None, **headers: str) -> Answer:
        """Send a PATCH."""
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Answer:
        """Send a DELETE."""
        return self.send("DELETE", path, **headers)


def request(
    method: str, path: str, body: object = None, user: User = ANNA, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the proxy event of a request; `path` may carry a query."""
    bare, _, query = path.partition("?")
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    made = aws_events.rest_event(method, bare)
    sent = {**made["headers"], **(headers or {})}
    return made | {
        "headers": sent,
        "multiValueHeaders": {name: [value] for name, value in sent.items()},
        "queryStringParameters": dict(pairs) or None,
        "multiValueQueryStringParameters": {n: [v for m, v in pairs if m == n] for n, _ in pairs} or None,
        "body": body if body is None or isinstance(body, str) else json.dumps(body),
        "requestContext": made["requestContext"] | {"authorizer": user.authorizer()},
    }


def answer(raw: Mapping[str, Any]) -> Answer:
    """Return a proxy answer as a client sees it."""
    headers = {name: ", ".join(values) for name, values in raw["multiValueHeaders"].items()}
    return Answer(raw["statusCode"], headers, raw["body"] or "")
