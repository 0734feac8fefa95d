"""Strings out of a PDF and its reader, made safe to store: no control characters, lone surrogates, endless length."""

from __future__ import annotations

import re
from typing import Final

MAX_CHARS: Final = 1_000
ANEW: Final = "open it, save it anew and upload that"
"""What a user can do about a damaged file."""

_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str | None, max_chars: int = MAX_CHARS) -> str:
    """Return the text without what JSON, XML or a terminal chokes on, cut to `max_chars`."""
    return _UNSTORABLE.sub("", text or "")[:max_chars].strip()


def message(error: BaseException) -> str:
    """Return an exception as half a sentence of at most 200 characters, on one line."""
    return " ".join(clean(str(error), 200).split()) or type(error).__name__


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether MuPDF's exception says that memory ran out."""
    return isinstance(error, MemoryError) or lacked_memory(str(error))


def lacked_memory(complaint: str) -> bool:
    """Tell whether a complaint of MuPDF's is that memory ran out."""
    return "alloc" in complaint
