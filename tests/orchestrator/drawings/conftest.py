"""The pipeline, for every test of a drawing's life."""

from __future__ import annotations

import pytest

from tests.conftest import Aws
from tests.orchestrator.drawings.pipeline import Pipeline
from tests.orchestrator.drawings.remembered import remember_children


@pytest.fixture(autouse=True)
def _children(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each PDF once, in this process; the real child has its own tests in `tests/orchestrator/extraction`."""
    remember_children(monkeypatch)


@pytest.fixture
def pipeline(aws: Aws) -> Pipeline:
    """An empty deployment with project `p1`."""
    return Pipeline(aws)
