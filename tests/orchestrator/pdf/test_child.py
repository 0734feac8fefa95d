"""The reader's loop, run in this process: every request has one reply, also when all goes wrong."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from orchestrator.pages import Page
from orchestrator.pdf import child, page, wire
from orchestrator.pdf.limits import Limits
from tests.orchestrator.extraction.pdfs import of_contents, of_text


def replies(*requests: bytes) -> list[wire.Reply]:
    stream = io.BytesIO()
    child.serve(io.BytesIO(b"".join(requests)), stream)
    data, found = stream.getvalue(), []
    while data:
        header, body = wire.LENGTHS.unpack(data[: wire.LENGTHS.size])
        data = data[wire.LENGTHS.size :]
        found.append(wire.Reply(json.loads(data[:header]), data[header : header + body]))
        data = data[header + body :]
    return found


def opening(path: Path, limits: Limits = Limits()) -> bytes:  # noqa: B008  # frozen
    return wire.request("open", path=str(path), limits=asdict(limits))


def output(code: str) -> str:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own code


def test_a_page_is_opened_read_and_drawn(tmp_path: Path) -> None:
    path = of_text(tmp_path / "a.pdf", "MCC-1")
    opened, read, full, coarse = replies(
        opening(path),
        wire.request("read", page=1),
        wire.request("render", page=1, rung="full"),
        wire.request("render", page=1, rung="coarse"),
    )
    assert opened.header["page_count"] == 1
    stored = Page.model_validate_json(read.body)
    assert [word.text for word in stored.words] == ["MCC-1"]
    assert full.body.startswith(b"\x89PNG")
    assert full.header["image"] == {"width_px": 1250, "height_px": 834, "scale": 150 / 72}
    assert coarse.header["image"]["scale"] == 50 / 72


def test_a_refusal_is_a_reply_with_its_code(tmp_path: Path) -> None:
    path = of_text(tmp_path / "a.pdf", "a", "b")
    assert replies(opening(path, Limits(max_pages=1)))[0].header["error"] == "too_many_pages"
    _, missing = replies(opening(path), wire.request("read", page=9))
    assert missing.header["error"] == "unreadable"


def test_running_out_of_memory_is_a_reply(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = of_contents(tmp_path / "a.pdf", b"0 0 m 9 9 l S")

    def exhausted(*_: object) -> None:
        raise MemoryError

    for error in (MemoryError("malloc"), RuntimeError("malloc of 3 bytes failed")):
        monkeypatch.setattr(page, "load", lambda *_, error=error: (_ for _ in ()).throw(error))
        _, reply = replies(opening(path), wire.request("read", page=1))
        assert reply.header["error"] == "out_of_memory"


def test_a_part_that_fails_leaves_a_warning_and_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("bad appearance\nstream")

    monkeypatch.setattr(page, "read_annotations", broken)
    path = of_text(tmp_path / "a.pdf", "MCC-1")
    stored = Page.model_validate_json(replies(opening(path), wire.request("read", page=1))[1].body)
    assert stored.text == "MCC-1"
    assert stored.warnings == ("The annotations of the page could not be read: bad appearance stream.",)


def test_the_reader_lowers_its_own_limits() -> None:
    code = (
        "import resource as r; from orchestrator.pdf.child import confine; confine(2**30);"
        "print(r.getrlimit(r.RLIMIT_AS)[1], r.getrlimit(r.RLIMIT_CORE)[1], r.getrlimit(r.RLIMIT_NOFILE)[1])"
    )
    assert output(code).split() == [str(2**30), "0", "32"]


def test_the_reader_loads_neither_models_nor_aws() -> None:
    code = (
        "import sys; import orchestrator.pdf.child, orchestrator.pdf.document, orchestrator.pdf.page;"
        "print([m for m in ('pydantic', 'boto3', 'numpy', 'aws_lambda_powertools') if m in sys.modules])"
    )
    assert output(code).strip() == "[]"


def test_a_child_has_loaded_what_it_needs_before_its_first_step(tmp_path: Path) -> None:
    """While one child opens the document the other one waits: it is to be ready then."""
    path = of_text(tmp_path / "a.pdf", "MCC-1")
    code = f"""
import json, sys
from orchestrator.pdf import child, wire
child.preload()
loaded, reader = set(sys.modules), child.Reader()
for line in ({opening(path)!r}, wire.request("read", page=1), wire.request("render", page=1, rung="full")):
    assert "error" not in reader.answer(json.loads(line)).header
print(sorted(name for name in set(sys.modules) - loaded if name.startswith("orchestrator")))
"""
    assert output(code) == "[]\n"
