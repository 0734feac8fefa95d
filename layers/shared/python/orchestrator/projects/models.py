"""A project as it is asked for, changed and shown; every rule about its fields."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date
from typing import Annotated, Final, Literal, Self, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from orchestrator.json_number import A_NUMBER
from orchestrator.permissions import Role

ProjectType = Literal["brownfield", "greenfield", "maintenance", "upgrade"]
Priority = Literal["low", "medium", "high", "critical"]
OpenStatus = Literal["draft", "active", "on_hold", "completed"]
Status = Literal["draft", "active", "on_hold", "completed", "archived"]

MAX_SETTINGS_BYTES: Final = 8_192
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def one_line(text: str) -> str:
    """Return a text of one line.

    Raises:
        ValueError: when it has control characters.
    """
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text):
        raise ValueError("must be one line without control characters")
    return text


def folded(text: str) -> str:
    """Return what two texts share that read the same: case and compatible characters are one."""
    return unicodedata.normalize("NFKC", text).casefold()


def _no_markup(text: str) -> str:
    if "<" in text or ">" in text:
        raise ValueError("must not contain < or >")
    return text


def _lines(text: str) -> str:
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\r\t" for c in text):
        raise ValueError("must not contain control characters")
    return text


def _cents(amount: float) -> float:
    if round(amount, 2) != amount:
        raise ValueError("must have at most two decimals")
    return amount


def _day(value: object) -> object:
    """Refuse what pydantic would read as a time: a number, or a text that is more or less than a day."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("day", "must be a day, like 2026-03-31")


def _small(settings: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if len(json.dumps(settings, allow_nan=False)) > MAX_SETTINGS_BYTES:
        raise ValueError(f"must be at most {MAX_SETTINGS_BYTES} bytes as JSON")
    return settings


def _without_defaults(schema: JsonDict) -> None:
    """Take the defaults out of a change's schema: what is absent stays as it is stored."""
    for field in cast("dict[str, JsonDict]", schema["properties"]).values():
        field.pop("default", None)


_Stripped = StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
Name = Annotated[str, _Stripped, AfterValidator(one_line), AfterValidator(_no_markup)]
Line = Annotated[str, _Stripped, AfterValidator(one_line)]
Description = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(_lines)
]
Amount = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False), AfterValidator(_cents), A_NUMBER]
Day = Annotated[date, BeforeValidator(_day)]
Settings = Annotated[dict[str, JsonValue], AfterValidator(_small)]


class ProjectFields(BaseModel):
    """What people say about a project, complete and coherent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name
    description: Description | None = None
    client_name: Line | None = None
    location: Line | None = None
    contract_number: Line | None = None
    start_date: Day | None = None
    target_completion_date: Day | None = None
    budget: Amount | None = None
    estimated_hours: Amount | None = None
    project_type: ProjectType = "brownfield"
    industry_sector: Line | None = None
    facility_type: Line | None = None
    priority: Priority = "medium"
    status: OpenStatus = "draft"
    settings: Settings = Field(default_factory=dict)

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> Self:
        start, target = self.start_date, self.target_completion_date
        if start and target and start > target:
            raise ValueError("start_date must not be after target_completion_date")
        return self


class ProjectChange(ProjectFields):
    """Fields to change; an absent one stays, `null` clears an optional one."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    name: Name = ""

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("name at least one field to change")
        return self


class Project(BaseModel):
    """A project as it is stored and shown; `version` counts its changes and is its ETag.

    The rules of `ProjectFields` are not applied again: a rule made stricter must not hide what is stored.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    owner_id: str
    name: str
    description: str | None = None
    client_name: str | None = None
    location: str | None = None
    contract_number: str | None = None
    start_date: date | None = None
    target_completion_date: date | None = None
    budget: float | None = None
    estimated_hours: float | None = None
    project_type: ProjectType
    industry_sector: str | None = None
    facility_type: str | None = None
    priority: Priority
    status: Status
    settings: dict[str, JsonValue] = Field(default_factory=dict)
    created_at: str
    updated_at: str
    archived_at: str | None = None
    archived_from: OpenStatus | None = None
    version: int


class Member(BaseModel):
    """Who works on a project, and in which role."""

    model_config = ConfigDict(frozen=True)

    user_id: str
    email: str | None = None
    role: Role
    added_at: str
    added_by: str
    version: int


class NewMember(BaseModel):
    """Whom to add, and in which role."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user_id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128)]
    role: Role


class MemberChange(BaseModel):
    """The role to give a member."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role


class Event(BaseModel):
    """One line of a project's activity: who did what to what, when, and what changed."""

    model_config = ConfigDict(frozen=True)

    id: str
    at: str
    actor_id: str
    actor_email: str | None = None
    action: str
    subject_id: str
    changes: dict[str, JsonValue] = Field(default_factory=dict)
