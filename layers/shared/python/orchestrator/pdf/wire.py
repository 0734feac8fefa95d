"""What travels over the child's pipes: one JSON line a request, one length-prefixed frame a reply."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

LENGTHS: Final = struct.Struct(">II")
"""Bytes of the header and of the body, before every reply."""

MAX_HEADER_BYTES: Final = 4 * 1024 * 1024
MAX_BODY_BYTES: Final = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the child: a small JSON object and, for a page or a picture, its bytes."""

    header: dict[str, Any]
    body: bytes = b""


def request(step: str, **values: object) -> bytes:
    """Return the line that asks the child for one step."""
    return json.dumps({"step": step, **values}).encode() + b"\n"


def page_body(values: dict[str, Any]) -> bytes:
    """Return a page's values (`orchestrator.pages.Page`) as JSON, the coordinates of its paths rounded to 0.01.

    They are most of it, and are written in one go: rounding and writing each takes four times as long.
    """
    numbers = ""
    if vectors := values.get("vectors"):
        coords = vectors["coords"]
        numbers = ",".join(["%.2f"] * len(coords)) % tuple(coords)
        values = {**values, "vectors": {**vectors, "coords": []}}
    text = json.dumps(values, allow_nan=False, separators=(",", ":"))
    # in a string the quotes would have backslashes before them: only the key itself is met
    return text.replace('"coords":[]', f'"coords":[{numbers}]', 1).encode()


def send(stream: BinaryIO, reply: Reply) -> None:
    """Write one reply and flush it."""
    header = json.dumps(reply.header).encode()
    stream.write(LENGTHS.pack(len(header), len(reply.body)) + header)
    stream.write(reply.body)
    stream.flush()
