"""A Dockerfile followed without Docker: its own steps, run by this machine's shell in a clean directory.

What it cannot show: the base image's own packages and its Amazon Linux. Wheels are those of Lambda's platform.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from infra.config import Architecture
from infra.packaging import CACHES, PLATFORMS, PYTHON

TASK_ROOT: Final = "/var/task"
"""`LAMBDA_TASK_ROOT` of the base image."""
_PLACE: Final = re.compile(r"(?<![\w/.-])/(var/task|packages|tmp)\b")
_PIP: Final = "python -m pip install --no-cache-dir --disable-pip-version-check"


@dataclass(slots=True)
class Built:
    """An image: `root` is its file system, without the base image's files."""

    root: Path
    base: str
    environment: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    command: str = ""

    @property
    def task(self) -> Path:
        """Where the function's code lies."""
        return self.root / TASK_ROOT.lstrip("/")

    @property
    def size_bytes(self) -> int:
        """What the image adds to its base, unpacked."""
        return sum(f.stat().st_size for f in self.root.rglob("*") if f.is_file())


def instructions(dockerfile: str) -> Iterator[tuple[str, str]]:
    """Yield each instruction and its argument, comments left out and continued lines joined."""
    lines = [line for line in dockerfile.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if line.strip():
            instruction, _, argument = line.strip().partition(" ")
            yield instruction, argument.strip()


def follow(dockerfile: Path, context: Path, folder: Path, runtime: Path, architecture: Architecture) -> Built:
    """Build the image of a Dockerfile in a folder and return its last stage.

    Args:
        dockerfile: whose steps are followed.
        context: what COPY may copy from.
        folder: an empty one.
        runtime: packages that the base image has beside its Python, boto3 among them.
        architecture: whose wheels are installed; RUN steps that load them need this machine's.

    Raises:
        subprocess.CalledProcessError: when a step fails, as its build would.
        KeyError: when a step is of a kind that is not known here.
    """
    build = _Build(context, folder, runtime, architecture)
    for instruction, argument in instructions(dockerfile.read_text()):
        build.steps[instruction](argument)
    return build.image


class _Build:
    def __init__(self, context: Path, folder: Path, runtime: Path, architecture: Architecture) -> None:
        self._context, self._folder, self._runtime = context, folder, runtime
        self._platform = PLATFORMS[architecture]
        self._arguments: dict[str, str] = {}
        self._stages: dict[str, Built] = {}
        self.image = Built(folder, "")
        self.steps: Mapping[str, Callable[[str], None]] = {
            "ARG": self._declare,
            "FROM": self._begin,
            "ENV": self._set,
            "COPY": self._copy,
            "RUN": self._run,
            "USER": self._become,
            "CMD": self._start,
        }

    def _declare(self, argument: str) -> None:
        name, _, value = argument.partition("=")
        self._arguments[f"${{{name}}}"] = value

    def _begin(self, argument: str) -> None:
        base, _, name = argument.partition(" AS ")
        self.image = Built(self._folder / (name or "last"), self._arguments.get(base, base))
        self._stages[name] = self.image

    def _set(self, argument: str) -> None:
        pairs = (pair.partition("=") for pair in argument.split())
        self.image.environment |= {name: value for name, _, value in pairs}

    def _copy(self, argument: str) -> None:
        source, target = argument.rsplit(" ", 1)
        origin = self._context / source
        if source.startswith("--from="):
            stage, _, path = source.removeprefix("--from=").partition(" ")
            origin = Path(_rooted(path, self._stages[stage].root))
        place = Path(_rooted(target, self.image.root))
        place.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, place, ignore=shutil.ignore_patterns(*CACHES), dirs_exist_ok=True)
        else:
            shutil.copy(origin, place)

    def _run(self, argument: str) -> None:
        root = self.image.root
        platform = f"--python-version {PYTHON} --python-platform {self._platform}"
        uv = f"{Path(sys.executable).parent}/uv pip install --quiet --link-mode hardlink --python {sys.executable}"
        script = _rooted(argument, root).replace(_PIP, f"{uv} {platform}")
        own = {name: _rooted(value, root) for name, value in self.image.environment.items()}
        found = os.pathsep.join([str(self.image.task), str(self._runtime)])
        subprocess.run(  # noqa: S603  # our own Dockerfile
            ["/bin/bash", "-euc", f'python() {{ "{sys.executable}" -S -P "$@"; }}\n{script}'],
            env=os.environ | own | {"PYTHONPATH": found},
            check=True,
            capture_output=True,
            text=True,
        )

    def _become(self, argument: str) -> None:
        self.image.user = argument

    def _start(self, argument: str) -> None:
        self.image.command = argument.strip('[]"')


def _rooted(text: str, root: Path | str) -> str:
    """Return text with the image's directories moved below `root`."""
    return _PLACE.sub(lambda place: f"{root}{place[0]}", text.replace("${LAMBDA_TASK_ROOT}", TASK_ROOT))
