"""What an open PDF says of itself."""

from __future__ import annotations

import pymupdf
import pytest

from orchestrator.errors import DrawingError
from orchestrator.pdf.document import describe
from orchestrator.pdf.limits import Limits


@pytest.mark.parametrize(("pages", "code"), [(0, "no_pages"), (3, "too_many_pages")])
def test_a_document_that_repairing_left_with_no_pages_or_too_many_is_refused(pages: int, code: str) -> None:
    with pymupdf.open() as document:
        for _ in range(pages):
            document.new_page()
        with pytest.raises(DrawingError) as caught:
            describe(document, Limits(max_pages=2))
    assert caught.value.code == code
