"""Every rule about a project's fields."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from orchestrator.projects.models import ProjectChange, ProjectFields

GOOD: list[dict[str, object]] = [
    {"name": "x" * 200},
    {"name": "Käse & Söhne – Umbau №4"},
    {"description": "line one\nline two"},
    {"description": ""},
    {"budget": 0},
    {"budget": 1234.56},
    {"start_date": "2026-01-01", "target_completion_date": "2026-01-01"},
    {"settings": {"units": "imperial", "nested": {"a": [1, None, True]}}},
    {"status": "on_hold", "priority": "critical", "project_type": "upgrade"},
]
BAD: list[tuple[dict[str, object], str]] = [
    ({"name": ""}, "name"),
    ({"name": "   "}, "name"),
    ({"name": "x" * 201}, "name"),
    ({"name": "a\nb"}, "name"),
    ({"name": "a\u0000b"}, "name"),
    ({"name": "a\u2028b"}, "name"),
    ({"name": "<b>bold"}, "name"),
    ({"name": None}, "name"),
    ({"name": 5}, "name"),
    ({"description": "x" * 1001}, "description"),
    ({"description": "bell \u0007"}, "description"),
    ({"client_name": ""}, "client_name"),
    ({"location": "a\tb"}, "location"),
    ({"contract_number": "x" * 201}, "contract_number"),
    ({"budget": -0.01}, "budget"),
    ({"budget": 0.001}, "budget"),
    ({"budget": float("inf")}, "budget"),
    ({"budget": 1e300}, "budget"),
    ({"estimated_hours": -1}, "estimated_hours"),
    ({"start_date": "2026-02-30"}, "start_date"),
    ({"project_type": "other"}, "project_type"),
    ({"priority": "urgent"}, "priority"),
    ({"status": "archived"}, "status"),
    ({"settings": []}, "settings"),
    ({"settings": {"a": "x" * 8200}}, "settings"),
    ({"settings": {"a": float("inf")}}, "settings"),
    ({"colour": "red"}, "colour"),
]


@pytest.mark.parametrize("fields", GOOD)
def test_what_the_contract_allows_is_taken(fields: dict[str, object]) -> None:
    ProjectFields.model_validate({"name": "A"} | fields)


@pytest.mark.parametrize(("fields", "wrong"), BAD)
def test_what_it_does_not_allow_is_refused_by_field(fields: dict[str, object], wrong: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ProjectFields.model_validate({"name": "A"} | fields)
    assert [error["loc"][0] for error in caught.value.errors()] == [wrong]


def test_a_name_is_trimmed() -> None:
    assert ProjectFields(name="  Substation 4 ").name == "Substation 4"


@pytest.mark.parametrize("model", [ProjectFields, ProjectChange])
def test_a_project_does_not_end_before_it_starts(model: type[ProjectFields]) -> None:
    with pytest.raises(ValidationError, match="start_date must not be after"):
        model.model_validate(
            {"name": "A", "start_date": "2026-01-02", "target_completion_date": "2026-01-01"}
        )


def test_a_change_of_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least one field"):
        ProjectChange.model_validate({})
