"""A recogniser that runs real ONNX files, small enough to understand."""

from __future__ import annotations

import pytest

from orchestrator.recognition.model import load_model
from orchestrator.recognition.recognizer import Recognizer
from tests.orchestrator.recognition.blob_model import write_blob_model


@pytest.fixture(scope="session")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Recognizer:
    """Finds black 20-pixel squares and calls them motors."""
    folder = tmp_path_factory.mktemp("model")
    return Recognizer(load_model(folder, 1, "blobs-1", write_blob_model(folder)))
