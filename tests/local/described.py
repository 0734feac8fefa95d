"""What the OpenAPI document says of an answer's headers."""

from __future__ import annotations

import json
from typing import Any

from openapi_schema_validator import OAS31Validator
from werkzeug.test import TestResponse

from orchestrator import routes
from orchestrator.described_headers import HEADERS

DOCUMENT: dict[str, Any] = json.loads(routes.DOCUMENT.read_text(encoding="utf-8"))
COMPONENTS: dict[str, Any] = DOCUMENT["components"]


def check_headers(answer: TestResponse, described: dict[str, Any]) -> None:
    """Check that an answer has exactly the headers described of it, of those that any answer has, and that they fit."""
    described = {name: _followed(header) for name, header in described.items()}
    sent = {name: answer.headers[name] for name in HEADERS if name in answer.headers}
    assert {name for name, header in described.items() if header.get("required")} <= sent.keys()
    assert sent.keys() <= described.keys()
    for name, value in sent.items():
        schema = described[name]["schema"]
        OAS31Validator(schema).validate(int(value) if schema["type"] == "integer" else value)


def headers_of(method: str, path: str, status: int) -> dict[str, Any]:
    """Return the headers that the document describes of one answer of a route."""
    answers = DOCUMENT["paths"][path][method.lower()]["responses"]
    return described(answers.get(str(status)) or answers[f"{status // 100}XX"])


def described(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the headers that are described of an answer."""
    headers: dict[str, Any] = _followed(answer)["headers"]
    return headers


def _followed(part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    kind, name = part["$ref"].removeprefix("#/components/").split("/")
    followed: dict[str, Any] = COMPONENTS[kind][name]
    return followed
