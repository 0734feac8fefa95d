"""Many drawings at once through the embedded stack: all end, counts are exact, memory stays; what more workers bring.

python -m benchmarks.load

Uploads 200 drawings of ten small pages to one project, one in ten of them bad (empty, no PDF, locked, cut off), and
waits until each has ended. Pages are small sheets of four motors for the real networks; every good drawing must have
the takeoff of the first. Memory is told by part: that of the workers must stay, that of the process which is API and
account grows with what it keeps, for bucket and table are in memory.

Then sheets of A3 are timed with one and with two workers. A worker is a process that extracts and a process that
recognises, with one thread each. A stack of so many workers has as many cores and no more, which the API, the queues,
the table and the bucket share with them: so two workers are not lent time that one was not. The time runs from the
first upload, after every worker has worked on something, to the end of the last drawing: the pages must be many, for
at the beginning workers wait for the first ones, and at the end one waits while the other has the last. How much of a
second worker a machine allows at all, say two processes that only compute (`bare_detector.py`).
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import boto3
import pymupdf

from benchmarks.bare_detector import tiles_a_s
from benchmarks.processes import PARTS, memory_mb, processor_s
from local.settings import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY
from tests.local.served import FINAL, Person, Served

BAD_EVERY: Final = 10
ROOMY: Final = {"ORCHESTRATOR_REQUESTS_PER_MINUTE": "1000000", "ORCHESTRATOR_LOGINS_PER_MINUTE": "1000"}
ONE_THREAD: Final = {"THREADS": "1", "MAX_CHILDREN": "1"}
"""Of the networks, and one child for a PDF, for each worker: more workers are measured, not more threads."""
LOOK_S: Final = 2.0
"""How often the project's drawings are asked for: each time costs the API what some pages cost a worker."""
A3_PT: Final = (1_191, 842)
WARMING_PAGES: Final = 3
"""Of each drawing before the measured ones: enough for every worker to be called and to have worked."""
SIGNED_IN_S: Final = 600.0
"""How long a token is used: they last 15 minutes."""


NOTES: Final = "NOTES: ALL MOTORS ARE 480 V, 3 PHASE, 60 HZ UNLESS NOTED OTHERWISE"
"""Words enough that a page is taken for one with text, and not read from its picture as a scan is."""


def good(pages: int, size_pt: tuple[int, int] = (420, 300)) -> bytes:
    """Return a PDF of sheets, each with motors on lines 200 points apart: four on the smallest."""
    width, height = size_pt
    with pymupdf.open() as document:
        for number in range(pages):
            page = document.new_page(width=width, height=height)
            page.insert_text((20, height - 20), f"E-{number + 101}", fontsize=8)
            page.insert_text((60, height - 20), NOTES, fontsize=8)
            for y in range(60, height - 100, 200):
                page.draw_line((40, y), (width - 40, y))
                for x in range(80, width - 60, 80):
                    page.draw_line((x, y), (x, y + 58))
                    page.draw_circle((x, y + 70), 12)
                    page.insert_text((x - 4, y + 74), "M", fontsize=11)
        data: bytes = document.tobytes()
    return data


def bad(pages: int) -> tuple[bytes, ...]:
    """Return an empty file, one that is no PDF, a locked one and one that is cut off."""
    whole = good(pages)
    with pymupdf.open(stream=whole) as document:
        locked = io.BytesIO()
        document.save(locked, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="other")
    return b"", b"PK\x03\x04 no drawing", locked.getvalue(), whole[:200]


@contextmanager
def stack(workers: int, cores: set[int] | None = None) -> Iterator[Served]:
    """Run `orchestrator serve` with so many workers of either kind, all of it on these cores."""
    sizes = {f"ORCHESTRATOR_{kind}_WORKERS": str(workers) for kind in ("EXTRACTION", "RECOGNITION")}
    with TemporaryDirectory() as folder:
        ours = os.sched_getaffinity(0)
        os.sched_setaffinity(0, cores or ours)
        served = Served(
            Path(folder), ROOMY | ONE_THREAD | sizes
        )  # which takes over on which cores it may run
        os.sched_setaffinity(0, ours)
        try:
            yield served
        finally:
            served.end(seconds=120)


class Load:
    """One project on a running stack, and the files that are dropped into it."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._login = served.printed(r"Login +(\S+) +(\S+)\n")
        self._person, self._since = Person(served.api, *self._login), time.monotonic()
        self.project = self.person.project("Load")
        self._s3 = boto3.client(
            "s3",
            endpoint_url=served.aws,
            aws_access_key_id=ACCESS_KEY_ID,
            aws_secret_access_key=SECRET_ACCESS_KEY,
            region_name=REGION,
        )
        (self._bucket,) = (b["Name"] for b in self._s3.list_buckets()["Buckets"] if "drawings" in b["Name"])

    @property
    def person(self) -> Person:
        """Somebody who is signed in."""
        if time.monotonic() - self._since > SIGNED_IN_S:
            self._person, self._since = Person(self._served.api, *self._login), time.monotonic()
        return self._person

    def drop(self, name: str, data: bytes) -> str:
        """Upload a file for a new drawing; return its id."""
        slot = self.person.slot(self.project, name)
        self._s3.put_object(Bucket=self._bucket, Key=slot["upload"]["fields"]["key"], Body=data)
        return str(slot["drawing"]["id"])

    def drawings(self) -> Iterator[dict[str, Any]]:
        """Yield the drawings of the project."""
        path, cursor = f"/v1/projects/{self.project}/drawings?limit=100", ""
        while True:
            answer = self.person("GET", f"{path}&cursor={cursor}" if cursor else path).json()
            yield from answer["items"]
            if not (cursor := answer["next_cursor"] or ""):
                return

    def statuses(self) -> dict[str, str]:
        """Return how far each drawing of the project is."""
        return {drawing["id"]: drawing["status"] for drawing in self.drawings()}

    def ended(self, ids: Collection[str]) -> datetime:
        """Return when the last of these drawings ended."""
        return max(datetime.fromisoformat(d["completed_at"]) for d in self.drawings() if d["id"] in ids)

    def counts(self, drawing_id: str) -> dict[str, int]:
        """Return what a drawing's takeoff counts, by class."""
        path = f"/v1/projects/{self.project}/drawings/{drawing_id}/takeoff"
        return {row["class"]: row["count"] for row in self.person("GET", path).json()["by_class"]}

    def stored_mb(self) -> float:
        """Return what all files in the bucket come to."""
        listed = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket)
        return sum(file["Size"] for part in listed for file in part.get("Contents", ())) / 1e6

    def wait(self, ids: list[str]) -> Iterator[int]:
        """Yield, at every quarter of the drawings that have ended, their number."""
        marks = [len(ids) * quarter // 4 for quarter in range(1, 5)]
        while marks:
            now = self.statuses()
            while marks and sum(now[one] in FINAL for one in ids) >= marks[0]:
                yield marks.pop(0)
            time.sleep(LOOK_S)


@dataclass(frozen=True, slots=True)
class Speed:
    """Pages a second; milliseconds of processor a page, by part; the share of the cores' time that was used, 0..1."""

    pages_a_s: float
    processor_ms: Mapping[str, float]
    used: float

    def __str__(self) -> str:
        """Return it in a line."""
        parts = ", ".join(f"{part} {ms:.0f}" for part, ms in self.processor_ms.items())
        whole = sum(self.processor_ms.values())
        return (
            f"{self.pages_a_s:.2f} pages/s; ms of processor a page: {parts}, together {whole:.0f}; "
            f"cores used {self.used:.0%}"
        )


def our_cores(workers: int) -> list[int]:
    """Return the last cores that this process may use, one a worker.

    Raises:
        SystemExit: when there are fewer.
    """
    cores = sorted(os.sched_getaffinity(0))[-workers:]
    if len(cores) < workers:
        sys.exit(f"{workers} workers need {workers} cores.")
    return cores


def speed(workers: int, drawings: int, pages: int) -> Speed:
    """Measure so many workers on as many cores, once each of them has worked on something."""
    with stack(workers, set(our_cores(workers))) as served:
        load, data, few = Load(served), good(pages, A3_PT), good(WARMING_PAGES, A3_PT)
        list(load.wait([load.drop(f"warm-{n}.pdf", few) for n in range(2 * workers)]))
        before, began = processor_s(served.process.pid), datetime.now(UTC)
        ids = [load.drop(f"E-{n}.pdf", data) for n in range(drawings)]
        list(load.wait(ids))
        after, ended = processor_s(served.process.pid), load.ended(ids)
    seconds, measured = (ended - began).total_seconds(), drawings * pages
    spent = {part: after[part] - before[part] for part in PARTS}
    return Speed(
        measured / seconds,
        {part: s / measured * 1_000 for part, s in spent.items()},
        sum(spent.values()) / seconds / workers,
    )


def compared(drawings: int, pages: int) -> Iterator[str]:
    """Yield how one worker and two do, and what of the machine's own gain by a second core two workers have."""
    speeds = {workers: speed(workers, drawings, pages) for workers in (1, 2)}
    bare = tiles_a_s((1, 2), our_cores(2))
    for workers, measured in speeds.items():
        yield f"{workers} workers, {workers} cores, A3: {measured}"
    yield f"the bare detector: {bare[1]:.1f} tiles/s in one process, {bare[2]:.1f} in two"
    gain, most = speeds[2].pages_a_s / speeds[1].pages_a_s, bare[2] / bare[1]
    yield f"two workers are {gain:.2f} times one, two bare processes {most:.2f} times: {gain / most:.2f} of it"


def everything(drawings: int, pages: int) -> None:
    """Drop all drawings, print how it went, and end with an error where something is not exact.

    Raises:
        SystemExit: when a drawing did not end as it must, or was counted otherwise than the first.
    """
    whole, broken = good(pages), bad(pages)
    with stack(2) as served:
        load = Load(served)
        began = time.perf_counter()
        ids = {
            load.drop(f"E-{n}.pdf", broken[n // BAD_EVERY % len(broken)] if n % BAD_EVERY == 0 else whole): n
            for n in range(drawings)
        }
        for ended in load.wait(list(ids)):
            seconds, files = time.perf_counter() - began, load.stored_mb()
            memory = ", ".join(f"{part} {mb:.0f}" for part, mb in memory_mb(served.process.pid).items())
            print(f"{ended:5} drawings ended after {seconds:5.0f} s; MB: {memory}; files stored {files:.0f}")
        statuses = load.statuses()
        ends = Counter((n % BAD_EVERY == 0, statuses[one]) for one, n in ids.items())
        counted = Counter(tuple(sorted(load.counts(one).items())) for one, n in ids.items() if n % BAD_EVERY)
    for (was_bad, status), number in sorted(ends.items()):
        print(f"{number:5} {'bad' if was_bad else 'good'} drawings ended {status}")
    for takeoff, number in counted.items():
        print(f"{number:5} takeoffs of {dict(takeoff)}")
    if {("failed" if was_bad else "analyzed") == status for was_bad, status in ends} != {True} or len(
        counted
    ) != 1:
        sys.exit("Not every drawing ended as it must.")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--drawings", type=int, default=200, help="with bad ones among them; 0: only compare")
    parser.add_argument("--pages", type=int, default=10, help="of each drawing")
    parser.add_argument(
        "--compared", type=int, default=15, help="drawings that measure one and two workers; 0: none"
    )
    options = parser.parse_args()
    if options.drawings:
        everything(options.drawings, options.pages)
    if options.compared:
        for line in compared(options.compared, options.pages):
            print(line)


if __name__ == "__main__":
    main()
