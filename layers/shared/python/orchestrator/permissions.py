"""Roles and what each may do; one table, read by the token hook, the authorizer's context and every route."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal, get_args

Role = Literal[
    "system_admin",
    "electrical_lead",
    "fco_lead",
    "project_manager",
    "foreman",
    "general_foreman",
    "superintendent",
    "electrician",
    "fco_technician",
]
Permission = Literal[
    "projects:read",
    "projects:write",
    "projects:archive",
    "members:write",
    "drawings:read",
    "drawings:write",
    "components:review",
    "users:admin",
]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
LEAST_ROLE: Final[Role] = "electrician"

_READ: Final[frozenset[Permission]] = frozenset({"projects:read", "drawings:read"})
_FIELD: Final[frozenset[Permission]] = _READ | {"components:review"}
_OFFICE: Final[frozenset[Permission]] = _FIELD | {"drawings:write", "projects:write"}
_LEAD: Final[frozenset[Permission]] = _OFFICE | {"projects:archive", "members:write"}

PERMISSIONS: Final = MappingProxyType[Role, frozenset[Permission]](
    {
        "system_admin": _LEAD | {"users:admin"},
        "electrical_lead": _LEAD,
        "fco_lead": _LEAD,
        "project_manager": _LEAD,
        "superintendent": _OFFICE,
        "general_foreman": _OFFICE,
        "foreman": _FIELD,
        "electrician": _READ,
        "fco_technician": _FIELD,
    }
)


def allows(role: Role, permission: Permission) -> bool:
    """Tell whether a role carries a permission."""
    return permission in PERMISSIONS[role]
