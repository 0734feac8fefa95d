"""One queue-driven function in a process of its own: `python -m local.worker extraction|recognition`.

The parent talks over stdin and stdout, a JSON object a line. We say `{"ready": true}` when the handler is
loaded; `{"poll": source}` makes us take that queue's messages; `{"invoke": payload}` is answered by
`{"result": …}` or `{"error": …}`. When stdin ends the parent is gone, and so is this whole process group,
whatever it is at: nothing stays behind.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Thread
from typing import Any, Final, TextIO

from botocore.exceptions import BotoCoreError, ClientError

from local.context import Context
from local.queue_events import EventSource, Handler, deliver
from local.settings import INVOKE_TIMEOUT_S

PAUSE_AFTER_ERROR_S: Final = 1.0


class Worker:
    """Calls one handler, for messages and for invocations, one at a time as a Lambda environment does."""

    def __init__(self, function: str, answers: TextIO) -> None:
        self._function = function
        self._answers = answers
        self._busy = Lock()
        self._handler: Handler = importlib.import_module(f"functions.{function}.handler").handler

    def poll(self, source: EventSource) -> None:
        """Take messages to the handler for ever."""
        while True:
            try:
                deliver(source, self._exclusively, report)
            except (BotoCoreError, ClientError) as error:
                report(f"{self._function} cannot reach its queue: {error}")
                time.sleep(PAUSE_AFTER_ERROR_S)

    def invoke(self, payload: object) -> None:
        """Call the handler with a payload and write its answer."""
        try:
            result = self._exclusively(payload, Context(self._function, INVOKE_TIMEOUT_S))
            answer = {"result": result}
        except Exception as error:  # noqa: BLE001 - what it raises is its caller's answer
            report(f"{self._function} raised {type(error).__name__}: {error}")
            answer = {"error": {"kind": type(error).__name__, "message": str(error)}}
        self.say(answer)

    def say(self, answer: dict[str, Any]) -> None:
        """Write one line to the parent."""
        self._answers.write(json.dumps(answer) + "\n")
        self._answers.flush()

    def _exclusively(self, event: Any, context: Any) -> Any:  # noqa: ANN401 - a handler takes and gives any JSON
        with self._busy:
            return self._handler(event, context)


def report(line: str) -> None:
    """Write a line of the log."""
    print(line, file=sys.stderr, flush=True)


def listen(worker: Worker, requests: TextIO) -> None:
    """Do what the parent asks until it is gone."""
    worker.say({"ready": True})
    for line in requests:
        request = json.loads(line)
        if "poll" in request:
            Thread(target=worker.poll, args=[EventSource(**request["poll"])], daemon=True).start()
        else:
            worker.invoke(request["invoke"])


@contextmanager
def _answers_apart() -> Iterator[TextIO]:
    """Keep stdout for answers; whatever else is printed, the handlers' logs above all, goes to stderr."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with answers:
        yield answers


def main() -> None:
    """Serve until stdin ends, then end every process of the group."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    with _answers_apart() as answers:
        listen(Worker(sys.argv[1], answers), sys.stdin)
    if os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)


if __name__ == "__main__":
    main()
