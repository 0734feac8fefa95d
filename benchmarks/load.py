"""Many drawings at once through the embedded stack: all end, counts are exact, memory stays; what more workers bring.

python -m benchmarks.load

Uploads 200 drawings of ten small pages to one project, one in ten of them bad (empty, no PDF, locked, cut off), and
waits until each has ended. Pages are small sheets of four motors for the real networks; every good drawing must have
the takeoff of the first. Memory is that of all processes of `orchestrator serve`, the account's contents included.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import boto3
import pymupdf

from local.settings import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY
from tests.local.served import FINAL, Person, Served

BAD_EVERY: Final = 10
ROOMY: Final = {"ORCHESTRATOR_REQUESTS_PER_MINUTE": "1000000", "ORCHESTRATOR_LOGINS_PER_MINUTE": "1000"}
SIGNED_IN_S: Final = 600.0
"""How long a token is used: they last 15 minutes."""


def good(pages: int) -> bytes:
    """Return a PDF of small sheets, each with four motors on a line."""
    with pymupdf.open() as document:
        for number in range(pages):
            page = document.new_page(width=420, height=300)
            page.insert_text((20, 280), f"E-{number + 101}", fontsize=8)
            page.draw_line((40, 60), (380, 60))
            for x in (80, 160, 240, 320):
                page.draw_line((x, 60), (x, 118))
                page.draw_circle((x, 130), 12)
                page.insert_text((x - 4, 134), "M", fontsize=11)
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
def stack(workers: int) -> Iterator[Served]:
    """Run `orchestrator serve` with so many workers of either kind."""
    sizes = {f"ORCHESTRATOR_{kind}_WORKERS": str(workers) for kind in ("EXTRACTION", "RECOGNITION")}
    with TemporaryDirectory() as folder:
        served = Served(Path(folder), ROOMY | sizes)
        try:
            yield served
        finally:
            served.end()


def memory_mb(root: int) -> float:
    """Return the resident memory of a process and its descendants, in MB (Linux)."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            parents[int(status.parent.name)] = int(fields[1])
        except OSError:
            continue  # it ended meanwhile
    family = {root}
    while grown := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= grown
    total = 0
    for pid in family:
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except OSError:
            continue
    return total * 4096 / 1e6


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

    @property
    def person(self) -> Person:
        """Somebody who is signed in."""
        if time.monotonic() - self._since > SIGNED_IN_S:
            self._person, self._since = Person(self._served.api, *self._login), time.monotonic()
        return self._person

    def drop(self, name: str, data: bytes) -> str:
        """Upload a file for a new drawing; return its id."""
        slot = self.person.slot(self.project, name)
        (bucket,) = (b["Name"] for b in self._s3.list_buckets()["Buckets"] if "drawings" in b["Name"])
        self._s3.put_object(Bucket=bucket, Key=slot["upload"]["fields"]["key"], Body=data)
        return str(slot["drawing"]["id"])

    def statuses(self) -> dict[str, str]:
        """Return how far each drawing of the project is."""
        path, found, cursor = f"/v1/projects/{self.project}/drawings?limit=100", dict[str, str](), ""
        while True:
            answer = self.person("GET", f"{path}&cursor={cursor}" if cursor else path).json()
            found |= {drawing["id"]: drawing["status"] for drawing in answer["items"]}
            if not (cursor := answer["next_cursor"] or ""):
                return found

    def counts(self, drawing_id: str) -> dict[str, int]:
        """Return what a drawing's takeoff counts, by class."""
        path = f"/v1/projects/{self.project}/drawings/{drawing_id}/takeoff"
        return {row["class"]: row["count"] for row in self.person("GET", path).json()["by_class"]}

    def wait(self, ids: list[str], root: int | None = None) -> Iterator[tuple[int, float]]:
        """Yield, at every quarter of the drawings that have ended, their number and the memory in MB."""
        marks = [len(ids) * quarter // 4 for quarter in range(1, 5)]
        while marks:
            now = self.statuses()
            while marks and sum(now[one] in FINAL for one in ids) >= marks[0]:
                yield marks.pop(0), memory_mb(root) if root else 0.0
            time.sleep(0.5)


def speed(workers: int, drawings: int, pages: int) -> float:
    """Return pages a second with so many workers, once each of them has worked on something."""
    with stack(workers) as served:
        load, data = Load(served), good(pages)
        list(load.wait([load.drop(f"warm-{n}.pdf", data) for n in range(2 * workers)]))
        ids = [load.drop(f"E-{n}.pdf", data) for n in range(drawings)]
        began = time.perf_counter()
        list(load.wait(ids))
        return drawings * pages / (time.perf_counter() - began)


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
        for ended, memory in load.wait(list(ids), served.process.pid):
            print(f"{ended:5} drawings ended after {time.perf_counter() - began:5.0f} s, {memory:6.0f} MB")
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
    parser.add_argument("--drawings", type=int, default=200)
    parser.add_argument("--pages", type=int, default=10, help="of each drawing")
    parser.add_argument("--compared", type=int, default=30, help="drawings that measure one and two workers")
    options = parser.parse_args()
    everything(options.drawings, options.pages)
    one, two = (speed(workers, options.compared, options.pages) for workers in (1, 2))
    print(f"one worker {one:.2f} pages/s, two {two:.2f}: {two / one:.2f} times")


if __name__ == "__main__":
    main()
