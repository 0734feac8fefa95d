"""Title blocks as offices draw them, each with the fields a person reads off it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from orchestrator.geometry import Box
from orchestrator.pages import Annotation, FieldName, Page, Style, Vectors, Word

WIDTH, HEIGHT = 1224.0, 792.0
"""ANSI B, points."""

_ADVANCE: Final = 0.55
"""Width of a letter, in heights."""

Text = tuple[float, float, float, str]
"""Left, top, height of the box, and what it says."""


@dataclass(frozen=True)
class Office:
    """One office's title block: ruled cells xywh and texts on a page of `WIDTH` x `HEIGHT`, and what it says."""

    cells: Sequence[Box]
    texts: Sequence[Text]
    fields: dict[FieldName, str]

    def page(self, turn: int = 0) -> Page:
        """Return the page, turned clockwise by `turn` degrees as a whole, text included."""
        words = [word for text in self.texts for word in _words(*text)]
        width, height = (WIDTH, HEIGHT) if turn in {0, 180} else (HEIGHT, WIDTH)
        return Page(
            page_number=1,
            width_pt=width,
            height_pt=height,
            words=tuple(Word(text=text, bbox=turned(box, turn), direction=turn) for text, box in words),
            vectors=rectangles(
                [turned(cell, turn) for cell in (*self.cells, (20.0, 20.0, WIDTH - 40, HEIGHT - 40))]
            ),
        )

    def hidden_page(self) -> Page:
        """Return the page with its text as AutoCAD hides it: in annotations."""
        page = self.page()
        notes = [
            Annotation(
                kind="Square",
                bbox=(x, y, len(text) * h * _ADVANCE, h),
                contents=text,
                author="AutoCAD SHX Text",
            )
            for x, y, h, text in self.texts
        ]
        return page.model_copy(update={"words": (), "annotations": tuple(notes)})


def _words(x: float, y: float, height: float, text: str) -> list[tuple[str, Box]]:
    found = []
    for word in text.split(" "):
        found.append((word, (x, y, len(word) * height * _ADVANCE, height)))
        x += (len(word) + 0.6) * height * _ADVANCE
    return found


def rectangles(boxes: Sequence[Box]) -> Vectors:
    """Return boxes as drawn rectangles."""
    return Vectors(
        ops="r" * len(boxes),
        coords=tuple(value for box in boxes for value in box),
        path_start=tuple(range(len(boxes))),
        path_style=(0,) * len(boxes),
        styles=(Style(stroke="#000000", width_pt=0.5),),
    )


def turned(box: Box, turn: int) -> Box:
    """Return a box of the page after the page is turned clockwise."""
    x, y, width, height = box
    if turn == 90:
        return HEIGHT - y - height, x, height, width
    if turn == 180:
        return WIDTH - x - width, HEIGHT - y - height, width, height
    if turn == 270:
        return y, WIDTH - x - width, height, width
    return box


CORPORATE: Final = Office(
    cells=[
        (864, 672, 340, 20),
        (864, 692, 340, 40),
        (864, 732, 60, 40),
        (924, 732, 180, 40),
        (1104, 732, 40, 40),
        (1144, 732, 60, 40),
        (564, 652, 30, 120),
        (594, 652, 170, 120),
        (764, 652, 100, 120),
    ],
    texts=[
        (870, 676, 9, "NORTHERN REFINING COMPANY"),
        (867, 694, 6, "TITLE"),
        (900, 702, 10, "480V MCC-4 SINGLE LINE DIAGRAM"),
        (900, 716, 10, "AREA 5 UTILITIES"),
        (867, 734, 6, "SCALE"),
        (872, 750, 9, "NONE"),
        (927, 734, 6, "DWG. NO."),
        (950, 748, 14, "4800-E-1204"),
        (1107, 734, 6, "REV."),
        (1115, 748, 12, "3"),
        (1147, 734, 6, "SHEET"),
        (1150, 750, 9, "2 OF 5"),
        (568, 758, 7, "REV"),
        (600, 758, 7, "DESCRIPTION"),
        (770, 758, 7, "DATE"),
        (572, 744, 7, "3"),
        (600, 744, 7, "AS BUILT"),
        (770, 744, 7, "04/11/19"),
        (572, 730, 7, "2"),
        (600, 730, 7, "ISSUED FOR CONSTRUCTION"),
        (770, 730, 7, "01/09/18"),
    ],
    fields={
        "number": "4800-E-1204",
        "revision": "3",
        "title": "480V MCC-4 SINGLE LINE DIAGRAM AREA 5 UTILITIES",
        "scale": "NONE",
        "sheet": "2",
        "sheets": "5",
    },
)

STRIP: Final = Office(
    cells=[
        (1104, 20, 100, 200),
        (1104, 220, 100, 160),
        (1104, 380, 100, 40),
        (1104, 420, 100, 40),
        (1104, 460, 100, 40),
        (1104, 500, 100, 112),
        (1104, 612, 100, 160),
    ],
    texts=[
        (1110, 30, 14, "ARCHITECTS INC"),
        (1108, 230, 8, "CIVIC CENTER RENOVATION"),
        (1108, 384, 6, "PROJECT NO."),
        (1120, 398, 9, "2019-044"),
        (1108, 424, 6, "DATE:"),
        (1120, 438, 9, "12 MARCH 2021"),
        (1108, 464, 6, "DRAWN BY:"),
        (1120, 478, 9, "JRT"),
        (1108, 504, 6, "SHEET TITLE"),
        (1112, 530, 9, "SECOND FLOOR"),
        (1112, 545, 9, "LIGHTING PLAN"),
        (1108, 616, 6, "SHEET NUMBER"),
        (1120, 680, 24, "E-202"),
    ],
    fields={"number": "E-202", "title": "SECOND FLOOR LIGHTING PLAN", "date": "12 MARCH 2021"},
)

INLINE: Final = Office(
    cells=[(904, 712, 300, 20), (904, 732, 150, 20), (1054, 732, 150, 20), (904, 752, 300, 20)],
    texts=[
        (908, 716, 9, "Title: Boiler feed pump wiring"),
        (908, 736, 9, "Rev: B"),
        (1058, 736, 9, "Date: 2023-06-01"),
        (908, 756, 9, "Drawing No: BFP-1002-W Sheet: 4 of 12"),
    ],
    fields={
        "number": "BFP-1002-W",
        "revision": "B",
        "title": "Boiler feed pump wiring",
        "date": "2023-06-01",
        "sheet": "4",
        "sheets": "12",
    },
)

GERMAN: Final = Office(
    cells=[
        (804, 692, 100, 80),
        (904, 692, 200, 80),
        (1104, 692, 100, 20),
        (1104, 712, 100, 20),
        (1104, 732, 50, 40),
        (1154, 732, 50, 40),
        (704, 692, 100, 80),
    ],
    texts=[
        (808, 696, 6, "Datum"),
        (840, 696, 7, "14.02.2020"),
        (708, 696, 6, "Maßstab"),
        (745, 696, 7, "1:50"),
        (908, 696, 6, "Benennung"),
        (920, 716, 10, "Stromlaufplan Pumpe 3"),
        (1108, 698, 7, "Zeichnungs-Nr. 77-1203"),
        (1108, 718, 7, "Index"),
        (1150, 718, 7, "C"),
        (1108, 736, 6, "Blatt"),
        (1120, 750, 9, "7"),
    ],
    fields={
        "number": "77-1203",
        "revision": "C",
        "title": "Stromlaufplan Pumpe 3",
        "scale": "1:50",
        "date": "14.02.2020",
        "sheet": "7",
    },
)

FRENCH: Final = Office(
    cells=[
        (904, 692, 300, 40),
        (904, 732, 100, 40),
        (1004, 732, 100, 40),
        (1104, 732, 50, 40),
        (1154, 732, 50, 40),
    ],
    texts=[
        (908, 696, 6, "Titre"),
        (930, 710, 10, "Schéma unifilaire poste HTA"),
        (908, 736, 6, "N° de plan"),
        (915, 750, 9, "PL-3301-04"),
        (1008, 736, 6, "Échelle"),
        (1015, 750, 9, "1/100"),
        (1108, 736, 6, "Indice"),
        (1115, 750, 9, "B"),
        (1158, 736, 6, "Folio"),
        (1162, 750, 9, "3/8"),
    ],
    fields={
        "number": "PL-3301-04",
        "revision": "B",
        "title": "Schéma unifilaire poste HTA",
        "scale": "1/100",
        "sheet": "3",
        "sheets": "8",
    },
)

SPANISH: Final = Office(
    cells=[(904, 692, 300, 40), (904, 732, 100, 40), (1004, 732, 100, 40), (1104, 732, 100, 40)],
    texts=[
        (908, 696, 6, "TÍTULO:"),
        (930, 710, 10, "DIAGRAMA UNIFILAR CCM-2"),
        (908, 736, 6, "PLANO No."),
        (915, 750, 9, "E-0045-A"),
        (1008, 736, 6, "FECHA"),
        (1015, 750, 9, "03/07/2018"),
        (1108, 736, 6, "HOJA"),
        (1112, 750, 9, "1 DE 2"),
    ],
    fields={
        "number": "E-0045-A",
        "title": "DIAGRAMA UNIFILAR CCM-2",
        "date": "03/07/2018",
        "sheet": "1",
        "sheets": "2",
    },
)

UNRULED: Final = Office(
    cells=[],
    texts=[
        (964, 700, 8, "DRAWING TITLE"),
        (964, 714, 10, "LOOP DIAGRAM FT-1201"),
        (964, 736, 8, "DRAWING NUMBER"),
        (1064, 736, 8, "ILD-FT-1201"),
        (964, 750, 8, "REVISION"),
        (1064, 750, 8, "0"),
    ],
    fields={"number": "ILD-FT-1201", "revision": "0", "title": "LOOP DIAGRAM FT-1201"},
)

LABEL_CELLS: Final = Office(
    cells=[
        (904, 692, 80, 20),
        (984, 692, 220, 20),
        (904, 712, 80, 20),
        (984, 712, 220, 20),
        (904, 732, 80, 20),
        (984, 732, 220, 20),
        (904, 752, 80, 20),
        (984, 752, 220, 20),
    ],
    texts=[
        (908, 697, 8, "TITLE"),
        (990, 697, 8, "GROUNDING DETAILS"),
        (908, 717, 8, "DRAWING NO."),
        (990, 717, 8, "A-55 E 903"),
        (908, 737, 8, "REVISION"),
        (990, 737, 8, "P02"),
        (908, 757, 8, "SCALE"),
        (990, 757, 8, '1/4" = 1\'-0"'),
    ],
    fields={
        "number": "A-55 E 903",
        "revision": "P02",
        "title": "GROUNDING DETAILS",
        "scale": '1/4" = 1\'-0"',
    },
)

SMALL_CELLS: Final = Office(
    cells=[
        (904, 732, 100, 40),
        (1004, 732, 50, 40),
        (1054, 732, 50, 40),
        (1104, 732, 50, 40),
        (1154, 732, 50, 40),
    ],
    texts=[
        (907, 734, 7, "DRAWING"),
        (907, 742, 7, "NO."),
        (950, 752, 12, "44-1"),
        (1007, 734, 7, "REV NO"),
        (1015, 748, 12, "D"),
        (1057, 734, 7, "SHEET"),
        (1065, 748, 12, "3"),
        (1107, 734, 7, "OF"),
        (1115, 748, 12, "9"),
        (1157, 734, 7, "SIZE"),
        (1165, 748, 12, "D"),
    ],
    fields={"number": "44-1", "revision": "D", "sheet": "3", "sheets": "9"},
)

HISTORY_ONLY: Final = Office(
    cells=[(604, 652, 30, 120), (634, 652, 170, 120), (804, 652, 100, 120), (904, 732, 300, 40)],
    texts=[
        (608, 654, 7, "REV"),
        (640, 654, 7, "DESCRIPTION"),
        (810, 654, 7, "DATE"),
        (612, 666, 7, "A"),
        (640, 666, 7, "ISSUED FOR REVIEW"),
        (810, 666, 7, "01/02/2019"),
        (612, 678, 7, "B"),
        (640, 678, 7, "ISSUED FOR CONSTRUCTION"),
        (810, 678, 7, "03/04/2019"),
        (612, 690, 7, "0"),
        (640, 690, 7, "AS BUILT"),
        (810, 690, 7, "05/06/2019"),
        (907, 734, 7, "DRAWING NUMBER"),
        (930, 748, 12, "100-E-01"),
    ],
    fields={"number": "100-E-01", "revision": "0"},
)

VALUE_ABOVE: Final = Office(
    cells=[(904, 732, 200, 40), (1104, 732, 100, 40)],
    texts=[
        (930, 738, 12, "X-1001-E"),
        (907, 762, 6, "DRAWING NUMBER"),
        (1130, 738, 12, "2"),
        (1107, 762, 6, "REV"),
    ],
    fields={"number": "X-1001-E", "revision": "2"},
)

ONE_CELL: Final = Office(
    cells=[(904, 712, 300, 60)],
    texts=[
        (908, 716, 8, "SCALE: AS SHOWN"),
        (1050, 716, 8, "DATE: 3/4/20"),
        (908, 732, 8, "DRAWN: JT"),
        (1050, 732, 8, "CHECKED: AB"),
        (908, 748, 12, "DWG. NO. 5512-E-3"),
        (1120, 748, 12, "REV. 4"),
    ],
    fields={"number": "5512-E-3", "revision": "4", "scale": "AS SHOWN", "date": "3/4/20"},
)

OFFICES: Final = {
    "corporate": CORPORATE,
    "strip": STRIP,
    "inline": INLINE,
    "german": GERMAN,
    "french": FRENCH,
    "spanish": SPANISH,
    "unruled": UNRULED,
    "label cells": LABEL_CELLS,
    "small cells": SMALL_CELLS,
    "history only": HISTORY_ONLY,
    "value above": VALUE_ABOVE,
    "one cell": ONE_CELL,
}
