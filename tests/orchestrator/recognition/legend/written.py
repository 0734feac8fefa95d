"""Words and strokes of small pages."""

from __future__ import annotations

from orchestrator.pages import Style, Vectors, Word


def words(text: str, x: float, y: float, height: float = 8.0) -> list[Word]:
    """Return the words of a line that begins at a point."""
    found = []
    for word in text.split():
        found.append(Word(text=word, bbox=(x, y, 5.0 * len(word), height)))
        x += 5.0 * len(word) + 3.0
    return found


def boxes(*places: tuple[float, float]) -> Vectors:
    """Return a rectangle of 12 x 8 points at each of some places."""
    coords = tuple(number for x, y in places for number in (x, y, 12.0, 8.0))
    count = len(places)
    return Vectors(
        ops="r" * count,
        coords=coords,
        path_start=tuple(range(count)),
        path_style=(0,) * count,
        styles=(Style(stroke="#000000"),),
    )
