"""Symbols that look like an example, where a page is a picture: the crop network's embeddings compared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from orchestrator.geometry import Box
from orchestrator.recognition.boxes import Boxes, distinct, longer_sides
from orchestrator.recognition.classifier import examine
from orchestrator.recognition.detector import detect
from orchestrator.recognition.images import on_white_paper
from orchestrator.recognition.look_alikes import ALIKE, SAME_SIZE
from orchestrator.recognition.model import Model


def look_of(
    model: Model, image_u8: NDArray[np.uint8], bbox: Box, pixels_a_point: float
) -> NDArray[np.float32]:
    """Return the embedding (E,), unit length, of what is in a box (points) of a page's picture (H, W)."""
    x, y, width, height = bbox
    pixels = np.array([[x, y, x + width, y + height]], np.float32) * np.float32(pixels_a_point)
    _, embeddings, *_ = examine(model.classify, on_white_paper(image_u8), pixels)
    found: NDArray[np.float32] = embeddings[0]
    return found


def resembling(
    model: Model, image_u8: NDArray[np.uint8], look: NDArray[np.float32], longer_side_px: float
) -> tuple[Boxes, NDArray[np.float32]]:
    """Return boxes (N, 4) xyxy in pixels that look alike, and how much (N,): the cosine of two embeddings.

    Args:
        model: the networks.
        image_u8: (H, W) grey picture of the page, 255 = paper.
        look: embedding (E,) of the example.
        longer_side_px: of what is searched for; others may be a quarter larger or smaller.
    """
    boxes, likeness, _ = resembling_most(model, image_u8, look[None], np.array([longer_side_px]))
    return boxes, likeness


def resembling_most(
    model: Model,
    image_u8: NDArray[np.uint8],
    looks: NDArray[np.float32],
    longer_sides_px: NDArray[np.float64],
) -> tuple[Boxes, NDArray[np.float32], NDArray[np.int64]]:
    """Return what looks like one of K examples: boxes (N, 4), their cosines (N,), and which example each is (N,).

    Args:
        model: the networks.
        image_u8: (H, W) grey picture of the page, 255 = paper.
        looks: embeddings (K, E) of the examples; a box is the one it looks most like.
        longer_sides_px: (K,) of what is searched for; others may be a quarter larger or smaller.
    """
    image_u8 = on_white_paper(image_u8)
    boxes, objectness = detect(model.propose, image_u8, model.threads)
    if not len(boxes):
        return boxes, objectness, np.zeros(0, np.int64)
    _, embeddings, *_ = examine(model.classify, image_u8, boxes, model.threads)
    ratio = longer_sides(boxes)[:, None] / longer_sides_px[None, :]
    fits = (ratio < SAME_SIZE) & (ratio > 1 / SAME_SIZE)
    cosines = np.where(fits, np.asarray(embeddings @ looks.T, np.float32), np.float32(-1))
    which = cosines.argmax(axis=1)
    likeness = cosines.max(axis=1)
    alike = np.flatnonzero(likeness >= ALIKE)
    kept = alike[distinct(boxes[alike], likeness[alike])]
    kept = kept[np.argsort(-likeness[kept], kind="stable")]
    return boxes[kept], np.minimum(likeness[kept], np.float32(1)), which[kept]
