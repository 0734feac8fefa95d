import pytest

from benchmarks.legend_words import SPOKEN
from orchestrator.recognition.legend.naming import class_of, own_class
from orchestrator.taxonomy import CLASSES


@pytest.mark.parametrize(
    ("description", "class_name"),
    [
        ("DUPLEX RECEPTACLE", "receptacle"),
        ("Duplex receptacle, NEMA 5-20R, 18 inches AFF, UON.", "receptacle"),
        ("GROUND FAULT CIRCUIT INTERRUPTER RECEPTACLE", "gfci_receptacle"),
        ("SINGLE POLE SWITCH", "switch"),
        ("3-WAY SWITCH/ TRANSFER SWITCH", None),
        ("THREE-WAY SWITCH", "three_way_switch"),
        ("EXIT SIGN, CEILING MOUNTED", "exit_sign"),
        ("CURRENT TRANSFORMER", "current_transformer"),
        ("FLOOR MOUNTED DUPLEX RECEPTACLE", "floor_box"),
        ("CONNECTION TO GROUND", "ground"),
        ("FLOW SWITCH", None),
        ("CONDUIT RUN TO PANELBOARD", None),
        ("HANDHOLE", None),
    ],
)
def test_a_description_names_a_class_of_the_taxonomy_or_none(
    description: str, class_name: str | None
) -> None:
    assert class_of(description) == class_name


def test_every_class_has_descriptions_that_name_it_and_the_usual_ones_name_the_right_class() -> None:
    assert set(SPOKEN) == set(CLASSES)
    wrong = {
        text: class_of(text) for name, texts in SPOKEN.items() for text in texts if class_of(text) != name
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("GROUND ROD", "ground_rod"),
        ("HANDHOLE, 24 X 36 IN.", "handhole"),
        ("AUTOMATIC TRANSFER SWITCH", "automatic_transfer_switch"),
        ("TYPE OF THE", None),
        ("24 X 36", None),
        ("", None),
    ],
)
def test_what_the_taxonomy_lacks_gets_a_name_of_its_description(description: str, name: str | None) -> None:
    assert own_class(description) == name
