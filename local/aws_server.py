"""The embedded AWS: one HTTP server on 127.0.0.1; our parts answer first, moto answers the rest."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence
from threading import Thread
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from local.s3_events import complete_events

Part = Callable[[Request], Response | None]
HOST: Final = "127.0.0.1"


class _QuietHandler(MotoRequestHandler):  # type: ignore[misc]  # moto has no types
    """Serves without a line on the terminal for each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's own name
        """Say nothing."""


def listen(port: int) -> socket.socket:
    """Return a socket that takes connections already, so that its address is known before anybody serves."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    listener.listen(128)
    return listener


class AwsServer:
    """Serves the account on a listening socket until it is stopped."""

    def __init__(self, listener: socket.socket, parts: Sequence[Part]) -> None:
        complete_events()
        self._parts = parts
        self._moto = DomainDispatcherApplication(create_backend_app)
        host, port = listener.getsockname()[:2]
        self._server = make_server(
            host, port, self._application, threaded=True, request_handler=_QuietHandler, fd=listener.fileno()
        )
        self._thread = Thread(target=self._server.serve_forever, name="aws", daemon=True)

    def start(self) -> None:
        """Serve in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and close the socket."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _application(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        answers = (part(request) for part in self._parts)
        answer: WSGIApplication = next((a for a in answers if a is not None), self._moto)
        return answer(environ, start_response)
