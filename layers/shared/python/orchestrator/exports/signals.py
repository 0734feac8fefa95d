"""Which wire an instrument has to the control system as a rule, as its letters and the rest of its loop have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, Protocol

Signal = tuple[str, str]
"""The type of a signal and its direction as seen from the control system."""

_AI: Final[Signal] = ("AI", "input")
_DI: Final[Signal] = ("DI", "input")
_AO: Final[Signal] = ("AO", "output")
_DO: Final[Signal] = ("DO", "output")

_SELF_ACTING: Final = frozenset({"PSV", "PRV", "RV", "TSV", "FSV", "LSV", "PVRV", "PSE", "TSE", "FO", "RO"})
_ON_OFF: Final = frozenset({"XV", "SDV", "BDV", "MOV", "SV", "SOV", "ESDV", "ESV", "EBV", "ROV", "UV", "KV"})
_ON_OFF_FIRST: Final = frozenset("HKSUXYZ")
"""What is measured where a relay of it is a solenoid; elsewhere it converts current to pressure."""

_WITHOUT_WIRES: Final = frozenset("FLP")
"""What elements measure that are pieces of pipe: an orifice, a tube, a diaphragm."""


class Lettered(Protocol):
    """An instrument as far as its wires need it."""

    @property
    def letters(self) -> str:
        """Of its tag."""
        ...

    @property
    def functions(self) -> str:
        """Those among them that say what it does."""
        ...

    @property
    def number(self) -> str:
        """Of its tag, with the area's."""
        ...


@dataclass(frozen=True, slots=True)
class Loops:
    """The instruments of a drawing by what loop they are in: one wires for another."""

    _of_loop: dict[tuple[str, str], list[Lettered]] = field(default_factory=dict)
    _of_number: dict[str, list[Lettered]] = field(default_factory=dict)

    @classmethod
    def of(cls, instruments: Iterable[Lettered]) -> Loops:
        """Return those of some instruments."""
        loops = cls()
        for one in instruments:
            loops._of_loop.setdefault((one.letters[0], one.number), []).append(one)
            loops._of_number.setdefault(one.number, []).append(one)
        return loops

    def signal_of(self, one: Lettered) -> Signal | None:
        """Return an instrument's signal, or None where it has no wire to the control system.

        Of a loop's element and transmitter the transmitter is wired, of its valve and converter the converter. Alarms,
        controllers and indicators are in the control system itself.
        """
        if one.letters in _SELF_ACTING:
            return None
        does = (rule for letters, rule in _RULES if any(letter in one.functions for letter in letters))
        rule = next(does, None)
        return rule(one, self) if rule else None

    def has(self, one: Lettered, function: str) -> bool:
        """Tell whether an instrument's loop has one with such a function."""
        return any(function in other.functions for other in self._of_loop.get(_key(one), ()))

    def of_number(self, one: Lettered) -> Iterable[Lettered]:
        """Return the instruments that have an instrument's number, whatever their letters."""
        return self._of_number.get(one.number, ())


def _key(one: Lettered) -> tuple[str, str]:
    return one.letters[0], one.number


def _of_valve(one: Lettered, loops: Loops) -> Signal | None:
    """A valve is wired unless a relay or converter is for it; one for hands only where a switch or station is."""
    others = list(loops.of_number(one))
    if any("Y" in other.functions and _are_one(one, other) for other in others):
        return None
    if one.letters == "HV":
        by_hand = set(chain.from_iterable(other.functions for other in others if other.letters[0] == "H"))
        return _AO if by_hand & {"C", "K"} else _DO if "S" in by_hand else None
    return _DO if one.letters in _ON_OFF else _AO


def _are_one(valve: Lettered, relay: Lettered) -> bool:
    """Tell whether a relay of a valve's number is the valve's: of its loop, or a solenoid for one that is on or off."""
    on_off = valve.letters in _ON_OFF and relay.letters[0] in _ON_OFF_FIRST
    return on_off or relay.letters[0] == valve.letters[0]


def _of_relay(one: Lettered, loops: Loops) -> Signal:
    valves = [other.letters for other in loops.of_number(one) if other.letters[0] == one.letters[0]]
    on_off = one.letters[0] in _ON_OFF_FIRST and not loops.has(one, "C")
    return _DO if on_off or any(letters in _ON_OFF for letters in valves) else _AO


def _of_element(one: Lettered, loops: Loops) -> Signal | None:
    return None if one.letters[0] in _WITHOUT_WIRES or loops.has(one, "T") else _AI


def _always(signal: Signal) -> Callable[[Lettered, Loops], Signal | None]:
    return lambda _one, _loops: signal


_RULES: Final[tuple[tuple[str, Callable[[Lettered, Loops], Signal | None]], ...]] = (
    ("V", _of_valve),
    ("Y", _of_relay),
    ("Z", _always(_AO)),
    ("L", _always(_DO)),
    ("T", _always(_AI)),
    ("S", _always(_DI)),
    ("E", _of_element),
)
"""What functions make a signal, the first that an instrument has."""
