"""Tags for the eye: pictures of real drawings with each component's tag, a line to where it is written, and the rest.

Green is a component with a tag, red one without, orange a tag that no component carries. Whether an
owner is right, a person counts from the pictures; `docs/known-gaps.md` holds what was counted.

    .venv/bin/python -m benchmarks.tags_shown ../shared/drawings/schematics/*.pdf --out out/tags
"""

from __future__ import annotations

import argparse
from math import dist
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from orchestrator.components import PageComponents
from orchestrator.geometry import Box, centre
from orchestrator.recognition.captions import Caption, captions_of
from orchestrator.recognition.recognizer import Recognizer
from training.evaluate import MODEL_DIR, extracted

_GREEN, _RED, _ORANGE = (0, 150, 0), (220, 0, 0), (230, 140, 0)
_LEAST_CONFIDENCE: Final = 0.5
_LARGER: Final = 2
"""Pixels a pixel of the page's picture: lines of 7 pt are read easily then."""


def shown(picture: Image.Image, scale: float, found: PageComponents, captions: list[Caption]) -> Image.Image:
    """Return a page's picture, `scale` pixels a point, with components, their tags and where those are written."""
    image = picture.convert("RGB")
    pen = ImageDraw.Draw(image)
    for number, component in enumerate(found.components, 1):
        _frame(pen, component.bbox, scale, _GREEN if component.tag else _RED)
        written = [k for k, caption in enumerate(captions) if caption.tag and caption.tag == component.tag]
        x, y = centre(component.bbox)
        if written:
            k = min(written, key=lambda k: dist(centre(captions[k].bbox), (x, y)))
            pen.line([(a * scale, b * scale) for a, b in ((x, y), centre(captions[k].bbox))], _GREEN, 2)
            _frame(pen, captions[k].bbox, scale, _GREEN)
        label = f"{number} {component.class_name} {component.tag or ''}"
        pen.text(
            (component.bbox[0] * scale, component.bbox[1] * scale - 14), label, (0, 0, 220), font_size=12
        )
    for unowned in found.unowned_tags:
        _frame(pen, unowned.bbox, scale, _ORANGE)
    return image


def _frame(pen: ImageDraw.ImageDraw, box: Box, scale: float, colour: tuple[int, int, int]) -> None:
    x, y, width, height = (value * scale for value in box)
    pen.rectangle([x - 1, y - 1, x + width + 1, y + height + 1], outline=colour, width=2)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pdfs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    recognizer = Recognizer.load(MODEL_DIR, 1)
    for pdf in options.pdfs:
        for grey, page in extracted(pdf):
            if page.image is None:
                continue
            found = recognizer.recognize(grey, page, _LEAST_CONFIDENCE)
            size = page.image.width_px * _LARGER, page.image.height_px * _LARGER
            picture = Image.fromarray(grey).resize(size, Image.Resampling.BICUBIC)
            captions = captions_of(page.words)
            path = options.out / f"{pdf.stem}-{page.page_number}.png"
            shown(picture, page.image.scale * _LARGER, found, captions).save(path)
            tagged = sum(component.tag is not None for component in found.components)
            print(f"{path}: {len(found.components)} components, {tagged} with a tag")
            print(f"  nobody's: {' '.join(tag.tag for tag in found.unowned_tags)}")


if __name__ == "__main__":
    main()
