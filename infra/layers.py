"""The layers of a stack's zip functions; each stack has its own versions of the same assets."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.config import Architecture
from infra.packaging import own_layer, third_party_layer

RUNTIME: Final = lambda_.Runtime.PYTHON_3_13


class Layers(Construct):
    """What the zip functions lie on: `plain`, or `with_pdf` where drawings are read.

    A layer version is never passed to another stack: it changes with every release, and an export cannot change
    while it is imported elsewhere.
    """

    def __init__(self, scope: Construct, architecture: Architecture) -> None:
        super().__init__(scope, "Layers")
        self._architecture = architecture
        self.plain: tuple[lambda_.ILayerVersion, ...] = (
            self._version("Shared", own_layer(), "the orchestrator package"),
            self._version(
                "Dependencies", third_party_layer("dependencies", architecture), "third-party packages"
            ),
        )

    @cached_property
    def with_pdf(self) -> tuple[lambda_.ILayerVersion, ...]:
        """The plain layers and PyMuPDF, which only a stack that asks for it gets."""
        return (*self.plain, self._version("Pdf", third_party_layer("pdf", self._architecture), "PyMuPDF"))

    def _version(self, name: str, code: lambda_.Code, description: str) -> lambda_.LayerVersion:
        return lambda_.LayerVersion(
            self,
            name,
            code=code,
            description=description,
            compatible_runtimes=[RUNTIME],
            compatible_architectures=[architecture_of(self._architecture)],
        )


def architecture_of(name: Architecture) -> lambda_.Architecture:
    """Return CDK's value for an architecture."""
    return lambda_.Architecture.ARM_64 if name == "arm64" else lambda_.Architecture.X86_64
