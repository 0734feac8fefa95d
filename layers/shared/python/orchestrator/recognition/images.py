"""Page pictures: decoding the stored PNG and halving it; only numpy and Pillow, for training uses it too."""

from __future__ import annotations

import io
import warnings
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

MAX_PIXELS: Final = 50_000_000
"""Pixels of the largest picture that is decoded; extraction renders at most 40 megapixels."""

_PAPER: Final = 255
_LIGHT: Final = 215
"""Paper of at least this brightness needs no help: the networks are trained on such scans."""

_DARK: Final = 96
_SAMPLED, _GRAIN = 4, 4
"""Every so many pixels are looked at; grain spreads paper over so many levels to either side."""


class ImageError(ValueError):
    """A page image that cannot be used; the message says why."""


def decode_png(data: bytes, max_pixels: int = MAX_PIXELS) -> NDArray[np.uint8]:
    """Return a PNG as (H, W) grey, 255 = paper; transparent parts show paper.

    Raises:
        ImageError: when the bytes are not a PNG, are damaged, or hold more than `max_pixels`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # `max_pixels` is the limit here
            with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
                if image.width * image.height > max_pixels:
                    size = f"{image.width} x {image.height}"
                    raise ImageError(f"The page image is {size} pixels; the limit is {max_pixels:,}.")
                return np.asarray(_grey(image))
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ImageError("The page image cannot be read as PNG.") from error


def on_white_paper(grey_u8: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return an (H, W) picture as black on white: white on black turned about, a strong tint of the paper taken away.

    The paper is the most frequent brightness; where that is middling, ink lies on its other side. A picture whose paper
    is as light as a scan's is returned as it is.
    """
    levels = np.arange(_PAPER + 1, dtype=np.float32)
    counts = np.bincount(grey_u8[::_SAMPLED, ::_SAMPLED].ravel(), minlength=_PAPER + 1)
    most = int(np.convolve(counts, np.ones(2 * _GRAIN + 1), "same").argmax())
    near = slice(max(most - _GRAIN, 0), most + _GRAIN + 1)
    paper = float(np.average(levels[near], weights=counts[near]))
    if paper >= _LIGHT:
        return grey_u8
    if paper < _DARK or (paper < _PAPER - _DARK and np.average(levels, weights=counts) > paper):
        levels, paper = _PAPER - levels, _PAPER - paper
    whitened = np.clip(np.rint(levels * (_PAPER / paper)), 0, _PAPER).astype(np.uint8)
    found: NDArray[np.uint8] = whitened[grey_u8]
    return found


def halve(grey_u8: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return (ceil(H/2), ceil(W/2)): the mean of each 2 x 2 pixels, rounded; an odd edge meets paper."""
    height, width = grey_u8.shape
    even = np.pad(grey_u8, ((0, height % 2), (0, width % 2)), constant_values=_PAPER)
    total = even[0::2, 0::2].astype(np.uint16)
    total += even[0::2, 1::2]
    total += even[1::2, 0::2]
    total += even[1::2, 1::2]
    return ((total + 2) // 4).astype(np.uint8)


def to_ink(grey_u8: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return what networks read: 0 = paper .. 1 = ink, in the same shape."""
    return np.float32(1) - grey_u8.astype(np.float32) / np.float32(_PAPER)


def _grey(image: Image.Image) -> Image.Image:
    if image.mode in {"LA", "RGBA", "PA"} or "transparency" in image.info:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("L")
    return image.convert("L")
