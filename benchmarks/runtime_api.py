"""Lambda's Runtime API on this machine: hands a function events, and stands in for the AWS that it calls.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any, Final

_VERSION: Final = "/2018-06-01/runtime"
_ARN: Final = "arn:aws:lambda:us-east-1:123456789012:function:measured"
_EMPTY_TABLE: Final[Mapping[str, Any]] = {
    "BatchGetItem": {"Responses": {}, "UnprocessedKeys": {}},
    "Query": {"Items": [], "Count": 0},
}
MISSING: Final = (
    "awslambdaric is missing in {}: make an environment for it with `.venv/bin/uv venv --python 3.13 out/runtime &&"
    " .venv/bin/uv pip install --compile-bytecode --python out/runtime/bin/python awslambdaric boto3`"
    " and pass `--runtime out/runtime/bin/python`."
)


def command_line(description: str | None) -> argparse.ArgumentParser:
    """Return a command line that asks which Python stands for Lambda's: `--runtime`."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--runtime", default=sys.executable, help="a Python 3.13 that has awslambdaric and boto3"
    )
    return parser


def runtime(named: str) -> tuple[str, Path]:
    """Return the Python that stands for Lambda's and where its packages are.

    Raises:
        SystemExit: when it lacks the runtime client; the message says how to get it.
    """
    python = str(Path(named).absolute())
    where = "import awslambdaric, boto3, os; print(os.path.dirname(os.path.dirname(boto3.__file__)))"
    found = subprocess.run([python, "-c", where], capture_output=True, text=True, check=False)  # noqa: S603
    if found.returncode:
        sys.exit(MISSING.format(python))
    return python, Path(found.stdout.strip())


class FunctionFailed(RuntimeError):
    """The function did not start, or did not answer an event; the message is what it said."""


class RuntimeApi:
    """Serves one function process; times are of `time.perf_counter`, in seconds."""

    def __init__(self, jwks: Mapping[str, Any]) -> None:
        self.jwks = jwks
        self.events: Queue[Mapping[str, Any]] = Queue()
        self.answers: Queue[tuple[float, bool, bytes]] = Queue()
        self.waiting: Queue[float] = Queue()
        self._server = _Server(self)
        Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self._server.server_port}"

    def ready(self, patience_s: float = 60.0) -> float:
        """Return when the function first asked for an event, which ends its init.

        Raises:
            FunctionFailed: when its init failed.
        """
        at = self.waiting.get(timeout=patience_s)
        if not self.answers.empty():
            raise FunctionFailed(self.answers.get()[2].decode())
        return at

    def call(self, event: Mapping[str, Any], patience_s: float = 60.0) -> float:
        """Return the seconds from an event to its answer.

        Raises:
            FunctionFailed: when the function raised.
        """
        begun = time.perf_counter()
        self.events.put(event)
        at, good, body = self.answers.get(timeout=patience_s)
        if not good or json.loads(body).get("statusCode", 200) >= 500:
            raise FunctionFailed(body.decode())
        return at - begun

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, api: RuntimeApi) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.api = api

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a connection that its function's end cut."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Hand out the pool's keys, or the next event as soon as there is one."""
        api = self.server.api
        if self.path.endswith("/jwks.json"):
            self._send(api.jwks)
            return
        api.waiting.put(time.perf_counter())
        event = api.events.get()
        deadline = str(round((time.time() + 29) * 1_000))
        headers = {"Aws-Request-Id": "1", "Deadline-Ms": deadline, "Invoked-Function-Arn": _ARN}
        self._send(event, {f"Lambda-Runtime-{name}": value for name, value in headers.items()})

    def do_POST(self) -> None:
        """Take an answer, or answer a call to AWS: whatever is asked for is not there."""
        at, api = time.perf_counter(), self.server.api
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not self.path.startswith(_VERSION):
            target = self.headers.get("X-Amz-Target", "")
            self._send(_EMPTY_TABLE.get(target.rpartition(".")[2], {}))
            return
        api.answers.put((at, self.path.endswith("/response"), body))
        if self.path.endswith("/init/error"):
            api.waiting.put(at)
        self._send({"status": "OK"}, status=202)

    def _send(
        self, body: Mapping[str, Any], headers: Mapping[str, str] | None = None, status: int = 200
    ) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        # the runtime client crashes on an answer without a type
        always = {"Content-Type": "application/json", "Content-Length": str(len(data))}
        for name, value in {**(headers or {}), **always}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""
