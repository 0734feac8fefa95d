from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from werkzeug.wrappers import Request, Response

from local.client import Api
from local.failures import ApiFailure
from local.http_server import HttpServer, address, listen
from local.outcomes import Outcome, folders, show


class Script:
    """An API that gives its answers in turn and notes what it was asked."""

    def __init__(self) -> None:
        self.answers: list[Response] = []
        self.asked: list[tuple[str, str, str | None]] = []

    def __call__(self, environ: Any, start_response: Any) -> Any:  # noqa: ANN401 - WSGI
        """Give the next answer."""
        request = Request(environ)
        self.asked.append((request.method, request.full_path, request.headers.get("Authorization")))
        return self.answers.pop(0)(environ, start_response)


def answer(body: object, status: int = 200, **headers: str) -> Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(json.dumps(body), status, sent, content_type="application/json")


def tokens(number: int) -> Response:
    return answer({"access_token": f"access-{number}", "refresh_token": f"refresh-{number}"})


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def url(script: Script) -> Iterator[str]:
    listener = listen(0)
    server = HttpServer(listener, script)
    server.start()
    yield address(listener)
    server.stop()


def test_it_waits_as_long_as_it_is_told_and_asks_again(script: Script, url: str) -> None:
    waits: list[float] = []
    script.answers = [answer({}, 429, Retry_After="17"), answer({}, 429, Retry_After="3"), answer({"ok": 1})]
    assert Api(url, waits.append).get("/x") == {"ok": 1}
    assert waits == [17, 3]


def test_an_ended_session_is_renewed_once(script: Script, url: str) -> None:
    api = Api(url)
    script.answers = [tokens(1), answer({}, 401), tokens(2), answer({"ok": 1})]
    api.login("a@b.de", "x")
    assert api.get("/x") == {"ok": 1}
    assert [who for _, path, who in script.asked if path.startswith("/x")] == [
        "Bearer access-1",
        "Bearer access-2",
    ]


def test_a_session_that_cannot_be_renewed_is_a_sentence(script: Script, url: str) -> None:
    api = Api(url)
    script.answers = [tokens(1), answer({}, 401), answer({"detail": "Sign in again."}, 401)]
    api.login("a@b.de", "x")
    with pytest.raises(ApiFailure, match=r"^Sign in again\.$"):
        api.get("/x")


def test_a_problem_becomes_a_sentence_with_its_fields(script: Script, url: str) -> None:
    errors = [{"field": "body.filename", "message": "must end in .pdf"}]
    script.answers = [answer({"detail": "Not valid.", "errors": errors}, 422), Response("<html>", 502)]
    with pytest.raises(ApiFailure, match=r"^Not valid\. body\.filename: must end in \.pdf$"):
        Api(url).post("/x", {})
    with pytest.raises(ApiFailure, match=r"^The API answered 502 BAD GATEWAY\.$"):
        Api(url).get("/x")


def test_lists_are_read_to_their_end(script: Script, url: str) -> None:
    script.answers = [
        answer({"items": [{"n": 1}, {"n": 2}], "next_cursor": "c"}),
        answer({"items": [{"n": 3}], "next_cursor": None}),
    ]
    assert [item["n"] for item in Api(url).items("/x")] == [1, 2, 3]
    assert [path for _, path, _ in script.asked] == ["/x?limit=100", "/x?limit=100&cursor=c"]


def test_a_download_follows_to_the_storage_without_the_token(
    script: Script, url: str, tmp_path: Path
) -> None:
    api = Api(url)
    script.answers = [tokens(1), answer({}, 303, Location=f"{url.replace('127.0.0.1', 'localhost')}/file")]
    api.login("a@b.de", "x")
    script.answers.append(Response(b"data"))
    api.download("/export", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"data"
    assert script.asked[-1] == ("GET", "/file?", None)


def test_what_the_storage_refuses_is_told_in_its_words(script: Script, url: str, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    slot = {"url": f"{url}/bucket", "fields": {"key": "k"}}
    xml = "<Error><Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the maximum</Message></Error>"
    script.answers = [Response(xml, 400)]
    with pytest.raises(ApiFailure, match="Your proposed upload exceeds the maximum"):
        Api(url).upload(slot, tmp_path / "a.pdf")


def test_drawings_of_one_name_get_folders_of_their_own(tmp_path: Path) -> None:
    sources = [Path("a/E-1.pdf"), Path("b/e-1.PDF"), Path("E-1-2.pdf"), Path("E-1.pdf")]
    names = [folder.name for folder in folders(sources, tmp_path)]
    assert names == ["E-1", "e-1-2", "E-1-2-2", "E-1-3"]


def test_brackets_in_file_names_are_printed_as_they_are() -> None:
    printed = io.StringIO()
    show(Console(file=printed, width=200), [Outcome(Path("plan [rev A].pdf"), "failed", "No [/red] page.")])
    assert printed.getvalue() == "Failed: plan [rev A].pdf: No [/red] page.\n"
