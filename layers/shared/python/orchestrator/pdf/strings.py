"""Strings out of a PDF, made safe to store: no control characters, no lone surrogates, no endless length."""

from __future__ import annotations

import re
from typing import Final

MAX_CHARS: Final = 1_000
_UNSTORABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(text: str | None, max_chars: int = MAX_CHARS) -> str:
    """Return the text without what JSON, XML or a terminal chokes on, cut to `max_chars`."""
    return _UNSTORABLE.sub("", text or "")[:max_chars].strip()


def message(error: BaseException) -> str:
    """Return an exception as half a sentence of at most 200 characters, on one line."""
    return " ".join(clean(str(error), 200).split()) or type(error).__name__
