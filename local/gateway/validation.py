"""What API Gateway's request validator refuses, before a function is called."""

from __future__ import annotations

import json
from http import HTTPStatus

from werkzeug.wrappers import Request

from local.gateway.refusals import Refusal
from orchestrator.demands import NOT_JSON, demands_of
from orchestrator.http import JSON
from orchestrator.problems import INVALID_FIELDS
from orchestrator.routes import Route


def validate(request: Request, body: bytes, route: Route) -> None:
    """Check what a route demands; a body of another media type, or none at all, is left to the function.

    Raises:
        Refusal: when it is not met.
    """
    demands = demands_of(route)
    missing = [name for name in demands.query if not request.args.get(name)]
    if missing:
        message = f"Missing required request parameters: [{', '.join(missing)}]"
        fields = [{"field": "query", "message": message}]
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, INVALID_FIELDS, fields=fields)
    if demands.json and body and (request.mimetype or JSON) == JSON and not _is_json(body):
        raise Refusal(HTTPStatus.BAD_REQUEST, NOT_JSON)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
