"""What Schemathesis' requests say besides what the document tells: `Accept`, of which OpenAPI says nothing."""

from __future__ import annotations

import zlib
from typing import Any, Final

import schemathesis

ACCEPTS: Final = (
    "application/json",
    "application/*;q=0.1, text/html",
    "text/csv, */*;q=0",
    "image/avif",
    "application/json;q=0, */*",
    "no media range",
)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:  # noqa: ANN401  # the library's
    """Let one request in four that keeps to the document, always the same, say what its client accepts.

    Whoever changes a request that breaks a rule on purpose tells Schemathesis that it breaks none.
    """
    del context, kwargs
    if case.meta is None or case.meta.generation.mode.is_negative:
        return
    drawn = zlib.crc32(repr((case.method, case.formatted_path, case.query, case.body)).encode())
    if drawn % 4 == 0:
        case.headers["Accept"] = ACCEPTS[drawn // 4 % len(ACCEPTS)]
