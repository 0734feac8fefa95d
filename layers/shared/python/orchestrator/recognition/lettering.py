"""What lettering says of symbols: the `J` in a circle, the `GFI` beside a receptacle, the `S3` that is one itself.

Letters by NECA 100 and NFPA 170 (plans), IEEE C37.2 (device numbers), ISA-5.1 (bubbles) and common practice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from orchestrator.pages import Word
from orchestrator.recognition.boxes import Boxes, gaps, overlaps
from orchestrator.recognition.crops import crop_batch
from orchestrator.recognition.threads import in_threads
from orchestrator.taxonomy import ALL_CLASSES

ReadLetters = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Crops (N, 1, 64, 64) to how likely the letters in or beside their symbols name each class, (N, classes)."""

SAYS: Final = 10.0
"""How much likelier a class becomes by letters that are written for it."""
SEEN_SAYS: Final = 4.0
"""The same of letters that are seen in the picture alone: the classifier has seen them, too."""
SAYS_NOT: Final = 0.3
"""How much likelier a class becomes when its letters are missing on a page that uses them."""
BESIDE_PT: Final = 6.0
"""How far from a symbol's edge letters may stand that make it a variant: about a line of small text."""
LARGEST_AROUND: Final = 5.0
"""Shorter side of a symbol, in heights of the lettering, up to which letters inside name it."""
MAY_BE_SWITCH: Final = 0.3
"""What the network must give the kinds of switch for a letter to be one: a smoke detector holds an `S` too."""
SAME_PLACE: Final = 0.25
"""Overlap (intersection over union) from which a box and a switch letter are one symbol."""
LEADING: Final = 0.2
"""Share of a line's height above the capitals, and as much below them, in common fonts."""

_INSIDE: Final = {
    "circuit_breaker": r"52(-\w+)?|CB",
    "contactor": r"LC|C|MC",
    "overload_relay": r"OLR?|O\.L\.|49",
    "fuse": r"FU?",
    "relay_coil": r"\d?CR\d*|KM?\d+|TR\d*|U",
    "pilot_light": r"[RGAWB]",
    "motor": r"M\d*|MTR|MOT|[13]~|\d*(1/[2-8]|3/4|\.?\d)HP",
    "generator": r"G\d*|GEN|GS",
    "meter": r"M|MTR|[kM]?Wh|k?WHM?|k?varh?|kW|[AVW]M?|Hz|PF|PQM|DMM",
    "surge_arrester": r"LA|SA|SPD|TVSS",
    "transformer": r"TX|XFMR|T-?\d+",
    "instrument": r"[AFILPTVWZ][A-Z]{1,3}|(2[1457]|32|4[0679]|5[019]|6[0347]|7[89]|8[1-7])[A-Z]?(/\w+)?",
    "junction_box": r"JB?|PB",
    "ev_charger": r"EV(C|SE|CS)?",
    "switch": r"[S$]([a-z](,[a-z])*|[2KPMTFx]|WP|LV)?",
    "three_way_switch": r"[S$]?[34][a-z]?",
    "dimmer": r"[S$]?(3?D|DM|LVD)|DS",
    "occupancy_sensor": r"[S$]?(OS|OC|VS|MS|WS)|DT|PIR|O",
    "thermostat": r"T(-\d+)?|T?STAT",
    "exit_sign": r"EX(IT)?|X|E",
    "emergency_light": r"EML?|E",
    "data_outlet": r"\d?[DVW]|DATA|TEL",
    "tv_outlet": r"(CA)?TV|CTV",
    "floor_box": r"FB|PT",
    "smoke_detector": r"SD?|SM|DD|HD?|P",
    "pull_station": r"FP?|P|M?PS",
    "horn_strobe": r"H/?S|AV|[FVSH]|SS",
}
_NAMED: Final = tuple((ALL_CLASSES.index(name), re.compile(letters)) for name, letters in _INSIDE.items())
_SWITCHES: Final = [
    ALL_CLASSES.index(name) for name in ("switch", "three_way_switch", "dimmer", "occupancy_sensor")
]
_SWITCH: Final = re.compile(r"[S$][\w,]{0,3}|DS")
GFCI: Final = ALL_CLASSES.index("gfci_receptacle")
_GFCI_BESIDE: Final = re.compile(r"(.*\W)?GFC?I(\W.*)?")
_BATCH: Final = 64


def seen_letters(
    read: ReadLetters, grey_u8: NDArray[np.uint8], boxes: Boxes, threads: int = 1
) -> NDArray[np.float32]:
    """Return how likely the letters that a picture shows in N >= 1 boxes name each class, (N, classes).

    Args:
        read: the network.
        grey_u8: (H, W) page, its text upright.
        boxes: (N, 4) xyxy in its pixels.
        threads: how many batches are looked at at once.
    """
    batches = [slice(start, start + _BATCH) for start in range(0, len(boxes), _BATCH)]
    parts = in_threads(lambda some: read(crop_batch(grey_u8, boxes[some])), batches, threads)
    return np.concatenate(list(parts))


def read_lettering(
    chances: NDArray[np.float32],
    boxes: Boxes,
    words: Sequence[Word],
    scale: float,
    seen: NDArray[np.float32] | None = None,
) -> tuple[NDArray[np.float32], Boxes]:
    """Return probabilities and boxes after the page's words have been read.

    Letters make the classes they are written for likelier (the network's probabilities times a likelihood ratio); a
    switch drawn as a letter takes its box from the text layer, which knows exactly where it stands.

    Args:
        chances: (N, C) probabilities, rows sum to one.
        boxes: (N, 4) xyxy in pixels.
        words: of the page, in points; empty where the page is a scan.
        scale: pixels a point.
        seen: (N, classes), as of `seen_letters`; None where the words are all there is.

    Returns:
        (N, C), rows sum to one, and (N, 4).
    """
    weight = np.ones_like(chances)
    if seen is not None:
        weight[:, : seen.shape[1]] += (SEEN_SAYS - 1) * seen
    places = boxes.copy()
    may_be_switch = chances[:, _SWITCHES].sum(axis=1) >= MAY_BE_SWITCH
    shorter = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    for word in words:
        named = _named_by(word.text)
        if not named:
            continue
        around = _holding(boxes, _middle(word) * scale)
        around &= shorter <= LARGEST_AROUND * min(word.bbox[2:]) * scale
        weight[np.ix_(around, named)] = SAYS
        if _SWITCH.fullmatch(word.text):
            glyphs = _glyphs(word) * np.float32(scale)
            places[may_be_switch & (overlaps(glyphs, boxes) >= SAME_PLACE)] = glyphs
    _weigh_gfci(weight, boxes / np.float32(scale), words)
    weighed: NDArray[np.float32] = chances * weight
    return weighed / weighed.sum(axis=1, keepdims=True), places


def marks_variant(text: str) -> bool:
    """Tell whether letters beside a symbol make it another one than what is drawn: a receptacle, a GFCI receptacle."""
    return _GFCI_BESIDE.fullmatch(text) is not None


def marked_as_variants(boxes_pt: Boxes, words: Sequence[Word]) -> NDArray[np.bool_]:
    """Tell which boxes (N, 4) xyxy in points have letters beside them that mark a variant, (N,)."""
    beside = np.zeros(len(boxes_pt), np.bool_)
    for x, y, width, height in (word.bbox for word in words if marks_variant(word.text)):
        note = np.array([x, y, x + width, y + height], np.float32)
        beside |= gaps(note, boxes_pt) <= BESIDE_PT
    return beside


def names_of(text: str) -> tuple[int, ...]:
    """Return the indices of the classes that a word in or beside a symbol names."""
    return _named_by(text) or ((GFCI,) if marks_variant(text) else ())


@lru_cache(maxsize=4096)
def _named_by(text: str) -> tuple[int, ...]:
    """Return the indices of the classes that bear such letters inside."""
    return tuple(index for index, letters in _NAMED if letters.fullmatch(text))


def _weigh_gfci(weight: NDArray[np.float32], boxes_pt: Boxes, words: Sequence[Word]) -> None:
    """Weigh GFCI receptacles, which most offices draw like any other and tell by letters beside them."""
    if any(marks_variant(word.text) for word in words):
        weight[:, GFCI] = np.where(marked_as_variants(boxes_pt, words), SAYS, SAYS_NOT)


def _middle(word: Word) -> NDArray[np.float32]:
    x, y, width, height = word.bbox
    return np.array([x + width / 2, y + height / 2], np.float32)


def _holding(boxes: Boxes, point: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Tell which boxes hold a point, (N,)."""
    holding: NDArray[np.bool_] = ((boxes[:, :2] <= point) & (boxes[:, 2:] >= point)).all(axis=1)
    return holding


def _glyphs(word: Word) -> NDArray[np.float32]:
    """Return left, top, right, bottom in points of a word's capitals; the box of a word spans its line's height."""
    x, y, width, height = word.bbox
    across, down = (width * LEADING, 0.0) if word.direction % 180 == 90 else (0.0, height * LEADING)
    return np.array([x + across, y + down, x + width - across, y + height - down], np.float32)
