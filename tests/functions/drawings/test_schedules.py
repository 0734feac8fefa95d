"""The schedules of a drawing through the API."""

from __future__ import annotations

from benchmarks.schedules import sheet
from tests.functions.drawings.api import DRAWINGS, Api
from tests.orchestrator.drawings.pipeline import component


def test_a_drawings_schedules_are_read_and_compared_with_what_is_drawn(api: Api) -> None:
    drawn = sheet("fixture", 100, ruled=True)
    mark = drawn.rows[0]["mark"]
    light = component(1, 1, "luminaire").model_copy(update={"tag": mark})
    api.pipeline.networks.found = {1: (light,)}
    uploaded = api.pipeline.upload(drawn.pdf)
    api.pipeline.settle()
    answer = api("GET", f"{DRAWINGS}/{uploaded.id}/schedules")
    (schedule,) = answer.body["schedules"]
    assert (schedule["kind"], len(schedule["rows"])) == ("fixture", len(drawn.rows))
    assert [row["cells"] for row in schedule["rows"]] == list(drawn.rows)
    found = {difference["key"]: difference["drawn"] for difference in answer.body["differences"]}
    assert set(found.values()) <= {0, 1}
    assert len(found) >= len(drawn.rows) - 1


def test_a_drawing_that_is_not_analysed_has_none_yet(api: Api) -> None:
    drawing = api.pipeline.upload(sheet("fixture", 100, ruled=True).pdf)
    assert api("GET", f"{DRAWINGS}/{drawing.id}/schedules").status == 409
