"""Packaging: what a machine lacks is said in a sentence, and what cannot be built is not half built."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest

from infra import packaging
from infra.config import stage_named
from infra.function import environment
from orchestrator import settings
from orchestrator.settings import DrawingsSettings, ProjectsSettings

UNCHECKED_HASH = 0b01


def test_bytecode_is_valid_whatever_the_time_stamps_of_a_zip_say(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("VALUE = 1\n")
    packaging.compile_bytecode(tmp_path)
    (compiled,) = tmp_path.rglob("*.cpython-313.pyc")
    (flags,) = struct.unpack("<I", compiled.read_bytes()[4:8])
    assert flags == UNCHECKED_HASH


def test_bytecode_names_the_place_where_the_layer_will_lie(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("VALUE = 1\n")
    packaging.compile_bytecode(tmp_path)
    (compiled,) = tmp_path.rglob("*.cpython-313.pyc")
    assert b"/opt/python/module.py" in compiled.read_bytes()


def test_a_wheel_whose_hash_is_another_is_not_installed(tmp_path: Path) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text(f"six==1.17.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(packaging.PackagingFailed, match="pip install"):
        packaging.install_wheels(requirements, tmp_path / "python", packaging.PLATFORMS["x86_64"])


def test_a_machine_without_uv_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(packaging.PackagingFailed, match="make setup"):
        packaging.install_wheels(tmp_path / "requirements.txt", tmp_path, "x86_64-manylinux_2_28")


def test_a_machine_without_lambdas_python_is_told_which_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 11, 0))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(packaging.PackagingFailed, match=r"Python 3\.13 is needed"):
        packaging.compile_bytecode(tmp_path)


def test_locked_requirements_name_no_host() -> None:
    repository = packaging.REPOSITORY
    locked = [*repository.glob("layers/*/requirements.txt"), *repository.glob("functions/*/requirements.txt")]
    assert len(locked) > 3
    for path in [*locked, repository / "package-lock.json"]:
        assert "://" not in path.read_text(), path


def test_the_layer_leaves_boto3_to_the_runtime() -> None:
    names = (packaging.LAYERS / "dependencies" / "requirements.txt").read_text()
    assert not {"boto3", "botocore", "s3transfer"} & {line.split("==")[0] for line in names.splitlines()}


def test_settings_survive_the_way_through_the_environment() -> None:
    wanted = DrawingsSettings(
        table_name="t",
        bucket_name="b",
        uploads_queue_url="q",
        recognition_function="r",
        allowed_origins=("https://a.example", "https://b.example"),
        max_file_bytes=5,
    )
    assert settings.read(DrawingsSettings, environment(wanted)) == wanted
    nothing_allowed = ProjectsSettings(table_name="t")
    assert settings.read(ProjectsSettings, environment(nothing_allowed)) == nothing_allowed


def test_an_unknown_stage_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no stage 'test'.*dev.*prod"):
        stage_named("test")
