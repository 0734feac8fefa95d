"""What is written on synthetic sheets: designators, ratings, room names, notes."""

from __future__ import annotations

import random
import string
from typing import Final

PREFIX: Final = {
    "circuit_breaker": ("CB", "Q", "52", "F", "QF"),
    "fuse": ("F", "FU", "FH"),
    "disconnect_switch": ("DS", "Q", "89", "QS"),
    "load_break_switch": ("LBS", "Q"),
    "contactor": ("K", "KM", "C"),
    "overload_relay": ("OL", "F", "49"),
    "surge_arrester": ("SA", "LA", "F", "RV"),
    "relay_coil": ("K", "CR", "M", "TR"),
    "contact_no": ("K", "CR", "M"),
    "contact_nc": ("K", "CR", "OL"),
    "push_button": ("PB", "S", "HS"),
    "selector_switch": ("SS", "S", "HS"),
    "limit_switch": ("LS", "ZS", "S"),
    "pilot_light": ("PL", "H", "LT", "P"),
    "solenoid_valve": ("SV", "SOL", "Y"),
    "motor": ("M", "MTR", "P"),
    "generator": ("G", "GEN"),
    "transformer": ("T", "TX", "XFMR"),
    "current_transformer": ("CT", "T"),
    "voltage_transformer": ("PT", "VT"),
    "capacitor": ("C",),
    "resistor": ("R",),
    "inductor": ("L",),
    "battery": ("BT", "G"),
    "diode": ("D", "V", "LED"),
    "terminal": ("X", "TB", "J"),
    "instrument": ("PT", "TT", "FIC", "LT"),
    "meter": ("M", "P", "PM"),
}
RATINGS: Final = (
    "480V",
    "100A",
    "3P",
    "50HP",
    "13.8kV",
    "400A",
    "20A/1P",
    "225AF",
    "600/5",
    "10k",
    "100nF",
    "4.7uH",
    "24VDC",
    "1A",
    "2500kVA",
    "5.75%Z",
    "Dyn11",
    "3#12,1#12G",
    '3/4"C',
    "NO. 10",
    "IN4148",
    "50Hz",
    "240/120V",
    "65kAIC",
    "16A/30mA",
    "R1206",
    "220uF",
    "LT-3",
    "SPARE",
    '1-3/4"',
    "LINE 1",
    "0.4kV",
    "4x95mm2",
    "C16",
    "B10",
    "63A",
    "1k5",
    "VCC",
    "+5V",
)
NOTES: Final = (
    "SEE SHEET E-001 FOR SYMBOLS AND ABBREVIATIONS",
    "ALL WORK SHALL COMPLY WITH THE NATIONAL ELECTRICAL CODE",
    "CONTRACTOR SHALL VERIFY ALL DIMENSIONS IN FIELD",
    "PROVIDE DEDICATED NEUTRAL FOR EACH CIRCUIT",
    "REFER TO PANEL SCHEDULE",
    "COORDINATE EXACT LOCATION WITH ARCHITECT",
    "EXISTING TO REMAIN UNLESS NOTED OTHERWISE",
    'MOUNT AT 48" AFF',
    "HOLD POINT FOR INSPECTION",
    "CABLE TRAY ELEVATION 3200",
    "INTRINSICALLY SAFE CIRCUITS IN BLUE",
    "DEMOLISH EXISTING FIXTURE",
    "CONDUIT SHALL BE CONCEALED",
    "TYPICAL OF 4",
    "GROUND PER DETAIL 3/E-501",
    "FOR CONTINUATION SEE DWG 1001-E-105 REV C",
)
ROOMS: Final = (
    "OFFICE",
    "CORRIDOR",
    "STORAGE",
    "CONFERENCE",
    "LOBBY",
    "KITCHEN",
    "WC",
    "BEDROOM",
    "LIVING ROOM",
    "BATH",
    "GARAGE",
    "ELEC. RM",
    "MECH",
    "JAN",
    "STAIR",
    "RECEPTION",
    "MCC ROOM",
    "CONTROL ROOM",
    "BATTERY RM",
    "WORKSHOP",
    "UTILITY",
)
DESCRIPTIONS: Final = (
    "DUPLEX RECEPTACLE",
    "JUNCTION BOX",
    "SINGLE POLE SWITCH",
    "CIRCUIT BREAKER",
    "FUSED DISCONNECT",
    "MOTOR",
    "LUMINAIRE, TYPE AS NOTED",
    "SMOKE DETECTOR",
    "PANELBOARD",
    "GROUND CONNECTION",
    "EXIT SIGN",
    "DATA OUTLET",
    "PUSH BUTTON",
    "PRESSURE TRANSMITTER",
    "THREE WAY SWITCH",
    "TRANSFORMER",
    "OCCUPANCY SENSOR",
    'THERMOSTAT, 54" AFF',
    "FIRE ALARM PULL STATION",
    "CONTACT NORMALLY OPEN",
)
# none that would make another class of a device, as `GFI` of a receptacle or `3` of a switch
MARKS: Final = (
    "WP",
    '+42"',
    "AC",
    "E",
    "(E)",
    "A1",
    "a",
    "b",
    "c,d",
    "LP-1/12",
    "H1-7,9",
    "C1E",
    "TYP.",
    "EWC",
    "R",
    "NL",
    "X",
)


def designator(rng: random.Random, class_name: str) -> str:
    """Return a reference designator such as `CB-101` or `-K3`."""
    prefix = rng.choice(PREFIX.get(class_name, ("U", "X", "J", "A", "E")))
    number = str(rng.randint(1, 9 if rng.random() < 0.3 else 999))
    return rng.choice(("", "", "-")) + prefix + rng.choice(("", "", "-")) + number


def rating(rng: random.Random) -> str:
    """Return a rating or a value."""
    return rng.choice(RATINGS)


def sentence(rng: random.Random) -> str:
    """Return a line of a note."""
    return rng.choice(NOTES) if rng.random() < 0.8 else " ".join(word(rng) for _ in range(rng.randint(2, 7)))


def word(rng: random.Random) -> str:
    """Return a made-up word or number, so that no spelling is learnt as a shape."""
    length = rng.randint(1, 9)
    letters = string.ascii_uppercase if rng.random() < 0.7 else string.ascii_letters + string.digits + "-./"
    return "".join(rng.choice(letters) for _ in range(length))
