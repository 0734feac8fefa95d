"""A legend's symbols as they are looked for on the sheets of its set: how each looks, and its strokes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from orchestrator.legends import LegendEntry
from orchestrator.pages import Page
from orchestrator.recognition.repeats import Exemplar, Indistinct, exemplar_of, index_page, same_strokes


@dataclass(frozen=True, slots=True)
class LegendSymbol:
    """An entry that names a class, the embedding (E,) of its picture, and its strokes where they tell it."""

    entry: LegendEntry
    class_name: str
    look: NDArray[np.float32]
    strokes: Exemplar | None = None

    @property
    def letters(self) -> frozenset[str]:
        """The words inside the picture, upper case, which tell variants."""
        return frozenset((self.entry.letters or "").upper().split())


@dataclass(frozen=True, slots=True)
class LegendSymbols:
    """The symbols of the legends of a set, one or more."""

    symbols: tuple[LegendSymbol, ...]

    @property
    def looks(self) -> NDArray[np.float32]:
        """The embeddings (K, E)."""
        return np.stack([symbol.look for symbol in self.symbols])

    def twins(self, one: LegendSymbol) -> frozenset[str]:
        """Return the other classes whose symbols have the same strokes: only letters tell them."""
        return frozenset(
            other.class_name
            for other in self.symbols
            if other.class_name != one.class_name
            and one.strokes
            and other.strokes
            and same_strokes(one.strokes, other.strokes)
        )


def symbols_of(
    page: Page, entries: Iterable[LegendEntry], looks: Sequence[NDArray[np.float32]]
) -> list[LegendSymbol]:
    """Return the symbols of a page's entries that name a class; `looks` holds an embedding (E,) for each entry."""
    index = None if page.kind == "scanned" else index_page(page)
    found = []
    for entry, look in zip(entries, looks, strict=True):
        strokes = None
        if index is not None:
            try:
                strokes = exemplar_of(index, entry.bbox)
            except Indistinct:
                strokes = None  # bare circles and the like are known by their look alone
        if entry.class_name:
            found.append(LegendSymbol(entry, entry.class_name, look, strokes))
    return found
