from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from orchestrator.identity import bodies
from orchestrator.identity.passwords import weakness

PASSWORD = "Tungsten-Lamp-60W"


def _registration(**changes: Any) -> bodies.Registration:  # noqa: ANN401  # wrong types are the point
    good = {"email": "mara@example.com", "password": PASSWORD, "name": "Mara"}
    return bodies.Registration(**(good | changes))


def _sentences(model: type[BaseModel], **values: object) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        model(**values)
    return [error["msg"] for error in caught.value.errors()]


def test_addresses_are_trimmed_and_lower_case() -> None:
    assert _registration(email="  Mara.L@Example.COM ").email == "mara.l@example.com"


@pytest.mark.parametrize("email", ["o'neil+tag@site.co.uk", "å@å.no", "a_b@xn--55qx5d.cn", "a@b.c"])
def test_unusual_addresses_are_addresses(email: str) -> None:
    assert _registration(email=email).email == email


@pytest.mark.parametrize(
    "email",
    [
        "",
        "mara",
        "mara@",
        "@example.com",
        "a@b@c.com",
        "mara@localhost",
        "mara@.com",
        "mara@example..com",
        "ma ra@example.com",
        "mara@example.com\nbcc:x@y.no",
        "Mara <mara@example.com>",
        "a\x00@example.com",
        "a,b@example.com",
        "a\u202e@example.com",
    ],
)
def test_what_is_no_address_is_said_so(email: str) -> None:
    assert _sentences(bodies.Address, email=email) == [
        "This is not an e-mail address, like name@company.com."
    ]


def test_an_address_longer_than_cognito_takes_is_refused() -> None:
    assert _sentences(bodies.Address, email="a" * 124 + "@b.no") == [
        "String should have at most 128 characters"
    ]


@pytest.mark.parametrize(
    ("password", "lack"),
    [
        ("Short-1a", "12 to 256"),
        ("Aa1-" + "x" * 253, "12 to 256"),
        ("tungsten-lamp-60w", "capital"),
        ("TUNGSTEN-LAMP-60W", "small"),
        ("Tungsten-Lamp-LED", "digit"),
        ("TungstenLamp60Watt", "symbol"),
        (" Tungsten-Lamp-60W", "space"),
    ],
)
def test_a_weak_new_password_gets_a_sentence_and_is_not_repeated(password: str, lack: str) -> None:
    with pytest.raises(ValidationError, match=lack) as caught:
        _registration(password=password)
    assert caught.value.errors()[0]["loc"] == ("password",)
    assert password not in caught.value.errors()[0]["msg"]


def test_a_strong_password_lacks_nothing() -> None:
    assert weakness(PASSWORD) is None
    assert _registration().password.get_secret_value() == PASSWORD


def test_no_password_or_token_shows_in_a_log() -> None:
    shown = repr(_registration()) + repr(bodies.SignOut(refresh_token="very-secret"))
    assert PASSWORD not in shown
    assert "very-secret" not in shown


@pytest.mark.parametrize("name", ["<script>", "a\x00b", "a\nb", "\u202eevil"])
def test_names_have_no_markup_or_control_characters(name: str) -> None:
    assert _sentences(bodies.Registration, email="a@b.no", password=PASSWORD, name=name) == [
        "A name has no control characters and no < or >."
    ]


@pytest.mark.parametrize(
    "name",
    ["Mary 👩\u200d🔧", "क्\u200dष", "می\u200cخواهم", "🏴\U000e0067\U000e0062\U000e007f", "O'Brien-Łukasz 王"],
)
def test_a_name_is_kept_as_it_is_written(name: str) -> None:
    assert _registration(name=name).name == name


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_has_1_to_200_characters(name: str) -> None:
    with pytest.raises(ValidationError, match="character"):
        _registration(name=name)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "１２３４５６"])
def test_a_code_has_six_digits(code: str) -> None:
    assert _sentences(bodies.Confirmation, email="a@b.no", code=code) == ["A code has six digits."]


def test_unknown_fields_are_refused() -> None:
    assert _sentences(bodies.Address, email="a@b.no", admin=True) == ["Extra inputs are not permitted"]
