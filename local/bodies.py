"""Reading a request's body without taking it away from whoever answers the request."""

from __future__ import annotations

from io import BytesIO

from werkzeug.wrappers import Request


def peek(request: Request) -> bytes:
    """Return the whole body and put it back, unread, for the next reader."""
    body: bytes = request.get_data(cache=False)
    request.environ["wsgi.input"] = BytesIO(body)
    return body
