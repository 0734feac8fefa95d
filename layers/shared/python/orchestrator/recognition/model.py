"""The networks as ONNX sessions, checked against the pinned version before they are used."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from orchestrator.recognition import pinned
from orchestrator.recognition.classifier import BACKGROUND, Answers

DETECTOR: Final = "detector.onnx"
CLASSIFIER: Final = "classifier.onnx"
LETTERS: Final = "letters.onnx"


class ModelError(RuntimeError):
    """The model is missing, altered or of another shape than this code; the message says which file."""


@dataclass(frozen=True, slots=True)
class Model:
    """The loaded networks; what comes in is ink, 0 = paper .. 1 = ink.

    A call runs on one core; `threads` may call at once, which takes less time than a call on so many cores.
    """

    version: str
    detector: Any
    classifier: Any
    letters: Any
    threads: int

    def propose(self, tiles: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return objectness (N, 1, S/4, S/4) and distances (N, 4, S/4, S/4) of tiles (N, 1, S, S)."""
        objectness, box = self.detector.run(["objectness", "box"], {"image": tiles})
        return objectness, box

    def classify(self, crops: NDArray[np.float32], shapes: NDArray[np.float32]) -> Answers:
        """Return logits (N, classes + 1), embeddings (N, 96) and edges (N, 4) of crops (N, 1, 64, 64)."""
        inputs = {"crop": crops, "shape": shapes}
        logits, embedding, edges = self.classifier.run(["logits", "embedding", "edges"], inputs)
        return logits, embedding, edges

    def read_letters(self, crops: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how likely the letters in or beside crops (N, 1, 64, 64) name each class, (N, classes)."""
        named: NDArray[np.float32] = self.letters.run(["named"], {"crop": crops})[0]
        return named


def load_model(
    folder: Path,
    threads: int,
    version: str = pinned.VERSION,
    sha256: Mapping[str, str] = pinned.SHA256,
) -> Model:
    """Open the networks in `folder`, to be called by `threads` threads at once.

    Raises:
        ModelError: when a file is missing, is not the pinned one, or does not have the expected outputs.
    """
    detector = session(folder / DETECTOR, sha256)
    classifier = session(folder / CLASSIFIER, sha256)
    letters = session(folder / LETTERS, sha256)
    _require(detector, DETECTOR, {"image"}, {"objectness", "box"})
    _require(classifier, CLASSIFIER, {"crop", "shape"}, {"logits", "embedding", "edges"})
    outputs = next(o.shape[-1] for o in classifier.get_outputs() if o.name == "logits")
    if outputs != BACKGROUND + 1:
        raise ModelError(
            f"{CLASSIFIER} names {outputs} classes, the taxonomy with background {BACKGROUND + 1}."
        )
    _require(letters, LETTERS, {"crop"}, {"named"})
    return Model(version, detector, classifier, letters, threads)


def session(path: Path, sha256: Mapping[str, str]) -> Any:  # noqa: ANN401  # onnxruntime is untyped
    """Return a session of one pinned file; the bytes that were checked are the bytes that are loaded."""
    if path.name not in sha256:
        raise ModelError(
            f"No model is pinned for {path.name}; train and export one (see training/README.md)."
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"The model file {path} cannot be read: {error.strerror}.") from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256[path.name]:
        raise ModelError(f"{path} is not the pinned model: SHA-256 {found}, expected {sha256[path.name]}.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _require(session: Any, name: str, inputs: set[str], outputs: set[str]) -> None:  # noqa: ANN401  # as above
    has_inputs = {value.name for value in session.get_inputs()}
    has_outputs = {value.name for value in session.get_outputs()}
    if has_inputs != inputs or not outputs <= has_outputs:
        raise ModelError(
            f"{name} takes {sorted(has_inputs)} and gives {sorted(has_outputs)}; "
            f"expected {sorted(inputs)} and {sorted(outputs)}."
        )
