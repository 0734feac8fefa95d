"""What reads as a tag: reference designations of IEC 81346, ANSI and NEMA practice, and ISA-5.1 loops."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

_PLAIN: Final = r"[A-Z]{1,5}[-._]?\d{1,6}(?:[-./]?[A-Z0-9]{1,4}){0,2}"
_ASPECTS: Final = r"(?:[-=+][A-Z]{1,5}[-._]?\d{1,6}(?:[-./:]?[A-Z0-9]{1,4}){0,2})+"
_AREA: Final = r"\d{1,4}-[A-Z]{1,5}-?\d{1,6}[A-Z]{0,2}(?:[-/][A-Z0-9]{1,3})?"
_TAG: Final = re.compile(f"{_PLAIN}|{_ASPECTS}|{_AREA}")
_NUMBER_FIRST: Final = re.compile(
    r"\d{1,3}(?!KVA?$|KW$|HP$|VA[CR]?$|VDC$|HZ$|MM$|AWG$|AMPS?$|PH$|KA$|MVA?$|KV$|AF$|AT$|AIC$|KAIC$|KCMIL$|MCM$)"
    r"[A-Z]{2,4}\d{0,2}"
)
_DEVICE_NUMBER: Final = re.compile(
    r"(?:27|32|46|47|49|5[0129]|63|67|79|81|8[679])(?:/(?:27|5[019]|81)[NGPQ]?|[BFGLNTX]\d?|-[A-Z]?\d{1,3}[A-Z]?)"
)
"""Device function numbers of IEEE C37.2 with a suffix: `87T`, `50/51N`, `52-1`."""

_NO_TAG: Final = re.compile(
    r"(?:NEMA|IP|RS|CAT|UL|IEC|IEEE|ANSI|AWG|NFPA|NEC|RJ|ISO|DIN|REV|SHT?|DWG|PG|CH|PH|TYP|FIG|NOTE|RM|ROOM|EL|NO|PAGE)"
    r"[-. ]?\d.*"
)
"""Standards, degrees of protection, sheets, rooms, levels: letters and a number, but of no component."""

_SIGNAL: Final = re.compile(
    r"(?:GPIO?|GND|VDD|VCC|VSS|DAT|PHYAD)\d.*|I2C.*|[A-Z]?\d?(?:TXD|RXD|SDA|SCL|MOSI|MISO)\d?"
)
"""Names of nets and pins on electronics sheets."""

_TYPE_NUMBER: Final = re.compile(
    r"P?[1-4I]N\d{3,5}[A-Z]{0,2}|2S[A-DJK]\d{2,4}[A-Z]?|([A-Z]{2,5})(?:\d+[A-Z]+\d|\d{4}).*|([A-Z]{4,5})\d{3}.*"
)
"""What a part is called by its maker: JEDEC's 1N and 2N, JIS C 7012's 2S, and others by their shape.

A reference designation (IEEE 315, clause 22; IEC 81346-2) is the letters of a class and a short number, maybe a letter
for a unit of it. Long numbers, or letters amid digits, after letters of no class are those of a part: `LM5107`,
`IPA045N10N3G`.
"""

_ISA: Final = re.compile(
    r"[ABDEFHIJLMPQSTVWZ][DFQ]?(?:ICA?|I[RTAS]?|T|CV?|SV?|A|E|G|V|Y|RC?|K|Z|X)(?:H{1,2}|L{1,2})?|X[VY]|[SB]DV|MOV"
)
"""Letters of an instrument: what it measures, then what it does (ISA-5.1, table 4.1)."""

_WORDED: Final = re.compile(r"-?([A-Z]{1,4})_(?=\w*[A-Z]{3})[A-Z][A-Z0-9]*(?:_\d{1,3})?")
_FEWEST_WORDED: Final = 2
_QUANTITIES: Final = frozenset("TV")
"""Letters before a word that rather name a signal than a device: `V_BATTERY`, `T_AMBIENT`."""

_LOOP: Final = re.compile(r"(?:(\d{1,4})[- ]?)?([A-Z]{2,5})[- ]?(\d{1,6}[A-Z]{0,2}(?:[-/][A-Z0-9]{1,2})?)")
_ASPECT_SIGNS: Final = ("=", "+", "-")
"""Before what a thing does, where it is and what it is (IEC 81346-1)."""

_NUMBER: Final = re.compile(r"\d{1,6}[A-Z]{0,2}")
_PREFIX: Final = re.compile(r"(?:.*[-=+])?\d{0,4}-?([A-Z]{1,5})[-._]?\d")

_CLASSES: Final = MappingProxyType(
    {
        "CB MCCB MCB ACB VCB QF": "circuit_breaker",
        "Q": "circuit_breaker disconnect_switch load_break_switch contactor",
        "FU FH": "fuse",
        "F": "fuse circuit_breaker overload_relay surge_arrester",
        "DS QS ISO": "disconnect_switch load_break_switch",
        "LBS": "load_break_switch",
        "KM": "contactor relay_coil contact_no contact_nc",
        "K CR TR MCR": "relay_coil contact_no contact_nc contactor",
        "OL": "overload_relay contact_nc",
        "SA SPD RV": "surge_arrester",
        "PB": "push_button",
        "SS HS": "selector_switch push_button",
        "SW S": "switch selector_switch push_button limit_switch",
        "LS ZS": "limit_switch",
        "PL H": "pilot_light",
        "SV SOL Y": "solenoid_valve",
        "MTR MOT": "motor",
        "M": "motor contactor relay_coil contact_no contact_nc meter",
        "GEN": "generator",
        "G": "generator battery",
        "T TX XFMR TR": "transformer",
        "CT": "current_transformer",
        "VT": "voltage_transformer",
        "C": "capacitor contactor",
        "R RN": "resistor",
        "L": "inductor",
        "BT BAT": "battery",
        "D V LED": "diode",
        "X TB XT": "terminal",
        "PM": "meter",
        "LP PP DP MDP RP": "panelboard",
        "JB": "junction_box",
        "BUS BB": "busbar",
    }
)
_BY_PREFIX: Final = MappingProxyType(
    {
        prefix: frozenset(n for p, names in _CLASSES.items() if prefix in p.split() for n in names.split())
        for prefixes in _CLASSES
        for prefix in prefixes.split()
    }
)


def is_tag(text: str) -> bool:
    """Tell whether a word reads as a tag by itself: letters and a number, but not a rating such as `20A`."""
    if _NO_TAG.fullmatch(text) or _SIGNAL.fullmatch(text) or _is_type_number(text):
        return False
    return any(pattern.fullmatch(text) for pattern in (_TAG, _NUMBER_FIRST, _DEVICE_NUMBER))


def _is_type_number(text: str) -> bool:
    """Tell whether a word is a maker's name of a part, which letters of a class or an instrument speak against."""
    found = _TYPE_NUMBER.fullmatch(text)
    if found is None:
        return False
    letters = found[1] or found[2] or ""
    return letters not in _BY_PREFIX and not _ISA.fullmatch(letters)


def worded_tags(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of a page that are designations with a word for a number: `K_HALLWAY1`, `L_STAIRS_2`.

    Names of conductors look alike, so it must be the page's habit: two or more with the same letters, which are those
    of a kind of device, and each written once; a conductor's name is written along it.
    """
    written = Counter(text for text in texts if "_" in text)
    found = {text: match[1] for text in written if (match := _WORDED.fullmatch(text))}
    kept = {
        text: letters
        for text, letters in found.items()
        if written[text] == 1 and letters in _BY_PREFIX and letters not in _QUANTITIES
    }
    habit = Counter(kept.values())
    return frozenset(text for text, letters in kept.items() if habit[letters] >= _FEWEST_WORDED)


def joined(first: str, second: str) -> str | None:
    """Return the tag that two pieces make, one after or above the other, or None.

    Aspects go together (`=A1` and `-Q3`). A separator at the seam shows that a tag was cut (`CB-` and `101`); without
    one, the letters must be those of a kind of device or of an instrument (`CB` and `101` are `CB-101`; `SHEET` and `3`
    are none).
    """
    if first[:1] in _ASPECT_SIGNS and second[:1] in _ASPECT_SIGNS and first[:1] != second[:1]:
        return first + second if is_tag(first + second) else None
    if first[-1:] in "-/=+" or second[:1] in "-/":
        whole = first + second
        return whole if is_tag(whole) else None
    if not _NUMBER.fullmatch(second):
        return None
    area, _, letters = first.rpartition("-")
    known = letters in _BY_PREFIX or (len(letters) > 1 and len(second) > 1 and _ISA.fullmatch(letters))
    whole = f"{first}-{second}"
    return whole if known and (not area or area.isdigit()) and is_tag(whole) else None


def loop_tag(text: str) -> str | None:
    """Return what a bubble says as one tag: `PT 1234A` is `PT-1234A`, `12 PT 1234` is `12-PT-1234`."""
    found = _LOOP.fullmatch(text)
    return "-".join(part for part in found.groups() if part) if found else None


def is_device_prefix(letters: str) -> bool:
    """Tell whether these letters begin the tags of some kind of component."""
    return letters in _BY_PREFIX


def letters_of(tag: str) -> str:
    """Return the letters before a tag's number, which say of what kind it is; none where there are none."""
    found = _PREFIX.match(tag) or _WORDED.fullmatch(tag)
    return found[1] if found else ""


def are_familiar(letters: str) -> bool:
    """Tell whether letters stand for a kind of device, or for an instrument."""
    return letters in _BY_PREFIX or _ISA.fullmatch(letters) is not None


def classes_of(tag: str) -> frozenset[str]:
    """Return the classes a tag's letters speak for; none when they say nothing."""
    found = _PREFIX.match(tag)
    if not found:
        return frozenset()
    known = _BY_PREFIX.get(found[1], frozenset())
    is_loop = len(found[1]) > 1 and _ISA.fullmatch(found[1]) is not None
    return known | {"instrument", "meter"} if is_loop else known
