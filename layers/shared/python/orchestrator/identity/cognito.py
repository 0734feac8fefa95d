"""The user pool, over boto3: what a person does with their account, and Cognito's refusals as sentences.

No answer tells whether an account exists: one sentence covers every reason why a sign-in or a code is
refused, and what would reveal an account (a taken address, an unknown one) counts as done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from orchestrator.errors import (
    AppError,
    FieldError,
    Forbidden,
    Invalid,
    TooMany,
    Unauthenticated,
    Unavailable,
)
from orchestrator.identity.bodies import Challenge, Tokens
from orchestrator.identity.challenges import challenge
from orchestrator.identity.refusals import NOT_CHECKED
from orchestrator.storage.aws import client
from orchestrator.telemetry import logger

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import AttributeTypeTypeDef, AuthenticationResultTypeTypeDef

_BAD_SIGN_IN: Final = (
    "The e-mail address or the password is wrong, or the account is not confirmed or needs a new password."
)
_BAD_CODE: Final = "The code is wrong, has expired or was tried too often; ask for a new one."
_BAD_REFRESH: Final = "The refresh token is not valid any more; sign in again."
_BAD_ADDRESS: Final = "This e-mail address is not accepted."
_NOT_OURS: Final = "This is not a refresh token of this application."
NO_ACCOUNT: Final = frozenset(
    {"UserNotFoundException", "NotAuthorizedException", "UserNotConfirmedException"}
)
_HOOK_FAILED: Final = frozenset({"UserLambdaValidationException", "UnexpectedLambdaException"})
_NO_REFRESH_TOKEN: Final = frozenset(
    {"UnsupportedTokenTypeException", "InvalidParameterException", "UnauthorizedException"}
)
_OVERLOADED: Final = frozenset({"TooManyRequestsException", "LimitExceededException"})
_BROKEN: Final = frozenset(
    {
        "InternalErrorException",
        "UnexpectedLambdaException",
        "InvalidLambdaResponseException",
    }
)
_NOT_DELIVERED: Final = "CodeDeliveryFailureException"
_NO_CODE: Final = NO_ACCOUNT | {"InvalidParameterException", "LimitExceededException", _NOT_DELIVERED}
"""Why no code is sent: some of it happens to accounts alone, the rest where there is none."""
_REFUSED_CODE: Final = NO_ACCOUNT | {
    "InvalidParameterException",  # also an account without a verified address
    "CodeMismatchException",
    "ExpiredCodeException",
    "AliasExistsException",
    "TooManyFailedAttemptsException",
    "LimitExceededException",
}


@dataclass(frozen=True, slots=True)
class UserPool:
    """One user pool through its app client (no secret; user name and password; rotating refresh tokens)."""

    pool_id: str
    client_id: str

    def register(self, email: str, password: str, name: str) -> None:
        """Make an unconfirmed account and send it a code; an address that is taken changes nothing.

        Raises:
            Invalid: when Cognito or the sign-up hook does not accept the address or the password.
        """
        attributes: list[AttributeTypeTypeDef] = [
            {"Name": "email", "Value": email},
            {"Name": "name", "Value": name},
        ]
        unaccepted = Invalid(_BAD_ADDRESS, FieldError("body.email", _BAD_ADDRESS))
        refused = frozenset({"InvalidParameterException"})
        with sentences(refused, unaccepted), _nothing_on("UsernameExistsException", _NOT_DELIVERED):
            client("cognito-idp").sign_up(
                ClientId=self.client_id, Username=email, Password=password, UserAttributes=attributes
            )

    def confirm(self, email: str, code: str) -> None:
        """Confirm an account by the code that was sent.

        Raises:
            Invalid: when the code does not confirm this address.
        """
        with sentences(_REFUSED_CODE, Invalid(_BAD_CODE, FieldError("body.code", _BAD_CODE))):
            try:
                client("cognito-idp").confirm_sign_up(
                    ClientId=self.client_id, Username=email, ConfirmationCode=code
                )
            except ClientError as error:
                if _code(error) not in _HOOK_FAILED:
                    raise
                # Cognito confirms the account before it asks the hook; the first sign-in writes the profile.
                logger("sessions").warning("post confirmation failed", reason=_code(error))

    def resend_code(self, email: str) -> None:
        """Send the confirmation code again, if there is an account to confirm."""
        with sentences(), _nothing_on(*_NO_CODE):
            client("cognito-idp").resend_confirmation_code(ClientId=self.client_id, Username=email)

    def sign_in(self, email: str, password: str) -> Tokens | Challenge:
        """Return the tokens of a new session, or what else is asked of who has a second factor.

        Raises:
            Unauthenticated: when address and password do not open a session, for whatever reason.
            Forbidden: when the password is right but the account is disabled or must be finished first.
        """
        refused = NO_ACCOUNT | {"PasswordResetRequiredException"}
        with sentences(refused, Unauthenticated(_BAD_SIGN_IN)):
            answer = client("cognito-idp").initiate_auth(
                ClientId=self.client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": email, "PASSWORD": password},
            )
        if answer.get("ChallengeName") == "SOFTWARE_TOKEN_MFA":
            return challenge(answer["ChallengeParameters"]["USER_ID_FOR_SRP"], answer["Session"])
        if "AuthenticationResult" not in answer:
            asked = answer.get("ChallengeName", "another step")
            raise Forbidden(f"This account cannot sign in here: the user pool asks for {asked} first.")
        return tokens_of(answer["AuthenticationResult"])

    def refresh(self, refresh_token: str) -> Tokens:
        """Return new tokens for a refresh token, which is used up by that.

        Raises:
            Unauthenticated: when it is unknown, expired, revoked or was used before.
        """
        refused = NO_ACCOUNT | {"RefreshTokenReuseException", "InvalidParameterException"}
        with sentences(refused, Unauthenticated(_BAD_REFRESH)):
            answer = client("cognito-idp").get_tokens_from_refresh_token(
                ClientId=self.client_id, RefreshToken=refresh_token
            )
        return tokens_of(answer["AuthenticationResult"])

    def revoke(self, refresh_token: str) -> None:
        """End one session by its refresh token; one that is already revoked or expired is fine.

        Raises:
            Invalid: when it is no refresh token of this client.
        """
        with sentences(_NO_REFRESH_TOKEN, Invalid(_NOT_OURS, FieldError("body.refresh_token", _NOT_OURS))):
            client("cognito-idp").revoke_token(ClientId=self.client_id, Token=refresh_token)

    def sign_out_everywhere(self, access_token: str) -> None:
        """End every session of the token's user."""
        with sentences(), _nothing_on("NotAuthorizedException"):  # signed out already
            client("cognito-idp").global_sign_out(AccessToken=access_token)

    def forgot_password(self, email: str) -> None:
        """Send a code for a new password, if there is a confirmed account."""
        with sentences(), _nothing_on(*_NO_CODE):
            client("cognito-idp").forgot_password(ClientId=self.client_id, Username=email)

    def reset_password(self, email: str, code: str, password: str) -> None:
        """Set a new password by the code that was sent.

        Raises:
            Invalid: when the code does not belong to this address, or the password was used before.
        """
        with sentences(_REFUSED_CODE, Invalid(_BAD_CODE, FieldError("body.code", _BAD_CODE))):
            client("cognito-idp").confirm_forgot_password(
                ClientId=self.client_id, Username=email, ConfirmationCode=code, Password=password
            )

    def user_id(self, email: str) -> str | None:
        """Return the id (`sub`) of an account, None where there is no such account."""
        with sentences(), _nothing_on("UserNotFoundException"):
            user = client("cognito-idp").admin_get_user(UserPoolId=self.pool_id, Username=email)
            return next(a["Value"] for a in user["UserAttributes"] if a["Name"] == "sub")
        return None

    def end_sessions(self, email: str) -> None:
        """End every session of an account, as its administrator."""
        with sentences():
            client("cognito-idp").admin_user_global_sign_out(UserPoolId=self.pool_id, Username=email)


def tokens_of(result: AuthenticationResultTypeTypeDef) -> Tokens:
    """Return the tokens of Cognito's answer."""
    return Tokens(
        access_token=result["AccessToken"],
        refresh_token=result["RefreshToken"],
        id_token=result["IdToken"],
        expires_in=result["ExpiresIn"],
    )


@contextmanager
def _nothing_on(*codes: str) -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        if _code(error) not in codes:
            raise
        if _code(error) == _NOT_DELIVERED:
            logger("sessions").warning("code not delivered")


@contextmanager
def sentences(refused: frozenset[str] = frozenset(), sentence: AppError | None = None) -> Iterator[None]:
    """Turn Cognito's errors into ours; codes in `refused` become `sentence`, unknown ones stay."""
    try:
        yield
    except ClientError as error:
        code = _code(error)
        meant = sentence if code in refused else _meaning(code, error.response["Error"].get("Message", ""))
        if meant is None:
            raise
        raise meant from error


def _meaning(code: str, message: str) -> AppError | None:
    if code in {"InvalidPasswordException", "PasswordHistoryPolicyViolationException"}:
        return Invalid("The password is not accepted.", FieldError("body.password", message))
    if code == "UserLambdaValidationException":
        return _hook_said(message)
    if code in _OVERLOADED:
        return TooMany("Too many requests; try again in a minute.")
    if code in _BROKEN:
        return Unavailable("The sign-in service does not answer as it should; try again in a minute.")
    return None


def _hook_said(message: str) -> AppError:
    """Return what our own hook refused; Cognito wraps it as `PreSignUp failed with error <sentence>.`."""
    if NOT_CHECKED in message:
        return Unavailable(NOT_CHECKED)
    found = re.fullmatch(r"(\w+) failed with error (.*?)\.*", message, re.DOTALL)
    hook, sentence = found.groups() if found else ("", message)
    if hook == "PreSignUp":
        return Invalid(f"{sentence}.", FieldError("body.email", f"{sentence}."))
    return Forbidden(f"{sentence}.")


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])
