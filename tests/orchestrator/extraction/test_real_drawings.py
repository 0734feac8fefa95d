"""Every drawing at hand yields all its pages, inside their limits, with every box on the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestrator.extraction import ExtractedPage, Extraction
from orchestrator.pages import Page

pytestmark = pytest.mark.usefixtures("forked_readers")

FOLDER = Path(__file__).parents[4] / "shared" / "drawings"
DRAWINGS = sorted(FOLDER.rglob("*.pdf"))


@pytest.mark.drawings
@pytest.mark.skipif(not DRAWINGS, reason="needs the real drawings in ../shared/drawings, which are not ours")
@pytest.mark.parametrize("path", DRAWINGS or [FOLDER], ids=lambda path: path.stem)
def test_a_real_drawing_is_read_whole(path: Path) -> None:
    with Extraction(path) as extraction:
        results = list(extraction.pages())
        assert len(results) == extraction.info.page_count > 0
    for result in results:
        assert isinstance(result, ExtractedPage), result
        check(result)


def check(extracted: ExtractedPage) -> None:
    page = extracted.page
    assert not page.truncated
    assert page.image is not None
    assert page.image.width_px == pytest.approx(page.width_pt * page.image.scale, abs=1)
    assert page.image.height_px == pytest.approx(page.height_pt * page.image.scale, abs=1)
    boxes = [
        *(word.bbox for word in page.words),
        *(image.bbox for image in page.images),
        *(annotation.bbox for annotation in page.annotations),
    ]
    for x, y, width, height in boxes:
        assert min(x, y, width, height) >= 0
        assert x + width <= page.width_pt + 0.01
        assert y + height <= page.height_pt + 0.01
    assert page.words or page.vectors.ops or page.images
    assert Page.from_bytes(page.to_bytes()) == page
