"""Export the trained networks to ONNX, check them against PyTorch, let them compute in integers, pin their SHA-256.

python -m training.export --version 2026.11.1
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor, nn

from orchestrator.taxonomy import ALL_CLASSES
from training import train_detector
from training.calibrate import calibrated
from training.dataset import FOLDER, Dataset
from training.joining import join
from training.networks import Classifier, Detector, Letters
from training.quantize import CLASSIFIER_EXACT, DETECTOR_EXACT, LETTERS_EXACT, Inputs, quantize
from training.samples import Drawn, batch

OPSET = 17
_CALIBRATED_ON = 6
"""Batches."""
MODEL_DIR = Path("functions/recognition/model")
PINS = Path("layers/shared/python/orchestrator/recognition/pinned.py")


@dataclass(frozen=True, slots=True)
class Interface:
    """What a network takes and gives: names, and which of their axes are free."""

    inputs: dict[str, tuple[str, ...]]
    outputs: dict[str, tuple[str, ...]]

    def axes(self) -> dict[str, dict[int, str]]:
        """Return every free axis by the name of its array."""
        return {name: dict(enumerate(axes)) for name, axes in (self.inputs | self.outputs).items()}


_PAGE = ("batch", "channels", "height", "width")
DETECTOR = Interface({"image": _PAGE}, {"objectness": _PAGE, "box": _PAGE})
CLASSIFIER = Interface(
    {"crop": ("batch",), "shape": ("batch",)},
    {"logits": ("batch",), "embedding": ("batch",), "edges": ("batch",)},
)
LETTERS = Interface({"crop": ("batch",)}, {"named": ("batch",)})


def export(network: nn.Module, examples: tuple[Tensor, ...], path: Path, interface: Interface) -> None:
    """Write `network` as ONNX.

    Raises:
        ValueError: when ONNX Runtime's numbers differ from PyTorch's by more than 1e-3.
    """
    network.eval()
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network,
        examples,
        str(path),
        input_names=list(interface.inputs),
        output_names=list(interface.outputs),
        dynamic_axes=interface.axes(),
        opset_version=OPSET,
        dynamo=False,
    )
    onnx.checker.check_model(onnx.load(str(path)), full_check=True)
    _compare(network, examples, path)


def _compare(network: nn.Module, examples: tuple[Tensor, ...], path: Path) -> None:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for given in (examples, tuple(torch.rand(3, *example.shape[1:]) for example in examples)):
        with torch.inference_mode():
            answers = network(*given)
        ours = [t.numpy() for t in (answers if isinstance(answers, tuple) else (answers,))]
        names = [value.name for value in session.get_inputs()]
        theirs = session.run(None, {name: part.numpy() for name, part in zip(names, given, strict=True)})
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


def _windows(data: Dataset, source: np.random.Generator) -> Iterator[Inputs]:
    """Yield what the detector's ranges are read from."""
    for _ in range(_CALIBRATED_ON):
        yield {"image": train_detector.batch(data, source)[0].numpy()}


def _crops(data: Dataset, source: np.random.Generator) -> Iterator[Inputs]:
    """Yield what the classifier's ranges are read from."""
    drawn = Drawn(data)
    for _ in range(_CALIBRATED_ON):
        one = batch(data, drawn.places(128, source), source)
        yield {"crop": one.crops, "shape": one.shapes}


def export_both(options: argparse.Namespace, data: Dataset, paths: list[Path]) -> None:
    """Write detector and classifier, the latter calibrated, as ONNX, in integers.

    Raises:
        ValueError: as of `export`.
    """
    detector, classifier = Detector(), Classifier(len(ALL_CLASSES))
    detector.load_state_dict(torch.load(options.detector, map_location="cpu"))
    classifier.load_state_dict(torch.load(options.classifier, map_location="cpu"))
    source = np.random.default_rng(0)
    export(detector, (torch.rand(1, 1, 512, 512),), paths[0], DETECTOR)
    quantize(paths[0], _windows(data, source), DETECTOR_EXACT)
    counts = np.bincount(data.labels, minlength=len(ALL_CLASSES))
    model = calibrated(classifier, len(ALL_CLASSES), detector, np.asarray(counts + 1, np.float64))
    export(model, (torch.rand(2, 1, 64, 64), torch.rand(2, 2)), paths[1], CLASSIFIER)
    quantize(paths[1], _crops(data, source), CLASSIFIER_EXACT)
    if options.beside:
        with TemporaryDirectory() as folder:
            other = Path(shutil.copy(options.beside, folder))
            quantize(other, _crops(data, source), CLASSIFIER_EXACT)
            join([paths[1], other], paths[1])


def export_letters(weights: Path, data: Dataset, path: Path) -> None:
    """Write the reader of letters of some weights as ONNX, in integers.

    Raises:
        ValueError: as of `export`.
    """
    held = torch.load(weights, map_location="cpu")
    letters = Letters(held["named"])
    letters.load_state_dict(held)
    export(letters, (torch.rand(2, 1, 64, 64),), path, LETTERS)
    inputs = ({"crop": given["crop"]} for given in _crops(data, np.random.default_rng(0)))
    quantize(path, inputs, LETTERS_EXACT)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True)
    parser.add_argument("--detector", type=Path, default=Path("training/runs/detector.pt"))
    parser.add_argument("--classifier", type=Path, default=Path("training/runs/classifier.pt"))
    parser.add_argument("--letters", type=Path, default=Path("training/runs/letters.pt"))
    parser.add_argument("--data", type=Path, default=FOLDER, help="what they were trained on")
    parser.add_argument("--only-letters", action="store_true", help="leave the other networks as they are")
    parser.add_argument("--beside", type=Path, help="another exported classifier, which has half a say")
    options = parser.parse_args()
    torch.manual_seed(0)
    data = Dataset.load(options.data)
    paths = [MODEL_DIR / f"{name}.onnx" for name in ("detector", "classifier", "letters")]
    if not options.only_letters:
        export_both(options, data, paths)
    export_letters(options.letters, data, paths[2])
    pin(options.version, paths)
    print({p.name: p.stat().st_size for p in paths})


if __name__ == "__main__":
    main()
