"""Seconds a sheet from page image to components, by stage, against plain slicing and against the bare networks.

python -m benchmarks.recognition --speed
python -m benchmarks.recognition --sheets 6
"""

from __future__ import annotations

import argparse

from benchmarks.recognition_speed import MODEL_DIR, bare_seconds, table, timed
from orchestrator.pages import Page, PageImage
from orchestrator.recognition.images import on_white_paper
from orchestrator.recognition.recognizer import Recognizer
from training.data import DPI, HELD_OUT, render
from training.sheets.composition import compose


def measured(recognizer: Recognizer, seed: int) -> tuple[float, float, int]:
    """Return seconds in all, seconds of the networks alone, and the number of components of one sheet."""
    sheet = compose(seed)
    grey = render(sheet)
    image = PageImage(width_px=grey.shape[1], height_px=grey.shape[0], scale=DPI / 72)
    page = Page(page_number=1, width_pt=sheet.width_pt, height_pt=sheet.height_pt, image=image)
    found, whole = timed(lambda: recognizer.recognize(grey, page, 0.5))
    return whole, sum(bare_seconds(recognizer.model, on_white_paper(grey))), len(found.components)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=6)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3, help="runs of a sheet, of which the fastest counts")
    parser.add_argument("--speed", action="store_true", help="an A3 and an ARCH D sheet by stage")
    options = parser.parse_args()
    if options.speed:
        for line in table(options.threads, options.repeats):
            print(line)
        return
    recognizer = Recognizer.load(MODEL_DIR, options.threads)
    measured(recognizer, HELD_OUT)  # warm
    rows = [measured(recognizer, HELD_OUT + i) for i in range(options.sheets)]
    for i, (whole, bare, count) in enumerate(rows):
        print(f"sheet {i}: {whole:.2f} s, {whole / bare:.2f} x the bare networks, {count} components")
    print(
        f"mean {sum(r[0] for r in rows) / len(rows):.2f} s, {sum(r[0] for r in rows) / sum(r[1] for r in rows):.2f} x"
    )


if __name__ == "__main__":
    main()
