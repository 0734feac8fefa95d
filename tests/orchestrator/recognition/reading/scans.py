"""Pictures of text as scanners make them, and the networks that read them, loaded once."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pymupdf
from numpy.typing import NDArray

from orchestrator.pages import Page, PageImage
from orchestrator.recognition.reading.reader import Reader

DPI = 150


class Written(NamedTuple):
    """A line: its text, where it begins (points, on the baseline), and its turn in degrees counter-clockwise."""

    text: str
    x: float
    y: float
    turn: int = 0
    size: float = 9.0


@cache
def reader(seconds: float = 300.0) -> Reader:
    """Return a reader with the shipped networks, one thread."""
    return Reader.of(1, seconds)


def scan_pdf(*lines: Written, width: float = 360, height: float = 220) -> bytes:
    """Return a PDF that holds nothing but the picture of the lines."""
    with pymupdf.open() as drawn:
        page = drawn.new_page(width=width, height=height)
        for line in lines:
            page.insert_text((line.x, line.y), line.text, fontsize=line.size, rotate=line.turn)
        return scanned(drawn)


def scanned(drawn: pymupdf.Document) -> bytes:
    """Return a PDF that holds nothing but the picture of the first page of another one."""
    size = drawn[0].rect
    with pymupdf.open() as scan:
        picture = drawn[0].get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
        scan.new_page(width=size.width, height=size.height).insert_image(size, pixmap=picture)
        data: bytes = scan.tobytes()
    return data


def scan(*lines: Written, width: float = 360, height: float = 220) -> tuple[NDArray[np.uint8], Page]:
    """Return the picture of a page with the lines, and the page as extraction stores a scan."""
    with pymupdf.open(stream=scan_pdf(*lines, width=width, height=height)) as document:
        pixels = document[0].get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY)
        grey = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width).copy()
    image = PageImage(width_px=grey.shape[1], height_px=grey.shape[0], scale=DPI / 72)
    return grey, Page(page_number=1, width_pt=width, height_pt=height, kind="scanned", image=image)
