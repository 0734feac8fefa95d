"""What schedules list is compared with what is drawn, and each difference has its reason."""

from __future__ import annotations

import pytest

from orchestrator.components import Component, PageComponents
from orchestrator.drawings.schedules import listable, schedules_from
from orchestrator.errors import Conflict
from orchestrator.schedules import Schedule, ScheduleKind, ScheduleRow


def schedule(kind: ScheduleKind, *rows: dict[str, str], name: str | None = None) -> Schedule:
    listed = tuple(ScheduleRow(cells=row, bbox=(0, 0, 1, 1)) for row in rows)
    return Schedule(
        id=kind, page=1, kind=kind, name=name, bbox=(0, 0, 1, 1), columns=(), rows=listed, confidence=1
    )


def drawn(class_name: str, **fields: object) -> Component:
    fixed = {"id": "a", "page": 1, "bbox": (0, 0, 1, 1), "confidence": 0.9, "band": "high"}
    return Component.model_validate(fixed | {"class_name": class_name} | fields)


def differences(listed: Schedule, *components: Component) -> list[tuple[str, str, int | None, int]]:
    page = PageComponents(
        page=1, width_pt=9, height_pt=9, model_version="1", components=components, schedules=(listed,)
    )
    found = schedules_from([page])
    assert found.schedules == (listed,)
    assert all(difference.detail.endswith(".") for difference in found.differences)
    return [(d.key, d.reason, d.listed, d.drawn) for d in found.differences]


def test_fixtures_are_counted_by_the_mark_they_carry() -> None:
    rows = (
        {"mark": m, "quantity": q} for m, q in (("A", "2"), ("B", "1"), ("C", "4"), ("D", ""), ("E", "2"))
    )
    lights = [
        *(drawn("luminaire", tag="A"), drawn("linear_luminaire", text="a 32W")),
        *(drawn("exit_sign", tag="B"), drawn("exit_sign", tag="B"), drawn("luminaire", tag="E")),
        *(
            drawn("luminaire", tag="X"),
            drawn("motor", tag="C"),
            drawn("luminaire", tag="C", status="rejected"),
        ),
    ]
    assert differences(schedule("fixture", *rows), *lights) == [
        ("B", "more_drawn", 1, 2),
        ("C", "not_drawn", 4, 0),
        ("D", "not_drawn", None, 0),
        ("E", "fewer_drawn", 2, 1),
        ("X", "not_listed", None, 1),
    ]


def test_circuits_are_compared_with_those_that_components_name() -> None:
    rows = ({"circuit": "1", "description": "LIGHTS"}, {"circuit": "2", "description": "SPARE"})
    more = ({"circuit": "3,5", "description": "HEATER"}, {"circuit": "4", "description": "Space"})
    listed = schedule("panel", *rows, *more, name="LP-1")
    on = [drawn("receptacle", attributes={"panel": "LP-1", "circuit": n}) for n in ("1", "2", "5; 9", "7")]
    on[2] = drawn("receptacle", attributes={"panel": "LP-1", "circuit": "5, 9"})
    elsewhere = drawn("receptacle", attributes={"panel": "LP-2", "circuit": "3"})
    assert differences(listed, *on, elsewhere) == [
        ("LP-1/2", "spare_in_use", 0, 1),
        ("LP-1/3", "not_drawn", None, 0),
        ("LP-1/7", "not_listed", None, 1),
        ("LP-1/9", "not_listed", None, 1),
    ]
    assert differences(listed.model_copy(update={"name": None}), *on) == []


def test_the_ends_of_cables_are_looked_for_by_their_tags() -> None:
    listed = schedule(
        "cable", {"cable": "C1", "from": "MCC-1", "to": "P-1"}, {"cable": "C2", "from": "MCC-1"}
    )
    assert differences(listed, drawn("motor", tag="P-1")) == [("MCC-1", "not_drawn", 2, 0)]


def test_only_what_a_schedule_can_list_is_held_and_no_more_of_it_than_is_said() -> None:
    plain, tagged, light = drawn("fuse"), drawn("motor", tag="M-1"), drawn("luminaire")
    page = PageComponents(
        page=1, width_pt=1, height_pt=1, model_version="1", components=(plain, tagged, light)
    )
    (held,) = listable([page], most=2)
    assert held.components == (tagged, light)
    with pytest.raises(Conflict, match="at most 1 components"):
        list(listable([page], most=1))
