from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from orchestrator.drawings.bulk import ComponentReview
from orchestrator.drawings.legend import EntryChange
from orchestrator.drawings.reviews import ComponentChange, NewComponent
from orchestrator.drawings.routes.find import Example
from orchestrator.drawings.uploads import NewDrawing
from orchestrator.projects.models import ProjectChange, ProjectFields

BOX = [100.0, 60, 24.0, 24]
COMPONENT = {"page": 1, "class": "fuse", "bbox": BOX}
EXAMPLE = {"page": 1, "bbox": BOX}
BODIES: list[tuple[type[BaseModel], dict[str, object], str]] = [
    (ProjectFields, {"name": "A"}, "budget"),
    (ProjectFields, {"name": "A"}, "estimated_hours"),
    (ProjectChange, {}, "budget"),
    (NewDrawing, {"filename": "a.pdf"}, "size_bytes"),
    (NewComponent, COMPONENT, "page"),
    (NewComponent, COMPONENT, "rotation"),
    (ComponentReview, {"component_id": "c", "change": {"status": "accepted"}}, "version"),
    (Example, EXAMPLE, "page"),
    (Example, EXAMPLE, "from_page"),
    (Example, EXAMPLE, "scale"),
]
BOXES: list[tuple[type[BaseModel], dict[str, object]]] = [
    (NewComponent, COMPONENT),
    (ComponentChange, {}),
    (EntryChange, {}),
    (Example, EXAMPLE),
]


@pytest.mark.parametrize(("body", "others", "field"), BODIES)
def test_a_number_of_a_body_is_a_number_and_nothing_that_reads_as_one(
    body: type[BaseModel], others: dict[str, object], field: str
) -> None:
    for value in (2, 2.0):
        assert getattr(body.model_validate({**others, field: value}), field) == 2
    for other in (True, False, "2", "2.0"):
        with pytest.raises(ValidationError, match=field):
            body.model_validate({**others, field: other})


@pytest.mark.parametrize(("body", "others"), BOXES)
def test_a_box_of_a_body_is_of_numbers(body: type[BaseModel], others: dict[str, object]) -> None:
    body.model_validate({**others, "bbox": BOX})
    for value in (True, "24"):
        for place in range(4):
            with pytest.raises(ValidationError, match="bbox"):
                body.model_validate({**others, "bbox": [*BOX[:place], value, *BOX[place + 1 :]]})


def test_a_day_is_written_as_a_day() -> None:
    assert (
        str(ProjectFields.model_validate({"name": "A", "start_date": "2026-03-31"}).start_date)
        == "2026-03-31"
    )
    assert ProjectFields(name="A", start_date=None).start_date is None
    for value in (0, False, "0", "86400", "2026-03-31T00:00:00", "2026-02-30"):
        with pytest.raises(ValidationError, match="start_date"):
            ProjectFields.model_validate({"name": "A", "start_date": value})


def test_yes_is_not_true() -> None:
    for value in ("yes", 1, "true"):
        with pytest.raises(ValidationError, match="in_cloud"):
            NewComponent.model_validate({**COMPONENT, "in_cloud": value})
