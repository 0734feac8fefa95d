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
WORN: Final = 0.5  # share of the pages


def is_worn(seed: int) -> bool:
    """Tell whether the page of a seed is worn."""
    return _source(seed).random() < WORN


def wear(page: Grey, seed: int) -> Grey:
    """Return the (H, W) page of a seed as it is, or as a scan, copy or low-resolution picture of it."""
    rng = _source(seed)
    if rng.random() >= WORN:
        return page
    image = Image.fromarray(page)
    if rng.random() < 0.5:
        enlarged = Image.Resampling.NEAREST if rng.random() < 0.3 else Image.Resampling.BICUBIC
        image = _resampled(image, _scan_dpi(rng) / DPI, enlarged)
    if rng.random() < 0.4:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.1)))
    if rng.random() < 0.25:
        image = _bled(image, rng)
    worn = np.asarray(image, np.float32)
    if rng.random() < 0.12:
        worn = np.where(worn > rng.uniform(160, 225), np.float32(255), np.float32(0))
    worn = _tone(worn, rng)
    if rng.random() < 0.4:
        worn = _noise(worn, rng)
    out = np.clip(worn, 0, 255).astype(np.uint8)
    return _jpeg(out, rng.randint(25, 85)) if rng.random() < 0.4 else out


def _source(seed: int) -> random.Random:
    return random.Random(seed + 7)


def _bled(image: Image.Image, rng: random.Random) -> Image.Image:
    """Let the ink spread, or fade at its edges; a hair line stays a line."""
    if rng.random() < 0.85:
        return image.filter(ImageFilter.MinFilter(3))
    return Image.blend(image, image.filter(ImageFilter.MaxFilter(3)), 0.4)


def _scan_dpi(rng: random.Random) -> float:
    """Return the resolution of a scan: 100 dpi or more, but for one in five, which is a picture from a screen."""
    return rng.uniform(50, 100) if rng.random() < 0.2 else rng.uniform(100, 140)


def _resampled(image: Image.Image, factor: float, enlarged: Image.Resampling) -> Image.Image:
    small = image.resize((int(image.width * factor), int(image.height * factor)), Image.Resampling.BOX)
    return small.resize(image.size, enlarged)


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
