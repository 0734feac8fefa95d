"""The networks: a class-agnostic detector, a crop classifier with an embedding and a box, a reader of letters."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE: Final = 4
EMBEDDING: Final = 96


def _conv(inputs: int, outputs: int, stride: int = 1, kernel: int = 3) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """Two 3 x 3 convolutions beside an identity (He et al. 2016)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = _conv(channels, channels)
        self.second = nn.Sequential(
            nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, C, H, W) features of the same shape."""
        return functional.relu(x + self.second(self.first(x)))


class Detector(nn.Module):
    """Finds symbols of any class: a centre heat map and a box at stride 4 (after Zhou et al. 2019, CenterNet).

    Input (N, 1, S, S), 0 paper to 1 ink, S a multiple of 32. Output: objectness (N, 1, S/4, S/4) in [0, 1] and
    distances left, top, right, bottom (N, 4, S/4, S/4) in input pixels from the cell's centre.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(_conv(1, 16, 2), _conv(16, 24, 2), Residual(24))
        self.down8 = nn.Sequential(_conv(24, 48, 2), Residual(48), Residual(48))
        self.down16 = nn.Sequential(_conv(48, 96, 2), Residual(96), Residual(96))
        self.down32 = nn.Sequential(_conv(96, 128, 2), Residual(128))
        self.side4, self.side8 = _conv(24, 32, kernel=1), _conv(48, 48, kernel=1)
        self.side16, self.side32 = _conv(96, 64, kernel=1), _conv(128, 64, kernel=1)
        self.merge16, self.merge8 = _conv(64, 48), _conv(48, 32)
        self.merge4 = nn.Sequential(_conv(32, 32), _conv(32, 32))
        self.head = nn.Conv2d(32, 5, 1)
        nn.init.constant_(self.head.bias, 1.0)
        with torch.no_grad():
            self.head.bias[0] = -4.0

    def features(self, image: Tensor) -> Tensor:
        """Return raw (N, 5, S/4, S/4): the objectness logit and four log-distances."""
        four = self.stem(image)
        eight = self.down8(four)
        sixteen = self.down16(eight)
        deep = self.side32(self.down32(sixteen))
        deep = self.merge16(self.side16(sixteen) + functional.interpolate(deep, scale_factor=2.0))
        deep = self.merge8(self.side8(eight) + functional.interpolate(deep, scale_factor=2.0))
        out: Tensor = self.head(
            self.merge4(self.side4(four) + functional.interpolate(deep, scale_factor=2.0))
        )
        return out

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Return (objectness, box) as the class says."""
        raw = self.features(image)
        return raw[:, :1].sigmoid(), distances(raw[:, 1:])


def distances(raw: Tensor) -> Tensor:
    """Return pixel distances from the network's log-distances, at most 512."""
    return STRIDE * torch.exp(raw.clamp(-3.0, 4.85))


def _body() -> nn.Sequential:
    """Return layers from a crop (N, 1, 64, 64) to (N, 96, 8, 8)."""
    return nn.Sequential(
        _conv(1, 24, 2), Residual(24), _conv(24, 48, 2), Residual(48), Residual(48), _conv(48, 96, 2), Residual(96),
        Residual(96), Residual(96),
    )  # fmt: skip


def _deep() -> nn.Sequential:
    """Return layers from there to (N, 144, 4, 4)."""
    return nn.Sequential(_conv(96, 144, 2), Residual(144), Residual(144), Residual(144))


def _pooled(deep: Tensor) -> Tensor:
    """Return mean and largest values (N, 2 C) of features (N, C, H, W)."""
    return torch.cat([deep.mean(dim=(2, 3)), deep.amax(dim=(2, 3))], dim=1)


class Classifier(nn.Module):
    """Names a crop and places its box: cosine logits over classes and background, the embedding they are read from.

    Input: crop (N, 1, 64, 64), 0 paper to 1 ink, and shape (N, 2), width and height of the box it was cut for, in
    sides of the crop. Output: logits (N, classes + 1), the last one "not a symbol"; embedding (N, 96) of unit length;
    edges (N, 4), left, top, right, bottom of the symbol in sides of the crop (Cai and Vasconcelos 2018, Cascade R-CNN).
    """

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.body, self.deep = _body(), _deep()
        self.side = nn.Sequential(_conv(96, 32, kernel=1), nn.Flatten())
        self.place = nn.Sequential(nn.Linear(32 * 8 * 8 + 2, 96), nn.ReLU(), nn.Linear(96, 4))
        nn.init.zeros_(self.place[-1].weight)
        nn.init.zeros_(self.place[-1].bias)
        self.embed = nn.Linear(2 * 144, EMBEDDING)
        self.weight = nn.Parameter(torch.randn(classes + 1, EMBEDDING) * 0.1)
        self.log_scale = nn.Parameter(torch.tensor(2.5))

    def forward(self, crop: Tensor, shape: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return (logits, embedding, edges) as the class says."""
        middle = self.body(crop)
        half = shape / 2
        edges = torch.cat([0.5 - half, 0.5 + half], dim=1)
        edges = edges + self._shift(self.side(middle), shape)
        deep = self.deep(middle)
        pooled = _pooled(deep)
        embedding = functional.normalize(self.embed(pooled), dim=1)
        logits = self.log_scale.exp() * embedding @ functional.normalize(self.weight, dim=1).t()
        return logits, embedding, edges

    def _shift(self, seen: Tensor, shape: Tensor) -> Tensor:
        """Return how far the symbol's edges lie from the box's, in full precision: half a pixel counts."""
        with torch.autocast(seen.device.type, enabled=False):
            shift: Tensor = self.place(torch.cat([seen.float(), shape], dim=1))
        return shift


class Letters(nn.Module):
    """Reads the letters in or beside a crop's symbol, as far as they tell its class.

    Input: crop (N, 1, 64, 64), 0 paper to 1 ink. Output: (N, classes), how likely letters of each class are there.
    """

    named: Tensor

    def __init__(self, named: Tensor) -> None:
        """Prepare; `named` (kinds, classes) tells which classes each kind of letters names: the last kind, none."""
        super().__init__()
        self.body, self.deep = _body(), _deep()
        self.kind = nn.Linear(2 * 144, len(named))
        self.register_buffer("named", named.float())

    def kinds(self, crop: Tensor) -> Tensor:
        """Return the logits (N, kinds) of the kinds of letters."""
        logits: Tensor = self.kind(_pooled(self.deep(self.body(crop))))
        return logits

    def forward(self, crop: Tensor) -> Tensor:
        """Return (N, classes) as the class says."""
        return self.kinds(crop).softmax(dim=1) @ self.named
