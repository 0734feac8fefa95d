"""`Accept`: whether a client takes the media type that an address gives (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_RANGE: Final = re.compile(r"(?P<type>[\w.+*-]+)(?:/(?P<subtype>[\w.+*-]+))?", re.ASCII)
_WEIGHT: Final = re.compile(r"q\s*=\s*([01](?:\.\d{0,3})?)", re.ASCII | re.IGNORECASE)


def accepts(header: str, media_type: str) -> bool:
    """Tell whether an `Accept` takes a media type; parameters but `q` count for nothing.

    The most specific range decides: `application/json;q=0, */*` takes everything but JSON. What is no media range is
    passed over, and a header of nothing else, or an empty one, asks for nothing.
    """
    essence = media_type.partition(";")[0].strip().lower()
    kind = essence.partition("/")[0]
    weights: dict[str, float] = {}
    for named, weight in _ranges(header):
        weights[named] = max(weight, weights.get(named, 0.0))
    fitting = [named for named in (essence, f"{kind}/*", "*/*") if named in weights]
    return weights[fitting[0]] > 0 if fitting else not weights


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    """Yield each media range, in lower case, with its weight; a bare `*` is an old spelling of `*/*`."""
    for element in header.split(","):
        named, *parameters = (part.strip() for part in element.split(";"))
        found = _RANGE.fullmatch(named)
        if found is None or (found["subtype"] is None and named != "*"):
            continue
        weights = [weight[1] for weight in map(_WEIGHT.fullmatch, parameters) if weight]
        yield "*/*" if named == "*" else named.lower(), float(weights[0]) if weights else 1.0
