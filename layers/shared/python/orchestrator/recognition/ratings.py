"""Ratings in words: `480V`, `100A`, `50HP`, `3P`, `#12 AWG`, `LP-1/12` as attributes with their units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from orchestrator.recognition.designations import is_device_prefix

_N: Final = r"(\d+(?:\.\d+)?)"
_END: Final = r"(?![A-Za-z0-9])"
_KINDS: Final = tuple(
    (name, re.compile(rf"(?<![A-Za-z0-9.]){pattern}{_END}"), unit)
    for name, pattern, unit in (
        ("interrupting", rf"{_N}\s?([kK])AI[CR]", "{0} kA"),
        ("frame", rf"{_N}\s?AF", "{0} A"),
        ("trip", rf"{_N}\s?AT", "{0} A"),
        ("voltage", r"(\d+(?:\.\d+)?(?:Y?/\d+(?:\.\d+)?)?)\s?([kKm]?)V(?:OLTS?)?\s?(AC|DC)?", "{0} {1}V {2}"),
        ("current", rf"{_N}\s?([kKmu]?)A(?:MPS?)?", "{0} {1}A"),
        ("power", rf"{_N}\s?(HP|[kKM]W|W)", "{0} {1}"),
        ("apparent_power", rf"{_N}\s?([kKM]?)VA", "{0} {1}VA"),
        ("frequency", rf"{_N}\s?([kKM]?)H[zZ]", "{0} {1}Hz"),
        ("poles", r"([1-4])\s?-?P(?:OLES?)?", "{0}"),
        ("phases", r"([13])\s?-?(?:PH(?:ASE)?|Ø|φ|Φ)", "{0}"),
        ("wire", r"(?:\(?\d\)?\s?)?#\s?(\d{1,2}(?:/0)?)(?:\s?AWG)?", "{0} AWG"),
        ("wire", r"(\d{1,2}(?:/0)?)\s?AWG", "{0} AWG"),
        ("wire", r"(\d{3,4})\s?(?:KCMIL|kcmil|MCM)", "{0} kcmil"),
        ("wire", r"(\d+[xX]\d+(?:\.\d+)?)\s?mm[2²]", "{0} mm²"),
        ("ratio", r"(\d{2,5}[:/][15])\s?A?", "{0} A"),
        ("impedance", rf"{_N}\s?%\s?Z", "{0} %"),
        ("resistance", rf"{_N}\s?([kKM]?)(?:Ω|Ω|OHMS?|ohms?)", "{0} {1}Ω"),
        ("capacitance", rf"{_N}\s?([pnuµμ])F", "{0} {1}F"),
        ("inductance", rf"{_N}\s?([numµμ])H", "{0} {1}H"),
    )
)
_PANEL: Final = r"([A-Z]{1,4}\d{0,2}-?\d{0,3}[A-Z]?)"
_NUMBERS: Final = r"(\d{1,2}(?:\s?,\s?\d{1,2})*)"
_CIRCUIT: Final = re.compile(rf"\(?{_PANEL}\s?[/:]\s?#?{_NUMBERS}\)?|{_PANEL}-(\d{{1,2}}(?:,\s?\d{{1,2}})+)")
_ALONE: Final = re.compile(rf"(?:CKTS?|CCT|CIRCUITS?|CIR)[.:]?\s?#?\s?{_NUMBERS}{_END}")
_FROM_PANEL: Final = re.compile(rf"(?:PANEL|PNL|PNLBD)[.:]?\s{_PANEL}{_END}")
_LETTERS: Final = re.compile(r"[A-Z]+")
_DIGIT: Final = re.compile(r"\d")


def ratings_of(text: str) -> dict[str, str]:
    """Return what a line of text says of a component, by name, values with their units.

    Two values of one kind are both kept, `; ` between them: a transformer has two voltages.
    """
    said: dict[str, list[str]] = {}
    for name, value in (*_circuits(text), *_values(text)):
        values = said.setdefault(name, [])
        if value not in values:
            values.append(value)
    return {name: "; ".join(values) for name, values in said.items()}


def merged(first: dict[str, str], second: dict[str, str]) -> dict[str, str]:
    """Return two lines' attributes together, the first line's values first."""
    both = {name: [*first.get(name, "").split("; "), *value.split("; ")] for name, value in second.items()}
    return first | {name: "; ".join(dict.fromkeys(v for v in values if v)) for name, values in both.items()}


def circuit_of(text: str) -> tuple[str, str] | None:
    """Return the panel and the circuits of `LP-1/12`, `LP1: 3,5` or `H1-7,9`; None for a device such as `K1/2`."""
    found = _CIRCUIT.fullmatch(text)
    if not found:
        return None
    panel, circuits = (found[1], found[2]) if found[1] else (found[3], found[4])
    letters = _LETTERS.match(panel)
    is_panel = panel.startswith(("LP", "PP", "DP", "RP", "MDP", "H", "L")) and "-" not in panel[:1]
    if letters and is_device_prefix(letters[0]) and not is_panel:
        return None
    return panel, re.sub(r"\s", "", circuits)


def _circuits(text: str) -> Iterator[tuple[str, str]]:
    if named := circuit_of(text):
        yield from zip(("panel", "circuit"), named, strict=True)
    for name, pattern in (("circuit", _ALONE), ("panel", _FROM_PANEL)):
        for found in pattern.finditer(text):
            yield name, re.sub(r"\s", "", found[1])


def _values(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of every rating; what one kind has read is not read as another."""
    if not _DIGIT.search(text):
        return
    rest = text
    for name, pattern, form in _KINDS:
        said = list(pattern.finditer(rest))
        for found in said:
            parts = [part or "" for part in found.groups()]
            yield name, form.format(*(_prefix(part) for part in parts)).strip().replace("  ", " ")
        if said:
            rest = pattern.sub(" ", rest)


def _prefix(part: str) -> str:
    """Spell a unit as SI does: `KV` is kV, `KW` is kW."""
    return part.replace("K", "k") if part in {"K", "KW"} else part
