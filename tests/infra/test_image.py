"""The recognition image, built by the steps of its own Dockerfile, without Docker."""

from __future__ import annotations

import json
import platform
import struct
from pathlib import Path

import pytest

from infra.config import PROD, Architecture
from infra.packaging import REPOSITORY
from orchestrator.recognition import pinned
from tests.infra.cloud import Cloud
from tests.infra.dockerfile import Built, follow, instructions

pytestmark = [pytest.mark.slow, pytest.mark.model]
DOCKERFILE = REPOSITORY / "functions/recognition/Dockerfile"
HERE: Architecture = "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
RUNTIME_HAS = ("boto3", "botocore", "s3transfer", "dateutil", "urllib3", "six.py", "jmespath")
LARGEST_BYTES = 300 * 1024 * 1024
UNCHECKED_HASH = 0b01


@pytest.fixture(scope="session")  # a module's would be made anew for each stage
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the base image has beside Python."""
    folder = tmp_path_factory.mktemp("runtime")
    for package in RUNTIME_HAS:
        (folder / package).symlink_to(Path(pytest.__file__).parents[1] / package)
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, runtime: Path) -> Built:
    return follow(DOCKERFILE, REPOSITORY, tmp_path_factory.mktemp("image"), runtime, HERE)


def test_the_image_holds_the_function_and_its_model_and_stays_small(built: Built) -> None:
    inside = {entry.name for entry in built.task.iterdir()}
    assert {"functions", "orchestrator", "model", "numpy", "onnxruntime"} <= inside
    assert not {"torch", "pymupdf", "aws_cdk", "pytest"} & inside
    assert {f.name for f in (built.task / "model").iterdir() if f.suffix == ".onnx"} == set(pinned.SHA256)
    assert built.size_bytes < LARGEST_BYTES


def test_the_image_runs_as_nobody_and_starts_the_handler(built: Built) -> None:
    assert built.user not in {"root", "0"}
    module, _, function = built.command.rpartition(".")
    assert (built.task / f"{module.replace('.', '/')}.py").is_file()
    assert function == "handler"


def test_byte_code_holds_whatever_the_times_of_the_files(built: Built) -> None:
    (compiled,) = (built.task / "functions/recognition/__pycache__").glob("handler.*.pyc")
    (flags,) = struct.unpack("<I", compiled.read_bytes()[4:8])
    assert flags == UNCHECKED_HASH


def test_the_base_image_can_be_pinned_by_its_digest(cloud: Cloud, built: Built) -> None:
    assert built.base == PROD.base_image
    bases = [argument for name, argument in instructions(DOCKERFILE.read_text()) if name == "FROM"]
    assert all(base.startswith("${BASE}") for base in bases)
    (image,) = json.loads((cloud.folder / "Processing.assets.json").read_text())["dockerImages"].values()
    assert image["source"]["dockerBuildArgs"] == {"BASE": PROD.base_image}
