"""What is made for a caller while the drawing is deleted."""

from __future__ import annotations

import pytest

from orchestrator.drawings.removal import remove
from orchestrator.projects.activity import SYSTEM
from orchestrator.storage import keys
from orchestrator.storage.files import Files
from tests.functions.drawings.api import Api
from tests.orchestrator.drawings.test_removal import meanwhile


@pytest.mark.parametrize(
    ("asked", "step"), [("pages/1/image?size=small", "replace"), ("exports/csv", "write")]
)
def test_what_is_made_at_the_moment_of_the_deletion_does_not_stay(
    api: Api, monkeypatch: pytest.MonkeyPatch, asked: str, step: str
) -> None:
    drawing = api.analyzed()
    store = api.pipeline.store
    stored = store.drawing("p1", drawing.rsplit("/", 1)[-1])
    meanwhile(monkeypatch, Files, step, lambda: remove(store, stored, SYSTEM))
    answer = api("GET", f"{drawing}/{asked}")
    assert (answer.status, answer.body["detail"]) == (404, "This drawing has just been deleted.")
    assert list(store.files.keys(keys.results("p1", stored.id))) == []
