"""Train the crop classifier on drawn symbols and on what the detector takes for symbols.

python -m training.train_classifier --sheets 1200 --detected 500 --minutes 25
"""

from __future__ import annotations

import argparse
import random
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from orchestrator.recognition.crops import crop_batch
from orchestrator.taxonomy import ALL_CLASSES
from training.data import Boxes, Picture, picture
from training.networks import STRIDE, Classifier, Detector

BACKGROUND = len(ALL_CLASSES)
JITTERED = 2
PROPOSAL_SCORE = 0.12
Labels = NDArray[np.int64]


@dataclass(slots=True)
class CropSet:
    """Crops in memory: (N, 64, 64) ink as uint8 and (N,) class indices, the last one background."""

    crops: NDArray[np.uint8]
    labels: Labels


def iou_matrix(a: Boxes, b: Boxes) -> NDArray[np.float32]:
    """Return (N, M) intersection over union of xyxy boxes."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    area_a, area_b = (np.prod(x[:, 2:] - x[:, :2], axis=1) for x in (a, b))
    union = area_a[:, None] + area_b[None, :] - shared
    return np.asarray(shared / np.maximum(union, 1e-6), np.float32)


def jitter(boxes: Boxes, source: np.random.Generator) -> Boxes:
    """Return boxes shifted and scaled a little, as a detector or a person would draw them."""
    size = boxes[:, 2:] - boxes[:, :2]
    centre = (boxes[:, 2:] + boxes[:, :2]) / 2 + size * source.uniform(-0.09, 0.09, size.shape)
    half = size * source.uniform(0.82, 1.22, size.shape) / 2
    return np.concatenate([centre - half, centre + half], axis=1).astype(np.float32)


def sheet_crops(seed: int, detector: Path | None) -> tuple[NDArray[np.uint8], Labels]:
    """Return the crops of one sheet: jittered symbols, misplaced windows, and the detector's boxes if given."""
    source = np.random.default_rng(seed)
    sheet = picture(seed)
    boxes, labels = _drawn(sheet, source)
    if detector is not None:
        found = proposals(sheet, detector)
        kept_boxes, kept_labels = judged(found, sheet)
        boxes, labels = np.concatenate([boxes, kept_boxes]), np.concatenate([labels, kept_labels])
    crops = crop_batch(sheet.page, boxes)[:, 0]
    return (crops * 255).astype(np.uint8), labels


def _drawn(sheet: Picture, source: np.random.Generator) -> tuple[Boxes, Labels]:
    """Return jittered boxes of every symbol and as many misplaced ones, labelled background."""
    height, width = sheet.page.shape
    count = max(len(sheet.boxes) // 2, 20)
    sides = source.uniform(12, 70, (count, 1)) * source.uniform(0.6, 1.6, (count, 2))
    corner = source.uniform(0, 1, (count, 2)) * (width, height)
    stray = np.concatenate([corner, corner + sides], axis=1).astype(np.float32)
    if len(sheet.boxes):
        near = jitter(sheet.boxes, source)
        shift = (
            (near[:, 2:] - near[:, :2])
            * source.choice((-1.0, 1.0), (len(near), 2))
            * source.uniform(0.5, 1.2, (len(near), 2))
        )
        stray = np.concatenate([stray, near[:count] + np.tile(shift, 2)[:count].astype(np.float32)])
        stray = stray[iou_matrix(stray, sheet.boxes).max(axis=1) < 0.2]
    inked = np.asarray(
        [
            (255 - sheet.page[max(int(b[1]), 0) : int(b[3]) + 1, max(int(b[0]), 0) : int(b[2]) + 1]).sum()
            > 4000
            for b in stray
        ],
        bool,
    )
    stray = stray[inked] if len(stray) else stray
    boxes = np.concatenate([jitter(sheet.boxes, source) for _ in range(JITTERED)] + [stray])
    labels = np.concatenate([np.tile(sheet.labels, JITTERED), np.full(len(stray), BACKGROUND)])
    return boxes.reshape(-1, 4), labels


def judged(found: Boxes, sheet: Picture) -> tuple[Boxes, Labels]:
    """Label proposals by the symbol they cover; those that cover one by half are left out."""
    if not len(sheet.boxes) or not len(found):
        return found, np.full(len(found), BACKGROUND)
    overlap = iou_matrix(found, sheet.boxes)
    best = overlap.max(axis=1)
    labels = np.where(best >= 0.5, sheet.labels[overlap.argmax(axis=1)], BACKGROUND)
    clear = (best >= 0.5) | (best < 0.3)
    return found[clear], labels[clear]


@cache
def _network(weights: Path) -> Detector:
    torch.set_num_threads(1)
    network = Detector()
    network.load_state_dict(torch.load(weights))
    network.eval().to(memory_format=torch.channels_last)
    return network


def proposals(sheet: Picture, detector: Path) -> Boxes:
    """Return the detector's peaks on a whole page at its first level, (N, 4) xyxy px."""
    height, width = (-(-side // 32) * 32 for side in sheet.page.shape)
    ink = np.zeros((1, 1, height, width), np.float32)
    ink[0, 0, : sheet.page.shape[0], : sheet.page.shape[1]] = 1 - sheet.page.astype(np.float32) / 255
    with torch.inference_mode():
        heat, sides = _network(detector)(torch.from_numpy(ink))
        peak = (heat == functional.max_pool2d(heat, 3, 1, 1)) & (heat > PROPOSAL_SCORE)
    rows, columns = (index.numpy() for index in torch.nonzero(peak[0, 0], as_tuple=True))
    reach = sides[0].numpy()[:, rows, columns]
    x, y = (columns + 0.5) * STRIDE, (rows + 0.5) * STRIDE
    boxes = np.stack([x - reach[0], y - reach[1], x + reach[2], y + reach[3]], axis=1)
    return np.asarray(boxes[:600], np.float32)


def crop_set(seeds: range, detector: Path | None, workers: int) -> CropSet:
    """Make the crops of a range of seeds."""
    with ProcessPoolExecutor(workers) as pool:
        parts = list(pool.map(partial(sheet_crops, detector=detector), seeds, chunksize=8))
    return CropSet(np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]))


def sampling(labels: Labels) -> NDArray[np.float64]:
    """Return each crop's chance of being drawn: classes by the root of their number, background a quarter."""
    counts = np.bincount(labels, minlength=BACKGROUND + 1).astype(np.float64)
    weight = 1 / np.sqrt(np.maximum(counts, 1))
    chance = weight[labels]
    background = labels == BACKGROUND
    chance[background] *= chance[~background].sum() / 3 / max(chance[background].sum(), 1e-9)
    return np.asarray(chance / chance.sum(), np.float64)


def _augmented(crops: NDArray[np.uint8], source: np.random.Generator) -> NDArray[np.float32]:
    """Turn some crops by a right angle, fade or darken some, add grain to some."""
    ink = crops.astype(np.float32)[:, None] / 255
    for i in range(len(ink)):
        if source.random() < 0.2:
            ink[i] = np.rot90(ink[i], int(source.integers(1, 4)), (1, 2))
        if source.random() < 0.3:
            ink[i] *= source.uniform(0.45, 1.4)
        if source.random() < 0.15:
            ink[i] += source.normal(0, 0.06, ink[i].shape)
    return np.clip(ink, 0, 1)


def fit(network: Classifier, data: CropSet, minutes: float, out: Path) -> None:
    """Train for some minutes under a cosine rate."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device, memory_format=torch.channels_last).train()
    peak, size = 2e-3, 128
    optimiser = torch.optim.AdamW(network.parameters(), lr=peak, weight_decay=2e-4)
    source = np.random.default_rng(2)
    cumulative = np.cumsum(sampling(data.labels))
    started, step, correct = time.monotonic(), 0, 0
    while (share := (time.monotonic() - started) / (60 * minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = peak * (min(share / 0.05, 1.0) * 0.5 * (1 + np.cos(np.pi * share)) + 1e-3)
        rows = np.searchsorted(cumulative, source.random(size)).clip(max=len(cumulative) - 1)
        ink = torch.from_numpy(_augmented(data.crops[rows], source)).to(
            device, memory_format=torch.channels_last
        )
        labels = torch.from_numpy(data.labels[rows]).to(device)
        logits, _ = network(ink)
        error = functional.cross_entropy(logits, labels, label_smoothing=0.01)
        optimiser.zero_grad(set_to_none=True)
        error.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        step += 1
        correct += int((logits.argmax(1) == labels).sum())
        if step % 100 == 0:
            rate = step * size / (time.monotonic() - started)
            print(
                f"{share:5.1%} step {step} loss {error.item():.3f} right {correct / size / 100:.3f} crops/s {rate:.0f}",
                flush=True,
            )
            correct = 0
            torch.save(network.state_dict(), out)
    torch.save(network.state_dict(), out)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=1200)
    parser.add_argument("--detected", type=int, default=500, help="further sheets, with the detector's boxes")
    parser.add_argument("--first-seed", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--detector", type=Path, default=Path("training/runs/detector.pt"))
    parser.add_argument("--out", type=Path, default=Path("training/runs/classifier.pt"))
    options = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    first, middle = options.first_seed, options.first_seed + options.sheets
    began = time.monotonic()
    plain = crop_set(range(first, middle), None, options.workers)
    parts = [plain]
    if options.detected:
        parts.append(crop_set(range(middle, middle + options.detected), options.detector, options.workers))
    data = CropSet(np.concatenate([p.crops for p in parts]), np.concatenate([p.labels for p in parts]))
    print(f"{len(data.labels)} crops in {time.monotonic() - began:.0f} s", flush=True)
    fit(Classifier(len(ALL_CLASSES)), data, options.minutes, options.out)


if __name__ == "__main__":
    main()
