"""The classes of electrical components (taxonomy v1) and the groups they belong to."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

OTHER: Final = "other"  # a symbol that is localised but cannot be named

GROUPS: Final = MappingProxyType(
    {
        "protection & switching": (
            "circuit_breaker",
            "fuse",
            "disconnect_switch",
            "load_break_switch",
            "contactor",
            "overload_relay",
            "surge_arrester",
        ),
        "control": (
            "relay_coil",
            "contact_no",
            "contact_nc",
            "push_button",
            "selector_switch",
            "limit_switch",
            "pilot_light",
            "horn",
            "solenoid_valve",
            "plc_module",
            "terminal",
        ),
        "machines & power": (
            "motor",
            "generator",
            "transformer",
            "current_transformer",
            "voltage_transformer",
            "capacitor",
            "resistor",
            "inductor",
            "battery",
            "diode",
            "ground",
            "busbar",
        ),
        "instruments": ("instrument", "meter"),
        "distribution": ("panelboard", "junction_box", "ev_charger"),
        "wiring devices": (
            "receptacle",
            "gfci_receptacle",
            "special_receptacle",
            "floor_box",
            "switch",
            "three_way_switch",
            "dimmer",
            "occupancy_sensor",
            "thermostat",
        ),
        "lighting": ("luminaire", "linear_luminaire", "exit_sign", "emergency_light"),
        "low voltage & fire": ("data_outlet", "tv_outlet", "smoke_detector", "pull_station", "horn_strobe"),
    }
)

CLASSES: Final = tuple(name for names in GROUPS.values() for name in names)
"""Every named class, in the order of the taxonomy; a network's output index is the position here."""

ALL_CLASSES: Final = (*CLASSES, OTHER)


def group_of(class_name: str) -> str:
    """Return the group a class belongs to; `other` is its own group."""
    return next((group for group, names in GROUPS.items() if class_name in names), OTHER)
