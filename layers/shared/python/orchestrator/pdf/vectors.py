"""The paths of a page as columns, collected while MuPDF draws it (constant memory in MuPDF)."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any, Final

from orchestrator.pdf.display import FARTHEST, Display
from orchestrator.pdf.strings import clean

_PEN: Final = ("color", "fill", "width", "layer")
_OPS: Final = {"l": "l", "c": "c", "re": "r", "qu": "q"}

Path = dict[str, Any]
Item = tuple[Any, ...]
Style = tuple[str | None, str | None, float, str | None]


class Collector:
    """Receives one path after another from `Page.get_cdrawings(callback=...)`.

    Raising in the callback does not stop MuPDF, so what is over a limit is counted and dropped. Paths that
    lie wholly off the displayed page, or have an impossible coordinate, are counted but not kept.
    """

    def __init__(self, display: Display, max_paths: int, max_items: int) -> None:
        self._display = display
        turned = display.rotation in {90, 270}
        self._size = (display.height, display.width) if turned else (display.width, display.height)
        self._max_paths = max_paths
        self._max_items = max_items
        self._styles: dict[Style, int] = {}
        self._style_of: dict[tuple[object, ...], int] = {}
        self._ops: list[str] = []
        self._coords: list[float] = []
        self._starts: list[int] = []
        self._path_style: list[int] = []
        self.count = 0
        self._over_paths = 0
        self._over_items = 0

    def __call__(self, path: Path) -> None:
        """Keep one path; one of a single line, as CAD plots them, without a call more: in half of the time."""
        items: Sequence[Item] = path["items"]
        self.count += 1
        at = len(self._ops)
        if len(items) != 1 or items[0][0] != "l" or at == self._max_items:
            self._take(path, items)
        elif len(self._starts) >= self._max_paths:
            self._over_paths += 1
        else:
            left, top, right, bottom = path["rect"]
            _, (ax, ay), (bx, by) = items[0]
            width, height = self._size
            if (
                -FARTHEST <= left <= width
                and -FARTHEST <= top <= height
                and 0 <= right <= FARTHEST
                and 0 <= bottom <= FARTHEST
                and isfinite(ax + ay + bx + by)
            ):
                get = path.get
                pen = (get("color"), get("fill"), get("width"), get("layer"))
                style = self._style_of.get(pen)
                self._starts.append(at)
                self._path_style.append(self._style(pen) if style is None else style)
                self._ops.append("l")
                xy = (ax, ay, bx, by)
                self._coords += self._display.points(xy) if self._display.rotation else xy

    def _take(self, path: Path, items: Sequence[Item]) -> None:
        """Keep a path of any form, or what the limits leave of it."""
        room = self._max_items - len(self._ops)
        if len(self._starts) >= self._max_paths:
            self._over_paths += 1
            return
        self._over_items += max(len(items) - room, 0)
        self._keep(path, items[:room])

    def _keep(self, path: Path, items: Sequence[Item]) -> None:
        if not items or not self._touches_page(path["rect"]):
            return
        xy, ops = _unrotated(items), "".join([_OPS[item[0]] for item in items])
        if not isfinite(sum(xy)):
            return
        self._starts.append(len(self._ops))
        self._path_style.append(self._style(tuple(map(path.get, _PEN))))
        self._ops += ops
        self._coords += self._shown(xy, items) if "r" in ops else self._display.points(xy)

    def _touches_page(self, bounds: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = bounds
        width, height = self._size
        near = -FARTHEST <= left <= width and -FARTHEST <= top <= height
        return near and 0 <= right <= FARTHEST and 0 <= bottom <= FARTHEST

    def _shown(self, xy: list[float], items: Sequence[Item]) -> list[float]:
        """Return the displayed numbers of a path that holds rectangles, which have a form of their own."""
        shown: list[float] = []
        at = 0
        for item in items:
            size = 4 if item[0] in {"re", "l"} else 8
            part = xy[at : at + size]
            shown += self._display.rectangle(part) if item[0] == "re" else self._display.points(part)
            at += size
        return shown

    def _style(self, pen: tuple[Any, ...]) -> int:
        """Return the index of the style of the paths whose `_PEN` is this."""
        known = self._style_of.get(pen)
        if known is not None:
            return known
        colour, fill, width, layer = pen
        style = (_colour(colour), _colour(fill), round(width or 0.0, 2), clean(layer) or None)
        return self._style_of.setdefault(pen, self._styles.setdefault(style, len(self._styles)))

    def columns(self) -> dict[str, Any]:
        """Return the kept paths in the form of `orchestrator.pages.Vectors`, coordinates not rounded yet."""
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
        """Return half a sentence for each limit that cut something off."""
        cut = (
            (self._over_paths, "paths", self._max_paths),
            (self._over_items, "path items", self._max_items),
        )
        return [f"{n:,} {what} beyond the limit of {limit:,} were left out" for n, what, limit in cut if n]


def _unrotated(items: Sequence[Item]) -> list[float]:
    """Return the numbers of all items: two corners of a rectangle, four of a quad along its outline."""
    xy: list[float] = []
    for item in items:
        if item[0] == "l":
            xy += item[1]
            xy += item[2]
        elif item[0] == "re":
            xy += item[1]
        elif item[0] == "qu":
            upper_left, upper_right, lower_left, lower_right = item[1]
            xy += (*upper_left, *upper_right, *lower_right, *lower_left)
        else:
            for point in item[1:]:
                xy += point
    return xy


def _colour(rgb: Sequence[float] | None) -> str | None:
    if not rgb:
        return None
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in rgb)
