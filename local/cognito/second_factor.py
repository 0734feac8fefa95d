"""The operations of the user pool that concern the second factor, each named as in Cognito's API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from local.cognito import directory
from local.cognito.authenticators import Authenticators
from local.cognito.directory import Client, User
from local.cognito.failures import invalid_parameter, not_authorized
from local.cognito.sessions import Sessions

CHALLENGE: Final = "SOFTWARE_TOKEN_MFA"
Request = Mapping[str, Any]
Answer = dict[str, Any]


class SecondFactor:
    """Asks whoever wants it for a code of their authenticator app."""

    def __init__(self, sessions: Sessions, authenticators: Authenticators) -> None:
        self._sessions = sessions
        self._authenticators = authenticators
        self.operations: Final[Mapping[str, Callable[[Request], Answer]]] = {
            "AssociateSoftwareToken": self.associate_software_token,
            "VerifySoftwareToken": self.verify_software_token,
            "SetUserMFAPreference": self.set_user_mfa_preference,
            "RespondToAuthChallenge": self.respond_to_auth_challenge,
        }

    def start(self, client: Client, user: User) -> Answer:
        """Return the tokens of a new sign-in, or the challenge of a user who is asked for a code."""
        if not self._authenticators.asks(user.username):
            return self._sessions.start(client, user)
        session = self._authenticators.challenge(user.username, client.client_id)
        parameters = {"USER_ID_FOR_SRP": user.username, "FRIENDLY_DEVICE_NAME": "authenticator"}
        return {"ChallengeName": CHALLENGE, "Session": session, "ChallengeParameters": parameters}

    def associate_software_token(self, request: Request) -> Answer:
        """Return a secret for an authenticator app of the token's user."""
        user = self._sessions.user(request["AccessToken"])
        return {"SecretCode": self._authenticators.begin(user.username)}

    def verify_software_token(self, request: Request) -> Answer:
        """Take the app whose code this is."""
        user = self._sessions.user(request["AccessToken"])
        self._authenticators.verify(user.username, request["UserCode"])
        return {"Status": "SUCCESS"}

    def set_user_mfa_preference(self, request: Request) -> Answer:
        """Switch the app of the token's user on or off."""
        user = self._sessions.user(request["AccessToken"])
        wanted = bool(request.get("SoftwareTokenMfaSettings", {}).get("Enabled"))
        self._authenticators.prefer(user.username, wanted=wanted)
        return {}

    def respond_to_auth_challenge(self, request: Request) -> Answer:
        """Return the tokens of the sign-in whose challenge the code answers."""
        if request["ChallengeName"] != CHALLENGE:
            raise invalid_parameter(f"The embedded user pool does not ask {request['ChallengeName']}.")
        client = directory.client(request["ClientId"])
        given = request["ChallengeResponses"]
        user = directory.find(client.pool_id, given["USERNAME"])
        if user is None or not user.enabled:
            raise not_authorized()
        self._authenticators.answer(
            request["Session"], user.username, client.client_id, given["SOFTWARE_TOKEN_MFA_CODE"]
        )
        return self._sessions.start(client, user)
