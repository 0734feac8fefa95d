"""What the API answers is what its OpenAPI document says, whatever is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orchestrator import routes
from tests.local.conformance import target

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("conformance")]


def test_made_up_requests_meet_no_failure_no_unnamed_status_and_no_answer_out_of_shape(
    tmp_path: Path,
) -> None:
    with target() as running:
        done = running.examine(
            tmp_path, "--phases", "fuzzing,stateful", "--max-examples", "2", "--seed", "1", "--no-shrink"
        )
    assert done.returncode == 0, done.stdout + done.stderr
    paths = json.loads(routes.DOCUMENT.read_text(encoding="utf-8"))["paths"].values()
    operations = sum(map(len, paths))
    assert f"{operations - 1} selected / {operations} total" in done.stdout
