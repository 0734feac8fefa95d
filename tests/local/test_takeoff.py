"""A takeoff on a stack of its own: nothing that it asks for is left out before."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.environment import storage_environment
from local.settings import LocalSettings
from local.submission import Job
from local.takeoff import settings_for


@pytest.mark.parametrize(("asked", "stored"), [(0.2, "0.2"), (0.5, "0.5"), (0.9, "0.5")])
def test_recognition_stores_what_a_takeoff_asks_for(asked: float, stored: str) -> None:
    job = Job((Path("sheet.pdf"),), Path("out"), asked)
    settings = settings_for(job, LocalSettings(api_port=8000, min_confidence=0.5))
    assert settings.api_port == 0
    assert storage_environment("http://127.0.0.1:9", settings)["MIN_CONFIDENCE"] == stored
