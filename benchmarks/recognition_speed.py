"""Seconds a sheet by stage, against plain slicing of the same networks and against the bare networks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeVar

import numpy as np
import pymupdf
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from orchestrator.extraction import ExtractedPage, Extraction
from orchestrator.pages import Page
from orchestrator.recognition.boxes import Boxes, Scores
from orchestrator.recognition.classifier import examine
from orchestrator.recognition.detector import LEVELS, Propose, detect, peaks
from orchestrator.recognition.images import decode_png, halve, on_white_paper, to_ink
from orchestrator.recognition.model import Model, load_model
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.recognition.threads import in_threads
from training.data import HELD_OUT
from training.sheets.composition import compose

MODEL_DIR: Final = Path("functions/recognition/model")
SHEETS_IN: Final = {"A3": (16.54, 11.69), "ARCH D": (36.0, 24.0)}
"""Width and height in inches."""
SLICE_PX: Final = 512
SLICE_OVERLAP_PX: Final = 102
"""SAHI's usual slices: 512 pixels, of which neighbours share a fifth."""
SAME_IOU: Final = 0.5

T = TypeVar("T")


class Recorder:
    """An ONNX session that keeps what it is given, to be given the same again."""

    def __init__(self, session: InferenceSession) -> None:
        self.session = session
        self.calls: list[dict[str, NDArray[np.float32]]] = []

    def run(self, outputs: list[str], inputs: dict[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """Run the session as it is."""
        self.calls.append(inputs)
        return list(self.session.run(outputs, inputs))

    def again(self, threads: int) -> float:
        """Return the seconds that the session alone takes for all it was given, so many threads at once."""
        return timed(lambda: list(in_threads(partial(self.session.run, None), self.calls, threads)))[1]


@dataclass(frozen=True, slots=True)
class Measured:
    """One sheet's seconds by stage, and what they add up to; memory in bytes.

    Attributes:
        session: until the networks are ready.
        stages: name to seconds, the product's own run.
        whole: decoding and recognition together.
        bare: the networks alone, in that run.
        detector: finding proposals, as the product does.
        sliced: the same by plain slicing.
        components: how many were found.
        peak: largest resident memory of a process that does nothing else.
    """

    session: float
    stages: dict[str, float]
    whole: float
    bare: float
    detector: float
    sliced: float
    components: int
    peak: int


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what `work` returns and the seconds it took."""
    started = time.perf_counter()
    return work(), time.perf_counter() - started


def drawing(size_in: tuple[float, float], seed: int = HELD_OUT) -> bytes:
    """Return a one-page PDF of a size in inches, filled with held-out synthetic plans and diagrams as they are."""
    width, height = (side * 72 for side in size_in)
    with pymupdf.open() as document:
        page = document.new_page(width=width, height=height)
        y = 0.0
        while y < height:
            x = row = 0.0
            while x < width:
                sheet = compose(seed, ("plan", "single_line", "schematic")[seed % 3])
                with pymupdf.open(stream=sheet.pdf, filetype="pdf") as part:
                    place = pymupdf.Rect(x, y, x + sheet.width_pt, y + sheet.height_pt)
                    page.show_pdf_page(place, part)
                x, row, seed = x + sheet.width_pt, max(row, sheet.height_pt), seed + 1
            y += row
        return bytes(document.tobytes(deflate=True))


def extracted(pdf: bytes) -> tuple[bytes, Page]:
    """Return the picture and the contents of a one-page PDF, as recognition gets them.

    Raises:
        ValueError: when the page cannot be read.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        path.write_bytes(pdf)
        with Extraction(path) as extraction:
            for result in extraction.pages():
                if isinstance(result, ExtractedPage) and result.image_png is not None:
                    return result.image_png, result.page
    raise ValueError("the sheet has no page that can be read")


def measure(png: bytes, page: Page, threads: int, repeats: int) -> Measured:
    """Time one sheet in this process; of each repeated time the shortest counts."""
    model, session = timed(lambda: load_model(MODEL_DIR, threads))
    recognizer = Recognizer(model)
    runs = [timed(lambda: recognizer.recognize(decode_png(png), page, 0.5)) for _ in range(repeats)]
    peak = peak_bytes()
    found, whole = min(runs, key=lambda run: run[1])
    took = _shortest([_timings(model, png) for _ in range(repeats)])
    detector, bare = took["detecting"], took["detector network"] + took["classifier network"]
    stages = {
        "decode": took["decode"],
        "paper": took["paper"],
        "detector network": took["detector network"],
        "tiles, peaks, merging": detector - took["detector network"],
        "classifier network": took["classifier network"],
        "crops": took["naming"] - took["classifier network"],
    }
    stages["judging, lettering, tags, clouds"] = whole - sum(stages.values())
    picture = on_white_paper(decode_png(png))
    sliced = min(timed(lambda: plain_slicing(model.propose, picture))[1] for _ in range(repeats))
    return Measured(session, stages, whole, bare, detector, sliced, len(found.components), peak)


def _timings(model: Model, png: bytes) -> dict[str, float]:
    """Return the seconds up to the networks' answers, by what is done, and those of the networks alone."""
    raw, decode = timed(lambda: decode_png(png))
    picture, paper = timed(lambda: on_white_paper(raw))
    (boxes, _), detecting = timed(lambda: detect(model.propose, picture, model.threads))
    naming = timed(lambda: examine(model.classify, picture, boxes, model.threads))[1]
    detector, classifier = bare_seconds(model, picture)
    return {
        "decode": decode,
        "paper": paper,
        "detecting": detecting,
        "naming": naming,
        "detector network": detector,
        "classifier network": classifier,
    }


def bare_seconds(model: Model, picture: NDArray[np.uint8]) -> tuple[float, float]:
    """Return the seconds that detector and classifier alone take for what a page gives them, its proposals known."""
    recorded = replace(model, detector=Recorder(model.detector), classifier=Recorder(model.classifier))
    boxes, _ = detect(recorded.propose, picture)
    examine(recorded.classify, picture, boxes)
    return recorded.detector.again(model.threads), recorded.classifier.again(model.threads)


def levels(picture: NDArray[np.uint8]) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Yield the overlap in pixels and the picture of each resolution that is looked at."""
    for level in LEVELS:
        part = picture
        for _ in range(level.shrink.bit_length() - 1):
            part = halve(part)
        yield level.overlap_px, part


def plain_slicing(propose: Propose, picture: NDArray[np.uint8]) -> tuple[Boxes, Scores]:
    """Detect as SAHI does (Akyon et al. 2022): fixed overlapping slices, none left out, one a call, then greedy NMS.

    The same network looks at the same three resolutions. Returns boxes (N, 4) xyxy in pixels and scores (N,).
    """
    found, sure = [], []
    for shrink, (_, part) in zip((level.shrink for level in LEVELS), levels(picture), strict=True):
        height, width = part.shape
        for y in range(0, height, SLICE_PX - SLICE_OVERLAP_PX):
            for x in range(0, width, SLICE_PX - SLICE_OVERLAP_PX):
                tile = np.full((1, 1, SLICE_PX, SLICE_PX), 255, np.uint8)
                inside = part[y : y + SLICE_PX, x : x + SLICE_PX]
                tile[0, 0, : inside.shape[0], : inside.shape[1]] = inside
                _, boxes, scores = peaks(*propose(to_ink(tile)))
                found.append((boxes + np.array([x, y, x, y], np.float32)) * np.float32(shrink))
                sure.append(scores)
    boxes, scores = np.concatenate(found), np.concatenate(sure)
    keep = greedy_nms(boxes, scores)
    return boxes[keep], scores[keep]


def greedy_nms(boxes: Boxes, scores: Scores, most: float = SAME_IOU) -> NDArray[np.int64]:
    """Return the indices of boxes (N, 4) xyxy that overlap no better one by more than `most`, best first."""
    order = np.argsort(-scores, kind="stable")
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    kept = []
    while len(order):
        best, rest = order[0], order[1:]
        kept.append(best)
        low = np.maximum(boxes[best, :2], boxes[rest, :2])
        high = np.minimum(boxes[best, 2:], boxes[rest, 2:])
        shared = np.prod(np.clip(high - low, 0, None), axis=1)
        order = rest[shared <= most * (areas[best] + areas[rest] - shared)]
    return np.array(kept, np.int64)


def _shortest(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: min(run[name] for run in runs) for name in runs[0]}


def peak_bytes() -> int:
    """Return the largest resident memory this process has had; Linux tells it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def table(threads: int, repeats: int) -> Iterator[str]:
    """Yield the lines of a Markdown table, each sheet measured in a fresh process."""
    measured = {}
    for name, size_in in SHEETS_IN.items():
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            measured[name] = pool.submit(measure, *extracted(drawing(size_in)), threads, repeats).result()
    yield f"| seconds at {threads} threads | " + " | ".join(measured) + " |"
    yield "|---|" + "---:|" * len(measured)
    for stage in next(iter(measured.values())).stages:
        yield _row(stage, [f"{m.stages[stage]:.3f}" for m in measured.values()])
    yield _row("**from page image to components**", [f"**{m.whole:.2f}**" for m in measured.values()])
    yield _row("against the bare networks", [f"{m.whole / m.bare:.2f} x" for m in measured.values()])
    yield _row("finding symbols", [f"{m.detector:.2f}" for m in measured.values()])
    yield _row("finding symbols by plain slicing", [f"{m.sliced:.2f}" for m in measured.values()])
    yield _row("components", [str(m.components) for m in measured.values()])
    yield _row("peak memory, MB", [f"{m.peak / 1e6:.0f}" for m in measured.values()])
    yield _row("session ready", [f"{m.session:.2f}" for m in measured.values()])


def _row(name: str, cells: list[str]) -> str:
    return f"| {name} | " + " | ".join(cells) + " |"
