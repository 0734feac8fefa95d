"""What the OpenAPI document shows by example: a body for every operation that takes one, and a problem a status."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

_EMAIL: Final = {"email": "ada@example.com"}
_CODE: Final = {"code": "493027"}
_PASSWORD: Final = {"password": "Correct-horse-7"}
_USER_ID: Final = "3f1c2f0a-5b7e-4a41-9d0e-6f2f8c1b7a11"
_REFRESH_TOKEN: Final = {"refresh_token": "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIn0.kZl0"}
_FUSE: Final = {"page": 1, "class": "fuse", "bbox": [150.0, 100.0, 20.0, 20.0], "tag": "F-7"}

BODIES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "register": {**_EMAIL, **_PASSWORD, "name": "Ada Lovelace"},
        "confirm": {**_EMAIL, **_CODE},
        "resend": _EMAIL,
        "login": {**_EMAIL, **_PASSWORD},
        "answer_challenge": {"session": "WyJhZGEiLCAiQVlBQmVDLi4uIl0=", **_CODE},
        "refresh": _REFRESH_TOKEN,
        "logout": _REFRESH_TOKEN,
        "forgot": _EMAIL,
        "reset": {**_EMAIL, **_CODE, "password": "Tungsten-Lamp-60W"},
        "confirm_authenticator": _CODE,
        "remove_authenticator": _PASSWORD,
        "create_project": {
            "name": "Plant 7, pump station",
            "client_name": "Northwind Oil",
            "location": "Hall B",
            "contract_number": "C-77",
            "start_date": "2026-03-02",
            "target_completion_date": "2026-09-30",
            "budget": 250000.0,
            "estimated_hours": 1800.0,
            "project_type": "brownfield",
            "priority": "high",
            "settings": {"currency": "USD"},
        },
        "change_project": {"status": "active", "client_name": None},
        "add_member": {"user_id": _USER_ID, "role": "foreman"},
        "change_member": {"role": "superintendent"},
        "create_drawing": {"filename": "E-101.pdf", "size_bytes": 2480113},
        "change_drawing": {"number": "E-101", "revision": "B"},
        "add_component": _FUSE,
        "review_component": {"class": "motor", "tag": "M-7"},
        "review_components": {
            "reviews": [
                {"component_id": "p00001-00150-00100", "version": 0, "change": {"status": "accepted"}},
                {"component_id": "p00001-00300-00100", "version": 2, "change": {"status": "rejected"}},
            ],
            "additions": [_FUSE],
        },
        "recognize_regions": {"regions": [[100.0, 60.0, 24.0, 24.0], [300.0, 60.0, 24.0, 24.0]]},
        "find_repeats": {"page": 1, "bbox": [150.0, 100.0, 20.0, 20.0], "scale": "vote"},
        "change_entry": {"class": "smoke_detector", "description": "Smoke detector"},
    }
)
"""By the name of the operation."""

_DETAILS: Final[Mapping[HTTPStatus, str]] = MappingProxyType(
    {
        HTTPStatus.BAD_REQUEST: "The body is not valid JSON: Expecting value: line 1 column 9 (char 8).",
        HTTPStatus.UNAUTHORIZED: "Token has been revoked",
        HTTPStatus.FORBIDDEN: "Your role in this project (electrician) does not carry projects:write.",
        HTTPStatus.NOT_FOUND: "There is no such project, or you are not a member of it.",
        HTTPStatus.NOT_ACCEPTABLE: "This address gives application/json only; `Accept` does not allow that.",
        HTTPStatus.CONFLICT: "This project is archived; restore it before you change anything in it.",
        HTTPStatus.PRECONDITION_FAILED: "It was changed after you read it; read it again and retry.",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "A function takes at most 6 MB in a request; send a drawing to the "
        "address of its upload slot.",
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Send the body as application/json.",
        HTTPStatus.UNPROCESSABLE_ENTITY: "The request has fields that are not valid.",
        HTTPStatus.TOO_MANY_REQUESTS: "Too many requests from this address; try again in 12 seconds.",
        HTTPStatus.SERVICE_UNAVAILABLE: "Recognition does not answer at the moment; try again.",
    }
)
_TITLES: Final = {
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
}
"""What Python before 3.13 calls otherwise."""
_FIELD: Final = {"field": "body.budget", "message": "Input should be greater than or equal to 0"}


def problem(status: str) -> dict[str, Any]:
    """Return an example of the problem that a status (`404`, `5XX`) comes with."""
    known = HTTPStatus.SERVICE_UNAVAILABLE if status == "5XX" else HTTPStatus(int(status))
    shown: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(known, known.phrase),
        "status": int(known),
        "detail": _DETAILS[known],
        "instance": "/v1/projects/0f0a9c53-8a0e-4f0c-9f8e-6d0c3f3a5c11",
        "request_id": "5e2c1b1e-8a8e-4f9a-8a53-0b7a3f6d2c10",
    }
    return shown | ({"errors": [_FIELD]} if known == HTTPStatus.UNPROCESSABLE_ENTITY else {})
