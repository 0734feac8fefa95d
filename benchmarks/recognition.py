"""Seconds a sheet from page image to components, against the bare networks on the same tiles and crops.

python -m benchmarks.recognition --sheets 6
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from orchestrator.pages import Page, PageImage
from orchestrator.recognition.recognizer import Recognizer
from training.data import DPI, HELD_OUT, render
from training.sheets.composition import compose

MODEL_DIR = Path("functions/recognition/model")


class Watch:
    """An ONNX session that notes how long it runs."""

    def __init__(self, session: InferenceSession) -> None:
        self.session = session
        self.seconds = 0.0

    def run(self, outputs: list[str], inputs: dict[str, NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        """Run the session as it is, adding to `seconds`."""
        started = time.perf_counter()
        answer: list[NDArray[np.float32]] = self.session.run(outputs, inputs)
        self.seconds += time.perf_counter() - started
        return answer


def timed(recognizer: Recognizer, seed: int) -> tuple[float, float, int]:
    """Return seconds in all, seconds inside ONNX Runtime, and the number of components of one sheet."""
    sheet = compose(seed)
    grey = render(sheet)
    image = PageImage(width_px=grey.shape[1], height_px=grey.shape[0], scale=DPI / 72)
    page = Page(page_number=1, width_pt=sheet.width_pt, height_pt=sheet.height_pt, image=image)
    detector, classifier = Watch(recognizer.model.detector), Watch(recognizer.model.classifier)
    watched = Recognizer(replace(recognizer.model, detector=detector, classifier=classifier))
    started = time.perf_counter()
    found = watched.recognize(grey, page, 0.5)
    return time.perf_counter() - started, detector.seconds + classifier.seconds, len(found.components)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=6)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    recognizer = Recognizer.load(MODEL_DIR, options.threads)
    timed(recognizer, HELD_OUT)  # warm
    rows = [timed(recognizer, HELD_OUT + i) for i in range(options.sheets)]
    for i, (whole, bare, count) in enumerate(rows):
        print(f"sheet {i}: {whole:.2f} s, {whole / bare:.2f} x the bare networks, {count} components")
    print(
        f"mean {sum(r[0] for r in rows) / len(rows):.2f} s, {sum(r[0] for r in rows) / sum(r[1] for r in rows):.2f} x"
    )


if __name__ == "__main__":
    main()
