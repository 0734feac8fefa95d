from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.local.served import Served

pytestmark = [pytest.mark.model, pytest.mark.slow]


def descendants(pid: int) -> set[int]:
    """Return the ids of a process's children, their children and so on."""
    children: set[int] = set()
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        children |= {int(child) for child in listing.read_text().split()}
    return children.union(*(descendants(child) for child in children))


def running(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts processes in /proc, which Linux has")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_every_process_without_a_traceback(number: signal.Signals, tmp_path: Path) -> None:
    served = Served(tmp_path, {})
    assert served.api
    started = descendants(served.process.pid)
    assert len(started) >= 2
    assert served.end(number) == 0
    assert "Traceback" not in served.errors.read_text()
    assert not running(started)


def test_ctrl_c_while_it_starts_ends_cleanly_too(tmp_path: Path) -> None:
    served = Served(tmp_path, {})
    time.sleep(1.5)
    started = descendants(served.process.pid)
    assert served.end() == 0
    assert "Traceback" not in served.errors.read_text()
    assert not running(started)


def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    first = Served(tmp_path, {})
    port = first.aws.rpartition(":")[2]
    second = Served(tmp_path / "second", {"ORCHESTRATOR_AWS_PORT": port})
    assert second.process.wait(30) == 1
    assert second.errors.read_text().strip() == f"Port {port} is in use; choose another one."
    assert first.end() == 0
