"""Train the crop classifier on drawn symbols and on what the detector takes for symbols.

python -m training.train_classifier --minutes 50
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from orchestrator.taxonomy import ALL_CLASSES
from training.dataset import FOLDER, Dataset
from training.networks import Classifier
from training.proposals import BACKGROUND, Labels
from training.schedule import Plan, one_cycle


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


def fit(network: Classifier, data: Dataset, plan: Plan, out: Path) -> None:
    """Train for the planned time under a one-cycle rate, saving the weights every hundred steps."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device, memory_format=torch.channels_last).train()
    size = plan.batch_size
    optimiser = torch.optim.AdamW(network.parameters(), lr=plan.peak_rate, weight_decay=2e-4)
    source = np.random.default_rng(2)
    cumulative = np.cumsum(sampling(data.labels))
    started, step, correct = time.monotonic(), 0, 0
    while (share := (time.monotonic() - started) / (60 * plan.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = plan.peak_rate * one_cycle(share)
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
    parser.add_argument("--data", type=Path, default=FOLDER)
    parser.add_argument("--minutes", type=float, default=50.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--out", type=Path, default=Path("training/runs/classifier.pt"))
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    network = Classifier(len(ALL_CLASSES))
    if options.start:
        network.load_state_dict(torch.load(options.start))
    plan = Plan(options.minutes, batch_size=128, peak_rate=options.rate)
    fit(network, Dataset.load(options.data), plan, options.out)


if __name__ == "__main__":
    main()
