"""A body for every operation that takes one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

PERSON: Final = "ada@example.com"
USER_ID: Final = "3f1c2f0a-5b7e-4a41-9d0e-6f2f8c1b7a11"
REFRESH_TOKEN: Final = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIn0.kZl0"  # noqa: S105  # of nobody
SESSION: Final = "WyJhZGEiLCAiQVlBQmVDLi4uIl0="

_EMAIL: Final = {"email": PERSON}
_CODE: Final = {"code": "493027"}
_PASSWORD: Final = {"password": "Correct-horse-7"}
_RENEWAL: Final = {"refresh_token": REFRESH_TOKEN}
_FUSE: Final = {"page": 1, "class": "fuse", "bbox": [150.0, 100.0, 20.0, 20.0], "tag": "F-7"}

BODIES: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "register": {**_EMAIL, **_PASSWORD, "name": "Ada Lovelace"},
        "confirm": {**_EMAIL, **_CODE},
        "resend": _EMAIL,
        "login": {**_EMAIL, **_PASSWORD},
        "answer_challenge": {"session": SESSION, **_CODE},
        "refresh": _RENEWAL,
        "logout": _RENEWAL,
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
        "add_member": {"user_id": USER_ID, "role": "foreman"},
        "change_member": {"role": "superintendent"},
        "create_drawing": {"filename": "E-101.pdf", "size_bytes": 2480113},
        "change_drawing": {"number": "E-101", "revision": "B"},
        "add_component": _FUSE,
        "review_component": {"class": "motor", "tag": "M-7"},
        "review_components": {
            "reviews": [
                {"component_id": "p00001-00160-00110", "version": 0, "change": {"status": "accepted"}},
                {"component_id": "p00001-00512-00300", "version": 2, "change": {"status": "rejected"}},
            ],
            "additions": [_FUSE],
        },
        "recognize_regions": {"regions": [[100.0, 60.0, 24.0, 24.0], [300.0, 60.0, 24.0, 24.0]]},
        "find_repeats": {"page": 1, "bbox": [150.0, 100.0, 20.0, 20.0], "scale": "vote"},
        "change_entry": {"class": "smoke_detector", "description": "Smoke detector"},
    }
)
"""By the name of the operation."""
