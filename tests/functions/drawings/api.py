"""The drawings function behind the gateway, and the pipeline behind the function."""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.aws_events import Context, rest_event
from tests.orchestrator.drawings.pipeline import Pipeline, pdf

MODULE = "functions.drawings.handler"
DRAWINGS = "/v1/projects/p1/drawings"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the function answered: status, headers (lower case) and the JSON body."""

    status: int
    headers: dict[str, str]
    body: Any


class Api:
    """The function behind the gateway, and the pipeline behind the function."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.pipeline = pipeline
        self._handler = importlib.reload(importlib.import_module(MODULE)).handler

    def __call__(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Send a request; `?a=b` in the path and headers (`_` for `-`) go where the gateway puts them."""
        address = urlsplit(path)
        event = rest_event(method, address.path, body)
        query = parse_qs(address.query)
        event["multiValueQueryStringParameters"] = query
        event["queryStringParameters"] = {name: values[0] for name, values in query.items()}
        for name, value in {"Accept": "*/*", **headers}.items():
            event["headers"][name.replace("_", "-")] = value
            event["multiValueHeaders"][name.replace("_", "-")] = [value]
        raw = self._handler(event, Context())
        sent = {name.lower(): values[0] for name, values in raw["multiValueHeaders"].items()}
        return Answer(raw["statusCode"], sent, json.loads(raw["body"]) if raw.get("body") else None)

    def analyzed(self, *texts: str) -> str:
        """Upload a drawing, let it be analysed and return its address."""
        drawing = self.pipeline.upload(pdf(*(texts or ("PANEL LP-1",))))
        self.pipeline.settle()
        return f"{DRAWINGS}/{drawing.id}"

    def file(self, answer: Answer) -> bytes:
        """Return the file a 303 leads to."""
        assert answer.status == 303, answer.body
        address = urlsplit(answer.headers["location"])
        expires = int(parse_qs(address.query)["X-Amz-Expires"][0])
        assert expires <= 300
        return self.pipeline.store.files.read(address.path.removeprefix("/"))
