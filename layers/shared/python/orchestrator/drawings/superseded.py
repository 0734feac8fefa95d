"""Which drawings a later revision supersedes in a takeoff: those of whose sheets it lacks none.

Drawings are linked by their first numbered sheets alone; a set is asked for all of them. A later {E-101, E-103} does
not supersede {E-101, E-102}: E-102 would be counted nowhere. Nor does a drawing of the same revision with another
title: then a number that many sheets share (the project's) was read for theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Final

from pydantic import BaseModel, ConfigDict

from orchestrator.drawings.models import Drawing
from orchestrator.drawings.names import renumbered
from orchestrator.drawings.numbers import link_of_page
from orchestrator.drawings.revision_order import rank
from orchestrator.drawings.revisions import by_number
from orchestrator.drawings.store import Store

_AT_ONCE: Final = 8


class Superseded(BaseModel):
    """A drawing that is in no count because a later revision with all of its sheets is (`by`, the last of them)."""

    model_config = ConfigDict(frozen=True)

    drawing: str
    number: str
    revision: str | None = None
    by: str


@dataclass(frozen=True, slots=True)
class _Sheets:
    """How often a drawing has each sheet, and how often analysed, by what links it; all without a number are one."""

    every: Counter[str | None]
    analyzed: Counter[str | None]
    are_known: bool

    def are_all_in(self, later: _Sheets) -> bool:
        return self.are_known and self.every <= later.analyzed


def superseded(store: Store, counted: Iterable[Drawing]) -> Iterator[Superseded]:
    """Yield those of a project's counted drawings of which a later revision has every sheet, analysed."""
    groups = [group for group in by_number(counted) if len(group) > 1]
    linked = list(chain.from_iterable(groups))
    with ThreadPoolExecutor(_AT_ONCE) as readers:
        read = readers.map(partial(_sheets, store), linked)
        sheets = {drawing.id: one for drawing, one in zip(linked, read, strict=True)}
    for group in groups:
        for place, drawing in enumerate(group):
            own = sheets[drawing.id]
            after = (one for one in group[place + 1 :] if not _is_another(drawing, one))
            if later := [one for one in after if own.are_all_in(sheets[one.id])]:
                yield Superseded(
                    drawing=drawing.id,
                    number=drawing.number or "",
                    revision=drawing.revision,
                    by=later[-1].id,
                )


def _is_another(drawing: Drawing, later: Drawing) -> bool:
    titles = {" ".join(title.casefold().split()) for title in (drawing.title, later.title) if title}
    return rank(drawing.revision) == rank(later.revision) and len(titles) > 1


def _sheets(store: Store, drawing: Drawing) -> _Sheets:
    pages = renumbered(drawing, store.pages(drawing))
    return _Sheets(
        every=Counter(map(link_of_page, pages)),
        analyzed=Counter(link_of_page(page) for page in pages if page.status == "analyzed"),
        are_known=len(pages) == drawing.page_count,  # a run that began meanwhile has taken some
    )
