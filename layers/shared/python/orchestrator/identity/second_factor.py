"""The second factor, over Cognito: six digits of an authenticator app (TOTP, RFC 6238), each person's own choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from orchestrator.errors import FieldError, Forbidden, Invalid, Unauthenticated
from orchestrator.identity.bodies import Authenticator, Tokens
from orchestrator.identity.challenges import WRONG_ANSWER, opened
from orchestrator.identity.cognito import NO_ACCOUNT, UserPool, sentences, tokens_of
from orchestrator.storage.aws import client

_ISSUER: Final = "Electrical Orchestrator"
_WRONG_CODE: Final = (
    "The code is not that of the authenticator asked for last; ask for one, then send the code its app shows."
)


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Asks for the second factor, and lets people have one."""

    pool: UserPool

    def begin(self, access_token: str, email: str) -> Authenticator:
        """Return a new secret for an authenticator app; it counts once a code of it was shown."""
        with sentences(NO_ACCOUNT, Unauthenticated("The access token is not valid any more; sign in again.")):
            answer = client("cognito-idp").associate_software_token(AccessToken=access_token)
        secret = answer["SecretCode"]
        label = f"{quote(_ISSUER)}:{quote(email)}"
        return Authenticator(
            secret=secret, uri=f"otpauth://totp/{label}?secret={secret}&issuer={quote(_ISSUER)}"
        )

    def confirm(self, access_token: str, code: str) -> None:
        """Ask for a code at every sign-in from now on, since this one proves that the app has the secret.

        Raises:
            Invalid: when the code is not the app's, or no authenticator was asked for.
        """
        refused = frozenset(
            {
                "EnableSoftwareTokenMFAException",
                "CodeMismatchException",
                "SoftwareTokenMFANotFoundException",
                "InvalidParameterException",
            }
        )
        with sentences(refused, Invalid(_WRONG_CODE, FieldError("body.code", _WRONG_CODE))):
            client("cognito-idp").verify_software_token(AccessToken=access_token, UserCode=code)
        self._prefer(access_token, wanted=True)

    def give_up(self, access_token: str, email: str, password: str) -> None:
        """Ask for no code any more; the password proves that it is not somebody at an open session.

        Raises:
            Forbidden: when it is not the password.
        """
        try:
            self.pool.sign_in(email, password)
        except Unauthenticated as error:
            raise Forbidden("The password is wrong.") from error
        self._prefer(access_token, wanted=False)

    def answer(self, session: str, code: str) -> Tokens:
        """Return the tokens of the session whose challenge the code answers.

        Raises:
            Unauthenticated: when it does not, for whatever reason.
        """
        user, given = opened(session)
        refused = NO_ACCOUNT | {
            "CodeMismatchException",
            "ExpiredCodeException",
            "InvalidParameterException",
            "SoftwareTokenMFANotFoundException",
            "TooManyFailedAttemptsException",
        }
        with sentences(refused, Unauthenticated(WRONG_ANSWER)):
            result = client("cognito-idp").respond_to_auth_challenge(
                ClientId=self.pool.client_id,
                ChallengeName="SOFTWARE_TOKEN_MFA",
                Session=given,
                ChallengeResponses={"USERNAME": user, "SOFTWARE_TOKEN_MFA_CODE": code},
            )
        if "AuthenticationResult" not in result:
            raise Unauthenticated(WRONG_ANSWER)
        return tokens_of(result["AuthenticationResult"])

    def _prefer(self, access_token: str, *, wanted: bool) -> None:
        with sentences():
            client("cognito-idp").set_user_mfa_preference(
                AccessToken=access_token,
                SoftwareTokenMfaSettings={"Enabled": wanted, "PreferredMfa": wanted},
            )
