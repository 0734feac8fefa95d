"""How weights are stepped: Muon for what mixes channels, AdamW for the rest, and their running mean for use.

Muon (Jordan et al. 2024) makes each step of a matrix orthogonal; in the same time it goes about half as far again as
AdamW alone. Biases, norms, first and last layers stay with AdamW, as its authors advise.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

_MAX_GRADIENT: Final = 5.0
_MEAN_OVER: Final = 400
"""Steps that the running mean of the weights looks back on."""
_LEAST: Final = 8
"""Rows and columns from which a layer's weights are a matrix worth making orthogonal."""


class Stepper:
    """Steps a network's weights at a rate, and keeps their running mean (Polyak and Juditsky 1992)."""

    def __init__(self, network: nn.Module, rate: float, weight_decay: float) -> None:
        self._network = network
        self._rate = rate
        self._kernels = [
            layer.weight
            for layer in network.modules()
            if isinstance(layer, nn.Conv2d | nn.Linear) and min(layer.weight.shape[:2]) >= _LEAST
        ]
        matrices = {id(p) for p in self._kernels}
        others = [p for p in network.parameters() if id(p) not in matrices]
        self._flat = [nn.Parameter(_flat(p.data)) for p in self._kernels]
        self._optimisers = (
            torch.optim.Muon(self._flat, rate, weight_decay, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(others, rate, weight_decay=weight_decay),
        )
        self.mean = AveragedModel(
            network, multi_avg_fn=get_ema_multi_avg_fn(1 - 1 / _MEAN_OVER), use_buffers=True
        )

    def step(self, error: Tensor, share: float) -> None:
        """Go down the gradient of an error, at a share of the highest rate."""
        self._network.zero_grad(set_to_none=True)
        error.backward()
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), _MAX_GRADIENT)
        for flat, kernel in zip(self._flat, self._kernels, strict=True):
            flat.grad = None if kernel.grad is None else _flat(kernel.grad)
        for optimiser in self._optimisers:
            for group in optimiser.param_groups:
                group["lr"] = self._rate * share
            optimiser.step()
        self.mean.update_parameters(self._network)

    def weights(self) -> dict[str, Tensor]:
        """Return the running mean's weights under the network's own names."""
        averaged: nn.Module = self.mean.module
        weights: dict[str, Tensor] = averaged.state_dict()
        return weights


def _flat(kernel: Tensor) -> Tensor:
    """Return (O, I, H, W) as (O, H * W * I); of a `channels_last` kernel that is the same memory, as of (O, I)."""
    if kernel.ndim == 2:
        return kernel
    return kernel.permute(0, 2, 3, 1).reshape(kernel.shape[0], -1)
