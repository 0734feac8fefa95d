"""What we keep of a user beside Cognito: name, role and whether the account is disabled."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, cast

from orchestrator import clock
from orchestrator.permissions import LEAST_ROLE, ROLES, Role
from orchestrator.storage.keys import profile as profile_key
from orchestrator.storage.table import ConditionFailed, Table, Write


@dataclass(frozen=True, slots=True)
class Profile:
    """One user; `role` is what they may do unless a group of the pool gives more; times are ISO 8601 UTC."""

    user_id: str
    email: str
    name: str
    created_at: str
    role: Role = LEAST_ROLE
    disabled: bool = False


def load(table: Table, user_id: str) -> Profile | None:
    """Return the profile, or None.

    Raises:
        ValueError: when the stored role is none of ours, so that nobody gets rights by a typing error.
    """
    item = table.get(profile_key(user_id))
    return _profile(item) if item else None


def ensure(table: Table, attributes: dict[str, str]) -> Profile:
    """Return a user's profile; a new one is written from the pool's attributes, with the least role."""
    known = load(table, attributes["sub"])
    if known:
        return known
    new = Profile(attributes["sub"], attributes["email"].lower(), attributes.get("name", ""), clock.now())
    try:
        table.write(Write("put", profile_key(new.user_id), asdict(new), condition="attribute_not_exists(PK)"))
    except ConditionFailed:  # the other hook was faster
        return load(table, new.user_id) or new
    return new


def _profile(item: dict[str, Any]) -> Profile:
    if item["role"] not in ROLES:
        raise ValueError(f"unknown role {item['role']!r} in a profile")
    return Profile(
        user_id=item["user_id"],
        email=item["email"],
        name=item["name"],
        created_at=item["created_at"],
        role=cast("Role", item["role"]),
        disabled=bool(item["disabled"]),
    )
