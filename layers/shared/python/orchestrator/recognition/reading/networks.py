"""The two networks that read: one finds lines of text, one spells them. They come with the package `rapidocr`.

PP-OCRv6 small (PaddleOCR, Apache-2.0), as ONNX files in RapidOCR's wheel; of that package nothing is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, RuntimeException

from orchestrator.recognition.model import ModelError, session

READER: Final = "PP-OCRv6-small"

_FINDER: Final = "PP-OCRv6_det_small.onnx"
_SPELLER: Final = "PP-OCRv6_rec_small.onnx"
_SHA256: Final[Mapping[str, str]] = MappingProxyType(
    {
        _FINDER: "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
        _SPELLER: "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
    }
)
_BLANK: Final = ""
_MORE: Final = frozenset("°±²×Øµ½¼ΩΔ")
"""Letters that are read besides those of ASCII; the network knows 18,000 others, mostly Chinese."""


class ReadingError(RuntimeError):
    """A picture that the networks fail at, for want of memory for example."""


@dataclass(frozen=True, slots=True)
class ReadingNetworks:
    """The loaded networks; what comes in is brightness, -1 = ink .. 1 = paper. A call runs on one core.

    Attributes:
        letters: what each column of `spell` stands for; the first is the blank between letters.
        threads: how many may call at once.
    """

    letters: tuple[str, ...]
    finder: Any
    speller: Any
    columns: NDArray[np.intp]
    threads: int

    @classmethod
    def load(cls, threads: int) -> ReadingNetworks:
        """Open the networks, to be called by `threads` threads at once.

        Raises:
            ModelError: when the package or a file of it is missing, or is not the pinned one.
        """
        folder = _folder()
        speller = session(folder / _SPELLER, _SHA256)
        alphabet = (_BLANK, *speller.get_modelmeta().custom_metadata_map["character"].split("\n"), " ")
        outputs = speller.get_outputs()[0].shape[-1]
        if len(alphabet) != outputs:
            raise ModelError(f"{_SPELLER} spells {outputs} letters and names {len(alphabet)}.")
        known = [i for i, letter in enumerate(alphabet) if letter.isascii() or letter in _MORE]
        letters = tuple(alphabet[i] for i in known)
        return cls(letters, session(folder / _FINDER, _SHA256), speller, np.array(known), threads)

    def find(self, tile: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return how likely each pixel of a tile (H, W), multiples of 32, lies in the middle of a line, (H, W)."""
        found: NDArray[np.float32] = _answer(self.finder, tile[None])[0, 0]
        return found

    def spell(self, lines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return chances (N, T, letters) of lines (N, 48, W): T places from left to right."""
        return _answer(self.speller, lines)[:, :, self.columns]


def _answer(network: Any, grey: NDArray[np.float32]) -> NDArray[np.float32]:  # noqa: ANN401  # onnxruntime is untyped
    """Return what a network says of grey pictures (N, H, W), which it takes with three equal channels.

    Raises:
        ReadingError: when it fails.
    """
    try:
        answer: NDArray[np.float32] = network.run(None, {"x": np.repeat(grey[:, None], 3, axis=1)})[0]
    except (Fail, RuntimeException) as error:
        raise ReadingError(str(error)) from error
    return answer


def _folder() -> Path:
    try:
        return Path(str(distribution("rapidocr").locate_file("rapidocr/models")))
    except PackageNotFoundError as error:
        raise ModelError("The package rapidocr, which holds the networks that read, is missing.") from error
