"""One synthesis of both stages for all tests of the cloud: CDK's Node process takes seconds to start."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.infra.cloud import Cloud

if TYPE_CHECKING:
    from infra.config import Stage

REPOSITORY = Path(__file__).resolve().parents[2]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("infra"))


def context() -> dict[str, object]:
    """Return what cdk.json tells the command line to pass, which `cdk.App()` does not read itself."""
    flags: dict[str, object] = json.loads((REPOSITORY / "cdk.json").read_text())["context"]
    return flags


def synthesized(stage: Stage, folder: Path) -> Cloud:
    """Return a stage's templates, without layers and without cdk-nag (test_synthesis.py has both)."""
    import aws_cdk as cdk  # noqa: PLC0415  # seconds that only these tests need

    from infra.app import build  # noqa: PLC0415  # as above

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CDK_VALIDATION", "false")
        app = cdk.App(context=context() | {"aws:cdk:bundling-stacks": []}, outdir=str(folder))
        build(app, stage)
        app.synth()
    return Cloud(folder)


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Cloud]:
    """The templates of every stage."""
    from infra.config import STAGES  # noqa: PLC0415  # as above

    return {name: synthesized(stage, tmp_path_factory.mktemp(name)) for name, stage in STAGES.items()}


@pytest.fixture(scope="session", params=["dev", "prod"])
def cloud(request: pytest.FixtureRequest, stages: dict[str, Cloud]) -> Cloud:
    """Each stage in turn."""
    return stages[request.param]
