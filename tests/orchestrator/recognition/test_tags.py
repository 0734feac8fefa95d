"""Promises of the words: each goes to one component, tags are tags and ratings are not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestrator.components import Component
from orchestrator.geometry import Box
from orchestrator.pages import Style, Vectors, Word
from orchestrator.recognition.ownership import REACH_PT
from orchestrator.recognition.tags import is_tag, read_words


def component(
    x: float = 100, y: float = 100, class_name: str = "circuit_breaker", size: float = 20
) -> Component:
    box = (x, y, size, size)
    return Component(id=f"{x}-{y}", page=1, class_name=class_name, bbox=box, confidence=0.9, band="high")


def word(text: str, x: float, y: float, width: float = 20) -> Word:
    return Word(text=text, bbox=(x, y, width, 6))


def attached(
    components: list[Component], words: list[Word], vectors: Vectors | None = None
) -> tuple[Component, ...]:
    return read_words(components, words, vectors).components


def unowned(components: list[Component], *words: Word) -> list[tuple[str, Box]]:
    return [(tag.tag, tag.bbox) for tag in read_words(components, words).unowned_tags]


def tags(components: list[Component], *words: Word) -> list[str | None]:
    return [c.tag for c in attached(components, list(words))]


@pytest.mark.parametrize(
    "text",
    [
        "12-PT-1234A",
        "MTR-3",
        "=A1+B2-Q3",
        "-K1:13",
        "+UH00-X1:13",
        "52-1",
        "87T",
        "50/51N",
        "CB-101",
        "PT-1234A",
        "-K1",
        "K1",
        "=A1",
        "Q12",
        "1CR",
        "2MS",
        "12FU",
        "XFMR-2",
        "M-101/A",
        "CB101-2",
    ],
)
def test_reference_designations_are_tags(text: str) -> None:
    assert is_tag(text)


@pytest.mark.parametrize(
    "text",
    [
        "20A",
        "480V",
        "75KVA",
        "10HP",
        "120VAC",
        "3P",
        "M",
        "THE",
        "101",
        "1/2",
        "60HZ",
        "",
        "cb-101",
        "#12",
        "NEMA-12",
        "IP65",
        "REV2",
        "65KA",
    ],
)
def test_ratings_numbers_and_plain_words_are_not(text: str) -> None:
    assert not is_tag(text)


@pytest.mark.parametrize(
    "text",
    [
        "LM5107",
        "IPA045N10N3G",
        "1N4148",
        "IN4148",
        "P2N2222A",
        "2SC1815",
        "TCAN334",
        "GPIO13/I2C",
        "GND1",
        "U0TXD",
    ],
)
def test_makers_names_of_parts_and_names_of_signals_are_not(text: str) -> None:
    assert not is_tag(text)


@pytest.mark.parametrize(
    "text", ["CB5107", "PT1234A", "XFMR101", "UPS101", "KM1A1", "E1001", "TX-2345", "GN-4148"]
)
def test_letters_of_a_class_or_a_short_number_speak_for_a_tag(text: str) -> None:
    assert is_tag(text)


def test_a_component_takes_the_tag_beside_it_and_not_one_further_than_its_reach() -> None:
    assert tags([component()], word("CB-101", 122, 105)) == ["CB-101"]
    assert tags([component()], word("CB-101", 120 + REACH_PT + 1, 105)) == [None]


def test_ratings_and_descriptions_beside_it_are_no_tags() -> None:
    assert tags([component()], word("20A", 121, 101), word("SPARE", 121, 108)) == [None]


def test_each_tag_goes_to_the_closest_component_and_to_one_only() -> None:
    pair = [component(100), component(140)]
    assert tags(pair, word("CB-1", 125, 105, 12)) == [None, "CB-1"]
    assert tags(pair, word("CB-1", 100, 122), word("CB-2", 140, 122)) == ["CB-1", "CB-2"]


def test_a_bubble_joins_its_letters_and_number() -> None:
    bubble = component(class_name="instrument")
    (result,) = attached([bubble], [word("1234A", 102, 111, 16), word("PT", 105, 103, 10)])
    assert (result.tag, result.text) == ("PT-1234A", "PT 1234A")


def test_a_letter_in_a_coil_is_its_tag_and_in_a_motor_only_its_text() -> None:
    inside = word("M", 107, 107, 6)
    coil, motor = (attached([component(class_name=name)], [inside])[0] for name in ("relay_coil", "motor"))
    assert (coil.tag, coil.text) == ("M", "M")
    assert (motor.tag, motor.text) == (None, "M")


def test_a_motor_keeps_its_letter_and_takes_the_tag_beside_it() -> None:
    motor = component(class_name="motor")
    (result,) = attached([motor], [word("M", 107, 107, 6), word("M-101", 122, 107)])
    assert (result.tag, result.text) == ("M-101", "M")


def test_a_tag_of_its_class_beside_a_component_is_rather_its_own_than_another_number_written_in_it() -> None:
    written = [word("4177-E-915", 101, 107, 18), word("SA-909", 122, 107)]
    (result,) = attached([component(class_name="surge_arrester")], written)
    assert (result.tag, result.text) == ("SA-909", "4177-E-915")
    assert tags([component(class_name="surge_arrester")], written[0], word("U-7", 122, 107)) == ["4177-E-915"]
    assert tags([component(class_name="fuse")], word("FU-3", 105, 107, 10), word("FU-4", 122, 107)) == [
        "FU-3"
    ]


def test_a_word_inside_two_components_belongs_to_the_smaller() -> None:
    outer, inner = component(90, 90, "panelboard", 60), component(100, 100, "meter", 20)
    large, small = attached([outer, inner], [word("KWH", 105, 107, 10)])
    assert (large.text, small.text) == (None, "KWH")


def test_without_words_or_components_nothing_happens() -> None:
    assert attached([], [word("CB-1", 0, 0)]) == ()
    assert attached([component()], []) == (component(),)


@given(
    places=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=8, unique=True),
    words=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=8),
)
def test_no_word_is_the_tag_of_two_components(
    places: list[tuple[int, int]], words: list[tuple[int, int]]
) -> None:
    named = [word(f"CB-{i}", x, y) for i, (x, y) in enumerate(words)]
    found = [tag for tag in tags([component(x, y) for x, y in places], *named) if tag]
    assert len(found) == len(set(found))


def test_components_keep_everything_else() -> None:
    before = component()
    (after,) = attached([before], [word("CB-101", 122, 105)])
    box: Box = after.bbox
    assert after == before.model_copy(update={"tag": "CB-101"})
    assert box == before.bbox


def test_a_tag_split_over_words_is_one() -> None:
    assert tags([component()], word("CB", 122, 105, 10), word("101", 134, 105, 12)) == ["CB-101"]
    assert tags(
        [component()], word("CB", 122, 105, 10), word("-", 133, 105, 2), word("101", 137, 105, 9)
    ) == ["CB-101"]
    assert tags([component()], word("=A1+B2", 122, 105, 20), word("-Q3", 144, 105, 10)) == ["=A1+B2-Q3"]


def test_a_tag_split_over_lines_is_one() -> None:
    assert tags([component()], word("12-PT-", 122, 100), word("1234A", 122, 107)) == ["12-PT-1234A"]
    assert tags([component()], word("=A1+B2", 122, 100), word("-Q3", 122, 107, 10)) == ["=A1+B2-Q3"]
    assert tags([component()], word("101", 122, 107, 9), word("CB", 122, 100, 6)) == ["CB-101"]


def test_a_tag_spaced_before_its_dash_is_one_although_its_rest_looks_like_a_current() -> None:
    assert tags([component()], word("19-K", 122, 100, 13), word("-483A", 138, 100, 14)) == ["19-K-483A"]
    assert tags([component()], word("K7", 122, 100, 8), word("-20A", 133, 100, 12)) == ["K7"]


def test_the_rest_of_a_broken_tag_is_found_beside_another_words() -> None:
    rest = word("808", 122, 107, 9)
    assert tags([component()], word("LED-", 122, 100, 12), rest, word("2500kVA", 134, 107, 20)) == ["LED-808"]


def test_a_tag_split_over_lines_is_one_also_beside_another() -> None:
    pair = [component(100), component(150, 85)]
    words = [word("CB-1", 122, 100), word("CB-", 146, 100, 12), word("101", 146, 107, 12)]
    assert tags(pair, *words) == ["CB-1", "CB-101"]


def test_two_tags_one_over_the_other_stay_two() -> None:
    assert tags([component(100), component(100, 140)], word("CB-1", 122, 105), word("CB-2", 122, 145)) == [
        "CB-1",
        "CB-2",
    ]
    assert tags([component()], word("-K1", 122, 103), word("-K2", 122, 110)) == ["-K1"]


@pytest.mark.parametrize("direction", [0, 90, 180, 270])
def test_a_split_tag_is_read_in_its_direction(direction: int) -> None:
    first, second = {
        0: ((122, 105, 10, 6), (134, 105, 12, 6)),
        90: ((122, 100, 6, 10), (122, 112, 6, 12)),
        180: ((136, 105, 10, 6), (122, 105, 12, 6)),
        270: ((122, 112, 6, 10), (122, 98, 6, 12)),
    }[direction]
    pieces = [
        Word(text="CB", bbox=first, direction=direction),
        Word(text="101", bbox=second, direction=direction),
    ]
    assert tags([component()], *pieces) == ["CB-101"]


def test_ordinary_words_and_numbers_make_no_tag() -> None:
    for words in (("SHEET", "3"), ("ROOM", "101"), ("TYPE", "4"), ("SHALL", "284")):
        assert tags([component()], word(words[0], 122, 105, 16), word(words[1], 140, 105, 10)) == [None]


def test_a_sentence_names_nothing() -> None:
    sentence = [
        word(text, 122 + 22 * i, 105) for i, text in enumerate(("SEE", "ALSO", "CB-101", "FOR", "NOTES"))
    ]
    assert tags([component()], *sentence) == [None]


def test_a_tag_that_speaks_for_one_class_prefers_it() -> None:
    motor, fuse = component(100, class_name="motor"), component(140, class_name="fuse")
    assert tags([motor, fuse], word("FU-7", 121, 125, 18)) == [None, "FU-7"]


def test_where_all_tags_stand_on_one_side_so_does_this_one() -> None:
    left = [component(100, y, "switch") for y in range(100, 900, 100)]
    words = [word(f"U{i}", 86, 105 + 100 * i, 12) for i in range(len(left) - 1)]
    between = word("U99", 85, 805, 12)
    other = component(63, 800, "switch")
    assert tags([*left, other], *words, between)[-2:] == ["U99", None]


def test_ratings_go_with_the_tag_they_stand_under() -> None:
    near, far = component(100, 118), component(100, 90)
    words = [word("CB-1", 122, 97), word("100A", 122, 104), word("3P", 122, 111, 8), word("480V", 122, 118)]
    tagged = attached([near, far], words)
    assert [c.tag for c in tagged] == [None, "CB-1"]
    assert [c.attributes for c in tagged] == [{}, {"current": "100 A", "poles": "3", "voltage": "480 V"}]


def test_a_rating_without_a_tag_goes_to_the_nearest_and_no_further_than_the_reach() -> None:
    pair = [component(100), component(160)]
    near, _ = attached(pair, [word("20A", 122, 105, 10)])
    assert (near.tag, near.attributes) == (None, {"current": "20 A"})
    assert all(c.attributes == {} for c in attached(pair, [word("20A", 122, 300, 10)]))


def test_a_circuit_is_an_attribute_and_no_tag() -> None:
    (outlet,) = attached([component(class_name="receptacle")], [word("LP-1/12", 122, 105, 24)])
    assert (outlet.tag, outlet.attributes) == (None, {"panel": "LP-1", "circuit": "12"})


def test_what_a_component_holds_rates_it() -> None:
    (panel,) = attached([component(size=40, class_name="panelboard")], [word("225A", 105, 110)])
    assert (panel.text, panel.attributes) == ("225A", {"current": "225 A"})


def leader(*corners: tuple[float, float]) -> Vectors:
    """Return a page's vectors: one line through corners, one path a stroke."""
    strokes = list(itertools.pairwise(corners))
    return Vectors(
        ops="l" * len(strokes),
        coords=tuple(value for a, b in strokes for value in (*a, *b)),
        path_start=tuple(range(len(strokes))),
        path_style=(0,) * len(strokes),
        styles=(Style(stroke="#000000"),),
    )


def test_a_leader_takes_a_tag_to_what_it_ends_at() -> None:
    pair = [component(100), component(100, 200)]
    words = [word("CB-7", 190, 122)]
    assert [c.tag for c in attached(pair, words)] == [None, None]
    line = leader((188, 125), (170, 125), (121, 205))
    assert [c.tag for c in attached(pair, words, line)] == [None, "CB-7"]


def test_a_leader_takes_a_tag_away_from_the_component_it_stands_beside_when_that_has_its_own() -> None:
    beside, led = component(212, 115), component(100, 200)
    words = [word("CB-7", 190, 122), word("CB-8", 234, 122)]
    assert [c.tag for c in attached([beside, led], words)] == ["CB-8", None]
    line = leader((188, 125), (170, 125), (121, 205))
    assert [c.tag for c in attached([beside, led], words, line)] == ["CB-8", "CB-7"]


def test_a_wire_that_passes_a_tag_is_no_leader() -> None:
    branching = leader((188, 125), (150, 125), (121, 205), (150, 125), (150, 300))
    assert tags_with(branching) == [None, None]
    assert tags_with(leader((60, 135), (300, 135))) == [None, None]


def tags_with(vectors: Vectors) -> list[str | None]:
    pair = [component(100), component(100, 200)]
    return [c.tag for c in attached(pair, [word("CB-7", 190, 122)], vectors)]


def module(*pins: str) -> list[Word]:
    """Return the words in an outline at 100, 100, 80 points large: the names of pins along its left edge."""
    return [word(pin, 103, 103 + 9 * row, 14) for row, pin in enumerate(pins)]


PINS = ("VCC", "OSC1/CLKI", "OSC2", "GND", "RESET")


def test_names_of_pins_lose_against_the_designation_outside_the_outline() -> None:
    outline = component(size=80, class_name="plc_module")
    assert tags([outline], *module(*PINS), word("IC2", 100, 88, 14)) == ["IC2"]
    assert tags([outline], *module(*PINS)) == [None]


def test_a_row_of_pins_names_nothing_beside_the_module_either() -> None:
    outline, beside = component(size=80, class_name="plc_module"), component(86, 111, "other", 12)
    assert tags([outline, beside], *module("IN0", "IN1", "IN2", "IN3")) == [None, None]


def test_in_an_enclosure_of_symbols_their_tags_are_not_taken_for_pins() -> None:
    enclosure = component(90, 90, "panelboard", 200)
    switches = [component(100, 100 + 40 * row, "disconnect_switch") for row in range(4)]
    words = [word(f"QS{row}", 124, 107 + 40 * row) for row in range(4)]
    assert tags([enclosure, *switches], *words) == [None, "QS0", "QS1", "QS2", "QS3"]


def test_a_designation_amid_the_pins_of_a_module_is_its_tag_where_none_stands_outside() -> None:
    outline = component(size=80, class_name="plc_module")
    inside = [*module("DI0", "DI1", "DI2", "DI3"), word("-A1", 135, 135, 14)]
    assert tags([outline], *inside) == ["-A1"]
    assert tags([outline], *inside, word("-A7", 130, 88, 14)) == ["-A7"]


def test_the_tag_at_the_side_of_a_module_is_that_of_the_symbol_there() -> None:
    outline, switch = component(size=80, class_name="plc_module"), component(60, 130, "switch")
    assert tags([outline, switch], *module("IN0", "IN1", "IN2", "IN3"), word("U795", 82, 137, 16)) == [
        None,
        "U795",
    ]


def test_tags_with_a_word_for_a_number_are_read_where_they_are_the_habit() -> None:
    pair = [component(100, class_name="switch"), component(200, class_name="switch")]
    two = [word("K_HALLWAY1", 122, 105, 40), word("K_STAIRS_2", 222, 105, 40)]
    assert tags(pair, *two) == ["K_HALLWAY1", "K_STAIRS_2"]
    assert tags(pair, two[0]) == [None, None]
    inside = [word("K_HALLWAY1", 101, 105, 18), word("K_STAIRS_2", 201, 105, 18)]
    assert tags(pair, *inside) == ["K_HALLWAY1", "K_STAIRS_2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("LC3_L", "LC4_L"),
        ("CAN_SOF", "CAN_STBY"),
        ("V_BATTERY", "V_SOLAR"),
        ("SWITCH_NO", "SWITCH_NC"),
        ("PE_L", "PE_O"),
    ],
)
def test_names_of_conductors_and_signals_are_no_tags(first: str, second: str) -> None:
    pair = [component(100), component(200)]
    assert tags(pair, word(first, 122, 105), word(second, 222, 105)) == [None, None]


def test_a_name_written_along_a_conductor_is_no_tag() -> None:
    pair = [component(100), component(200)]
    along = [word("L_HALLWAY", 122, 105, 30), word("L_HALLWAY", 300, 300, 30), word("L_STAIRS", 222, 105, 30)]
    assert tags(pair, *along) == [None, None]


@pytest.mark.parametrize("strange", ["MKDS04", "OSC1/CLKI"])
def test_letters_and_forms_that_occur_once_are_rather_those_of_a_type_or_a_pin(strange: str) -> None:
    others = [component(100 * column, 300, "resistor") for column in range(8)]
    written = [word(f"R{column}", 100 * column + 2, 293 if column % 2 else 321) for column in range(8)]
    written.append(word("J2", 500, 500))
    terminal, name, kind = component(class_name="terminal"), word("J1", 100, 123), word(strange, 100, 93)
    assert tags([terminal], name, kind) == [strange]
    assert tags([terminal, *others], name, kind, *written)[0] == "J1"
    assert tags([terminal, *others], kind, *written)[0] == strange


def test_a_class_with_few_tags_follows_the_habit_of_the_sheet() -> None:
    column = [component(100, y, "switch") for y in range(100, 700, 100)]
    words = [word(f"U{row}", 86, 105 + 100 * row, 12) for row in range(len(column))]
    pair = [component(63, 800, "motor"), component(100, 800, "motor")]
    between = word("U99", 85, 805, 12)
    assert tags([*column, *pair], *words, between)[-2:] == [None, "U99"]
    assert tags(pair, between) == ["U99", None]


def test_a_tag_that_no_component_carries_is_told_with_its_place() -> None:
    enclosure, beside = word("B37", 300, 300, 14), word("CB-101", 122, 105)
    assert unowned([component()], beside, enclosure) == [("B37", (300, 300, 14, 6))]
    assert unowned([], enclosure, word("20A", 400, 300)) == [("B37", (300, 300, 14, 6))]


def test_a_tag_written_again_elsewhere_is_told_once_and_not_when_a_component_carries_it() -> None:
    twice = word("B37", 300, 300, 14), word("B37", 500, 300, 14)
    assert unowned([component()], *twice) == [("B37", (300, 300, 14, 6))]
    assert unowned([component()], word("CB-101", 122, 105), word("CB-101", 300, 300)) == []


def test_names_of_pins_are_no_tags_without_an_owner() -> None:
    outline = component(size=80, class_name="plc_module")
    assert unowned([outline], *module("IN0", "IN1", "IN2", "IN3"), word("K7", 400, 400)) == [
        ("K7", (400, 400, 20, 6))
    ]
