"""Who gets what when each may have one: the cheapest assignment over a sparse table of costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf
from typing import Final

_SAME: Final = 1e-9
"""Lengths that differ by less are equal: sums of the same costs in another order."""


def assign(costs: Mapping[int, Mapping[int, float]], alone: float) -> dict[int, int]:
    """Return, by row, the column it gets, so that the sum is least; no column goes to two rows.

    Shortest augmenting paths with dual prices (Jonker and Volgenant 1987, after Kuhn's Hungarian method), over the
    pairs that are given only. Time grows with the pairs that compete, not with all rows times all columns.

    Args:
        costs: for each row, what each column it may have costs, >= 0.
        alone: what a row without a column costs.
    """
    table = _Table(costs, alone)
    for row in sorted(costs):
        table.place(row)
    return {row: column for column, row in table.owner.items() if column >= 0}


@dataclass(slots=True)
class _Table:
    """The assignment so far; columns below 0 stand for staying alone, one for each row."""

    costs: Mapping[int, Mapping[int, float]]
    alone: float
    owner: dict[int, int] = field(default_factory=dict)
    _row_price: dict[int, float] = field(default_factory=dict)
    _column_price: dict[int, float] = field(default_factory=dict)

    def place(self, row: int) -> None:
        """Give a row its column; others may have to change theirs."""
        came_from: dict[int, int] = {}
        reached: dict[int, float] = {}
        settled: dict[int, float] = {}
        heap: list[tuple[float, int]] = []
        self._spread(row, 0.0, (reached, came_from, heap))
        while True:  # ends at the latest with `row` staying alone
            length, column = heappop(heap)
            if column in settled:
                continue
            settled[column] = length
            if column not in self.owner:
                break
            self._spread(self.owner[column], length, (reached, came_from, heap))
        self._reprice(row, settled, length)
        self._hand_on(row, column, came_from)

    def _spread(
        self,
        row: int,
        length: float,
        search: tuple[dict[int, float], dict[int, int], list[tuple[float, int]]],
    ) -> None:
        """Reach the columns that a row could have, `length` being the price of taking its own from it."""
        reached, came_from, heap = search
        for column, cost in (*self.costs[row].items(), (-row - 1, self.alone)):
            reduced = cost - self._row_price.get(row, 0.0) - self._column_price.get(column, 0.0)
            if length + reduced < reached.get(column, inf) - _SAME:
                reached[column] = length + reduced
                came_from[column] = row
                heappush(heap, (length + reduced, column))

    def _reprice(self, row: int, settled: Mapping[int, float], length: float) -> None:
        self._row_price[row] = self._row_price.get(row, 0.0) + length
        for column, at in settled.items():
            if column in self.owner:
                holder = self.owner[column]
                self._row_price[holder] = self._row_price.get(holder, 0.0) + length - at
                self._column_price[column] = self._column_price.get(column, 0.0) + at - length

    def _hand_on(self, row: int, column: int, came_from: Mapping[int, int]) -> None:
        """Give the free column to the row it was reached from, that row's to the one before, back to `row`."""
        holds = {holder: held for held, holder in self.owner.items()}
        while True:
            taker = came_from[column]
            self.owner[column] = taker
            if taker == row:
                return
            column = holds[taker]
