"""What a file must be before anything reads it: not empty, not too large, a PDF by its first bytes."""

from __future__ import annotations

from typing import Final

from orchestrator.errors import DrawingError

SIGNATURE_WITHIN_BYTES: Final = 1_024
"""Bytes in which `%PDF-` must stand; PDF readers accept junk before it up to here."""

_SIGNATURE: Final = b"%PDF-"


def check_size(size_bytes: int, max_bytes: int) -> None:
    """Refuse a file by its size alone.

    Raises:
        DrawingError: `empty` or `too_large`.
    """
    if size_bytes == 0:
        raise DrawingError("empty", "The file is empty; upload the drawing again.")
    if size_bytes > max_bytes:
        raise DrawingError(
            "too_large",
            f"The file has {size_bytes / 1e6:,.1f} MB; at most {max_bytes / 1e6:,.0f} MB are accepted. "
            "Split the set into smaller files.",
        )


def check_signature(first_bytes: bytes) -> None:
    """Refuse a file whose first bytes (`SIGNATURE_WITHIN_BYTES` of them) are not those of a PDF.

    Raises:
        DrawingError: `not_pdf`.
    """
    if _SIGNATURE not in first_bytes:
        raise DrawingError("not_pdf", "The file is not a PDF; export the drawing as PDF and upload that.")
