"""What the letters of an instrument's tag say: what is measured, and what is done with it (ISA-5.1, table 4.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_MEASURES: Final = MappingProxyType(
    {
        "A": "analysis",
        "B": "burner",
        "C": "conductivity",
        "D": "density",
        "E": "voltage",
        "F": "flow",
        "G": "user-defined",
        "H": "hand",
        "I": "current",
        "J": "power",
        "K": "time",
        "L": "level",
        "M": "moisture",
        "P": "pressure",
        "Q": "quantity",
        "R": "radiation",
        "S": "speed",
        "T": "temperature",
        "U": "multivariable",
        "V": "vibration",
        "W": "weight",
        "X": "unclassified",
        "Y": "event",
        "Z": "position",
    }
)
"""First letters; C, D, G and M, which the standard leaves to its user, as most use them."""

_MODIFIED: Final = MappingProxyType(
    {"D": "differential {}", "F": "{} ratio", "J": "scanned {}", "Q": "{} total"}
)
_DOES: Final = MappingProxyType(
    {
        "A": "alarm",
        "C": "controller",
        "E": "element",
        "G": "gauge",
        "I": "indicator",
        "K": "control station",
        "L": "light",
        "R": "recorder",
        "S": "switch",
        "T": "transmitter",
        "V": "valve",
        "W": "well",
        "Y": "relay or converter",
        "Z": "actuator",
    }
)
_BESIDES: Final = MappingProxyType({"C": "control", "I": "indicating", "R": "recording", "T": "transmitting"})
"""What a function is called before another one."""

_TOGETHER: Final = frozenset(
    {
        *("IC", "RC", "IT", "RT", "IS", "RS", "IA", "RA", "IR", "IK", "CV", "CY", "IY", "TS", "TA"),
        *("ICA", "IRC", "ICT", "ITS", "ISA", "IAS", "ICV", "RCA", "ICY"),
    }
)
"""The functions that one instrument has together."""

_LEVELS: Final = MappingProxyType(
    {"HH": "high high", "LL": "low low", "HL": "high or low", "H": "high", "L": "low"}
)
_STATES: Final = MappingProxyType({"O": "open", "C": "closed"})
_HAVE_LEVELS: Final = frozenset({"A", "S", "I", "IS", "IA", "ISA", "IAS", "TS", "TA", "IT"})
_STATES_OF, _HAVE_STATES = frozenset("GHXYZ"), frozenset("ASL")
"""First letters and functions after which `O` and `C` are open and closed: `ZSC`, `ZLO`."""

_NAMES: Final = MappingProxyType(
    {
        "BDV": "blowdown valve",
        "CV": "control valve",
        "EBV": "emergency block valve",
        "ESDV": "emergency shutdown valve",
        "ESV": "emergency shutdown valve",
        "FO": "restriction orifice",
        "FSV": "flow safety valve",
        "HV": "hand valve",
        "KV": "on-off valve",
        "LSV": "level safety valve",
        "MOV": "motor-operated valve",
        "PRV": "pressure relief valve",
        "PSE": "rupture disc",
        "PSV": "pressure safety valve",
        "PVRV": "pressure and vacuum relief valve",
        "RO": "restriction orifice",
        "ROV": "remotely operated valve",
        "RV": "relief valve",
        "SDV": "shutdown valve",
        "SOV": "solenoid valve",
        "SV": "solenoid valve",
        "TSE": "fusible plug",
        "TSV": "temperature safety valve",
        "UV": "on-off valve",
        "XV": "on-off valve",
    }
)
"""Letters that plants use as names, whatever the table makes of each."""

_NAMES_MEASURE: Final = MappingProxyType(
    {"F": "flow", "H": "hand", "L": "level", "P": "pressure", "T": "temperature"}
)
_NO_INSTRUMENTS: Final = frozenset({"CT"})
"""A current transformer's."""


@dataclass(frozen=True, slots=True)
class Letters:
    """What letters say: what is measured, the letters of what is done with it, and all of it in words."""

    measures: str
    functions: str
    described: str


def read_letters(letters: str) -> Letters | None:
    """Read the letters of a tag, such as `PDIT` or `ZSC`; None where they are no instrument's."""
    if letters in _NO_INSTRUMENTS:
        return None
    if name := _NAMES.get(letters):
        return Letters(_NAMES_MEASURE.get(letters[0], "unclassified"), letters[-1], name)
    measured = _MEASURES.get(letters[:1])
    found = next(_ways(letters), None) if measured else None
    if not measured or not found:
        return None
    modifier, functions, degree = found
    what = _MODIFIED.get(modifier, "{}").format(measured)
    does = [_BESIDES.get(letter, _DOES[letter]) for letter in functions[:-1]] + [_DOES[functions[-1]]]
    return Letters(what, functions, " ".join(part for part in (what, *does, degree) if part))


def _ways(letters: str) -> Iterator[tuple[str, str, str]]:
    """Yield the ways to part letters into modifier of the first one, functions, and degree, the likeliest first."""
    first, rest = letters[0], letters[1:]
    for functions, degree in _degrees(first, rest):
        if functions[:1] in _MODIFIED and _are_functions(functions[1:], degree):
            yield functions[0], functions[1:], degree
        if _are_functions(functions, degree):
            yield "", functions, degree


def _degrees(first: str, rest: str) -> Iterator[tuple[str, str]]:
    """Yield ways to part what follows a first letter into functions and the words for the degree."""
    for level, words in _LEVELS.items():
        if rest.endswith(level):
            yield rest.removesuffix(level), words
    if first in _STATES_OF and rest[-1:] in _STATES and rest[:-1] in _HAVE_STATES:
        yield rest[:-1], _STATES[rest[-1]]
    yield rest, ""


def _are_functions(letters: str, degree: str) -> bool:
    """Tell whether letters are what one instrument does, and may have a degree where there is one."""
    if degree in _LEVELS.values() and letters not in _HAVE_LEVELS:
        return False  # `PL` is a light, `PAL` a low alarm
    return letters in _DOES or letters in _TOGETHER
