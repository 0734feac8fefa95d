"""Which of two revisions of a drawing is the later one, by what their title blocks say.

In the order of a drawing's life: `-` (first issue) < P01 (preliminary) < T01 (tender) < A, B .. Z, AA < 0, 1, 2 ..
< C01 (construction). `A1` comes between A and B, `1A` and `1.1` between 1 and 2; of P, T and C a version with a point
(`P02.01`) is work in progress and comes before the one without (ISO 19650-2, the annex of the United Kingdom).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple
from unicodedata import normalize

from orchestrator.drawings.models import Drawing

_WORD: Final = re.compile(r"^(REVISION|REV|ISSUE|ISS)\b")
_FORMS: Final = tuple(
    map(
        re.compile,
        (
            r"(?P<phase>[PTC])(?P<number>\d+)(?:\.(?P<draft>\d+))?",
            r"R?(?P<number>\d+)(?:\.(?P<minor>\d+)|(?P<letters>[A-Z]))?",
            r"(?P<letters>[A-Z]{1,2})",
            r"(?P<letters>[A-Z])\.?(?P<minor>\d+)",
        ),
    )
)
_FIRST, _LETTERS, _NUMBERS = 0, 3, 4
_PHASES: Final = {"P": 1, "T": 2, "C": 5}
_DIGITS: Final = 3
"""A longer number is no revision; it may be a date."""
_DONE: Final = 10**_DIGITS
"""Behind every draft of the same revision."""


class Rank(NamedTuple):
    """Where a revision stands: the phase of the drawing's life, then its letters, then its number, then the rest."""

    phase: int
    letters: str = ""
    number: int = 0
    rest: tuple[int, str] = (0, "")


def rank(revision: str | None) -> Rank | None:
    """Return where a revision stands among others, or None where its text tells nothing (`AS BUILT`, a date)."""
    text = _WORD.sub("", normalize("NFKC", revision or "").upper().strip())
    text = re.sub(r"\s", "", text).strip(":.#/_")
    if text and not text.strip("-"):
        return Rank(_FIRST)
    text = text.replace("-", "", 1)
    read = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    if read is None or not text.isascii() or max(map(len, re.findall(r"\d+", text)), default=0) > _DIGITS:
        return None
    return _rank({name: part for name, part in read.groupdict().items() if part})


def _rank(parts: dict[str, str]) -> Rank:
    letters, number = parts.get("letters", ""), int(parts.get("number", 0))
    if "phase" in parts:
        return Rank(_PHASES[parts["phase"]], "", number, (int(parts.get("draft", _DONE)), ""))
    if "number" in parts:
        return Rank(_NUMBERS, "", number, (int(parts.get("minor", 0)), letters))
    return Rank(_LETTERS, letters.rjust(2), int(parts.get("minor", 0)))


def in_order(drawings: Iterable[Drawing]) -> list[Drawing]:
    """Return revisions of one drawing number, the earliest first; of equal ones the one that was uploaded first.

    One whose revision tells nothing stands where it was uploaded: after all that were there before it.
    """
    ranked: list[tuple[Rank, str, str, Drawing]] = []
    highest = Rank(-1)
    for drawing in sorted(drawings, key=lambda one: (one.created_at, one.id)):
        own = rank(drawing.revision)
        highest = max(highest, own or highest)
        ranked.append((own or highest, drawing.created_at, drawing.id, drawing))
    return [row[3] for row in sorted(ranked, key=lambda row: row[:3])]
