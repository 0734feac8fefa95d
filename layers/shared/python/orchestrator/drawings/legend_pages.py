"""Which sheets of a set have a legend, noted as they are extracted, and what its symbols are, made once for all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from orchestrator.drawings.legend_words import EntryWord
from orchestrator.drawings.models import Drawing
from orchestrator.extraction import ExtractedPage, PageFailure
from orchestrator.recognition.legend.headings import announces_legend

if TYPE_CHECKING:  # extraction has no numpy
    from orchestrator.recognition.legend.symbols import LegendSymbol

MOST_LEGEND_PAGES: Final = 4
"""Sheets of a set whose legends are compared with the others: the first ones."""


def more_legends(known: tuple[int, ...], page: ExtractedPage | PageFailure) -> tuple[int, ...] | None:
    """Return the numbers of the sheets with a heading of a legend together with a further one, or None to leave it."""
    if isinstance(page, PageFailure) or len(known) >= MOST_LEGEND_PAGES:
        return None
    number = page.page.page_number
    if number in known or not announces_legend(page.page.text.splitlines()):
        return None
    return (*known, number)


@dataclass(slots=True)
class LegendShelf:
    """The symbols of one set's legends by sheet: made for the first sheet that asks, kept for those after it."""

    _set: object = None
    _symbols: dict[int, list[LegendSymbol]] = field(default_factory=dict)

    def of(self, drawing: Drawing, said: Mapping[str, EntryWord]) -> dict[int, list[LegendSymbol]]:
        """Return what is kept of a drawing's run; another run, or another word on an entry, begins anew."""
        key = drawing.id, drawing.run, tuple(sorted((word.entry_id, word.version) for word in said.values()))
        if key != self._set:
            self._set, self._symbols = key, {}
        return self._symbols
