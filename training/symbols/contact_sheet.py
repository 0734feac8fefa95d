"""A picture of every registered variant, its name beneath and its box in red: to look at, not to train on."""

from __future__ import annotations

import random
import sys
from pathlib import Path as FilePath

from PIL import Image, ImageDraw

from training.ink import Symbol, Text, outline
from training.symbols.catalogue import VARIANTS

TILE_PX = 150
COLUMNS = 14


def tile(symbol: Symbol, name: str) -> Image.Image:
    """Return a picture of one symbol, its longer side fitted to the tile."""
    image = Image.new("RGB", (TILE_PX, TILE_PX + 14), "white")
    pen = ImageDraw.Draw(image)
    x0, y0, x1, y1 = symbol.body_box()
    scale = min(8.0, (TILE_PX - 50) / max(x1 - x0, y1 - y0, 1.0))
    cx, cy, mid = (x0 + x1) / 2, (y0 + y1) / 2, TILE_PX / 2

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return (mid + (point[0] - cx) * scale, mid + (point[1] - cy) * scale)

    for mark in symbol.marks:
        if isinstance(mark, Text):
            pen.text(
                place((mark.x, mark.y)),
                mark.string,
                fill="blue",
                anchor="mm",
                font_size=max(4.0, mark.height * scale * 1.35),
            )
            continue
        points = [place(point) for point in outline(mark)]
        if mark.fill is not None:
            pen.polygon(points, fill=(int(255 * mark.fill),) * 3)
        if mark.closed:
            points.append(points[0])
        colour = "black" if mark.body else "green"
        pen.line(points, fill="orange" if mark.dash else colour, width=max(1, round(mark.width * 1.6)))
    pen.rectangle((*place((x0, y0)), *place((x1, y1))), outline="red")
    for port in symbol.ports:
        x, y = place((port.x, port.y))
        pen.ellipse((x - 2, y - 2, x + 2, y + 2), outline="magenta")
    pen.text((2, TILE_PX), f"{name[:22]} {max(x1 - x0, y1 - y0):.0f}", fill="black", font_size=10)
    return image


def contact_sheet(seed: int) -> Image.Image:
    """Return all registered variants in a grid, one instance each."""
    tiles = [tile(v.draw(random.Random(f"{name}{seed}")), name) for name, v in sorted(VARIANTS.items())]
    rows = -(-len(tiles) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * TILE_PX, rows * (TILE_PX + 14)), "white")
    for i, picture in enumerate(tiles):
        sheet.paste(picture, (i % COLUMNS * TILE_PX, i // COLUMNS * (TILE_PX + 14)))
    return sheet


if __name__ == "__main__":
    contact_sheet(int(sys.argv[2]) if len(sys.argv) > 2 else 0).save(FilePath(sys.argv[1]))
