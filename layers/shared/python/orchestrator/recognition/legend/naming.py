"""What a description of a legend names: a class of the taxonomy, or a class of the project's own."""

from __future__ import annotations

import re
from typing import Final

_MOST_LETTERS: Final = 40
"""Characters of a name made of a description."""

_STOP: Final = frozenset(
    (
        *("A", "AN", "THE", "OF", "FOR", "TO", "IN", "ON", "AT", "WITH", "AND", "OR", "AS", "BY"),
        *("TYPE", "TYPICAL", "TYP", "NOTED", "INDICATED", "SHOWN", "SYMBOL", "SEE"),
    )
)

_PHRASES: Final = (
    # the narrower meaning first: the first row that fits names the class
    ("horn_strobe", r"HORN.{0,6}STROBE|SPEAKER.{0,6}STROBE|AUDIO.?VISUAL|STROBE|NOTIFICATION APPLIANCE"),
    ("pull_station", r"PULL ?STATION|MANUAL STATION|CALL POINT|BREAK ?GLASS"),
    ("smoke_detector", r"SMOKE|\bDUCT DETECTOR"),
    ("ev_charger", r"\bEV\b|ELECTRIC VEHICLE|CAR CHARG|VEHICLE CHARG|\bEVSE\b"),
    ("exit_sign", r"\bEXIT\b"),
    (
        "emergency_light",
        r"EMERGENCY (?:LIGHT|LUMINAIRE|FIXTURE|BATTERY|LTG)|BATTERY PACK|EMERGENCY EGRESS|BUG ?EYE",
    ),
    (
        "occupancy_sensor",
        r"OCCUPANCY|VACANCY|MOTION (?:SENSOR|DETECTOR)|PRESENCE (?:SENSOR|DETECTOR)|\bPIR\b",
    ),
    ("thermostat", r"THERMOSTAT|ROOM TEMPERATURE (?:SENSOR|CONTROL)"),
    ("floor_box", r"FLOOR (?:BOX|OUTLET|RECEPT)|FLOOR MOUNTED .{0,20}(?:RECEPT|OUTLET|BOX)|POKE.?THROUGH"),
    ("gfci_receptacle", r"(?=.*(?:RECEPT|OUTLET|DUPLEX|SOCKET|\bGFC?I\b))(?:.*\b(?:GFC?I|GROUND.FAULT|RCD))"),
    ("tv_outlet", r"\b(?:TV|CATV|TELEVISION|CABLE TV|COAX\w*)\b"),
    (
        "data_outlet",
        r"\b(?:DATA|TELEPHONE|TELECOM\w*|VOICE|NETWORK|ETHERNET|PHONE|COMMUNICATIONS?)\b.{0,20}"
        r"\b(?:OUTLET|JACK|PORT|DROP|POINT|RECEPT\w*|SOCKET)|DATA/TEL|TEL/DATA|\bRJ.?45\b",
    ),
    (
        "special_receptacle",
        r"(?:SPECIAL|DEDICATED|DRYER|RANGE|TWIST.?LOCK|THREE.PHASE|3.PHASE|WELDING|2[0-9]0 ?V\w*|480 ?V)"
        r".{0,30}(?:RECEPT|OUTLET|SOCKET)|(?:RECEPT|OUTLET|SOCKET).{0,30}(?:SPECIAL|2[0-9]0 ?V|480 ?V|TWIST)",
    ),
    (
        "receptacle",
        r"RECEPTACLE|RECEPT\b|DUPLEX|QUADRUPLEX|CONVENIENCE OUTLET|POWER OUTLET|SOCKET|"
        r"OUTLET,? (?:WALL|SINGLE|GENERAL)",
    ),
    ("dimmer", r"DIMM(?:ER|ING)"),
    ("three_way_switch", r"\b(?:THREE|3|TWO|2).?WAY\b.{0,12}SWITCH|SWITCH.{0,12}\b(?:THREE|3).?WAY|\bS3\b"),
    ("load_break_switch", r"LOAD.?(?:BREAK|INTERRUPTER)|AIR BREAK SWITCH"),
    ("disconnect_switch", r"DISCONNECT|SAFETY SWITCH|ISOLAT(?:OR|ING|ION SWITCH)|ISOLATION SWITCH"),
    ("limit_switch", r"(?:LIMIT|POSITION|PROXIMITY) SWITCH"),
    ("selector_switch", r"SELECTOR|HAND.OFF.AUTO|\bHOA\b|ROTARY SWITCH"),
    ("push_button", r"PUSH ?.?BUTTON|E.?STOP|EMERGENCY STOP|START.?STOP STATION"),
    ("pilot_light", r"PILOT (?:LIGHT|LAMP)|INDICAT(?:OR|ING) (?:LIGHT|LAMP)|SIGNAL LAMP"),
    ("horn", r"\b(?:HORN|SIREN|BUZZER|BELL|CHIME)\b"),
    ("solenoid_valve", r"SOLENOID"),
    ("plc_module", r"\bPLC\b|PROGRAMMABLE|I/O MODULE|INPUT.?OUTPUT MODULE"),
    ("surge_arrester", r"SURGE|LIGHTNING ARRE|ARRESTER|ARRESTOR|\bSPD\b|\bTVSS\b|VARISTOR"),
    ("overload_relay", r"OVERLOAD|THERMAL RELAY"),
    ("contactor", r"CONTACTOR|MOTOR STARTER|STARTER"),
    (
        "contact_nc",
        r"(?:CONTACT.{0,20}(?:NORMALLY CLOSED|\bN\.?C\b)|(?:NORMALLY CLOSED|\bN\.?C\.?).{0,20}CONTACT)",
    ),
    ("contact_no", r"\bCONTACTS?\b"),
    ("relay_coil", r"\b(?:RELAY|COIL)\b"),
    ("current_transformer", r"CURRENT TRANS|\bC\.?T\.?$|\bCT\b"),
    ("voltage_transformer", r"(?:POTENTIAL|VOLTAGE|INSTRUMENT) TRANS|\bP\.?T\.?$|\bVT\b"),
    ("transformer", r"TRANSFORMER|\bXFMR\b"),
    ("circuit_breaker", r"BREAKER|\bM?CCB\b|\bMCB\b|\bRCBO\b"),
    ("fuse", r"\bFUSED? ?(?:CUTOUT)?\b|\bFUSES\b|FUSIBLE"),
    (
        "panelboard",
        r"PANEL ?BOARD|LOAD ?CENTER|DISTRIBUTION (?:BOARD|PANEL)|(?:LIGHTING|POWER|ELECTRICAL) PANEL|CONSUMER UNIT",
    ),
    ("junction_box", r"JUNCTION|\bJ.?BOX\b|PULL ?BOX|\bJ-BOX\b"),
    ("generator", r"GENERATOR|\bGENSET\b"),
    ("instrument", r"TRANSMITTER|\bGAUGE\b|INSTRUMENT|CONTROLLER, (?:FIELD|FLOW|LEVEL)|THERMOCOUPLE|\bRTD\b"),
    ("meter", r"\bMETER\b|AMMETER|VOLTMETER|WATTMETER|\bKWH\b|METERING"),
    ("motor", r"\bMOTORS?\b"),
    ("capacitor", r"CAPACITOR"),
    ("resistor", r"RESISTOR|RESISTANCE|HEATER ELEMENT"),
    ("inductor", r"INDUCTOR|REACTOR|CHOKE"),
    ("battery", r"BATTERY|ACCUMULATOR|\bCELL\b"),
    ("diode", r"DIODE|RECTIFIER|\bLED\b(?! (?:FIXTURE|LUMINAIRE|LIGHT|TROFFER|STRIP|DOWN))"),
    ("busbar", r"\bBUS ?(?:BAR|DUCT|WAY)?\b"),
    ("terminal", r"TERMINAL"),
    ("ground", r"\bGROUND\b(?! (?:FAULT|ROD|RING|WELL))|\bEARTH\b|GROUNDING|EARTHING"),
    (
        "linear_luminaire",
        r"(?:LINEAR|STRIP|FLUORESCENT|TROFFER|WRAP ?AROUND|2 ?[Xx] ?[24]|1 ?[Xx] ?4|UNDER.?CABINET|TUBE|BATTEN)"
        r".{0,30}(?:LIGHT|LUMINAIRE|FIXTURE|LAMP|TROFFER|STRIP|FLUORESCENT)?(?:$|\W)",
    ),
    (
        "luminaire",
        r"LUMINAIRE|\bLIGHT(?:S|ING)?\b(?! SWITCH)|DOWN ?LIGHT|\bLAMP\b|FIXTURE|SCONCE|PENDANT|CHANDELIER",
    ),
    ("switch", r"\bSWITCH(?:ES)?\b"),
)
_TABLE: Final = tuple((name, re.compile(pattern)) for name, pattern in _PHRASES)

_NO_DEVICE: Final = re.compile(
    r"\b(?:CONDUIT|RACEWAY|WIR(?:E|ES|ING)|HOME ?RUN|CABLE TRAY|CIRCUIT(?:ING)? (?:NUMBER|RUN)|KEY ?NOTE|REVISION|"
    r"DETAIL|ELEVATION|SECTION|MATCH ?LINE|COLUMN|DEMOLI|EXISTING TO REMAIN|ROOM (?:NUMBER|NAME)|FEEDER|"
    r"UNDERGROUND|OVERHEAD LINE|CONTINUATION|"
    r"(?:FLOW|TAMPER|PRESSURE|FLOAT|LEVEL|TEMPERATURE|TRANSFER|FOOT|TIME|KEY) SWITCH)"
)
"""What is of no class of the taxonomy though its words may name one: `CONDUIT TO PANELBOARD`, `FLOW SWITCH`."""


def class_of(description: str) -> str | None:
    """Return the class of the taxonomy that a description names, or None when it names none."""
    text = _plain(description)
    if _NO_DEVICE.search(text) and not re.match(r"(?:DUPLEX|JUNCTION|PULL ?BOX)", text):
        return None
    return next((name for name, pattern in _TABLE if pattern.search(text)), None)


def own_class(description: str) -> str | None:
    """Return the name of a class of the project's own, made of a description's first words: `ground_rod`.

    None when the description has no word a name could be made of.
    """
    head = re.split(r"[.;:(,]|\s-\s", _plain(description), maxsplit=1)[0]
    words = [word for word in re.findall(r"[A-Z0-9]+", head) if word not in _STOP]
    name = ""
    for word in words:
        longer = f"{name}_{word}" if name else word
        if len(longer) > _MOST_LETTERS:
            break
        name = longer
    return name.lower() if re.match("[A-Z]", name) else None


def _plain(description: str) -> str:
    return " ".join(description.upper().split())
