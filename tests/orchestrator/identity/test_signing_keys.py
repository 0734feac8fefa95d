from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from jwt.algorithms import RSAAlgorithm

from orchestrator.identity.signing_keys import SigningKeys, fetch_jwks
from tests.orchestrator.identity.issuer import jwks, private_key


class Source:
    """A key source that counts how often it is asked, and may fail."""

    def __init__(self, *key_ids: str) -> None:
        self.key_ids = key_ids
        self.asked = 0
        self.fails = False

    def __call__(self) -> dict[str, Any]:
        """Return the key set."""
        self.asked += 1
        if self.fails:
            raise OSError("no route")
        return jwks(*self.key_ids)


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


def test_keys_are_fetched_once_for_many_tokens() -> None:
    source = Source("a")
    keys = SigningKeys(source, Clock())
    for _ in range(3):
        found = keys.find("a")
        assert found is not None
        assert found.public_numbers() == private_key("a").public_key().public_numbers()
    assert source.asked == 1


def test_an_unknown_key_id_asks_again_at_most_once_a_minute() -> None:
    source, clock = Source("a"), Clock()
    keys = SigningKeys(source, clock)
    assert keys.find("a")
    for _ in range(50):
        assert keys.find("invented") is None
    assert source.asked == 1
    clock.now += 60
    assert keys.find("invented") is None
    assert keys.find("invented") is None
    assert source.asked == 2


def test_a_rotated_key_is_found_and_the_old_one_forgotten() -> None:
    source, clock = Source("a"), Clock()
    keys = SigningKeys(source, clock)
    assert keys.find("a")
    source.key_ids = ("b",)
    clock.now += 61
    assert keys.find("b")
    assert keys.find("a") is None


def test_a_failed_fetch_is_our_failure_and_is_tried_again_by_the_next_request() -> None:
    source = Source("a")
    source.fails = True
    keys = SigningKeys(source, Clock())
    with pytest.raises(OSError, match="no route"):
        keys.find("a")
    source.fails = False
    assert keys.find("a")


def test_keys_that_are_not_rsa_are_left_out() -> None:
    curve = {"kty": "EC", "kid": "ec", "crv": "P-256", "x": "AA", "y": "AA"}
    keys = SigningKeys(lambda: {"keys": [curve, *jwks("a")["keys"]]})
    assert keys.find("ec") is None
    assert keys.find("a")


def test_a_key_set_with_a_private_key_is_not_used() -> None:
    private = {**RSAAlgorithm.to_jwk(private_key("a"), as_dict=True), "kid": "a"}
    with pytest.raises(TypeError, match="private key"):
        SigningKeys(lambda: {"keys": [private]}).find("a")


@pytest.mark.parametrize("issuer", ["file:///etc", "http://example.com/pool", "ftp://127.0.0.1:80"])
def test_keys_come_over_https_or_from_this_machine_only(issuer: str) -> None:
    with pytest.raises(ValueError, match="https"):
        fetch_jwks(issuer)


class _Jwks(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        good = self.path == "/pool/.well-known/jwks.json"
        self.send_response(200 if good else 404)
        self.end_headers()
        self.wfile.write(json.dumps(jwks("a")).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name http.server gives it
        """Keep the test's output clean."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Jwks) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_keys_are_read_from_the_issuers_well_known_address(endpoint: str) -> None:
    assert fetch_jwks(f"{endpoint}/pool") == jwks("a")
    with pytest.raises(OSError, match="404"):
        fetch_jwks(f"{endpoint}/other")
