"""Export the trained networks to ONNX, check them against PyTorch, and pin their SHA-256.

python -m training.export --version 2026.11.1
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from orchestrator.taxonomy import ALL_CLASSES
from training.calibrate import calibrated
from training.networks import Classifier, Detector

OPSET = 17
MODEL_DIR = Path("functions/recognition/model")
PINS = Path("layers/shared/python/orchestrator/recognition/pinned.py")


def export(network: nn.Module, example: Tensor, path: Path, names: tuple[str, str, str]) -> None:
    """Write `network` as ONNX with a free batch (and, for pictures larger than a crop, free sides).

    Raises:
        ValueError: when ONNX Runtime's numbers differ from PyTorch's by more than 1e-3.
    """
    network.eval()
    free = {0: "batch"} if example.shape[-1] == 64 else {0: "batch", 2: "height", 3: "width"}
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network,
        (example,),
        str(path),
        input_names=[names[0]],
        output_names=list(names[1:]),
        dynamic_axes={
            name: dict(free) if i == 0 or len(free) > 1 else {0: "batch"} for i, name in enumerate(names)
        },
        opset_version=OPSET,
        dynamo=False,
    )
    onnx.checker.check_model(onnx.load(str(path)), full_check=True)
    _compare(network, example, path)


def _compare(network: nn.Module, example: Tensor, path: Path) -> None:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for batch in (example, torch.rand(3, *example.shape[1:])):
        with torch.inference_mode():
            ours = [t.numpy() for t in network(batch)]
        theirs = session.run(None, {session.get_inputs()[0].name: batch.numpy()})
        for a, b in zip(ours, theirs, strict=True):
            worst = float(np.max(np.abs(a - np.asarray(b)) / np.maximum(np.abs(a), 1.0)))
            print(f"{path.name}: largest relative difference to PyTorch {worst:.2e}")
            if worst > 1e-3:
                raise ValueError(f"{path.name} differs from PyTorch by {worst:.2e}")


def pin(version: str, files: list[Path]) -> None:
    """Write the version and the files' SHA-256 to the one place that recognition reads them from."""
    rows = "\n".join(f'        "{f.name}": "{hashlib.sha256(f.read_bytes()).hexdigest()}",' for f in files)
    PINS.write_text(
        '"""The model in use: its version and the SHA-256 of its files. Written by `training/export.py`."""\n\n'
        "from collections.abc import Mapping\n"
        "from types import MappingProxyType\n"
        "from typing import Final\n\n"
        f'VERSION: Final = "{version}"\n'
        "SHA256: Final[Mapping[str, str]] = MappingProxyType(\n    {\n" + rows + "\n    }\n)\n"
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--detector", type=Path, default=Path("training/runs/detector.pt"))
    parser.add_argument("--classifier", type=Path, default=Path("training/runs/classifier.pt"))
    options = parser.parse_args()
    torch.manual_seed(0)
    detector, classifier = Detector(), Classifier(len(ALL_CLASSES))
    detector.load_state_dict(torch.load(options.detector, map_location="cpu"))
    classifier.load_state_dict(torch.load(options.classifier, map_location="cpu"))
    paths = [MODEL_DIR / "detector.onnx", MODEL_DIR / "classifier.onnx"]
    export(detector, torch.rand(1, 1, 512, 512), paths[0], ("image", "objectness", "box"))
    model = calibrated(classifier, len(ALL_CLASSES), options.detector)
    export(model, torch.rand(2, 1, 64, 64), paths[1], ("crop", "logits", "embedding"))
    pin(options.version, paths)
    print({p.name: p.stat().st_size for p in paths})


if __name__ == "__main__":
    main()
