"""The title block of a stored page: drawing number, revision, title, scale, sheet and date, with box and confidence."""

from orchestrator.extraction.title_block.reading import read

__all__ = ["read"]
