"""Which pages of two drawings are one sheet: by the number in the title block, by their words, or by their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from orchestrator.comparisons import PairedBy
from orchestrator.recognition.assignment import assign

LIKE: Final = 0.5
"""Share of the words of two pages, both taken together, that they have in common when they are one sheet."""


@dataclass(frozen=True, slots=True)
class SheetName:
    """A page, the number in its title block where one was read, and the words on it where they matter."""

    page: int
    number: str | None = None
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pairing:
    """Pages that are one sheet, in the first drawing's order, and those that only one drawing has."""

    pairs: tuple[tuple[int, int, PairedBy], ...]
    only_old: tuple[int, ...]
    only_new: tuple[int, ...]


def by_number(old: Sequence[SheetName], new: Sequence[SheetName]) -> dict[int, int]:
    """Return the pages whose number one page of each drawing bears."""
    first, second = (_once(sheets) for sheets in (old, new))
    return {page: second[number] for number, page in first.items() if number in second}


def pair_sheets(old: Sequence[SheetName], new: Sequence[SheetName]) -> Pairing:
    """Return which pages are one sheet; sheets that bear two numbers are one only when they say the same."""
    found: dict[int, tuple[int, PairedBy]] = {
        page: (other, "number") for page, other in by_number(old, new).items()
    }
    if len(old) == len(new) == 1 and not found:
        found[old[0].page] = (new[0].page, "only")
    left, free = _unpaired(old, new, found)
    found |= {left[i].page: (free[j].page, "content") for i, j in _by_content(left, free).items()}
    left, free = _unpaired(old, new, found)
    for one, other in _by_order(left, free):
        found[one.page] = (other.page, "order")
    taken = {other for other, _ in found.values()}
    return Pairing(
        tuple((page, *found[page]) for page in sorted(found)),
        tuple(sheet.page for sheet in old if sheet.page not in found),
        tuple(sheet.page for sheet in new if sheet.page not in taken),
    )


def _once(sheets: Iterable[SheetName]) -> dict[str, int]:
    numbered = [(sheet.number.casefold(), sheet.page) for sheet in sheets if sheet.number]
    times = Counter(number for number, _ in numbered)
    return {number: page for number, page in numbered if times[number] == 1}


def _unpaired(
    old: Iterable[SheetName], new: Iterable[SheetName], found: dict[int, tuple[int, PairedBy]]
) -> tuple[list[SheetName], list[SheetName]]:
    taken = {other for other, _ in found.values()}
    left = [sheet for sheet in old if sheet.page not in found]
    return left, [sheet for sheet in new if sheet.page not in taken]


def _by_content(left: Sequence[SheetName], free: Sequence[SheetName]) -> dict[int, int]:
    costs: dict[int, dict[int, float]] = {}
    for i, one in enumerate(left):
        for j, other in enumerate(free):
            both = len(one.words | other.words)
            if both and (alike := len(one.words & other.words) / both) >= LIKE:
                costs.setdefault(i, {})[j] = 1 - alike
    return assign(costs, 1.0)


def _by_order(left: Sequence[SheetName], free: Sequence[SheetName]) -> list[tuple[SheetName, SheetName]]:
    """Return pages that stand at the same place: of those left when they are as many, else of the whole drawing."""
    if len(left) == len(free):
        pairs = list(zip(left, free, strict=True))
    else:
        at = {sheet.page: sheet for sheet in free}
        pairs = [(sheet, at[sheet.page]) for sheet in left if sheet.page in at]
    return [(a, b) for a, b in pairs if not (a.number and b.number)]
