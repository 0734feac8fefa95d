"""Thousands of damaged and hostile PDFs through extraction, for as long as one likes; prints every escape.

.venv/bin/python -m tests.orchestrator.extraction.fuzz.long --minutes 15
.venv/bin/python -m tests.orchestrator.extraction.fuzz.long --first 4711 --cases 1    # one case again

A case is one of the good drawings of `seeds.py` or of the hostile kinds, damaged at random, or two of them crossed; its
number says all, until the seeds or kinds change. Most go through one child after another, as the parent would ask it;
each tenth goes through everything, two children and all. Escapes are: anything raised that is no refusal, a code or
sentence outside the contract, a page that is not read back as it was, a box off its page, a picture that is none, a
child or an open file that is left behind, more seconds or memory of this process than a drawing and these checks may
cost it.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import struct
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Final, get_args

from orchestrator.errors import DrawingError, DrawingErrorCode
from orchestrator.extraction import ExtractedPage, Extraction, Limits, PageFailure, title_block
from orchestrator.extraction.page_kind import kind_of
from orchestrator.extraction.sandbox import Child, ChildLost
from orchestrator.geometry import Box
from orchestrator.pages import Page, PageImage
from orchestrator.pdf.wire import Reply, request
from tests.orchestrator.extraction.fuzz.seeds import SEEDS, damaged
from tests.orchestrator.extraction.hostile.kinds import KINDS

LIMITS: Final = Limits(step_cpu_s=3)
THROUGH_EVERYTHING: Final = 10  # each so many
UNDAMAGED: Final = 12
PAGES: Final = 2
MAX_PARENT_S: Final = 10.0
MAX_PARENT_GROWS_MB: Final = 400
MAX_SEED_BYTES: Final = 2_000_000
CODES: Final = set(get_args(DrawingErrorCode))
MAKERS: Final[tuple[Callable[[], bytes], ...]] = (*SEEDS, *(kind.make for kind in KINDS))


@cache
def made(maker: int) -> bytes:
    """Return a whole file, or the first part of one that is too large to be copied thousands of times."""
    return MAKERS[maker]()[:MAX_SEED_BYTES]


def case(number: int) -> tuple[str, bytes]:
    """Return what a case is and its file; the same number is always the same."""
    chance = random.Random(number)
    first, second = chance.randrange(len(MAKERS)), chance.randrange(len(MAKERS))
    name, file = MAKERS[first].__name__, made(first)
    if chance.randrange(UNDAMAGED) == 0:
        return name, file
    if chance.randrange(4) == 0:
        name, file = f"{name} x {MAKERS[second].__name__}", crossed(file, made(second), chance)
    if len(file) < 200:
        return name, file
    return name, damaged(file, number)


def crossed(one: bytes, other: bytes, chance: random.Random) -> bytes:
    """Return one file with some of the other's objects put in, or its end in place of its own."""
    if chance.randrange(2):
        return one[: chance.randrange(len(one) + 1)] + other[chance.randrange(len(other) + 1) :]
    pieces = other.split(b"endobj")
    picked = [chance.choice(pieces)[:100_000] + b"endobj\n" for _ in range(3)]
    at = one.rfind(b"xref")
    return one[:at] + b"\n" + b"".join(picked) + one[at:]


class Escape(Exception):
    """Something came out of extraction that must not."""


def expect(met: bool, what: object) -> None:
    """Raise unless a promise is kept."""
    if not met:
        raise Escape(what)


def check_failure(code: str, detail: str) -> None:
    expect(code in CODES, f"code {code}")
    expect(detail.isprintable() and 10 < len(detail) < 1_000, f"sentence {detail!r}")


def check_page(page: Page) -> None:
    """Expect that a page is read back as it was, and that its boxes lie on it."""
    expect(Page.from_bytes(page.to_bytes()) == page, "read back otherwise")
    expect(all(map(isfinite, page.vectors.coords)), "coordinates")
    for box in boxes(page):
        x, y, width, height = box
        inside = x >= 0 and y >= 0 and width >= 0 and height >= 0
        expect(
            inside and x + width <= page.width_pt + 0.02 and y + height <= page.height_pt + 0.02,
            f"{box} off {page.width_pt} x {page.height_pt}",
        )


def boxes(page: Page) -> Iterator[Box]:
    for parts in (page.words, page.images, page.annotations, page.links):
        yield from (part.bbox for part in parts)
    yield from (field.bbox for field in page.title_block.values())


def check_picture(png: bytes, image: PageImage) -> None:
    expect(png.startswith(b"\x89PNG\r\n\x1a\n") and png.endswith(b"IEND\xaeB`\x82"), "no PNG")
    expect(struct.unpack_from(">II", png, 16) == (image.width_px, image.height_px), "another size")
    expect(image.width_px * image.height_px <= LIMITS.max_page_image_pixels * 1.01, "too large")


class Readers:
    """Asks one child for one document after another, as the parent does; a lost one is replaced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._child: Child | None = None
        self.lost: Counter[str] = Counter()

    def read(self) -> Iterator[str]:
        """Read the document that lies there now and yield how each step ended."""
        if self._child is None:
            self._child = Child(LIMITS)
        try:
            yield from self._steps(self._child)
        except ChildLost as lost:
            check_failure(lost.code, lost.detail)
            self.lost[lost.code] += 1
            self.end()
            yield f"lost: {lost.code}"

    def _steps(self, child: Child) -> Iterator[str]:
        opened = child.ask(
            request("open", path=str(self._path), limits=asdict(LIMITS)), LIMITS.open_timeout_s
        )
        if "error" in opened.header:
            yield self._failed("refused", opened)
            return
        pages = opened.header["page_count"]
        expect(1 <= pages <= LIMITS.max_pages, f"{pages} pages")
        for number in range(1, min(pages, PAGES) + 1):
            read = child.ask(request("read", page=number), LIMITS.read_timeout_s)
            if "error" in read.header:
                yield self._failed("failed", read)
                continue
            page = Page.model_validate_json(read.body)
            expect(page.page_number == number, f"page {page.page_number} for {number}")
            understood = {"kind": kind_of(page), "title_block": title_block.read(page)}
            check_page(page.model_copy(update=understood))
            drawn = child.ask(request("render", page=number, rung="full"), LIMITS.render_timeout_s)
            if "error" in drawn.header:
                yield self._failed("not drawn", drawn)
                continue
            check_picture(drawn.body, PageImage(**drawn.header["image"]))
            yield "page"

    @staticmethod
    def _failed(what: str, reply: Reply) -> str:
        check_failure(reply.header["error"], reply.header["detail"])
        return f"{what}: {reply.header['error']}"

    def end(self) -> None:
        """End the child that is left."""
        if self._child is not None:
            self._child.kill()
            self._child = None


def through_everything(path: Path) -> Iterator[str]:
    """Extract the document that lies there as the product does and yield how it and each page ended."""
    try:
        with Extraction(path, LIMITS) as extraction:
            for number, result in enumerate(extraction.pages(), 1):
                expect(number == number_of(result), "another page")
                yield ended(result)
                if number == PAGES:
                    return
    except DrawingError as refusal:
        check_failure(refusal.code, refusal.detail)
        expect(refusal.detail.endswith("."), refusal.detail)
        yield f"refused: {refusal.code}"


def number_of(result: ExtractedPage | PageFailure) -> int:
    return result.page_number if isinstance(result, PageFailure) else result.page.page_number


def ended(result: ExtractedPage | PageFailure) -> str:
    if isinstance(result, PageFailure):
        check_failure(result.code, result.detail)
        return f"failed: {result.code}"
    check_page(result.page)
    if result.image_png is None:
        expect(bool(result.page.warnings), "no picture and no reason")
        return "not drawn"
    expect(result.page.image is not None, "no size")
    assert result.page.image is not None
    check_picture(result.image_png, result.page.image)
    return "page"


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def parent_mb() -> float:
    (line,) = (
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1_024


class Run:
    """Cases one after another, and what came of them."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "drawing.pdf"
        self._readers = Readers(self._path)
        self.ends: Counter[str] = Counter()
        self.escapes: list[str] = []
        self.slowest = (0.0, "")

    def try_case(self, number: int) -> None:
        """Try one case and note its ends or its escape."""
        name, file = case(number)
        self._path.write_bytes(file)
        whole = number % THROUGH_EVERYTHING == 0
        if whole:
            self._readers.end()
        files, memory, begun, own = open_files(), parent_mb(), time.monotonic(), time.process_time()
        try:
            self.ends.update(through_everything(self._path) if whole else self._readers.read())
            expect(
                time.process_time() - own < MAX_PARENT_S, f"{time.process_time() - own:.1f} s of the parent"
            )
            expect(parent_mb() - memory < MAX_PARENT_GROWS_MB, f"{parent_mb() - memory:.0f} MB of the parent")
            if whole:
                gc.collect()
                expect(not children(), "children left")
                expect(open_files() == files, "files left open")
        except Exception:  # noqa: BLE001  # whatever it is, it escaped
            self.escapes.append(f"case {number}, {name}\n{traceback.format_exc()}")
            print(self.escapes[-1], flush=True)  # noqa: T201  # a command's output
            self._readers.end()
        self.slowest = max(self.slowest, (time.monotonic() - begun, f"case {number}, {name}"))

    def end(self) -> None:
        """End the child that is left."""
        self._readers.end()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--minutes", type=float, default=15)
    options = parser.parse_args()
    until = time.monotonic() + 60 * options.minutes
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))
        done = 0
        while done < options.cases and time.monotonic() < until:
            run.try_case(options.first + done)
            done += 1
        run.end()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    found = (
        f"{done} cases from {options.first} on, {len(run.escapes)} escapes; at most {peak:.0f} MB of this process",
        ", ".join(f"{end} {times}" for end, times in run.ends.most_common()),
        f"slowest: {run.slowest[0]:.1f} s, {run.slowest[1]}",
    )
    print(*found, sep="\n")  # noqa: T201  # as above
    sys.exit(1 if run.escapes else 0)


if __name__ == "__main__":
    main()
