"""The labels of title blocks in English, German, French and Spanish, and what their values look like.

ISO 7200 names the fields; offices abbreviate them. Patterns are matched on upper-case text without accents.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from orchestrator.pages import FieldName

_NUMBER_WORD: Final = r"(?:NO|NUMBER|NUM|NUMERO|NUMMER|NR|ID|#|N\xb0|N\xba)"
_OF: Final = r"(?:OF|VON|DE|SUR|DI|/)"
_MONTHS: Final = (
    "JAN|FEB|FEV|MAR|MAE|APR|AVR|ABR|MAY|MAI|JUN|JUI|JUL|AUG|AOU|AGO|SEP|OCT|OKT|NOV|DEC|DEZ|DIC|ENE"
)
_MONTH: Final = rf"(?:{_MONTHS})[A-Z]*"
_DATE: Final = (
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
    rf"|\d{{1,2}}[-/. ]*{_MONTH}[-/., ]*\d{{2,4}}"
    rf"|{_MONTH}[. ]*(?:\d{{1,2}}(?:ST|ND|RD|TH)?[, ]+)?\d{{4}}"
)

_PATTERNS: Final[tuple[tuple[FieldName | None, float, str], ...]] = (
    (None, 1.0, r"REV(?:ISION)?\.?\s*(?:DATE|BY|DESCRIPTION)|PROJECT\s*(?:TITLE|NAME|DATE)|SHEET\s*SIZE"),
    (
        "number",
        1.0,
        rf"(?:DRAWING|DWG|DRG|DRWG|DRW|DOCUMENT|DOC|PLAN|PLANO|DESSIN|DIBUJO)S?[. ]*{_NUMBER_WORD}"
        rf"|{_NUMBER_WORD}[. ]*(?:DE |DU |DEL |D'|OF )?\s*(?:PLAN|PLANO|DESSIN|DOCUMENT|DIBUJO|DRAWING|DWG)"
        r"|(?:ZEICHN(?:UNGS?)?|DOKUMENT(?:EN)?)[. -]*(?:NUMMER|NR)",
    ),
    (
        "title",
        1.0,
        r"(?:DRAWING|SHEET|DWG|PLAN|DOCUMENT)[. ]*(?:TITLE|NAME|DESCRIPTION)"
        r"|TITLE|TITEL|TITRE|TITULO|BENENNUNG|BEZEICHNUNG|DENOMINACION|DESIGNATION",
    ),
    ("date", 1.0, r"(?:DATE OF )?ISSUE\s*DATE|(?:ISSUED?|DRAWING|DWG|PLOT) DATE|DATE OF ISSUE"),
    ("date", 0.9, r"DATE(?:\s*ISSUED)?|DATUM|FECHA"),
    ("revision", 1.0, rf"REV(?:ISION|ISIONE)?[. ]*(?:{_NUMBER_WORD}|LEVEL|INDEX|CODE)?"),
    ("revision", 0.8, r"INDICE|INDEX|AUSGABE|ISSUE(?: NO)?"),
    ("scale", 1.0, r"SCALES?|ESCALA|ESC|ECHELLE|ECH|MAS+TAB"),
    ("sheet", 0.8, rf"(?:SHEET|SHT|SH)[. ]*{_NUMBER_WORD}"),
    ("sheets", 0.9, r"(?:NO\.? OF |TOTAL )?SHEETS|BLATTZAHL|OF|VON|DE|SUR"),
    ("sheet", 1.0, r"SHEET|SHT|SH|BLATT|BL|HOJA|FEUILLE|FOLIO|PAGE|PAGINA|SEITE"),
    ("sheet", 0.7, r"ID"),
    ("number", 0.5, r"DRAWING|DWG|DRG|NUMBER|PLANO|ZEICHNUNG|DOCUMENT"),
)
LABELS: Final = tuple(
    (name, strength, re.compile(rf"(?:{pattern})(?![A-Z0-9])\s*[.:=]*\s*"))
    for name, strength, pattern in _PATTERNS
)
"""Field, strength 0..1, pattern; the first that matches counts. None: a label of something else."""

_SHEET_NUMBER: Final = re.compile(rf"(?:SHEET|SHT|SH)[. ]*{_NUMBER_WORD}")

_OTHERS: Final = re.compile(
    r"(?:(?:DRAWN|CHECKED|APPROVED|DESIGNED|SUBMITTED|REVIEWED|PREPARED|ISSUED|PLOTTED|DETAILED)(?: BY)?|DR|DRN|DES|"
    r"CHK(?:'?D)?|CHECK|CK'?D?|APP(?:'?D|R|VD)?|APVD|DESIGN|DESIGNER|ENG(?:INEER|R)?|BY|PROJECT|PROJ|JOB|CLIENT|OWNER|"
    r"CONTRACT|CUSTOMER|SIZE|FORMAT|FILE|FILENAME|CAD FILE|REVISIONS|DESCRIPTION|NO|NUMBER|NR|MARK|STATUS|"
    r"DISCIPLINE|LOCATION|FACILITY|BUILDING|CAGE CODE|FSCM|DEPARTMENT|WORK ORDER|WEIGHT|MATERIAL|TOLERANCES?|SEAL|"
    r"BEARB(?:EITER)?|GEPR(?:UFT)?|NORM|GEZ|NAME|KUNDE|PROJEKT|ERSTELLT|FREIGABE|ANLAGE|DESSINE(?: PAR)?|"
    r"VERIFIE(?: PAR)?|APPROUVE(?: PAR)?|CLIENTE|PROYECTO|DIBUJADO|REVISADO|APROBADO|DIBUJO|REVISO|APROBO|"
    r"ZONE|LTR|ECO|ECN|CONSULTANTS?|ARCHITECTS?|STAMP|KEY PLAN|LEVEL|PHASE|SUBMITTAL|REFERENCE DRAWINGS?|NOTES?)"
    rf"[. ]*{_NUMBER_WORD}?[. :=]*"
)

_SECOND_LINE: Final = re.compile(rf"(?:{_NUMBER_WORD}|TITLE|NAME|DATE|BY|SIZE)[.:]*")

VALUES: Final[dict[FieldName, re.Pattern[str]]] = {
    "number": re.compile(r"(?=.*\d)[A-Z0-9](?:[A-Z0-9 ._/()+&\u2010-\u2014-]{0,38}[A-Z0-9)])?"),
    "revision": re.compile(r"[A-Z]{0,2}\d{1,3}[A-Z]?|\d{1,2}\.\d{1,2}|[A-Z]{1,2}|-{1,2}"),
    "scale": re.compile(
        r"\d{1,3}\s*[:/]\s*\d[\d., ]*(?:\s*\(?@?\s*A\d\)?)?|.*\d[^=]{0,8}=\s*\d.*"
        r"|N\.?\s?T\.?\s?S\.?|NONE|NOT TO SCALE|(?:AS )?(?:NOTED|SHOWN|INDICATED)|VARIES|FULL|OHNE|SANS|S/E|AUCUNE|N/A"
    ),
    "sheet": re.compile(
        rf"(?P<sheet>[A-Z]{{0,3}}-?\d{{1,4}}(?:\.\d{{1,3}})?[A-Z]?)(?:\s*{_OF}\s*(?P<sheets>\d{{1,4}}))?(?:\s*BL\.?)?"
    ),
    "sheets": re.compile(r"\d{1,4}"),
    "date": re.compile(rf"(?:{_DATE})(?:\s+\d{{1,2}}:\d{{2}}.*)?"),
    "title": re.compile(r"(?=.*[A-Z]{3}).{3,200}"),
}

SHEET_OF: Final = re.compile(
    r"(?:SHEET|SHT|SH|BLATT|BL|HOJA|FEUILLE|FOLIO|PAGE|SEITE)[.: ]*"
    rf"(?P<sheet>\d{{1,4}})\s*{_OF}\s*(?P<sheets>\d{{1,4}})"
)
_SHEET_TAG: Final = re.compile(r"[A-Z]{1,4}[-. ]?\d{1,4}(?:[.-]\d{1,3})?[A-Z]?")

KINDS_OF_DRAWING: Final = re.compile(
    r"\b(?:PLAN|DIAGRAM|SCHEMATIC|LAYOUT|SCHEDULES?|DETAILS?|ONE[- ]LINE|SINGLE[- ]LINE|WIRING|ELEVATIONS?|SECTIONS?|"
    r"LEGEND|LOOP|RISER|SCHEMA|PLANO|ESQUEMA|DIAGRAMA|STROMLAUFPLAN|UBERSICHT|SCHALTPLAN)\b"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label: the field it names (None: something else), how surely, and how many characters it takes."""

    name: FieldName | None
    strength: float
    length: int


def plain(text: str) -> str:
    """Return text in upper case without accents, as long as before."""
    if text.isascii():
        return text.upper()
    return "".join((unicodedata.normalize("NFKD", char)[0].upper() or char)[0] for char in text)


def label_of(text: str) -> Label | None:
    """Return the label that a phrase is or begins with, or None."""
    spelled = plain(text)
    for name, strength, pattern in LABELS:
        found = pattern.match(spelled)
        if found and (
            found.end() == len(spelled) or _introduces(name, found.group(), spelled[found.end() :])
        ):
            return Label(name, strength, found.end())
    head, colon, _ = spelled.partition(":")
    return Label(None, 1.0, len(head + colon)) if _OTHERS.fullmatch(head) else None


def names_sheet_number(text: str) -> bool:
    """Tell whether a label is `SHEET NO`, which names a drawing number as often as a sheet."""
    return _SHEET_NUMBER.match(plain(text)) is not None


def is_sheet_tag(text: str) -> bool:
    """Tell whether a text is a sheet's own number as offices set it in the corner: `E-101`, `EP103`, `A2.01`."""
    return _SHEET_TAG.fullmatch(plain(text)) is not None


def is_second_line(text: str) -> bool:
    """Tell whether a text can be the second line of a label: `NO.`, `TITLE`, `DATE`."""
    return _SECOND_LINE.fullmatch(plain(text)) is not None


def value_of(name: FieldName, text: str) -> re.Match[str] | None:
    """Return the match when the whole text can be the value of a field."""
    spelled = plain(text.strip())
    found = VALUES[name].fullmatch(spelled)
    if found and name == "number" and VALUES["date"].fullmatch(spelled):
        return None
    return found


def _introduces(name: FieldName | None, label: str, rest: str) -> bool:
    """Tell whether what follows a label on its line is its value and not the rest of a sentence."""
    if name is None or (name == "title" and ":" not in label):
        return False
    return any(value_of(name, rest[:end]) for end in ends(rest))


def ends(text: str) -> list[int]:
    """Return where a value that begins a text may end: at its end, or where a further label begins."""
    found = {len(text)}
    for space in re.finditer(r"\s+", text):
        after = text[space.end() :]
        if any(name not in {None, "sheets"} and pattern.match(after) for name, _, pattern in LABELS):
            found.add(space.start())
    return sorted(found)
