"""The loop that trains either network: for a given time, under a one-cycle rate, saving as it goes."""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from training.dataset import FOLDER

_REPORT_STEPS: Final = 50
_SAVE_S: Final = 120.0
_MAX_GRADIENT: Final = 5.0

DEVICE: Final = torch.device("cuda" if torch.cuda.is_available() else "cpu")

Step = Callable[[np.random.Generator], tuple[Tensor, dict[str, float]]]
"""Draws a batch from the random source; returns the error to go down and what to report."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the command line says of one training.

    Attributes:
        data: folder that `training.dataset` wrote.
        minutes: how long.
        rate: highest learning rate.
        out: file of the weights.
        start: weights to go on from.
    """

    data: Path
    minutes: float
    rate: float
    out: Path
    start: Path | None

    @classmethod
    def from_command_line(cls, description: str | None, rate: float, out: str) -> Plan:
        """Read the arguments both trainings share, and set the number of threads and the seed."""
        parser = argparse.ArgumentParser(description=description)
        parser.add_argument("--data", type=Path, default=FOLDER)
        parser.add_argument("--minutes", type=float, default=50.0)
        parser.add_argument("--threads", type=int, default=1)
        parser.add_argument("--rate", type=float, default=rate, help="highest learning rate")
        parser.add_argument("--start", type=Path, help="weights to go on from")
        parser.add_argument("--out", type=Path, default=Path(out))
        options = parser.parse_args()
        torch.manual_seed(0)
        torch.set_num_threads(options.threads)
        return cls(options.data, options.minutes, options.rate, options.out, options.start)


def one_cycle(share: float) -> float:
    """Return the learning rate's factor at a share of the time: a short rise, then a cosine fall (Smith 2018)."""
    if share < 0.06:
        return 0.1 + 0.9 * share / 0.06
    return 0.5 * (1 + math.cos(math.pi * (share - 0.06) / 0.94)) + 1e-3


def fit(network: nn.Module, step: Step, plan: Plan, batch_size: int, weight_decay: float) -> None:
    """Train a network with AdamW for the planned time; its weights are in `plan.out` all along."""
    if plan.start:
        network.load_state_dict(torch.load(plan.start))
    network.to(DEVICE, memory_format=torch.channels_last).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=plan.rate, weight_decay=weight_decay)
    source = np.random.default_rng(1)
    started = saved = time.monotonic()
    steps, sums = 0, dict[str, float]()
    while (share := (time.monotonic() - started) / (60 * plan.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * one_cycle(share)
        error, report = step(source)
        optimiser.zero_grad(set_to_none=True)
        error.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), _MAX_GRADIENT)
        optimiser.step()
        steps += 1
        sums = {name: sums.get(name, 0.0) + value for name, value in report.items()}
        if steps % _REPORT_STEPS == 0:
            means = " ".join(f"{name} {value / _REPORT_STEPS:.3f}" for name, value in sums.items())
            rate = steps * batch_size / (time.monotonic() - started)
            print(f"{share:5.1%} step {steps} {means} pictures/s {rate:.1f}", flush=True)
            sums = {}
        if time.monotonic() - saved > _SAVE_S:
            torch.save(network.state_dict(), plan.out)
            saved = time.monotonic()
    torch.save(network.state_dict(), plan.out)
