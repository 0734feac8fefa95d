"""The pipeline, for every test of a drawing's life."""

from __future__ import annotations

import pytest

from tests.conftest import Aws
from tests.orchestrator.drawings.pipeline import Pipeline


@pytest.fixture
def pipeline(aws: Aws) -> Pipeline:
    """An empty deployment with project `p1`."""
    return Pipeline(aws)
