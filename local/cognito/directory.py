"""The pool's users, groups and clients, which moto keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUser, UserStatus, cognitoidp_backends

from local.cognito.failures import CognitoFailure, invalid_parameter, not_authorized
from local.settings import ACCOUNT, REGION
from orchestrator.identity.passwords import weakness

UNIT_S: Final = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}


@dataclass(frozen=True, slots=True)
class Client:
    """An app client: its pool, what it may do and how long (seconds) its tokens live."""

    client_id: str
    pool_id: str
    flows: frozenset[str]
    rotates: bool
    hides_users: bool
    access_s: int
    id_s: int
    refresh_s: int


@dataclass(frozen=True, slots=True)
class User:
    """One user as stored; `username` is the `sub`, sign-in is by e-mail."""

    username: str
    password: str
    status: str
    enabled: bool
    attributes: Mapping[str, str]
    groups: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether the user may sign in."""
        return self.status == "CONFIRMED"


def client(client_id: str) -> Client:
    """Return an app client.

    Raises:
        CognitoFailure: when no pool has it.
    """
    for pool in _backend().user_pools.values():
        if client_id in pool.clients:
            return _client(client_id, pool.id, pool.clients[client_id].extended_config)
    raise CognitoFailure("ResourceNotFoundException", f"User pool client {client_id} does not exist.")


def _client(client_id: str, pool_id: str, config: Mapping[str, Any]) -> Client:
    units = config.get("TokenValidityUnits") or {}

    def lifetime(kind: str, default: int, unit: str) -> int:
        return int(config.get(f"{kind}TokenValidity") or default) * UNIT_S[units.get(f"{kind}Token", unit)]

    return Client(
        client_id,
        pool_id,
        frozenset(config.get("ExplicitAuthFlows") or ()),
        rotates=(config.get("RefreshTokenRotation") or {}).get("Feature") == "ENABLED",
        hides_users=config.get("PreventUserExistenceErrors") == "ENABLED",
        access_s=lifetime("Access", 1, "hours"),
        id_s=lifetime("Id", 1, "hours"),
        refresh_s=lifetime("Refresh", 30, "days"),
    )


def find(pool_id: str, username: str) -> User | None:
    """Return the user of that e-mail address or `sub`, or None."""
    stored = _stored(pool_id, username)
    if stored is None:
        return None
    return User(
        stored.username,
        stored.password or "",
        str(getattr(stored.status, "value", stored.status)),
        stored.enabled,
        dict(stored.attribute_lookup),
        tuple(sorted(group.group_name for group in stored.groups)),
    )


def check_password(password: str) -> None:
    """Hold a new password against the pool's policy.

    Raises:
        CognitoFailure: when it is too weak.
    """
    lack = weakness(password)
    if lack:
        message = f"Password did not conform with policy: {lack}"
        raise CognitoFailure("InvalidPasswordException", message)


def new_username() -> str:
    """Return the `sub` of a user to come."""
    return str(uuid4())


def add(pool_id: str, username: str, password: str, attributes: Mapping[str, str]) -> None:
    """Store a new, unconfirmed user."""
    pairs = [{"Name": name, "Value": value} for name, value in attributes.items() if name != "sub"]
    user = CognitoIdpUser(pool_id, username, password, UserStatus.UNCONFIRMED, pairs)
    user.id = username
    user.update_attributes([{"Name": "sub", "Value": username}])
    _backend().user_pools[pool_id].users[username] = user


def confirm(pool_id: str, username: str) -> None:
    """Mark a user as confirmed, the e-mail address as verified."""
    stored = _require(pool_id, username)
    stored.status = UserStatus.CONFIRMED
    stored.update_attributes([{"Name": "email_verified", "Value": "true"}])


def set_password(pool_id: str, username: str, password: str) -> None:
    """Replace a user's password after checking it against the policy."""
    check_password(password)
    _require(pool_id, username).password = password


def require_email(username: str) -> str:
    """Return the address a user signs up with.

    Raises:
        CognitoFailure: when it is none.
    """
    name, at, domain = username.partition("@")
    if not (name and at and "." in domain) or any(c.isspace() for c in username):
        raise invalid_parameter("Username should be an email.")
    return username


def _require(pool_id: str, username: str) -> CognitoIdpUser:
    stored = _stored(pool_id, username)
    if stored is None:
        raise not_authorized()
    return stored


def _stored(pool_id: str, username: str) -> CognitoIdpUser | None:
    pool = _backend().user_pools.get(pool_id)
    if pool is None:
        raise CognitoFailure("ResourceNotFoundException", f"User pool {pool_id} does not exist.")
    by_email = (user for user in pool.users.values() if user.attribute_lookup.get("email") == username)
    return pool.users.get(username) or next(by_email, None)


def _backend() -> CognitoIdpBackend:
    return cognitoidp_backends[ACCOUNT][REGION]
