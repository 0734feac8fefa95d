"""What extraction yields: facts of the document, and each page or the reason why it has none."""

from __future__ import annotations

from dataclasses import dataclass

from orchestrator.documents import OutlineEntry
from orchestrator.errors import DrawingErrorCode
from orchestrator.pages import Layer, Page


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the document says of itself; `warnings` are sentences (scripts, hidden layers, ...)."""

    page_count: int
    metadata: dict[str, str]
    layers: tuple[Layer, ...]
    repaired: bool
    warnings: tuple[str, ...]
    outline: tuple[OutlineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    """One page and its grey picture (PNG); None when it cannot be drawn, which `page.warnings` says."""

    page: Page
    image_png: bytes | None


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that could not be extracted: a code of the contract and a sentence."""

    page_number: int
    code: DrawingErrorCode
    detail: str
