"""Comparing two issues of one sheet: lined up by their strokes and words, then component by component."""

from orchestrator.recognition.compare.alignment import Alignment, NotComparable, align
from orchestrator.recognition.compare.changes import Changes, Pair
from orchestrator.recognition.compare.page_pair import Comparison, compare_pages
from orchestrator.recognition.compare.regions import Region

__all__ = [
    "Alignment",
    "Changes",
    "Comparison",
    "NotComparable",
    "Pair",
    "Region",
    "align",
    "compare_pages",
]
