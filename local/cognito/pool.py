"""The operations of the user pool that moto gets wrong or lacks, each named as in Cognito's API."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any, Final

from local.cognito import directory
from local.cognito.codes import EXPIRED, Codes
from local.cognito.directory import Client, User
from local.cognito.failures import CognitoFailure, invalid_parameter, not_authorized
from local.cognito.second_factor import SecondFactor
from local.cognito.sessions import Sessions
from local.cognito.triggers import Subject, Triggers

Request = Mapping[str, Any]
Answer = dict[str, Any]
PASSWORD_FLOWS: Final = {"USER_PASSWORD_AUTH": "ALLOW_USER_PASSWORD_AUTH"}
ADMIN_FLOWS: Final = {
    "ADMIN_USER_PASSWORD_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ADMIN_NO_SRP_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH",
}


class Pool:
    """Sign-up, sign-in, tokens and passwords on top of moto's users."""

    def __init__(
        self, triggers: Triggers, codes: Codes, sessions: Sessions, second_factor: SecondFactor
    ) -> None:
        self._triggers = triggers
        self._codes = codes
        self._sessions = sessions
        self._second_factor = second_factor
        self.operations: Final[Mapping[str, Callable[[Request], Answer]]] = {
            "SignUp": self.sign_up,
            "ConfirmSignUp": self.confirm_sign_up,
            "AdminConfirmSignUp": self.admin_confirm_sign_up,
            "ResendConfirmationCode": self.resend_confirmation_code,
            "InitiateAuth": self.initiate_auth,
            "AdminInitiateAuth": self.admin_initiate_auth,
            "GetTokensFromRefreshToken": self.get_tokens_from_refresh_token,
            "RevokeToken": self.revoke_token,
            "GlobalSignOut": self.global_sign_out,
            "AdminUserGlobalSignOut": self.admin_user_global_sign_out,
            "GetUser": self.get_user,
            "ChangePassword": self.change_password,
            "ForgotPassword": self.forgot_password,
            "ConfirmForgotPassword": self.confirm_forgot_password,
            **second_factor.operations,
        }

    def sign_up(self, request: Request) -> Answer:
        """Register a user and send the confirmation code."""
        client = directory.client(request["ClientId"])
        email = directory.require_email(request["Username"])
        if directory.find(client.pool_id, email):
            raise CognitoFailure("UsernameExistsException", "An account with the given email already exists.")
        directory.check_password(request["Password"])
        given = {pair["Name"]: pair["Value"] for pair in request.get("UserAttributes") or []}
        subject = Subject(
            client.pool_id, client.client_id, directory.new_username(), {**given, "email": email}
        )
        answer = self._triggers.pre_sign_up(subject, request)
        directory.add(client.pool_id, subject.username, request["Password"], subject.attributes)
        if answer.get("autoConfirmUser"):
            self._confirm(client, _require(client, email), request)
            return {"UserConfirmed": True, "UserSub": subject.username}
        self._codes.send(subject.username, email, "sign-up")
        delivery = _delivery(email)
        return {"UserConfirmed": False, "UserSub": subject.username, "CodeDeliveryDetails": delivery}

    def confirm_sign_up(self, request: Request) -> Answer:
        """Confirm a user by the code that was sent."""
        client = directory.client(request["ClientId"])
        user = _require(client, request["Username"], CognitoFailure("ExpiredCodeException", EXPIRED))
        if user.status != "UNCONFIRMED":
            raise not_authorized(f"User cannot be confirmed. Current status is {user.status}")
        self._codes.use(user.username, "sign-up", request["ConfirmationCode"])
        self._confirm(client, user, request)
        return {}

    def admin_confirm_sign_up(self, request: Request) -> Answer:
        """Confirm a user without a code."""
        user = _find(request["UserPoolId"], request["Username"])
        if user.status != "UNCONFIRMED":
            raise not_authorized(f"User cannot be confirmed. Current status is {user.status}")
        directory.confirm(request["UserPoolId"], user.username)
        subject = Subject(request["UserPoolId"], "CLIENT_ID_NOT_APPLICABLE", user.username, _confirmed(user))
        self._triggers.post_confirmation("PostConfirmation_ConfirmSignUp", subject, request)
        return {}

    def resend_confirmation_code(self, request: Request) -> Answer:
        """Send a new code; an unknown address is answered alike."""
        client = directory.client(request["ClientId"])
        user = directory.find(client.pool_id, request["Username"])
        if user is None:
            return {"CodeDeliveryDetails": _delivery_to_unknown(client, request["Username"])}
        if user.confirmed:
            raise invalid_parameter("User is already confirmed.")
        self._codes.send(user.username, user.attributes["email"], "sign-up")
        return {"CodeDeliveryDetails": _delivery(user.attributes["email"])}

    def initiate_auth(self, request: Request) -> Answer:
        """Sign in with a password, or refresh where the client does not rotate."""
        client = directory.client(request["ClientId"])
        flow = request["AuthFlow"]
        if flow in {"REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"}:
            if client.rotates or "ALLOW_REFRESH_TOKEN_AUTH" not in client.flows:
                raise not_authorized("Refresh token auth flow not enabled for this client")
            return self._sessions.renew(client, request["AuthParameters"]["REFRESH_TOKEN"])
        return self._sign_in(client, request, PASSWORD_FLOWS)

    def admin_initiate_auth(self, request: Request) -> Answer:
        """Sign in with a password on behalf of a back end."""
        return self._sign_in(directory.client(request["ClientId"]), request, ADMIN_FLOWS)

    def get_tokens_from_refresh_token(self, request: Request) -> Answer:
        """Exchange a refresh token; where the client rotates it is used up."""
        return self._sessions.renew(directory.client(request["ClientId"]), request["RefreshToken"])

    def revoke_token(self, request: Request) -> Answer:
        """End the sign-in a refresh token belongs to."""
        client = directory.client(request["ClientId"])
        self._sessions.grants.revoke(request["Token"], client.client_id)
        return {}

    def global_sign_out(self, request: Request) -> Answer:
        """End every sign-in of the token's user."""
        self._sessions.grants.revoke_all(self._sessions.claims(request["AccessToken"])["sub"])
        return {}

    def admin_user_global_sign_out(self, request: Request) -> Answer:
        """End every sign-in of a user."""
        self._sessions.grants.revoke_all(_find(request["UserPoolId"], request["Username"]).username)
        return {}

    def get_user(self, request: Request) -> Answer:
        """Return the attributes of the token's user."""
        user = self._sessions.user(request["AccessToken"])
        pairs = [{"Name": name, "Value": value} for name, value in user.attributes.items()]
        return {"Username": user.username, "UserAttributes": pairs}

    def change_password(self, request: Request) -> Answer:
        """Replace the password of the token's user, who knows the old one."""
        user = self._sessions.user(request["AccessToken"])
        if not _same(user.password, request["PreviousPassword"]):
            raise not_authorized()
        directory.set_password(
            self._sessions.pool_id(request["AccessToken"]), user.username, request["ProposedPassword"]
        )
        return {}

    def forgot_password(self, request: Request) -> Answer:
        """Send a code that lets the user choose a new password; an unknown address is answered alike."""
        client = directory.client(request["ClientId"])
        user = directory.find(client.pool_id, request["Username"])
        if user is None or not user.enabled:
            return {"CodeDeliveryDetails": _delivery_to_unknown(client, request["Username"])}
        if not user.confirmed:
            raise invalid_parameter("Cannot reset password for the user as there is no verified email.")
        self._codes.send(user.username, user.attributes["email"], "password")
        return {"CodeDeliveryDetails": _delivery(user.attributes["email"])}

    def confirm_forgot_password(self, request: Request) -> Answer:
        """Set a new password by the code that was sent."""
        client = directory.client(request["ClientId"])
        user = _require(client, request["Username"], CognitoFailure("ExpiredCodeException", EXPIRED))
        directory.check_password(request["Password"])
        self._codes.use(user.username, "password", request["ConfirmationCode"])
        directory.set_password(client.pool_id, user.username, request["Password"])
        subject = Subject(client.pool_id, client.client_id, user.username, _confirmed(user))
        self._triggers.post_confirmation("PostConfirmation_ConfirmForgotPassword", subject, request)
        return {}

    def _sign_in(self, client: Client, request: Request, flows: Mapping[str, str]) -> Answer:
        flow = request["AuthFlow"]
        if flows.get(flow) not in client.flows:
            raise invalid_parameter(f"{flow} flow not enabled for this client")
        given = request["AuthParameters"]
        user = _require(client, given["USERNAME"])
        if not user.enabled or not _same(user.password, given["PASSWORD"]):
            raise not_authorized()
        if user.status == "UNCONFIRMED":
            raise CognitoFailure("UserNotConfirmedException", "User is not confirmed.")
        if not user.confirmed:
            raise CognitoFailure("PasswordResetRequiredException", "Password reset required for the user")
        return self._second_factor.start(client, user)

    def _confirm(self, client: Client, user: User, request: Request) -> None:
        directory.confirm(client.pool_id, user.username)
        subject = Subject(client.pool_id, client.client_id, user.username, _confirmed(user))
        self._triggers.post_confirmation("PostConfirmation_ConfirmSignUp", subject, request)


def _require(client: Client, username: str, hidden: CognitoFailure | None = None) -> User:
    user = directory.find(client.pool_id, username)
    if user:
        return user
    if client.hides_users:
        raise hidden or not_authorized()
    raise CognitoFailure("UserNotFoundException", "User does not exist.")


def _find(pool_id: str, username: str) -> User:
    user = directory.find(pool_id, username)
    if user is None:
        raise CognitoFailure("UserNotFoundException", "User does not exist.")
    return user


def _confirmed(user: User) -> dict[str, str]:
    return {**user.attributes, "email_verified": "true", "cognito:user_status": "CONFIRMED"}


def _same(stored: str, given: str) -> bool:
    return hmac.compare_digest(stored.encode(), given.encode())


def _delivery(email: str) -> dict[str, str]:
    name, _, domain = email.partition("@")
    masked = f"{name[:1]}***@{domain[:1]}***"
    return {"Destination": masked, "DeliveryMedium": "EMAIL", "AttributeName": "email"}


def _delivery_to_unknown(client: Client, username: str) -> dict[str, str]:
    if not client.hides_users:
        raise CognitoFailure("UserNotFoundException", "Username/client id combination not found.")
    return _delivery(username)
