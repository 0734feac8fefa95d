"""The picture of the README: the sample sheet of `make demo`, and what is made of it.

Each component is boxed in the colour of its class, its tag or circuit on a plate beside it, a triangle on the plates of
those in the revision cloud; each entry of the legend is boxed with the class it names and how many were counted; the
takeoff stands under the plan. All of it is what recognition answers, right or wrong.

    .venv/bin/python -m benchmarks.sample_shown docs/sample-annotated.png
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from orchestrator.components import Cloud, Component, PageComponents
from orchestrator.exports.annotations import colour_of
from orchestrator.geometry import Box, centre, contains
from orchestrator.legends import LegendEntry, PageLegend
from orchestrator.pages import Page
from orchestrator.recognition.legend.reader import legend_of
from orchestrator.recognition.legend.set_aside import with_legend
from orchestrator.recognition.legend.symbols import LegendSymbols
from training.data import Grey
from training.evaluate import of_bytes, recognizer
from training.sample import sample

Colour = tuple[int, int, int]

WIDTH_PX: Final = 1600
COLOURS: Final = 96
"""Of the picture's palette: the file stays small."""

_LEAST_CONFIDENCE: Final = 0.5
_CLOUD: Final[Colour] = (200, 20, 130)
_INK: Final[Colour] = (30, 30, 30)
_PAPER: Final[Colour] = (255, 255, 255)
_PALER: Final = 0.3
"""How much lighter the sheet is drawn, so that what is found stands out."""

_PLATE_PX, _KEY_PX, _ROW_PX = 16, 18, 26
"""Heights of the lettering on plates and in the takeoff, and of a row of it."""

_SMALL_PX: Final = 13
"""Height of the lettering on plates in the legend."""

_KEY_AT_PT: Final = (40.0, 690.0)
"""Where the takeoff begins: under the plan, left of the title block."""

_KEY_COLUMNS_PX: Final = (0, 26, 62, 236)
"""Where the takeoff's colour, count, class and tags begin."""

_KEY_ROWS: Final = 5
_KEY_COLUMN_PX: Final = 470


def read_sample() -> tuple[Grey, Page, PageComponents]:
    """Return the sample sheet's picture and contents, and what recognition makes of it with its legend."""
    grey, page = of_bytes(sample().pdf)
    legend = legend_of(page)
    symbols = LegendSymbols(tuple(recognizer().symbols(grey, page, legend.entries)))
    found = recognizer().recognize(grey, page, _LEAST_CONFIDENCE, legend=symbols)
    return grey, page, with_legend(found, page, legend)


def shown(grey: Grey, page: Page, found: PageComponents) -> Image.Image:
    """Return the picture of a page with what was found on it."""
    image = Image.fromarray(grey).resize((WIDTH_PX, round(WIDTH_PX * page.height_pt / page.width_pt)))
    image = image.point([round(255 - (255 - v) * (1 - _PALER)) for v in range(256)]).convert("RGB")
    marker = Marker(ImageDraw.Draw(image, "RGBA"), WIDTH_PX / page.width_pt)
    for cloud in found.clouds:
        marker.cloud(cloud, sum(component.in_cloud for component in found.components))
    counts = Counter(component.class_name for component in found.components)
    for component in found.components:
        marker.component(component)
    marker.legend(page, found.legend, counts)
    marker.takeoff(found, counts)
    return image.quantize(COLOURS, dither=Image.Dither.NONE)


class Marker:
    """Draws on a page's picture, `scale` pixels a point."""

    def __init__(self, pen: ImageDraw.ImageDraw, scale: float) -> None:
        self.pen = pen
        self.scale = scale

    def component(self, component: Component) -> None:
        """Box a component, thick where it lies in a cloud, and write its tag or its circuit on a plate."""
        colour = colour_in_8_bits(component.class_name)
        left, top, right, bottom = self._corners(component.bbox, 2)
        self.pen.rectangle((left, top, right, bottom), (*colour, 40), colour, 4 if component.in_cloud else 2)
        if said := said_of(component):
            above = component.tag is not None  # tags of this sheet stand at the right, circuits below
            at = (left, top - _PLATE_PX - 7) if above else (right + 3, top)
            self._plate(at, said, colour, marked=component.in_cloud)

    def cloud(self, cloud: Cloud, count: int) -> None:
        """Outline a revision cloud and say how many components lie in it."""
        corners = [(x * self.scale, y * self.scale) for x, y in cloud.polygon]
        self.pen.polygon(corners, (*_CLOUD, 18))
        self.pen.line([*corners, corners[0]], _CLOUD, 4)
        x, y = min(x for x, _ in corners), max(y for _, y in corners)
        said = f"revision cloud {cloud.revision or ''}: {count} components"
        self._plate((x, y + 18), said, _CLOUD, marked=True)

    def legend(self, page: Page, legend: PageLegend, counts: Counter[str]) -> None:
        """Box each entry's picture, and name its class and count under its description."""
        for entry in legend.entries:
            if entry.class_name:
                colour = colour_in_8_bits(entry.class_name)
                left, top, right, bottom = self._corners(entry.bbox, 3)
                self.pen.rectangle((left, top, right, bottom), (*colour, 40), colour, 2)
                x = _described_at(page, entry) * self.scale
                said = f"{entry.class_name}: {counts[entry.class_name]}"
                self._plate((x, (top + bottom) / 2 + 6), said, colour, _SMALL_PX)

    def takeoff(self, found: PageComponents, counts: Counter[str]) -> None:
        """Write the counts a class with their tags, the most frequent class first."""
        x0, y0 = (value * self.scale for value in _KEY_AT_PT)
        clouded = sum(component.in_cloud for component in found.components)
        title = f"Takeoff: {counts.total()} components, {clouded} in the revision cloud"
        self.pen.text((x0, y0), title, _INK, font_size=_KEY_PX + 2)
        for number, (name, count) in enumerate(counts.most_common()):
            column, row = divmod(number, _KEY_ROWS)
            x, y = x0 + column * _KEY_COLUMN_PX, y0 + (row + 1.3) * _ROW_PX
            colour = colour_in_8_bits(name)
            self.pen.rectangle((x, y, x + 16, y + 16), (*colour, 90), colour, 2)
            for at, text in zip(_KEY_COLUMNS_PX[1:], (str(count), name, carried(found, name)), strict=True):
                self.pen.text((x + at, y - 2), text, _INK, font_size=_KEY_PX)

    def _plate(
        self,
        at: tuple[float, float],
        text: str,
        colour: Colour,
        size: int = _PLATE_PX,
        *,
        marked: bool = False,
    ) -> None:
        (x, y), ink = at, _INK if _is_light(colour) else _PAPER
        end = x + 4 + self.pen.textlength(text, font_size=size)
        self.pen.rectangle((x, y, end + (size if marked else 0) + 4, y + size + 3), colour)
        self.pen.text((x + 4, y + 1), text, ink, font_size=size)
        if marked:
            base = y + size - 1
            self.pen.polygon(
                [(end + 4, base), (end + size, base), (end + size / 2 + 2, base - 0.7 * size)], ink
            )

    def _corners(self, box: Box, margin_px: float) -> tuple[float, float, float, float]:
        x, y, width, height = (value * self.scale for value in box)
        return x - margin_px, y - margin_px, x + width + margin_px, y + height + margin_px


def _described_at(page: Page, entry: LegendEntry) -> float:
    """Return where an entry's description begins, points from the left; at its picture, where it has none."""
    first, (_, middle) = (entry.description or "").partition(" ")[0], centre(entry.bbox)
    begins = [
        w.bbox[0] for w in page.words if w.text == first and contains(w.bbox, centre(w.bbox)[0], middle)
    ]
    return min(begins, default=entry.bbox[0])


def _is_light(colour: Colour) -> bool:
    """Tell whether dark lettering reads better on a colour: its luma (ITU-R BT.601) is above the middle."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2] > 128


def said_of(component: Component) -> str:
    """Return a component's tag, or else its panel and circuit; nothing where it has neither."""
    if component.tag:
        return component.tag
    panel, circuit = (component.attributes.get(name, "") for name in ("panel", "circuit"))
    return f"{panel}/{circuit}" if panel and circuit else ""


def carried(found: PageComponents, class_name: str) -> str:
    """Return the tags of a class's components, or from where to where their circuits go."""
    return ", ".join(_carried(found, class_name))


def _carried(found: PageComponents, class_name: str) -> Iterator[str]:
    components = [c for c in found.components if c.class_name == class_name]
    yield from sorted(c.tag for c in components if c.tag)
    panels = Counter(c.attributes["panel"] for c in components if {"panel", "circuit"} <= c.attributes.keys())
    for panel, count in panels.items():
        yield f"{count} on circuits of {panel}"


def colour_in_8_bits(class_name: str) -> Colour:
    """Return the colour of a class as in the annotated PDF, 0..255."""
    red, green, blue = colour_of(class_name)
    return round(255 * red), round(255 * green), round(255 * blue)


def main(path: Path) -> None:
    """Write the picture."""
    shown(*read_sample()).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
