from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from local.command_line import main
from tests.local.served import PASSWORD, Served, pdf

OUTPUTS = {"components.json", "takeoff.csv", "takeoff.xlsx", "annotated.pdf"}


def orchestrator(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "local.command_line", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        env={**os.environ, **environ},
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "COMMAND"),
        (["takeoff"], "DRAWING.pdf"),
        (["takeoff", "no-such.pdf"], "there is no file no-such.pdf"),
        (["takeoff", __file__, "--min-confidence", "2"], "2 is not a number from 0 to 1"),
        (["takeoff", __file__, "--min-confidence", "high"], "high is not a number from 0 to 1"),
        (["takeoff", __file__, "--api", "here"], "here is not an http(s) address"),
        (["serve", "--port", "web"], "--port"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence_with_status_2(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_deployed_api_needs_credentials() -> None:
    ended = orchestrator("takeoff", __file__, "--api", "http://127.0.0.1:9", ORCHESTRATOR_EMAIL="")
    assert (ended.returncode, "ORCHESTRATOR_EMAIL and ORCHESTRATOR_PASSWORD" in ended.stderr) == (2, True)


def test_an_api_that_does_not_answer_is_a_sentence() -> None:
    login = {"ORCHESTRATOR_EMAIL": "a@b.de", "ORCHESTRATOR_PASSWORD": PASSWORD}
    ended = orchestrator("takeoff", __file__, "--api", "http://127.0.0.1:9", **login)
    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "http://127.0.0.1:9/v1/auth/login does not answer" in ended.stderr


@pytest.mark.model
@pytest.mark.slow
def test_a_takeoff_writes_every_file_and_says_which_drawing_failed(tmp_path: Path) -> None:
    sheets = [tmp_path / "a" / "sheet.pdf", tmp_path / "b" / "sheet.pdf", tmp_path / "broken.pdf"]
    for sheet, data in zip(sheets, (pdf("one"), pdf("two"), b"GIF89a"), strict=True):
        sheet.parent.mkdir(exist_ok=True)
        sheet.write_bytes(data)
    ended = orchestrator("takeoff", *sheets, "--out", tmp_path / "out", TMPDIR=str(tmp_path))
    assert ended.returncode == 1, ended.stderr
    assert len(list(tmp_path.glob("orchestrator-*.log"))) == 1  # kept, because one drawing failed
    assert "broken.pdf" in ended.stdout
    assert "sheet.pdf · " in ended.stdout
    assert "Traceback" not in ended.stderr
    folders = {folder.name: folder for folder in (tmp_path / "out").iterdir()}
    assert folders.keys() == {"sheet", "sheet-2"}
    for folder in folders.values():
        assert {file.name for file in folder.iterdir()} == OUTPUTS
        record = json.loads((folder / "components.json").read_text())
        assert [page["page"] for page in record["pages"]] == [1]
        with pymupdf.open(folder / "annotated.pdf") as annotated:
            assert annotated.page_count == 1


@pytest.mark.model
@pytest.mark.slow
def test_a_takeoff_works_against_an_api_that_runs_elsewhere(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(pdf())
    served = Served(tmp_path, {})
    email, password = served.printed(r"Login +(\S+)  (\S+)\n")
    login = {"ORCHESTRATOR_EMAIL": email, "ORCHESTRATOR_PASSWORD": password}
    ended = orchestrator("takeoff", sheet, "--out", tmp_path / "out", "--api", served.api, **login)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert {file.name for file in (tmp_path / "out" / "sheet").iterdir()} == OUTPUTS
    assert served.end() == 0
