"""How long sets of drawings take on AWS and what they cost: stage times measured here, queues and Lambda simulated.

python -m benchmarks.scale

Measured in this run: seconds of extraction and recognition of synthetic sheets, and every request to AWS that a page
causes (`benchmarks/page_requests.py`). Simulated: how SQS and Lambda hand the work out. Assumed, because it cannot be
measured here: cold starts, the delays of S3 and SQS, how long a request to AWS takes, and that a Lambda core is as fast
as one of these.

--processor takes the processor's seconds for the clock's: of use where other work keeps this machine busy, and more
than the clock would show of idle cores, since both stages use two.
"""

from __future__ import annotations

import argparse
import heapq
import random
import resource
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.page_requests import Asked, requests_a_page
from infra.config import PROD
from orchestrator.components import PageComponents
from orchestrator.extraction import ExtractedPage, Extraction
from orchestrator.pages import Page
from orchestrator.recognition.images import decode_png
from orchestrator.recognition.legend.reader import legend_of
from orchestrator.recognition.legend.set_aside import with_legend
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.recognition.schedules.reader import schedules_of
from orchestrator.settings import MIN_CONFIDENCE
from training.data import HELD_OUT
from training.sheets.composition import compose

MODEL_DIR: Final = Path("functions/recognition/model")
PAGES_A_MESSAGE_BATCH: Final = 10
COLD_S: Final = {"extraction": 2.0, "recognition": 8.0}
"""Assumed: a zip with its layers, and a container image of 400 MB, until the first message is worked on."""
EVENT_S: Final = 1.0
"""Assumed: from an object's end to the worker that hears of it."""
FIRST_POLLERS: Final = 5
POLLERS_A_SECOND: Final = 300 / 60
"""Lambda begins with five batches of a queue at once and adds up to 300 a minute.
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html"""
USD: Final = {
    "Lambda, GB-seconds": 0.0000166667,
    "Lambda, calls": 0.20e-6,
    "SQS, requests": 0.40e-6,
    "DynamoDB, write units": 0.625e-6,
    "DynamoDB, read units": 0.125e-6,
    "S3, writes": 5e-6,
    "S3, reads": 0.4e-6,
    "S3, GB kept a month": 0.023,
    "logs, GB": 0.50,
    "X-Ray, traces": 5e-6,
}
"""List prices of us-east-1, x86, on demand, in November 2026; free tiers are left out."""
ROUND_TRIP_S: Final = 0.02
"""Assumed: from a request to DynamoDB, S3 or SQS to its answer. Recognition waits for it; extraction stores a page
while its children read the next."""
LINES_A_CALL_BYTES: Final = 500
"""What Lambda itself writes of a call (START, END, REPORT)."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds a page of each stage as measured, a page of the set each; `stored_bytes` of its results."""

    extraction: Sequence[float]
    recognition: Sequence[float]
    stored_bytes: float


@dataclass(slots=True)
class Pool:
    """The environments of one function: at most `most`, more from second to second, kept warm once started."""

    most: int
    cold_s: float
    waiting: deque[Callable[[float], float]] = field(default_factory=deque)
    idle: int = 0
    busy: int = 0
    began: float | None = None
    busy_s: float = 0.0
    calls: int = 0
    peak: int = 0
    asks_again: bool = False

    def allowed(self, now: float) -> int:
        """Return how many may work at a time."""
        since = now - self.began if self.began is not None else 0.0
        return min(self.most, FIRST_POLLERS + int(POLLERS_A_SECOND * since))


class Simulation:
    """A clock, and two pools that take from their queues."""

    def __init__(self, times: Times, most: dict[str, int]) -> None:
        self.times = times
        self.pools = {name: Pool(most[name], COLD_S[name]) for name in COLD_S}
        self.random = random.Random(0)  # noqa: S311
        self.finished: dict[int, float] = {}
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0

    def run(self, sets: Sequence[tuple[float, int]]) -> list[float]:
        """Return how long each set took from its arrival; sets are (second of arrival, pages)."""
        left = {i: pages for i, (_, pages) in enumerate(sets)}
        for i, (at, pages) in enumerate(sets):
            self._at(at + EVENT_S, lambda i=i, pages=pages: self._upload(i, pages, left))  # type: ignore[misc]
        while self._events:
            self.now, _, act = heapq.heappop(self._events)
            act()
        return [self.finished[i] - at for i, (at, _) in enumerate(sets)]

    def _upload(self, number: int, pages: int, left: dict[int, int]) -> None:
        def extract(start: float) -> float:
            at = start
            for page in range(1, pages + 1):
                at += self.random.choice(self.times.extraction)
                if page % PAGES_A_MESSAGE_BATCH == 0 or page == pages:
                    sent = page % PAGES_A_MESSAGE_BATCH or PAGES_A_MESSAGE_BATCH
                    self._at(at, lambda sent=sent: self._pages(number, sent, left))  # type: ignore[misc]
            return at - start

        self._give("extraction", extract)

    def _pages(self, number: int, count: int, left: dict[int, int]) -> None:
        def recognize(start: float) -> float:
            took = self.random.choice(self.times.recognition)
            self._at(start + took, done)
            return took

        def done() -> None:
            left[number] -= 1
            if not left[number]:
                self.finished[number] = self.now

        for _ in range(count):
            self._give("recognition", recognize)

    def _give(self, name: str, work: Callable[[float], float]) -> None:
        pool = self.pools[name]
        pool.began = self.now if pool.began is None else pool.began
        pool.waiting.append(work)
        self._take(name)

    def _take(self, name: str) -> None:
        pool = self.pools[name]
        while pool.waiting and pool.busy < pool.allowed(self.now):
            cold = pool.cold_s if not pool.idle else 0.0
            pool.idle = max(pool.idle - 1, 0)
            pool.busy += 1
            pool.peak = max(pool.peak, pool.busy)
            took = pool.waiting.popleft()(self.now + cold)
            pool.busy_s += cold + took
            pool.calls += 1
            self._at(self.now + cold + took, lambda: self._free(name))
        if pool.waiting and pool.allowed(self.now) < pool.most and not pool.asks_again:
            pool.asks_again = True
            self._at(self.now + 1 / POLLERS_A_SECOND, lambda: self._ask_again(name))

    def _ask_again(self, name: str) -> None:
        self.pools[name].asks_again = False
        self._take(name)

    def _free(self, name: str) -> None:
        self.pools[name].busy -= 1
        self.pools[name].idle += 1
        self._take(name)

    def _at(self, when: float, act: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._events, (when, self._count, act))


def measured(sheets: int, threads: int, clock: Callable[[], float]) -> tuple[Times, list[PageComponents]]:
    """Extract and recognise held-out synthetic sheets as the functions do; return also what was recognised."""
    recognizer = Recognizer.load(MODEL_DIR, threads)
    extraction, recognition, stored, results = [], [], [], []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        for seed in range(HELD_OUT, HELD_OUT + sheets):
            path.write_bytes(compose(seed).pdf)
            began = clock()
            with Extraction(path) as document:
                (page,) = (p for p in document.pages() if isinstance(p, ExtractedPage))
            read = page.page.to_bytes()
            extraction.append(clock() - began)
            assert page.image_png is not None  # noqa: S101
            began = clock()
            found = _recognized(recognizer, read, page.image_png)
            written = found.to_bytes()
            recognition.append(clock() - began)
            stored.append(len(read) + len(page.image_png) + len(written))
            results.append(found)
    return Times(extraction, recognition, mean(stored)), results


def _recognized(recognizer: Recognizer, read: bytes, png: bytes) -> PageComponents:
    page = Page.from_bytes(read)
    own = legend_of(page)
    found = recognizer.recognize(decode_png(png), page, MIN_CONFIDENCE)
    return with_legend(found, page, own).model_copy(update={"schedules": schedules_of(page)})


def processor_seconds() -> float:
    """Return what this process and its ended children have taken of the processor."""
    used = (resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def bill(times: Times, asked: Asked, simulation: Simulation, pages: int) -> dict[str, float]:
    """Return what the pages of a simulation cost, by item, in USD a thousand pages; every call's trace is kept."""
    sizes = {"extraction": PROD.extraction, "recognition": PROD.recognition}
    used = dict(asked.amounts)
    used["Lambda, GB-seconds"] = sum(
        pool.busy_s * sizes[name].memory_mb / 1_024 for name, pool in simulation.pools.items()
    )
    used["Lambda, GB-seconds"] /= pages
    used["Lambda, calls"] = sum(pool.calls for pool in simulation.pools.values()) / pages
    used["S3, GB kept a month"] = times.stored_bytes / 1e9
    used["logs, GB"] = (asked.log_bytes + LINES_A_CALL_BYTES * used["Lambda, calls"]) / 1e9
    used["X-Ray, traces"] = used["Lambda, calls"]
    for name, amount in used.items():
        print(f"{name:24} {amount:12.7f} a page")
    return {name: 1_000 * amount * USD[name] for name, amount in used.items()}


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sheets", type=int, default=8, help="how many sheets are measured")
    parser.add_argument("--threads", type=int, default=2, help="of recognition: 3,008 MB bring 1.7 cores")
    parser.add_argument("--processor", action="store_true", help="count the processor's seconds")
    options = parser.parse_args()
    clock = processor_seconds if options.processor else time.perf_counter
    here, results = measured(options.sheets, options.threads, clock)
    print(
        f"a page, here: extraction {mean(here.extraction):.2f} s, recognition {mean(here.recognition):.2f} s"
    )
    asked = requests_a_page(results)
    waits_s = asked.requests["recognition"] * ROUND_TRIP_S
    print(f"requests to AWS a page: {asked.requests}; recognition waits {waits_s:.2f} s for them")
    times = replace(here, recognition=[seconds + waits_s for seconds in here.recognition])
    most = {"extraction": PROD.extraction_concurrency, "recognition": PROD.recognition_concurrency}

    one = Simulation(times, most)
    (alone,) = one.run([(0.0, 50)])
    print(f"a set of 50 pages, everything cold: {alone:.0f} s, up to {one.pools['recognition'].peak} at once")
    hour = 1_000_000 / 24
    busy = Simulation(times, most)
    rng = random.Random(1)  # noqa: S311
    took = sorted(busy.run([(rng.uniform(0, 3_600), 50) for _ in range(round(hour / 50))]))
    peak = {name: pool.peak for name, pool in busy.pools.items()}
    print(
        f"1,000,000 pages a day, sets of 50 at random: p50 {took[len(took) // 2]:.0f} s, "
        f"p99 {took[int(len(took) * 0.99)]:.0f} s a set; at once {peak}, allowed {most}"
    )
    costs = bill(times, asked, busy, round(hour / 50) * 50)
    for name, usd in sorted(costs.items(), key=lambda item: -item[1]):
        print(f"{name:24} {usd:8.4f} USD per 1,000 pages")
    print(f"{'in all':24} {sum(costs.values()):8.4f} USD per 1,000 pages")


if __name__ == "__main__":
    main()
