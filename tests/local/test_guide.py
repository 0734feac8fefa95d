"""`docs/api.md` is true: every command in it, in order, by a real shell, answers what the page says."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from orchestrator.exports.formats import Format
from tests.local.served import Served
from training.sample import sample

pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.xdist_group("served"),
    pytest.mark.skipif(
        any(shutil.which(tool) is None for tool in ("bash", "curl", "jq")),
        reason="docs/api.md is followed with bash, curl and jq; install them to test it",
    ),
]

GUIDE = Path(__file__).parents[2] / "docs" / "api.md"
ADDRESS = "http://127.0.0.1:8000"
NEXT_STEP = "\x1e"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """Some commands of the guide, and what it says they print."""

    commands: str
    answer: str = ""


def steps(text: str) -> list[Step]:
    """Return the guide's commands, each with the answer below it."""
    found: list[Step] = []
    for language, content in BLOCK.findall(text):
        if language == "sh":
            found.append(Step(content))
        elif language == "text":
            found[-1] = Step(found[-1].commands, content)
    return found


def pattern(answer: str) -> str:
    """Return the expression that an answer fits in which `…` stands for anything on its line."""
    return ".*".join(re.escape(part) for part in answer.split("…"))


def follow(told: list[Step], folder: Path, seconds: float) -> list[str]:
    """Run all commands in one shell and return what each step printed; a command that fails ends it."""
    script = f"\nprintf '{NEXT_STEP}'\n".join(step.commands for step in told)
    done = subprocess.run(  # noqa: S603  # our own guide
        ["bash", "-eu", "-o", "pipefail", "-c", script],  # noqa: S607  # the shell a reader has
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), f"{done.stdout}\n{done.stderr}"
    return done.stdout.split(NEXT_STEP)


def test_a_newcomer_gets_from_registering_to_the_takeoff_by_the_guide(served: Served, tmp_path: Path) -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert guide.count(ADDRESS) == 1, "the address of the API stands at one place in the guide"
    (tmp_path / "serve.log").symlink_to(served.output)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/sample-sheet.pdf").write_bytes(sample().pdf)
    told = steps(guide.replace(ADDRESS, served.api))
    printed = follow(told, tmp_path, seconds=300)
    assert len(printed) == len(told)
    wrong = [
        f"{step.commands}{answer}"
        for step, answer in zip(told, printed, strict=True)
        if not re.fullmatch(pattern(step.answer.rstrip()), answer.rstrip())
    ]
    assert not wrong, "\n\n".join(wrong)
    for name, start in {"takeoff.pdf": b"%PDF-", "takeoff.xlsx": b"PK", "page-1.png": b"\x89PNG"}.items():
        assert (tmp_path / name).read_bytes().startswith(start)


def test_the_guide_mentions_every_export_format() -> None:
    (followed,) = re.findall(r"^for FORMAT in (.*); do$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert followed.split() == list(get_args(Format))
