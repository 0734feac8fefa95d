"""What the session routes take and give."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints
from pydantic_core import PydanticCustomError

from orchestrator.identity.passwords import MAX_LENGTH, MIN_LENGTH, weakness
from orchestrator.permissions import Permission, Role

CODE_LENGTH: Final = 6
MAX_ADDRESS_CHARS: Final = 128  # Cognito's limit for what somebody signs in with
_FORBIDDEN_IN_NAMES: Final = frozenset("<>")
_JOINING: Final = frozenset({"\u200c", "\u200d", *map(chr, range(0xE0020, 0xE0080))})
"""Not printable by themselves, but letters of many scripts and the parts of emoji are joined by them."""


def _address(value: str) -> str:
    local, _, domain = value.rpartition("@")
    plain = value.isprintable() and not any(c.isspace() or c in '<>(),;:\\"' for c in value)
    if not (plain and local and "@" not in local and "." in domain.strip(".") and ".." not in domain):
        raise PydanticCustomError("email", "This is not an e-mail address, like name@company.com.")
    return value


def _strong(value: SecretStr) -> SecretStr:
    lack = weakness(value.get_secret_value())
    if lack:
        raise PydanticCustomError("password", "{lack}", {"lack": lack})
    return value


def _person(value: str) -> str:
    used = set(value) - _JOINING
    if not all(map(str.isprintable, used)) or _FORBIDDEN_IN_NAMES & used:
        raise PydanticCustomError("name", "A name has no control characters and no < or >.")
    return value


def _six_digits(value: str) -> str:
    if not (len(value) == CODE_LENGTH and value.isascii() and value.isdecimal()):
        raise PydanticCustomError("code", "A code has six digits.")
    return value


Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=MAX_ADDRESS_CHARS),
    AfterValidator(_address),
    Field(json_schema_extra={"format": "email"}),
]
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_person)
]
Password = Annotated[SecretStr, Field(min_length=1, max_length=MAX_LENGTH)]
NewPassword = Annotated[
    SecretStr,
    AfterValidator(_strong),
    Field(json_schema_extra={"minLength": MIN_LENGTH, "maxLength": MAX_LENGTH}),
]
Code = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    AfterValidator(_six_digits),
    Field(json_schema_extra={"pattern": f"^[0-9]{{{CODE_LENGTH}}}$"}),
]
RefreshToken = Annotated[SecretStr, Field(min_length=1, max_length=8192)]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Registration(_Body):
    """A new account."""

    email: Email
    password: NewPassword
    name: Name


class Confirmation(_Body):
    """The code that was sent to the address."""

    email: Email
    code: Code


class Address(_Body):
    """The address of an account."""

    email: Email


class Credentials(_Body):
    """Who signs in."""

    email: Email
    password: Password


class Answer(_Body):
    """The answer to a challenge: its `session` as it was given, and the code that the authenticator app shows."""

    session: Annotated[SecretStr, Field(min_length=1, max_length=4096)]
    code: Code


class Proof(_Body):
    """A code that shows that an authenticator app has the secret."""

    code: Code


class PasswordAgain(_Body):
    """The caller's password: what is asked for is not for whoever finds an open session."""

    password: Password


class Renewal(_Body):
    """The refresh token of a session; the answer brings a new one, and this one stops working."""

    refresh_token: RefreshToken


class SignOut(_Body):
    """The session to end; without its refresh token every session of the user is ended."""

    refresh_token: RefreshToken | None = None


class PasswordReset(_Body):
    """A new password, with the code that was sent to the address."""

    email: Email
    code: Code
    password: NewPassword


class Tokens(BaseModel):
    """The tokens of a session; `expires_in` seconds is the life of the access and the id token."""

    access_token: str
    refresh_token: str
    id_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  # a kind of token, no secret
    expires_in: int


class Challenge(BaseModel):
    """The password was right, and a code of the authenticator app is asked for: answer within three minutes."""

    challenge: Literal["authenticator_code"] = "authenticator_code"
    session: str


class Authenticator(BaseModel):
    """What an authenticator app is given: the secret (base 32), and the same as an address to show as a QR code."""

    secret: str
    uri: str


class Accepted(BaseModel):
    """What happened, or would have happened if the account existed."""

    detail: str


class Me(BaseModel):
    """The caller's profile, role and permissions."""

    user_id: str
    email: str
    name: str
    role: Role
    permissions: list[Permission]
    created_at: str
