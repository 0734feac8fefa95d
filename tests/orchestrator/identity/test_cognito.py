from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from botocore.exceptions import ClientError
from botocore.stub import ANY, Stubber

from orchestrator.errors import AppError, Forbidden, Invalid, TooMany, Unauthenticated, Unavailable
from orchestrator.identity.bodies import Tokens
from orchestrator.identity.cognito import UserPool
from orchestrator.identity.refusals import NOT_CHECKED
from orchestrator.storage.aws import client, forget_clients
from tests.conftest import ENVIRONMENT

POOL = UserPool("us-east-1_Ab1Cd2Ef3", "1example23456789abcdefghij")
EMAIL, PASSWORD = "mara@example.com", "Tungsten-Lamp-60W"
Ask = Callable[[], object]

ASKS: dict[str, tuple[str, Ask]] = {
    "register": ("sign_up", lambda: POOL.register(EMAIL, PASSWORD, "Mara")),
    "confirm": ("confirm_sign_up", lambda: POOL.confirm(EMAIL, "123456")),
    "resend": ("resend_confirmation_code", lambda: POOL.resend_code(EMAIL)),
    "sign in": ("initiate_auth", lambda: POOL.sign_in(EMAIL, PASSWORD)),
    "refresh": ("get_tokens_from_refresh_token", lambda: POOL.refresh("old")),
    "revoke": ("revoke_token", lambda: POOL.revoke("old")),
    "sign out": ("global_sign_out", lambda: POOL.sign_out_everywhere("access")),
    "forgot": ("forgot_password", lambda: POOL.forgot_password(EMAIL)),
    "reset": ("confirm_forgot_password", lambda: POOL.reset_password(EMAIL, "123456", PASSWORD)),
}


@pytest.fixture(scope="module", autouse=True)
def _region() -> Iterator[None]:
    """One client for all tests here: nothing leaves it, each test stubs its answers."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        forget_clients()
        yield
        forget_clients()


@pytest.fixture
def cognito() -> Iterator[Stubber]:
    """Cognito's answers, one after the other; every expected call must come."""
    with Stubber(client("cognito-idp")) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def _refused(cognito: Stubber, ask: str, code: str, message: str = "said Cognito") -> AppError:
    operation, call = ASKS[ask]
    cognito.add_client_error(operation, code, message)
    with pytest.raises(AppError) as caught:
        call()
    return caught.value


def _result(**more: str) -> dict[str, Any]:
    tokens = {"AccessToken": "a", "IdToken": "i", "ExpiresIn": 900, "TokenType": "Bearer"}
    return {"AuthenticationResult": tokens | more, "ChallengeParameters": {}}


def test_a_refresh_rotates_the_refresh_token(cognito: Stubber) -> None:
    asked = {"ClientId": POOL.client_id, "RefreshToken": "old"}
    answer = {"AuthenticationResult": _result(RefreshToken="new")["AuthenticationResult"]}
    cognito.add_response("get_tokens_from_refresh_token", answer, asked)
    assert POOL.refresh("old").model_dump() == {
        "access_token": "a",
        "refresh_token": "new",
        "id_token": "i",
        "token_type": "Bearer",
        "expires_in": 900,
    }


def test_signing_in_sends_name_and_password_and_gives_every_token(cognito: Stubber) -> None:
    asked = {
        "ClientId": POOL.client_id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": EMAIL, "PASSWORD": PASSWORD},
    }
    cognito.add_response("initiate_auth", _result(RefreshToken="r"), asked)
    assert cast("Tokens", POOL.sign_in(EMAIL, PASSWORD)).refresh_token == "r"


def test_a_challenge_is_not_mistaken_for_a_session(cognito: Stubber) -> None:
    cognito.add_response("initiate_auth", {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s" * 20})
    with pytest.raises(Forbidden, match="NEW_PASSWORD_REQUIRED"):
        POOL.sign_in(EMAIL, PASSWORD)


def test_revoking_names_the_refresh_token(cognito: Stubber) -> None:
    cognito.add_response("revoke_token", {}, {"ClientId": POOL.client_id, "Token": "old"})
    POOL.revoke("old")


def test_a_new_password_is_set_by_its_code(cognito: Stubber) -> None:
    cognito.add_response("confirm_forgot_password", {}, ANY_RESET)
    POOL.reset_password(EMAIL, "123456", PASSWORD)


def test_an_account_is_told_by_its_id_and_its_sessions_end(cognito: Stubber) -> None:
    named = {"UserPoolId": POOL.pool_id, "Username": EMAIL}
    attributes = [{"Name": "email", "Value": EMAIL}, {"Name": "sub", "Value": "u1"}]
    cognito.add_response("admin_get_user", {"Username": "u", "UserAttributes": attributes}, named)
    cognito.add_client_error("admin_get_user", "UserNotFoundException")
    cognito.add_response("admin_user_global_sign_out", {}, named)
    assert (POOL.user_id(EMAIL), POOL.user_id(EMAIL)) == ("u1", None)
    POOL.end_sessions(EMAIL)


ANY_RESET = {"ClientId": ANY, "Username": EMAIL, "ConfirmationCode": "123456", "Password": PASSWORD}


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        ("register", "UsernameExistsException"),
        ("resend", "UserNotFoundException"),
        ("resend", "InvalidParameterException"),
        ("resend", "LimitExceededException"),
        ("forgot", "UserNotFoundException"),
        ("forgot", "NotAuthorizedException"),
        ("forgot", "InvalidParameterException"),
        ("forgot", "LimitExceededException"),
        ("sign out", "NotAuthorizedException"),
    ],
)
def test_what_would_tell_of_an_account_counts_as_done(cognito: Stubber, ask: str, code: str) -> None:
    operation, call = ASKS[ask]
    cognito.add_client_error(operation, code)
    assert call() is None


@pytest.mark.parametrize("ask", ["sign in", "confirm", "reset"])
def test_an_unknown_account_is_refused_with_the_same_words_as_a_wrong_secret(
    cognito: Stubber, ask: str
) -> None:
    wrong = "NotAuthorizedException" if ask == "sign in" else "CodeMismatchException"
    known, unknown = _refused(cognito, ask, wrong), _refused(cognito, ask, "UserNotFoundException")
    assert (type(known), known.detail, known.fields) == (type(unknown), unknown.detail, unknown.fields)


@pytest.mark.parametrize(
    "code", ["UserNotFoundException", "UserNotConfirmedException", "PasswordResetRequiredException"]
)
def test_every_reason_not_to_sign_in_has_one_sentence(cognito: Stubber, code: str) -> None:
    refused, wrong = (
        _refused(cognito, "sign in", code),
        _refused(cognito, "sign in", "NotAuthorizedException"),
    )
    assert isinstance(refused, Unauthenticated)
    assert refused.detail == wrong.detail


@pytest.mark.parametrize("ask", ["confirm", "reset"])
@pytest.mark.parametrize(
    "code",
    [
        "CodeMismatchException",
        "ExpiredCodeException",
        "TooManyFailedAttemptsException",
        "LimitExceededException",
        "InvalidParameterException",
    ],
)
def test_every_reason_to_refuse_a_code_has_one_sentence(cognito: Stubber, ask: str, code: str) -> None:
    refused = _refused(cognito, ask, code)
    assert isinstance(refused, Invalid)
    assert "ask for a new one" in refused.detail
    assert refused.fields[0].field == "body.code"


@pytest.mark.parametrize(
    "code", ["NotAuthorizedException", "RefreshTokenReuseException", "UserNotFoundException"]
)
def test_a_refresh_token_that_does_not_count_means_sign_in_again(cognito: Stubber, code: str) -> None:
    refused = _refused(cognito, "refresh", code)
    assert isinstance(refused, Unauthenticated)
    assert "sign in again" in refused.detail


@pytest.mark.parametrize("code", ["UnsupportedTokenTypeException", "InvalidParameterException"])
def test_what_is_no_refresh_token_is_said_so(cognito: Stubber, code: str) -> None:
    refused = _refused(cognito, "revoke", code)
    assert isinstance(refused, Invalid)
    assert refused.fields[0].field == "body.refresh_token"


@pytest.mark.parametrize("ask", ["register", "reset"])
def test_a_password_cognito_refuses_is_explained_in_its_words(cognito: Stubber, ask: str) -> None:
    refused = _refused(cognito, ask, "InvalidPasswordException", "Password was leaked")
    assert isinstance(refused, Invalid)
    assert refused.fields[0].message == "Password was leaked"


def test_a_refused_domain_is_told_in_the_hooks_own_sentence(cognito: Stubber) -> None:
    said = "PreSignUp failed with error Only addresses at a.no may register.."
    refused = _refused(cognito, "register", "UserLambdaValidationException", said)
    assert isinstance(refused, Invalid)
    assert refused.detail == "Only addresses at a.no may register."


def test_an_address_cognito_refuses_is_the_fields_fault(cognito: Stubber) -> None:
    refused = _refused(cognito, "register", "InvalidParameterException")
    assert isinstance(refused, Invalid)
    assert refused.fields[0].field == "body.email"


def test_a_disabled_account_is_told_so_once_the_password_was_right(cognito: Stubber) -> None:
    said = "PreTokenGeneration failed with error This account is disabled.."
    refused = _refused(cognito, "sign in", "UserLambdaValidationException", said)
    assert isinstance(refused, Forbidden)
    assert refused.detail == "This account is disabled."


@pytest.mark.parametrize(("ask", "hook"), [("register", "PreSignUp"), ("sign in", "PreTokenGeneration")])
def test_a_hook_that_could_not_look_is_our_failure_not_the_callers(
    cognito: Stubber, ask: str, hook: str
) -> None:
    said = f"{hook} failed with error {NOT_CHECKED}."
    refused = _refused(cognito, ask, "UserLambdaValidationException", said)
    assert isinstance(refused, Unavailable)
    assert refused.detail == NOT_CHECKED


@pytest.mark.parametrize("code", ["UserLambdaValidationException", "UnexpectedLambdaException"])
def test_a_failed_hook_after_confirmation_leaves_the_account_confirmed(cognito: Stubber, code: str) -> None:
    operation, call = ASKS["confirm"]
    cognito.add_client_error(operation, code)
    assert call() is None


@pytest.mark.parametrize("ask", ["register", "resend", "forgot"])
def test_a_code_that_cannot_be_delivered_tells_nobody_of_the_account(
    cognito: Stubber, caplog: pytest.LogCaptureFixture, ask: str
) -> None:
    operation, call = ASKS[ask]
    cognito.add_client_error(operation, "CodeDeliveryFailureException")
    assert call() is None
    assert "code not delivered" in caplog.text


@pytest.mark.parametrize("ask", sorted(ASKS))
def test_an_overloaded_pool_asks_for_patience(cognito: Stubber, ask: str) -> None:
    assert isinstance(_refused(cognito, ask, "TooManyRequestsException"), TooMany)


@pytest.mark.parametrize("ask", sorted(ASKS))
def test_a_broken_pool_is_unavailable(cognito: Stubber, ask: str) -> None:
    assert isinstance(_refused(cognito, ask, "InternalErrorException"), Unavailable)


@pytest.mark.parametrize("ask", sorted(ASKS))
def test_a_wrong_configuration_is_not_blamed_on_the_caller(cognito: Stubber, ask: str) -> None:
    operation, call = ASKS[ask]
    cognito.add_client_error(operation, "ResourceNotFoundException")
    with pytest.raises(ClientError, match="ResourceNotFound"):
        call()
