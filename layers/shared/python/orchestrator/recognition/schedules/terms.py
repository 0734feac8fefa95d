"""What headings of schedules stand for: the standard terms of circuits, cables and fixtures."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from orchestrator.schedules import ScheduleKind

_NUMBER: Final = r"(?: ?(?:NO|NUM|NUMBER|NR|#)\.?)?"
_UNIT: Final = r"(?: ?\(?(?:VA|KVA|W|KW|V|A|AMPS?|IN|MM|MM2|M|FT|KA|LM)\.?\)?)?"
_TERMS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("circuit", rf"(?:CKT|CCT|CIRCUIT|CIR){_NUMBER}|CKT\. ?NO\.?"),
        ("cable", rf"CABLE(?: (?:TAG|ID|MARK|REF\.?))?{_NUMBER}"),
        ("from", r"FROM(?: EQUIPMENT)?|ORIGIN|SOURCE EQUIPMENT"),
        ("to", r"TO(?: EQUIPMENT)?|DESTINATION"),
        (
            "mark",
            r"(?:(?:FIXTURE|FIXT\.?|LUMINAIRE|LIGHT) )?(?:TYPE|MARK|TAG|SYMBOL|ID)(?: MARK)?|FIXTURE|LUMINAIRE|ITEM",
        ),
        (
            "description",
            r"(?:(?:LOAD|CIRCUIT|FIXTURE|EQUIPMENT) )?DESCRIPTION(?: OF LOAD)?|DESC\.?|LOAD SERVED|(?:CIRCUIT )?SERVES?"
            r"|LOAD NAME|LOAD TYPE|LOCATION SERVED|SERVED",
        ),
        ("quantity", r"QTY\.?|QUANTITY|COUNT|NO\.? ?REQ'?D\.?|TOTAL QTY\.?"),
        ("manufacturer", r"MANUFACTURER|MFR\.?|MFG\.?|MANUF\.?|MAKE"),
        ("catalog_number", rf"(?:CATALOG(?:UE)?|CAT\.?|MODEL|PART|SERIES){_NUMBER}"),
        ("lamp", r"LAMPS?|LAMP TYPE|LIGHT SOURCE|LAMP DATA|LAMPS? \(?NO\.? ?& ?TYPE\)?"),
        ("power", r"WATTS|WATTAGE|INPUT WATTS|TOTAL WATTS|INPUT POWER|POWER \(?K?W\)?"),
        ("lumens", rf"LUMENS?|OUTPUT{_UNIT}|LUMEN OUTPUT"),
        ("voltage", rf"(?:RATED )?(?:VOLTS?|VOLTAGE){_UNIT}"),
        ("mounting", r"MOUNTING|MTG\.?|MOUNT|MOUNTING TYPE"),
        ("finish", r"FINISH|COLOU?R"),
        ("remarks", r"REMARKS?|NOTES?|COMMENTS?"),
        (
            "trip",
            rf"(?:BKR|BREAKER|C/?B|OCPD)(?: (?:SIZE|TRIP|AMPS?|RATING))?|TRIP{_UNIT}|AMPS?|AMP TRIP|TRIP AMPS",
        ),
        ("poles", r"POLES?|NO\.? ?(?:OF )?POLES|P"),
        ("load", rf"(?:CONN(?:ECTED|\.)? )?LOAD{_UNIT}|K?VA|CONN\.? K?VA|K?VA LOAD|KW"),
        ("phase", r"PH(?:ASE)?\.?|Ø|PHASES"),
        ("wire", r"WIRES?(?: SIZE)?|CONDUCTORS?(?: SIZE)?|(?:CONDUCTOR|CABLE) SIZE|SIZE|CSA|CROSS.?SECTION"),
        ("cores", r"CORES|NO\.? ?(?:OF )?(?:CORES|CONDUCTORS)|CORES ?X ?SIZE"),
        ("conduit", r"CONDUIT(?: SIZE)?|COND\.?|RACEWAY|TRAY"),
        ("ground", r"GND\.?|GROUND|EGC|GROUND SIZE"),
        ("cable_type", r"CABLE TYPE|INSULATION|TYPE OF CABLE"),
        ("length", rf"(?:CABLE |EST\.? )?LENGTH{_UNIT}|LG\.?"),
    )
)
_TITLES: Final[tuple[tuple[ScheduleKind, str], ...]] = (
    ("cable", r"\bCABLE\b|\bFEEDER SCHEDULE|\bCONDUIT AND CABLE"),
    ("fixture", r"\bFIXTURE|\bLUMINAIRE|\bLIGHTING SCHEDULE"),
    ("panel", r"\bPANEL|\bSWITCHBOARD\b|\bLOAD ?CENT(?:ER|RE)\b|\bDISTRIBUTION BOARD\b"),
)
_NAME: Final = re.compile(
    r"(?:PANEL ?BOARD|PANEL|PNL|BOARD)(?: SCHEDULE)?(?: NAME| DESIGNATION| ID)?\s*[:\-–=\"']*\s*"
    r"[\"'“]?(?!SCHEDULE\b|NAME\b|BOARD\b)([A-Z0-9]{1,6}(?:[-.][A-Z0-9]{1,6}){0,3})\b[\"'”]?"
)
_NAME_FIRST: Final = re.compile(
    r"^[\"'“]?([A-Z]{1,4}\d{0,3}(?:[-.][A-Z0-9]{1,6}){0,3})[\"'”]? (?:PANEL|SCHEDULE)"
)
_NO_NAME: Final = frozenset({"ELECTRICAL", "POWER", "LIGHTING", "PANEL", "BRANCH", "THE", "NEW", "SCHED"})

MAY_HOLD: Final = re.compile(r"\bSCHEDULE\b|\bC(?:KT|CT|IRCUIT)S?\b|\bPANEL|\bFIXTURE|\bLUMINAIRE|\bCABLE\b")
"""What a page that has a schedule says somewhere, in capitals."""


def term_of(heading: str) -> str | None:
    """Return the standard term that a column's heading stands for, or None when it is not known."""
    text = plain(heading)
    return next((name for name, pattern in _TERMS if pattern.fullmatch(text)), None)


def kind_of(title: str, terms: Collection[str]) -> ScheduleKind | None:
    """Return what a table lists by its columns' terms, its title deciding between two; None when it is none of ours."""
    known = set(terms)
    fits: list[ScheduleKind] = []
    if "circuit" in known and known & {"trip", "load", "poles"}:
        fits.append("panel")
    if {"from", "to"} <= known:
        fits.append("cable")
    if "mark" in known and len(known & _OF_FIXTURES) >= _FEWEST_OF_FIXTURES:
        fits.append("fixture")
    said = next((kind for kind, pattern in _TITLES if re.search(pattern, plain(title))), None)
    return said if said in fits else next(iter(fits), None)


_OF_FIXTURES: Final = frozenset(
    {
        "description",
        "lamp",
        "manufacturer",
        "catalog_number",
        "mounting",
        "power",
        "voltage",
        "lumens",
        "finish",
    }
)
_FEWEST_OF_FIXTURES: Final = 2


def panel_name(title: str) -> str | None:
    """Return the panel that a title names: `PANEL SCHEDULE: LP-1`, `LP-1 PANEL SCHEDULE`."""
    text = plain(title)
    found = [match[1] for match in (_NAME.search(text), _NAME_FIRST.search(text)) if match]
    return next((name for name in found if name not in _NO_NAME), None)


def plain(text: str) -> str:
    """Return a text in capitals with single spaces."""
    return " ".join(text.upper().replace("_", " ").split()).rstrip(":")
