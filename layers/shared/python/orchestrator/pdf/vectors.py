"""The paths of a page as columns, collected while MuPDF draws it (constant memory in MuPDF)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from math import isfinite
from typing import Any, Final

from orchestrator.pdf.display import FARTHEST, Display
from orchestrator.pdf.strings import clean

Path = dict[str, Any]
Item = tuple[Any, ...]
_OPS: Final = {"l": "l", "c": "c", "re": "r", "qu": "q"}


class Collector:
    """Receives one path after another from `Page.get_cdrawings(callback=...)`.

    Raising in the callback does not stop MuPDF, so what is over a limit is counted and dropped. Paths that
    lie wholly off the displayed page, or have an impossible coordinate, are counted but not kept.
    """

    def __init__(self, display: Display, max_paths: int, max_items: int) -> None:
        self._display = display
        self._max_paths = max_paths
        self._max_items = max_items
        self._styles: dict[tuple[str | None, str | None, float, str | None], int] = {}
        self._ops: list[str] = []
        self._coords: list[float] = []
        self._starts: list[int] = []
        self._path_style: list[int] = []
        self.count = 0
        self.over_paths = 0
        self.over_items = 0

    def __call__(self, path: Path) -> None:
        """Keep one path."""
        items: Sequence[Item] = path["items"]
        self.count += 1
        if len(self._starts) >= self._max_paths:
            self.over_paths += 1
            return
        room = self._max_items - len(self._ops)
        self.over_items += max(len(items) - room, 0)
        if room > 0:
            self._keep(path, items[:room])

    def _keep(self, path: Path, items: Sequence[Item]) -> None:
        flat = [_flat(item) for item in items]
        if not flat or not self._touches_page(list(chain.from_iterable(flat))):
            return
        self._starts.append(len(self._ops))
        self._path_style.append(self._styles.setdefault(_style(path), len(self._styles)))
        self._ops += [_OPS[item[0]] for item in items]
        for item, xy in zip(items, flat, strict=True):
            self._coords += self._shown(item[0], xy)

    def _touches_page(self, xy: list[float]) -> bool:
        if not isfinite(sum(xy)):
            return False
        xs, ys = xy[0::2], xy[1::2]
        low_x, high_x, low_y, high_y = min(xs), max(xs), min(ys), max(ys)
        if min(low_x, low_y) < -FARTHEST or max(high_x, high_y) > FARTHEST:
            return False
        d = self._display
        width, height = (d.width, d.height) if d.rotation in {0, 180} else (d.height, d.width)
        return high_x >= 0 and low_x <= width and high_y >= 0 and low_y <= height

    def _shown(self, op: str, xy: Sequence[float]) -> Iterable[float]:
        if op == "re":
            return self._display.rectangle(xy)
        return [round(value, 2) for value in self._display.points(xy)]

    def columns(self) -> dict[str, Any]:
        """Return the kept paths in the form of `orchestrator.pages.Vectors`."""
        names = ("stroke", "fill", "width_pt", "layer")
        return {
            "ops": "".join(self._ops),
            "coords": self._coords,
            "path_start": self._starts,
            "path_style": self._path_style,
            "styles": [dict(zip(names, style, strict=True)) for style in self._styles],
        }

    def layers(self) -> list[str]:
        """Return the names of the layers that the kept paths lie on, in order."""
        return sorted({style[3] for style in self._styles if style[3]})

    def truncations(self) -> list[str]:
        """Return a sentence for each limit that cut something off."""
        over: list[tuple[int, str, Callable[[], int]]] = [
            (self.over_paths, "paths", lambda: self._max_paths),
            (self.over_items, "path items", lambda: self._max_items),
        ]
        return [f"{n:,} {what} beyond the limit of {limit():,} were left out" for n, what, limit in over if n]


def _flat(item: Item) -> Sequence[float]:
    """Return the numbers of one item: a quad's corners in the order of its outline, a rectangle's two."""
    if item[0] == "re":
        return item[1]  # type: ignore[no-any-return]  # PyMuPDF is untyped; a tuple of four floats
    if item[0] == "qu":
        upper_left, upper_right, lower_left, lower_right = item[1]
        return (*upper_left, *upper_right, *lower_right, *lower_left)
    return tuple(chain.from_iterable(item[1:]))


def _style(path: Path) -> tuple[str | None, str | None, float, str | None]:
    width = path.get("width")
    layer = clean(path.get("layer")) or None
    return _colour(path.get("color")), _colour(path.get("fill")), round(width or 0.0, 2), layer


def _colour(rgb: Sequence[float] | None) -> str | None:
    if not rgb:
        return None
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in rgb)
