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
from training.optimiser import Stepper

_REPORT_STEPS: Final = 100
_SAVE_S: Final = 90.0

DEVICE: Final = torch.device("cuda" if torch.cuda.is_available() else "cpu")

Step = Callable[[np.random.Generator, float], tuple[Tensor, dict[str, float]]]
"""Draws a batch from the random source, knowing the share of the time gone; returns the error and a report."""


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
        parser.add_argument("--minutes", type=float, default=90.0)
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
    if share < 0.04:
        return 0.1 + 0.9 * share / 0.04
    return 0.5 * (1 + math.cos(math.pi * (share - 0.04) / 0.96)) + 1e-3


def halved_precision(device: torch.device = DEVICE) -> torch.autocast:
    """Return a context in which convolutions run in bfloat16: nearly twice as fast where the processor knows it.

    One that does not (AVX2 alone) would take eleven times as long as in single precision, and computes in that.
    """
    known = device.type != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()  # nothing public says
    return torch.autocast(device.type, torch.bfloat16, enabled=known)


def fit(network: nn.Module, step: Step, plan: Plan, batch_size: int, weight_decay: float) -> None:
    """Train a network for the planned time; the running mean of its weights is in `plan.out` all along."""
    if plan.start:
        network.load_state_dict(torch.load(plan.start))
    network.to(DEVICE, memory_format=torch.channels_last).train()
    stepper = Stepper(network, plan.rate, weight_decay)
    source = np.random.default_rng(1)
    started = saved = time.monotonic()
    steps, sums = 0, dict[str, float]()
    while (share := (time.monotonic() - started) / (60 * plan.minutes)) < 1:
        error, report = step(source, share)
        stepper.step(error, one_cycle(share))
        steps += 1
        sums = {name: sums.get(name, 0.0) + value for name, value in report.items()}
        if steps % _REPORT_STEPS == 0:
            means = " ".join(f"{name} {value / _REPORT_STEPS:.3f}" for name, value in sums.items())
            rate = steps * batch_size / (time.monotonic() - started)
            print(f"{share:5.1%} step {steps} {means} pictures/s {rate:.1f}", flush=True)
            sums = {}
        if time.monotonic() - saved > _SAVE_S:
            _save(stepper, plan.out)
            saved = time.monotonic()
    _save(stepper, plan.out)


def _save(stepper: Stepper, out: Path) -> None:
    """Write the weights beside their place, then move them there: who reads them finds them whole."""
    part = out.with_suffix(".part")
    torch.save(stepper.weights(), part)
    part.replace(out)
