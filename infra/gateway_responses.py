"""What the gateway itself answers, before any function is reached: the same body of errors as everywhere (RFC 9457).

The templates are no VTL, only variables. Paths are as the caller wrote them, with the name of the stage.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from aws_cdk import aws_apigateway as apigateway

from orchestrator.demands import NOT_JSON
from orchestrator.errors import Invalid, NotFound, TooMany, Unauthenticated
from orchestrator.http import EXPOSED_HEADERS
from orchestrator.problems import INVALID_FIELDS, PROBLEM

_TYPE = apigateway.ResponseType
_SIGN_IN: Final = "Sign in and send the access token as 'Authorization: Bearer <token>'."
_OURS: Final = "Something went wrong on our side; quote the request id."
_SLOW: Final = "The answer took too long; try again in a moment."
_CHALLENGE: Final = {"WWW-Authenticate": "'Bearer'"}
_WAIT: Final = {"Retry-After": "'60'"}
_WAIT_A_MOMENT: Final = {"Retry-After": "'1'"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One answer of the gateway; texts may name variables of the gateway, header values are mappings.

    `field` is what is wrong and why, for the `errors` of the body.
    """

    kind: apigateway.ResponseType
    status: int
    title: str
    detail: str
    headers: dict[str, str]
    field: tuple[str, str] | None = None


REFUSALS: Final = (
    Refusal(_TYPE.UNAUTHORIZED, 401, Unauthenticated.title, _SIGN_IN, _CHALLENGE),
    # our authorizer denies with a sentence of its own
    Refusal(_TYPE.ACCESS_DENIED, 401, Unauthenticated.title, "$context.authorizer.detail", _CHALLENGE),
    # what the gateway calls a missing token is an address that is not in the API
    Refusal(_TYPE.MISSING_AUTHENTICATION_TOKEN, 404, NotFound.title, "There is nothing at this address.", {}),
    Refusal(_TYPE.RESOURCE_NOT_FOUND, 404, NotFound.title, "There is nothing at this address.", {}),
    Refusal(_TYPE.BAD_REQUEST_BODY, 400, "Bad Request", NOT_JSON, {}),
    # what the gateway demands are parameters that are there, and its own sentence names those that are not
    Refusal(
        _TYPE.BAD_REQUEST_PARAMETERS,
        422,
        Invalid.title,
        INVALID_FIELDS,
        {},
        ("query", "$context.error.message"),
    ),
    Refusal(
        _TYPE.REQUEST_TOO_LARGE,
        413,
        "Content Too Large",
        "The body is larger than 6 MB; upload drawings through an upload slot.",
        {},
    ),
    Refusal(_TYPE.UNSUPPORTED_MEDIA_TYPE, 415, "Unsupported Media Type", "Send application/json.", {}),
    Refusal(_TYPE.THROTTLED, 429, TooMany.title, "Too many requests at once; try again.", _WAIT_A_MOMENT),
    # the gateway cannot tell which rule of the firewall it was; rates are by far the most
    Refusal(
        _TYPE.WAF_FILTERED,
        429,
        TooMany.title,
        "Too many requests from this address, or one that reads like an attack; try again in a minute.",
        _WAIT,
    ),
    Refusal(_TYPE.AUTHORIZER_FAILURE, 500, "Internal Server Error", _OURS, {}),
    Refusal(_TYPE.AUTHORIZER_CONFIGURATION_ERROR, 500, "Internal Server Error", _OURS, {}),
    Refusal(_TYPE.INTEGRATION_FAILURE, 502, "Bad Gateway", _OURS, {}),
    Refusal(_TYPE.INTEGRATION_TIMEOUT, 504, "Gateway Timeout", _SLOW, {}),
)
OTHERS: Final = {_TYPE.DEFAULT_4_XX: "The request is not accepted.", _TYPE.DEFAULT_5_XX: _OURS}
"""Rare answers whose status stays as it is, so that their body cannot name it."""


def add_gateway_responses(api: apigateway.RestApi, *, browsers: bool) -> None:
    """Give an API our answers; `browsers` lets web pages read them.

    Any page may: the gateway cannot choose among origins, and these bodies hold nothing of anybody. The answers of
    the functions go to the allowed origins alone.
    """
    common = {"Content-Type": f"'{PROBLEM}'", "X-Request-Id": "context.requestId"}
    if browsers:
        common["Access-Control-Allow-Origin"] = "'*'"
        common["Access-Control-Expose-Headers"] = f"'{', '.join(EXPOSED_HEADERS)}'"
    for refusal in REFUSALS:
        api.add_gateway_response(
            refusal.kind.response_type,
            type=refusal.kind,
            status_code=str(refusal.status),
            response_headers=common | refusal.headers,
            templates=_templates(
                title=refusal.title, status=refusal.status, detail=refusal.detail, **_errors(refusal)
            ),
        )
    for kind, detail in OTHERS.items():
        templates = _templates(title="Error", detail=detail)
        api.add_gateway_response(kind.response_type, type=kind, response_headers=common, templates=templates)


def _errors(refusal: Refusal) -> dict[str, list[dict[str, str]]]:
    if refusal.field is None:
        return {}
    field, message = refusal.field
    return {"errors": [{"field": field, "message": message}]}


def _templates(**members: object) -> dict[str, str]:
    body = {
        "type": "about:blank",
        **members,
        "instance": "$context.path",
        "request_id": "$context.requestId",
    }
    return {"application/json": json.dumps(body)}  # the gateway's default; the header then says which JSON
