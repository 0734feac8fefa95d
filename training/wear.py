"""What plotters, copiers and scanners do to a page picture."""

from __future__ import annotations

import io
import random
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.uint8]
DPI: Final = 150  # of the pages it is given


def wear(page: Grey, rng: random.Random) -> Grey:
    """Return the (H, W) page as it is (half of the time) or as a scan, copy or low-resolution picture of it."""
    if rng.random() < 0.5:
        return page
    image = Image.fromarray(page)
    if rng.random() < 0.5:
        image = _resampled(image, _scan_dpi(rng) / DPI)
    if rng.random() < 0.4:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.1)))
    if rng.random() < 0.25:
        image = image.filter(
            rng.choice(
                (
                    ImageFilter.MinFilter(3),
                    ImageFilter.MaxFilter(3) if rng.random() < 0.3 else ImageFilter.MinFilter(3),
                )
            )
        )
    worn = np.asarray(image, np.float32)
    worn = _tone(worn, rng)
    if rng.random() < 0.4:
        worn = _noise(worn, rng)
    if rng.random() < 0.12:
        worn = np.where(worn > rng.uniform(120, 210), 255.0, 0.0)
    out = np.clip(worn, 0, 255).astype(np.uint8)
    return _jpeg(out, rng.randint(25, 85)) if rng.random() < 0.4 else out


def _scan_dpi(rng: random.Random) -> float:
    """Return the resolution of a scan: 100 dpi or more, but for one in eight, which is a picture from a screen."""
    return rng.uniform(52, 100) if rng.random() < 0.125 else rng.uniform(100, 140)


def _resampled(image: Image.Image, factor: float) -> Image.Image:
    small = image.resize((int(image.width * factor), int(image.height * factor)), Image.Resampling.BOX)
    return small.resize(image.size, Image.Resampling.BICUBIC)


def _tone(page: NDArray[np.float32], rng: random.Random) -> NDArray[np.float32]:
    """Fade the ink and tint the paper."""
    ink, paper = (
        rng.choice((0.0, 0.0, rng.uniform(0, 110))),
        rng.choice((255.0, 255.0, rng.uniform(215, 255))),
    )
    return ink + page * ((paper - ink) / 255.0)


def _noise(page: NDArray[np.float32], rng: random.Random) -> NDArray[np.float32]:
    """Add grain and specks."""
    source = np.random.default_rng(rng.getrandbits(32))
    grain = source.standard_normal(page.shape, dtype=np.float32) * rng.uniform(2, 14)
    noisy = page + grain
    specks = source.random(page.shape, dtype=np.float32) < rng.uniform(0, 0.0012)
    return np.where(specks, 255.0 - noisy, noisy)


def _jpeg(page: Grey, quality: int) -> Grey:
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer))
