from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.local.conftest import Account
from tests.local.members import EMAIL, PASSWORD, member, refused, sign_in, sign_up


def test_a_user_who_is_not_confirmed_cannot_sign_in(embedded: Account) -> None:
    sign_up(embedded)
    with pytest.raises(ClientError) as error:
        sign_in(embedded)
    assert refused(error) == "UserNotConfirmedException"


def test_only_the_code_that_was_sent_confirms(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    sign_up(embedded)
    wrong = f"{(int(embedded.codes[0].code) + 1) % 1_000_000:06d}"
    with pytest.raises(ClientError) as error:
        cognito.confirm_sign_up(ClientId=embedded.pool.client_id, Username=EMAIL, ConfirmationCode=wrong)
    assert refused(error) == "CodeMismatchException"


def test_a_code_works_once_and_a_new_one_replaces_it(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    sign_up(embedded)
    cognito.resend_confirmation_code(ClientId=embedded.pool.client_id, Username=EMAIL)
    first, second = (sent.code for sent in embedded.codes)
    arguments: Any = {"ClientId": embedded.pool.client_id, "Username": EMAIL}
    if first != second:
        with pytest.raises(ClientError):
            cognito.confirm_sign_up(**arguments, ConfirmationCode=first)
    cognito.confirm_sign_up(**arguments, ConfirmationCode=second)
    with pytest.raises(ClientError) as error:
        cognito.confirm_sign_up(**arguments, ConfirmationCode=second)
    assert refused(error) == "NotAuthorizedException"


def test_guessing_codes_ends_after_five_attempts(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    sign_up(embedded)
    right = embedded.codes[0].code
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(ClientError):
            cognito.confirm_sign_up(ClientId=embedded.pool.client_id, Username=EMAIL, ConfirmationCode=wrong)
    with pytest.raises(ClientError) as error:
        cognito.confirm_sign_up(ClientId=embedded.pool.client_id, Username=EMAIL, ConfirmationCode=right)
    assert refused(error) == "TooManyFailedAttemptsException"


def test_the_triggers_get_the_events_that_cognito_sends(embedded: Account) -> None:
    sub = member(embedded)
    sign_in(embedded)
    sign_up_event, confirmation, generation = embedded.events
    assert [event["triggerSource"] for event in embedded.events] == [
        "PreSignUp_SignUp",
        "PostConfirmation_ConfirmSignUp",
        "TokenGeneration_Authentication",
    ]
    assert sign_up_event["request"]["userAttributes"] == {"name": "Lea", "email": EMAIL}
    assert sign_up_event["response"]["autoConfirmUser"] is False
    assert {event["userName"] for event in embedded.events} == {sub}
    assert confirmation["request"]["userAttributes"]["cognito:user_status"] == "CONFIRMED"
    assert confirmation["request"]["userAttributes"]["sub"] == sub
    assert generation["version"] == "2"
    assert generation["request"]["groupConfiguration"]["groupsToOverride"] == []
    assert generation["userPoolId"] == embedded.pool.pool_id


def test_a_refusing_trigger_stops_the_registration(embedded: Account) -> None:
    embedded.refusal = "Only addresses at acme.com may register."
    with pytest.raises(ClientError) as error:
        sign_up(embedded)
    assert refused(error) == "UserLambdaValidationException"
    assert "PreSignUp failed with error Only addresses" in str(error.value)
    embedded.refusal = None
    sign_up(embedded)  # nothing was kept of the first attempt


def test_a_forgotten_password_is_replaced_by_code(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    member(embedded)
    cognito.forgot_password(ClientId=embedded.pool.client_id, Username=EMAIL)
    sent = embedded.codes[-1]
    assert (sent.purpose, sent.email) == ("password", EMAIL)
    cognito.confirm_forgot_password(
        ClientId=embedded.pool.client_id,
        Username=EMAIL,
        ConfirmationCode=sent.code,
        Password="Another-horse-8",
    )
    assert embedded.events[-1]["triggerSource"] == "PostConfirmation_ConfirmForgotPassword"
    with pytest.raises(ClientError):
        sign_in(embedded)
    assert sign_in(embedded, "Another-horse-8")


def test_nobody_learns_whether_an_account_exists(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    member(embedded)
    with pytest.raises(ClientError) as wrong:
        sign_in(embedded, "Wrong-horse-7x")
    with pytest.raises(ClientError) as unknown:
        sign_in(embedded, email="nobody@example.com")
    assert wrong.value.response["Error"] == unknown.value.response["Error"]
    answers = [
        cognito.forgot_password(ClientId=embedded.pool.client_id, Username=email)["CodeDeliveryDetails"]
        for email in (EMAIL, "luca@example.com")
    ]
    assert answers[0] == answers[1]
    assert [sent.email for sent in embedded.codes] == [EMAIL, EMAIL]


def test_addresses_do_not_tell_case_apart(embedded: Account) -> None:
    member(embedded)
    assert sign_in(embedded, email=EMAIL.upper())
    with pytest.raises(ClientError) as error:
        sign_up(embedded, EMAIL.title())
    assert refused(error) == "UsernameExistsException"


def test_weak_passwords_and_names_that_are_no_address_are_refused(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    for username, password, code in (
        (EMAIL, "short", "InvalidPasswordException"),
        ("no-address", PASSWORD, "InvalidParameterException"),
    ):
        with pytest.raises(ClientError) as error:
            cognito.sign_up(ClientId=embedded.pool.client_id, Username=username, Password=password)
        assert refused(error) == code


def test_what_the_pool_does_not_offer_is_refused_instead_of_pretended(
    embedded: Account, cognito: CognitoIdentityProviderClient
) -> None:
    member(embedded)
    with pytest.raises(ClientError) as error:
        cognito.delete_user(AccessToken=sign_in(embedded)["AccessToken"])
    assert "does not offer DeleteUser" in str(error.value)
