"""A WSGI application on 127.0.0.1, served by threads in the background."""

from __future__ import annotations

import socket
from threading import Thread
from typing import Final
from wsgiref.types import WSGIApplication

from werkzeug.serving import WSGIRequestHandler, make_server

from local.failures import PortTaken

HOST: Final = "127.0.0.1"
BACKLOG: Final = 128


class _QuietHandler(WSGIRequestHandler):  # type: ignore[misc]  # werkzeug is not followed by mypy here
    """Serves without a line on the terminal for each request."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's own name
        """Say nothing."""


def listen(port: int) -> socket.socket:
    """Return a socket that takes connections already, so that its address is known before anybody serves.

    Raises:
        PortTaken: when something else listens there.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise PortTaken(f"Port {port} is in use; choose another one.") from error
    listener.listen(BACKLOG)
    return listener


def address(listener: socket.socket) -> str:
    """Return the URL of a listening socket, without a slash at its end."""
    return f"http://{HOST}:{listener.getsockname()[1]}"


class HttpServer:
    """Serves an application on a listening socket until it is stopped."""

    def __init__(self, listener: socket.socket, application: WSGIApplication) -> None:
        host, port = listener.getsockname()
        self._listener = listener
        self._server = make_server(
            host, port, application, threaded=True, request_handler=_QuietHandler, fd=listener.fileno()
        )
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=[0.1], daemon=True)

    def start(self) -> None:
        """Serve in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Stop serving and close the socket."""
        self._server.shutdown()
        self._server.server_close()
        self._listener.close()
        self._thread.join()
