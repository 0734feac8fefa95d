"""`orchestrator serve` as a person starts it: a process, what it prints, and the people who use it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pymupdf
import requests

PASSWORD = "Correct-horse-7"
FINAL = {"analyzed", "partial", "failed"}


class Served:
    """A running `orchestrator serve --port 0`."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        self.output = folder / "output"
        self.errors = folder / "errors"
        with self.output.open("w") as output, self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "local.command_line", "serve", "--port", "0"],
                stdout=output,
                stderr=errors,
                env={**os.environ, **environ},
            )

    def printed(self, pattern: str, seconds: float = 60.0) -> tuple[str, ...]:
        """Return the groups of what is printed, once it is."""
        deadline = time.monotonic() + seconds
        while not (found := re.search(pattern, self.output.read_text())):
            assert self.process.poll() is None, self.errors.read_text()
            assert time.monotonic() < deadline, self.errors.read_text()
            time.sleep(0.05)
        return found.groups()

    @property
    def api(self) -> str:
        """The API's address."""
        return self.printed(r"API +(http://127.0.0.1:\d+)\n")[0]

    @property
    def aws(self) -> str:
        """The S3 endpoint's address."""
        return self.printed(r"S3 +(http://127.0.0.1:\d+) ")[0]

    def code(self, email: str) -> str:
        """Return the code that was sent to an address."""
        return self.printed(rf"Code for {re.escape(email)} \(sign-up\): (\d{{6}})\n")[0]

    def logged(self) -> list[dict[str, Any]]:
        """Return the structured lines that the functions have logged so far, metrics aside."""
        lines = [line for line in self.errors.read_text().splitlines() if line.startswith('{"level"')]
        return [json.loads(line) for line in lines]

    def end(self, number: signal.Signals = signal.SIGINT, seconds: float = 20.0) -> int:
        """Send a signal and return the exit status."""
        self.process.send_signal(number)
        return self.process.wait(seconds)


class Person:
    """Somebody who is signed in."""

    def __init__(self, api: str, email: str, password: str) -> None:
        self.api = api
        answer = requests.post(
            f"{api}/v1/auth/login", json={"email": email, "password": password}, timeout=30
        )
        self.tokens: dict[str, Any] = answer.json()
        assert answer.status_code == 200, answer.text

    def __call__(self, method: str, path: str, body: object = None) -> requests.Response:
        """Call the API with the token; redirects are not followed."""
        return requests.request(
            method,
            self.api + path,
            json=body,
            headers={"Authorization": f"Bearer {self.tokens['access_token']}"},
            allow_redirects=False,
            timeout=60,
        )

    def project(self, name: str) -> str:
        """Create a project and return its id."""
        return str(self("POST", "/v1/projects", {"name": name}).json()["id"])

    def slot(self, project: str, filename: str) -> dict[str, Any]:
        """Ask for an upload slot."""
        answer = self("POST", f"/v1/projects/{project}/drawings", {"filename": filename})
        assert answer.status_code == 201, answer.text
        slot: dict[str, Any] = answer.json()
        return slot

    def finished(self, project: str, count: int = 1, seconds: float = 120.0) -> list[dict[str, Any]]:
        """Return the project's drawings once that many are done."""
        deadline = time.monotonic() + seconds
        while True:
            items: list[dict[str, Any]] = self("GET", f"/v1/projects/{project}/drawings").json()["items"]
            if len(items) == count and all(item["status"] in FINAL for item in items):
                return items
            assert time.monotonic() < deadline, items
            time.sleep(0.3)


def pdf(text: str = "E-101") -> bytes:
    """Return a one-page PDF of a small sheet with a few strokes."""
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=200)
        page.insert_text((20, 40), text)
        page.draw_rect((100, 60, 160, 120))
        page.draw_line((20, 90), (100, 90))
        data: bytes = document.tobytes()
    return data
