"""A client of the REST API, embedded or deployed: signs in, waits when told to, says what went wrong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin
from xml.etree import ElementTree

import requests

from local.failures import ApiFailure

TIMEOUT_S: Final = 60.0
UPLOAD_TIMEOUT_S: Final = 600.0
MAX_WAITS: Final = 20
PAGE_SIZE: Final = 100


class Api:
    """Calls one API; `wait` is given the seconds the API asks for when it is called too often."""

    def __init__(self, url: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._url = url.rstrip("/")
        self._wait = wait
        self._http = requests.Session()
        self._refresh_token: str | None = None

    def login(self, email: str, password: str) -> None:
        """Sign in; every later call is made in this person's name.

        Raises:
            ApiFailure: when the credentials are wrong, or the account asks for a second factor, which no program has.
        """
        answer = self.post("/v1/auth/login", {"email": email, "password": password})
        if "challenge" in answer:
            raise ApiFailure("This account asks for a code of an authenticator app; use one without.")
        self._keep(answer)

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - any JSON
        """Return what a GET answers."""
        return self._call("GET", path, params=params).json()

    def post(self, path: str, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
        """Return what a POST answers."""
        return self._call("POST", path, json=body).json()

    def items(self, path: str) -> Iterator[dict[str, Any]]:
        """Yield every item of a list, page after page."""
        cursor: str | None = None
        while True:
            page = self.get(path, {"limit": PAGE_SIZE} | ({"cursor": cursor} if cursor else {}))
            yield from page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def download(self, path: str, target: Path, params: Mapping[str, Any] | None = None) -> None:
        """Write the file a route redirects to."""
        answer = self._call("GET", path, params=params, allow_redirects=False)
        location = urljoin(self._url, answer.headers["Location"])
        with self._reach("GET", location, stream=True) as found, target.open("wb") as file:
            _raise_for_storage(found)
            for chunk in found.iter_content(1 << 20):
                file.write(chunk)

    def upload(self, slot: Mapping[str, Any], source: Path) -> None:
        """Send a file to an upload slot.

        Raises:
            ApiFailure: when the storage refuses it.
        """
        with source.open("rb") as file:
            files = {"file": (source.name, file, "application/pdf")}
            answer = self._reach(
                "POST", slot["url"], data=slot["fields"], files=files, timeout=UPLOAD_TIMEOUT_S
            )
        _raise_for_storage(answer)

    def _call(self, method: str, path: str, **request: Any) -> requests.Response:  # noqa: ANN401 - requests' own
        """Return an answer that is no error; waits when asked to, renews the session once when it ended."""
        renewed = False
        for _ in range(MAX_WAITS):
            answer = self._reach(method, self._url + path, **request)
            if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
                self._wait(float(answer.headers.get("Retry-After", 5)))
            elif answer.status_code == HTTPStatus.UNAUTHORIZED and self._refresh_token and not renewed:
                renewed = True
                self._renew()
            else:
                break
        if not answer.ok:
            raise ApiFailure(_sentence(answer))
        return answer

    def _renew(self) -> None:
        token, self._refresh_token = self._refresh_token, None
        self._keep(self.post("/v1/auth/refresh", {"refresh_token": token}))

    def _keep(self, tokens: Mapping[str, str]) -> None:
        self._refresh_token = tokens["refresh_token"]
        self._http.headers["Authorization"] = f"Bearer {tokens['access_token']}"

    def _reach(self, method: str, url: str, **request: Any) -> requests.Response:  # noqa: ANN401 - requests' own
        """Send a request; what does not go to the API itself carries no token."""
        session = self._http if url.startswith(self._url + "/") else requests
        try:
            return session.request(method, url, **{"timeout": TIMEOUT_S, **request})
        except requests.RequestException as error:
            raise ApiFailure(f"{url.partition('?')[0]} does not answer: {type(error).__name__}.") from error


def _sentence(answer: requests.Response) -> str:
    """Return what a problem document says, with the fields it names."""
    try:
        problem = answer.json()
        fields = [f"{field['field']}: {field['message']}" for field in problem.get("errors", [])]
        return " ".join([str(problem["detail"]), *fields])
    except (ValueError, KeyError, TypeError):
        return f"The API answered {answer.status_code} {answer.reason}."


def _raise_for_storage(answer: requests.Response) -> None:
    if answer.ok:
        return
    try:
        error = ElementTree.fromstring(answer.content)  # noqa: S314 - our own storage's answer
        reason = error.findtext("Message") or error.findtext("Code")
    except ElementTree.ParseError:
        reason = None
    raise ApiFailure(f"The storage refused the file: {reason or answer.reason}.")
