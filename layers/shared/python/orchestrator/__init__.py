"""Electrical Orchestrator: PDF drawings in, counted electrical components out."""

from typing import Final

__version__: Final = "0.1.0"
