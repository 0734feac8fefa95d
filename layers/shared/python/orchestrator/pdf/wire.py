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


def send(stream: BinaryIO, reply: Reply) -> None:
    """Write one reply and flush it."""
    header = json.dumps(reply.header).encode()
    stream.write(LENGTHS.pack(len(header), len(reply.body)) + header)
    stream.write(reply.body)
    stream.flush()
