"""Train the reader of letters: what the classifier is not told where a page has no text layer.

python -m training.train_letters --minutes 36 --threads 2 --start training/runs/classifier.pt
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.dataset import Dataset
from training.letters import Lettering
from training.loop import DEVICE, Plan, fit, halved_precision
from training.networks import Letters
from training.places import Places
from training.samples import Drawn, batch, stray

BATCH = 128
STRAY = 12
"""Places without a symbol in a batch."""
WITHOUT = 1 / 3
"""Share of the symbols that hold no letters."""


def chances(kinds: NDArray[np.int64], none: int) -> NDArray[np.float64]:
    """Return how often each symbol is drawn: rare kinds more often than they occur."""
    counts = np.bincount(kinds)
    chance = 1 / np.sqrt(counts[kinds])
    is_bare = kinds == none
    chance[is_bare] *= chance[~is_bare].sum() / chance[is_bare].sum() * WITHOUT / (1 - WITHOUT)
    return np.asarray(chance / chance.sum(), np.float64)


def begun(named: NDArray[np.bool_], classifier: Path | None) -> Letters:
    """Return the network, its layers those of a trained classifier where there is one."""
    network = Letters(torch.from_numpy(named))
    if classifier:
        held = torch.load(classifier, map_location="cpu")
        shared = {name: part for name, part in held.items() if name.startswith(("body.", "deep."))}
        network.load_state_dict(network.state_dict() | shared)
    return network


def main() -> None:
    """Run from the command line."""
    plan = Plan.from_command_line(__doc__, rate=1.5e-3, out="training/runs/letters.pt")
    data = Dataset.load(plan.data)
    lettering = Lettering(data)
    network = begun(lettering.named, plan.start)
    drawn = Drawn(data, chances(lettering.of_symbols(), lettering.none))

    def kind(page: int, place: Places) -> int:
        is_symbol = not np.isnan(place.drawn[0, 0])
        return lettering.kind(page, place.drawn[0] if is_symbol else place.boxes[0])

    def step(source: np.random.Generator, share: float) -> tuple[Tensor, dict[str, float]]:
        strays = ((n, stray(data.page(n), source)) for n in source.integers(len(data), size=STRAY).tolist())
        places = [(number, found) for number, found in strays if len(found.labels)]
        places += drawn.places(BATCH - len(places), source)
        crops = torch.from_numpy(batch(data, places, source).crops)
        kinds = torch.tensor([kind(number, place) for number, place in places], device=DEVICE)
        with halved_precision():
            logits = network.kinds(crops.to(DEVICE, memory_format=torch.channels_last))
        error = functional.cross_entropy(logits.float(), kinds, label_smoothing=0.01)
        right, lettered = (logits.argmax(1) == kinds).float(), (kinds != lettering.none).float()
        read = ((right * lettered).sum() / lettered.sum().clamp(min=1)).item()
        return error, {"loss": error.item(), "right": right.mean().item(), "read": read}

    fit(network, step, replace(plan, start=None), BATCH, weight_decay=2e-4)


if __name__ == "__main__":
    main()
