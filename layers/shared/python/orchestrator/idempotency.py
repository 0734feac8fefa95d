"""`Idempotency-Key`: a POST sent twice is done once, and answered the same both times.

A route opts in with `middlewares=[idempotent(table)]`. Answers are kept for a day, by
caller, method, path and key. What expires sooner than that is made anew by the route's `renew`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from orchestrator.errors import FieldError, Invalid
from orchestrator.http import APIGatewayRestResolver, Response
from orchestrator.storage.table import Table

HEADER: Final = "Idempotency-Key"
_KEY: Final = re.compile(r"[!-~]{1,255}")

Next = Callable[[APIGatewayRestResolver], Response[Any]]
Middleware = Callable[[APIGatewayRestResolver, Next], Response[Any]]
Renew = Callable[[Any], Any]
"""The body of a kept answer -> the body to send now; both as JSON values."""


def idempotent(table: Callable[[], Table], renew: Renew = lambda kept: kept) -> Middleware:
    """Return a route middleware that honours `Idempotency-Key`; `table` is where the answers are kept.

    `renew` makes the body of a kept answer fit to be sent again; without it the body is sent as it was.

    The route raises `Invalid` for a key that does not read or that came with another body before, and
    `Conflict` while the first request is still being worked on. A request that failed may be sent again.
    """

    def middleware(app: APIGatewayRestResolver, next_middleware: Next) -> Response[Any]:
        key = app.current_event.headers.get(HEADER)
        if key is None:
            return next_middleware(app)
        if not _KEY.fullmatch(key):
            message = "must be 1 to 255 visible ASCII characters"
            raise Invalid("The idempotency key does not read.", FieldError(f"header.{HEADER}", message))
        from orchestrator.once import answered_once  # noqa: PLC0415 - loads boto3, which few requests need

        return answered_once(app, table(), key, lambda: next_middleware(app), renew)

    return middleware
