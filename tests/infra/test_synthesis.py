"""The real synthesis, as `cdk synth` runs it: layers are built, cdk-nag and cfn-lint find nothing, handlers import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.config import DEV
from tests.infra.cloud import STACKS, Cloud, spelled
from tests.infra.conftest import REPOSITORY, context, synthesized

pytestmark = [pytest.mark.synth, pytest.mark.slow]
UNZIPPED_LIMIT_BYTES = 250 * 1024 * 1024
RUNTIME_HAS = ("boto3", "botocore", "s3transfer", "dateutil", "urllib3", "six.py", "jmespath")
HEAVY = {"boto3", "pymupdf", "numpy", "onnxruntime"}
"""What a function that answers the API must not load before its first event."""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Cloud:
    """`prod`, from the app in its own process, with neither Docker nor credentials in reach."""
    folder = tmp_path_factory.mktemp("synthesized")
    passed = json.dumps(context() | {"stage": "prod"})
    unlike_here = {"CDK_OUTDIR": str(folder), "CDK_CONTEXT_JSON": passed, "CDK_DOCKER": "there-is-no-docker"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    done = subprocess.run(  # our own app
        [sys.executable, "-m", "infra.app"],
        cwd=REPOSITORY,
        env=environment | unlike_here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Cloud(folder)


def layers(cloud: Cloud) -> dict[str, Path]:
    """Return where each layer was built, by its logical id without the hash."""
    return {
        name[:-8]: cloud.folder / f"asset.{properties['Content']['S3Key'].removesuffix('.zip')}"
        for name, properties in cloud.of_type("AWS::Lambda::LayerVersion").items()
    }


def test_cdk_nag_finds_nothing_that_is_not_accepted_with_a_reason(production: Cloud) -> None:
    report = json.loads((production.folder / "validation-report.json").read_text())
    assert report["pluginReports"] == []


def test_cfn_lint_finds_nothing(production: Cloud) -> None:
    templates = [str(production.folder / f"{name}.template.json") for name in STACKS]
    lint = [str(Path(sys.executable).parent / "cfn-lint"), "--ignore-checks", "W3005", "--", *templates]
    done = subprocess.run(lint, capture_output=True, text=True, check=False)  # noqa: S603  # our own templates
    assert done.returncode == 0, done.stdout


def test_the_layers_of_a_function_stay_below_what_lambda_unpacks(production: Cloud) -> None:
    size = sum(f.stat().st_size for folder in layers(production).values() for f in folder.rglob("*"))
    assert size < UNZIPPED_LIMIT_BYTES / 2


def test_every_module_of_a_layer_comes_with_its_bytecode(production: Cloud) -> None:
    for folder in layers(production).values():
        modules = {f.with_suffix("") for f in folder.rglob("*.py")}
        compiled = {f.parent.parent / f.name.split(".")[0] for f in folder.rglob("*.cpython-313.pyc")}
        assert modules, folder
        assert modules == compiled


def test_layers_hold_no_caches_and_no_scripts(production: Cloud) -> None:
    for folder in layers(production).values():
        assert {entry.name for entry in folder.iterdir()} == {"python"}
        assert not (folder / "python" / "bin").exists()
        assert not list(folder.rglob(".mypy_cache"))


@pytest.mark.parametrize(
    "name", ["auth_hooks", "authorizer", "sessions", "projects", "drawings", "extraction"]
)
def test_a_handler_imports_with_its_layers_and_the_runtime_alone(
    production: Cloud, name: str, tmp_path: Path
) -> None:
    function = production.functions[name]
    runtime = tmp_path / "runtime"
    runtime.mkdir()
    for package in RUNTIME_HAS:
        (runtime / package).symlink_to(Path(pytest.__file__).parents[1] / package)
    code = production.folder / f"asset.{function['Code']['S3Key'].removesuffix('.zip')}"
    needed = [layers(production)[reference["Ref"][:-8]] / "python" for reference in function["Layers"]]
    variables = {k: spelled(v) for k, v in function["Environment"]["Variables"].items()}
    variables["ISSUER"] = "https://issuer.example"
    place = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_LAMBDA_FUNCTION_NAME": name}
    path = os.pathsep.join(map(str, [code, *needed, runtime]))
    check = "import handler, sys; assert callable(handler.handler); print(*sys.modules)"
    done = subprocess.run(  # noqa: S603  # our own handler
        [sys.executable, "-S", "-P", "-c", check],
        env=variables | place | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert name == "extraction" or not HEAVY & set(done.stdout.split())


def test_the_image_is_built_from_what_it_needs_and_nothing_else(production: Cloud) -> None:
    assets = json.loads((production.folder / "Processing.assets.json").read_text())["dockerImages"]
    (image,) = assets.values()
    context_folder = production.folder / image["source"]["directory"]
    assert image["source"]["dockerFile"] == "functions/recognition/Dockerfile"
    assert image["source"]["platform"] == "linux/amd64"
    inside = {f.relative_to(context_folder).parts[:2] for f in context_folder.rglob("*") if f.is_file()}
    assert inside == {("functions", "recognition"), ("layers", "shared")}
    assert not [f for f in context_folder.rglob("*") if f.suffix == ".pyc"]


def test_synthesizing_again_changes_nothing(stages: dict[str, Cloud], tmp_path: Path) -> None:
    """What `cdk diff` would say of an unchanged checkout."""
    assert synthesized(DEV, tmp_path).templates == stages["dev"].templates
