"""Whatever is uploaded ends as the table says, in bounded time and memory, and the next drawing is read."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.errors import DrawingError
from orchestrator.extraction import ExtractedPage, Extraction, PageFailure
from tests.orchestrator.extraction.hostile.kinds import KINDS, Kind
from tests.orchestrator.extraction.hostile.raw import one_page

PARENT_MAY_GROW_KB = 250 * 1024  # the largest file of the set is made in this process
EACH_MAY_USE_CPU_S = 6

pytestmark = pytest.mark.usefixtures("forked_readers")


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """Make sure that neither this process nor its readers use more than a document may."""
    here, readers = resource.getrusage(resource.RUSAGE_SELF), _readers_cpu_s()
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - here.ru_maxrss < PARENT_MAY_GROW_KB
    assert _readers_cpu_s() - readers < EACH_MAY_USE_CPU_S


def _readers_cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_hostile_file_ends_as_the_table_says(tmp_path: Path, kind: Kind) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(kind.make())
    begun = time.process_time()
    if kind.refused:
        with pytest.raises(DrawingError) as caught, Extraction(path, kind.limits):
            pass
        assert caught.value.code == kind.refused
        assert_says(kind, caught.value.detail)
        assert caught.value.detail.endswith(".")
    else:
        with Extraction(path, kind.limits) as extraction:
            assert extraction.info.repaired == kind.repaired
            assert_ends(kind, next(extraction.pages()), extraction.info.warnings)
    assert time.process_time() - begun < 1  # of this process, which is not to work for the file
    assert_next_drawing_is_read(tmp_path)


def assert_ends(kind: Kind, result: ExtractedPage | PageFailure, warnings: tuple[str, ...]) -> None:
    if isinstance(result, PageFailure):
        assert (kind.failed, kind.failed and result.code) == (result.code, result.code), result
        assert_says(kind, result.detail)
        return
    page = result.page
    assert kind.failed is None
    assert (kind.word in page.text) if kind.word else not page.words
    assert (result.image_png is not None) == kind.picture
    assert_says(kind, *warnings, *page.warnings, *page.truncated)


def assert_says(kind: Kind, *sentences: str) -> None:
    if kind.says is None:
        assert sentences == ()
    else:
        assert any(kind.says in sentence for sentence in sentences), sentences


def assert_next_drawing_is_read(tmp_path: Path) -> None:
    path = tmp_path / "next.pdf"
    path.write_bytes(one_page())
    with Extraction(path) as extraction:
        (result,) = extraction.pages()
    assert isinstance(result, ExtractedPage)
    assert result.page.text == "MCC-1"


def test_every_generator_is_in_the_table() -> None:
    """A kind that is written and not tried proves nothing."""
    modules = {kind.make.__module__ for kind in KINDS}
    written = {
        name
        for module in modules
        for name, value in vars(__import__(module, fromlist=["x"])).items()
        if callable(value) and getattr(value, "__module__", "") == module and not name.startswith("_")
    }
    assert written == {kind.name for kind in KINDS}
