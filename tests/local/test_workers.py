from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from local.crew import Crew
from local.lambda_endpoint import FunctionError
from local.provision import make_queue, queue_arn, queue_url
from local.queue_events import EventSource
from orchestrator.storage.aws import client
from tests.local.conftest import Account

HANDLER = """
import os, time
from orchestrator.storage.aws import client

def handler(event, context):
    if "Records" not in event:
        if event.get("die"):
            os._exit(7)
        print("on stdout, where only answers may go")
        return {"pid": os.getpid(), "echo": event, "ms": context.get_remaining_time_in_millis()} | event["add"]
    body = event["Records"][0]["body"]
    if body == "die" and event["Records"][0]["attributes"]["ApproximateReceiveCount"] == "1":
        os._exit(7)
    if body.startswith("slow"):
        time.sleep(1)
    client("s3").put_object(Bucket="orchestrator-drawings", Key=f"results/{body}.txt", Body=str(os.getpid()).encode())
    return {"batchItemFailures": []}
"""


def wait_for(condition: Callable[[], Any], seconds: float = 20.0) -> Any:  # noqa: ANN401 - whatever is waited for
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def source(embedded: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EventSource:
    """A queue for a function `echo`, which lies on the workers' path beside our own functions."""
    folder = tmp_path / "functions" / "echo"
    folder.mkdir(parents=True)
    (folder / "handler.py").write_text(HANDLER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    name = f"q{uuid4().hex}"
    make_queue(name, 2)
    return EventSource(queue_url(embedded.url, name), queue_arn(name), "echo", 60)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def crew(source: EventSource, log: Path) -> Iterator[Crew]:
    with log.open("w", buffering=1) as file:
        running = Crew(source, 2, file)
        yield running
        running.stop()


def result(body: str) -> str | None:
    found = client("s3").list_objects_v2(Bucket="orchestrator-drawings", Prefix=f"results/{body}.txt")
    if not found["KeyCount"]:
        return None
    return (
        client("s3")
        .get_object(Bucket="orchestrator-drawings", Key=f"results/{body}.txt")["Body"]
        .read()
        .decode()
    )


def send(source: EventSource, body: str) -> None:
    client("sqs").send_message(QueueUrl=source.queue_url, MessageBody=body)


def test_a_worker_answers_invocations_in_a_process_of_its_own(crew: Crew, log: Path) -> None:
    answer: Any = crew.invoke({"add": {"x": 1}})
    assert answer["pid"] != os.getpid()
    assert (answer["x"], 0 < answer["ms"] <= 29_000) == (1, True)
    assert "on stdout" in log.read_text()


def test_what_the_function_raises_comes_back_by_name_and_the_worker_goes_on(crew: Crew) -> None:
    with pytest.raises(FunctionError, match="add") as error:
        crew.invoke({})
    assert error.value.kind == "KeyError"
    assert crew.invoke({"add": {}})


def test_a_worker_that_dies_over_an_invocation_is_a_function_error_and_is_replaced(
    crew: Crew, log: Path
) -> None:
    crew.begin()
    first: Any = crew.invoke({"add": {}})
    with pytest.raises(FunctionError) as error:
        crew.invoke({"die": True})
    assert error.value.kind == "Runtime.ExitError"
    wait_for(lambda: "another one took its place" in log.read_text())
    second: Any = crew.invoke({"add": {}})
    assert second["pid"] != first["pid"]


def test_a_message_that_kills_its_worker_is_done_by_the_next_one(crew: Crew, source: EventSource) -> None:
    crew.begin()
    send(source, "die")
    assert wait_for(lambda: result("die"))
    assert not crew.broken.is_set()


def test_more_workers_start_when_messages_pile_up(crew: Crew, source: EventSource) -> None:
    names = [f"slow{number}" for number in range(5)]
    for name in names:
        send(source, name)
    crew.begin()
    pids = wait_for(lambda: found if all(found := [result(name) for name in names]) else None)
    assert len(set(pids)) == 2


def test_stopping_leaves_no_process_even_in_the_middle_of_work(source: EventSource, log: Path) -> None:
    with log.open("w") as file:
        running = Crew(source, 1, file)
        answer: Any = running.invoke({"add": {}})
        running.begin()
        send(source, "slow")
        time.sleep(0.5)
        running.stop()
    assert not alive(answer["pid"])


def test_a_function_that_does_not_load_is_told_and_not_tried_again(source: EventSource, log: Path) -> None:
    unknown = EventSource(source.queue_url, source.queue_arn, "nosuch", 60)
    with log.open("w") as file:
        running = Crew(unknown, 1, file)
        assert running.broken.wait(20)
        running.stop()
    assert "No module named 'functions.nosuch'" in log.read_text()


def test_a_worker_ends_with_its_parent_even_when_that_is_killed(source: EventSource, tmp_path: Path) -> None:
    program = (
        "import json, sys, time\n"
        "from local.crew import Crew\nfrom local.queue_events import EventSource\n"
        "crew = Crew(EventSource(*json.loads(sys.argv[1])), 1, sys.stderr)\n"
        "print(crew.invoke({'add': {}})['pid'], flush=True)\ntime.sleep(60)\n"
    )
    place = json.dumps([source.queue_url, source.queue_arn, "echo", 60])
    with (
        (tmp_path / "errors").open("w") as errors,
        subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", program, place], stdout=subprocess.PIPE, stderr=errors
        ) as parent,
    ):
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    wait_for(lambda: not alive(worker))
