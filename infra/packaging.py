"""Builds the layers on this machine, without Docker: third-party wheels and our own package, with bytecode.

Bytecode is compiled `unchecked-hash`: Lambda's zips carry timestamps of 1980, so ordinary .pyc files never match
their source, and every cold start would compile what it imports (PyMuPDF: 1.2 s instead of 0.11 s).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import aws_cdk as cdk
import jsii
from aws_cdk import aws_lambda as lambda_

from infra.config import Architecture

REPOSITORY: Final = Path(__file__).resolve().parent.parent
LAYERS: Final = REPOSITORY / "layers"
PYTHON: Final = "3.13"
PLATFORMS: Final[dict[Architecture, str]] = {
    "x86_64": "x86_64-manylinux_2_28",
    "arm64": "aarch64-manylinux_2_28",
}
"""Wheels that run on Amazon Linux 2023 (glibc 2.34); numpy and cryptography ship no older ones."""
CACHES: Final = ("__pycache__", ".mypy_cache", ".ruff_cache", "*.pyc")
_BUILD: Final = 1
"""Part of every layer's identity: raise it when this file comes to build something else of the same sources."""


class PackagingFailed(RuntimeError):
    """A layer cannot be built on this machine; the message says what is missing."""


def third_party_layer(name: str, architecture: Architecture) -> lambda_.Code:
    """Return a layer of the wheels that `layers/<name>/requirements.txt` pins."""
    platform = PLATFORMS[architecture]
    return _built(LAYERS / name, _Wheels(LAYERS / name / "requirements.txt", platform), platform)


def own_layer() -> lambda_.Code:
    """Return the layer of our own package."""
    source = LAYERS / "shared"
    return _built(source, _Copy(source / "python"), "any")


def _built(source: Path, builder: object, platform: str) -> lambda_.Code:
    return lambda_.Code.from_asset(
        str(source),
        exclude=list(CACHES),
        bundling=cdk.BundlingOptions(
            image=cdk.DockerImage.from_registry("never-used"),
            local=builder,  # type: ignore[arg-type]  # jsii implements interfaces by decorator
            command=[PYTHON, platform, str(_BUILD)],  # never run: it makes them part of the asset's hash
        ),
    )


@jsii.implements(cdk.ILocalBundling)
class _Wheels:
    """Installs hash-pinned wheels for Lambda's platform, whatever this machine's is."""

    def __init__(self, requirements: Path, platform: str) -> None:
        self._requirements, self._platform = requirements, platform

    def try_bundle(self, output_dir: str, *, image: cdk.DockerImage, **_: object) -> bool:
        """Fill `output_dir/python`."""
        install_wheels(self._requirements, Path(output_dir, "python"), self._platform)
        compile_bytecode(Path(output_dir, "python"))
        return True


@jsii.implements(cdk.ILocalBundling)
class _Copy:
    """Copies our own package."""

    def __init__(self, source: Path) -> None:
        self._source = source

    def try_bundle(self, output_dir: str, *, image: cdk.DockerImage, **_: object) -> bool:
        """Fill `output_dir/python`."""
        copied = Path(output_dir, "python")
        shutil.copytree(self._source, copied, ignore=shutil.ignore_patterns(*CACHES))
        compile_bytecode(copied)
        return True


def install_wheels(requirements: Path, target: Path, platform: str) -> None:
    """Install the wheels that a file of hash-pinned requirements names.

    Raises:
        PackagingFailed: when uv is missing or an installation fails.
    """
    options = f"--quiet --python-version {PYTHON} --python-platform {platform} --only-binary :all:"
    exactly = ["--no-deps", "--require-hashes", "--link-mode", "copy", "--python", sys.executable]
    files = ["--target", str(target), "--requirements", str(requirements)]
    _run([_uv(), "pip", "install", *options.split(), *exactly, *files])
    for leftover in (target / "bin", target / ".lock"):  # command-line scripts; uv's own lock
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)


def compile_bytecode(folder: Path) -> None:
    """Compile every module in `folder`, which will lie at `/opt/python`, for Lambda's Python.

    Raises:
        PackagingFailed: when there is no Python of Lambda's version: another one's bytecode would be ignored.
    """
    options = ["-q", "-f", "-j", "0", "--invalidation-mode", "unchecked-hash"]
    _run([_python(), "-m", "compileall", *options, "-s", str(folder), "-p", "/opt/python", str(folder)])


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own words
    except subprocess.CalledProcessError as error:
        raise PackagingFailed(f"{' '.join(command[:4])} failed:\n{error.stdout}{error.stderr}") from error


def _uv() -> str:
    beside = Path(sys.executable).parent / "uv"
    found = str(beside) if beside.is_file() else shutil.which("uv")
    if found is None:
        raise PackagingFailed("uv is needed to build the layers: run `make setup`, which puts it into .venv.")
    return found


def _python() -> str:
    if sys.version_info[:2] == tuple(int(part) for part in PYTHON.split(".")):
        return sys.executable
    found = shutil.which(f"python{PYTHON}")
    if found is None:
        raise PackagingFailed(f"Python {PYTHON} is needed to compile the layers' bytecode; install it.")
    return found
