"""The session routes: register, confirm, sign in and out, renew, a new password, and who am I."""

from __future__ import annotations

import time
from http import HTTPStatus

from orchestrator.errors import NotFound
from orchestrator.http import Response, Router, caller, secret
from orchestrator.identity import bodies, profiles
from orchestrator.identity.attempts import count_login
from orchestrator.identity.bearer import bearer_token
from orchestrator.identity.cognito import UserPool
from orchestrator.identity.revocation import revoke_session, revoke_user
from orchestrator.identity.second_factor import SecondFactor
from orchestrator.permissions import PERMISSIONS
from orchestrator.settings import SessionsSettings, read
from orchestrator.storage.aws import dynamodb
from orchestrator.storage.table import Table

router = Router()


def _settings() -> SessionsSettings:
    """Return the settings, read by a request: other functions import this module to describe its routes."""
    return read(SessionsSettings)


def _pool() -> UserPool:
    settings = _settings()
    return UserPool(settings.user_pool_id, settings.client_id)


def _table() -> Table:
    return Table(_settings().table_name, dynamodb)


def _count_attempt() -> None:
    address = router.current_event.raw_event["requestContext"]["identity"]["sourceIp"]
    count_login(_table(), address, _settings().logins_per_minute, time.time())


def _access_token() -> str:
    return bearer_token(router.current_event.headers) or ""


def _accepted(detail: str) -> Response[bodies.Accepted]:
    return Response(HTTPStatus.ACCEPTED, "application/json", bodies.Accepted(detail=detail))


@router.post("/v1/auth/register", tags=["sessions"], status_code=202, summary="Make an account")
def register(body: bodies.Registration) -> Response[bodies.Accepted]:
    """Make an account and send a code to its address."""
    _pool().register(body.email, body.password.get_secret_value(), body.name)
    return _accepted(
        "If this address is new here, a code is on its way to it; confirm the account with that."
    )


@router.post("/v1/auth/confirm", tags=["sessions"], summary="Confirm an account")
def confirm(body: bodies.Confirmation) -> bodies.Accepted:
    """Confirm an account with the code that was sent."""
    _pool().confirm(body.email, body.code)
    return bodies.Accepted(detail="The account is confirmed; sign in.")


@router.post("/v1/auth/confirm/resend", tags=["sessions"], status_code=202, summary="Send the code again")
def resend(body: bodies.Address) -> Response[bodies.Accepted]:
    """Send the confirmation code again."""
    _pool().resend_code(body.email)
    return _accepted("If this address waits for confirmation, a new code is on its way to it.")


@router.post("/v1/auth/login", tags=["sessions"], summary="Sign in")
def login(body: bodies.Credentials) -> Response[bodies.Tokens | bodies.Challenge]:
    """Open a session, or be asked for the code of an authenticator app; a few attempts a minute and address."""
    _count_attempt()
    return secret(_pool().sign_in(body.email, body.password.get_secret_value()))


@router.post("/v1/auth/login/code", tags=["sessions"], summary="Sign in with a second factor")
def answer_challenge(body: bodies.Answer) -> Response[bodies.Tokens]:
    """Open the session whose challenge the code answers; it counts as an attempt to sign in."""
    _count_attempt()
    return secret(SecondFactor(_pool()).answer(body.session.get_secret_value(), body.code))


@router.post("/v1/auth/refresh", tags=["sessions"], summary="Renew a session")
def refresh(body: bodies.Renewal) -> Response[bodies.Tokens]:
    """Exchange a refresh token for new tokens; the old one is used up."""
    return secret(_pool().refresh(body.refresh_token.get_secret_value()))


@router.post("/v1/auth/logout", tags=["sessions"], summary="Sign out")
def logout(body: bodies.SignOut | None = None) -> bodies.Accepted:
    """End this session (with its refresh token) or all of the user's; the access token stops at once."""
    who, now_s = caller(router), time.time()
    # Cognito first: were the access token refused already, a failure there could not be tried again.
    if body and body.refresh_token:
        _pool().revoke(body.refresh_token.get_secret_value())
    else:
        _pool().sign_out_everywhere(_access_token())
        revoke_user(_table(), who.user_id, now_s)
    revoke_session(_table(), who.token_id, now_s)
    return bodies.Accepted(detail="You are signed out.")


@router.post("/v1/auth/password/forgot", tags=["sessions"], status_code=202, summary="Ask for a new password")
def forgot(body: bodies.Address) -> Response[bodies.Accepted]:
    """Send a code with which a new password can be set."""
    _pool().forgot_password(body.email)
    return _accepted("If there is a confirmed account for this address, a code is on its way to it.")


@router.post("/v1/auth/password/reset", tags=["sessions"], summary="Set a new password")
def reset(body: bodies.PasswordReset) -> bodies.Accepted:
    """Set a new password with the code that was sent; every session of the user ends."""
    pool = _pool()
    user_id = pool.user_id(body.email)  # first: once the code is used up, little may fail
    pool.reset_password(body.email, body.code, body.password.get_secret_value())
    if user_id:
        try:
            revoke_user(_table(), user_id, time.time())
        finally:
            pool.end_sessions(body.email)
    return bodies.Accepted(detail="The password is changed and every session ended; sign in.")


@router.get("/v1/me", tags=["sessions"], summary="Who am I")
def me() -> bodies.Me:
    """Return the caller's profile, with the role and the permissions of the token."""
    who = caller(router)
    profile = profiles.load(_table(), who.user_id)
    if profile is None:
        raise NotFound("There is no profile of this account; sign in again.")
    return bodies.Me(
        user_id=who.user_id,
        email=profile.email,
        name=profile.name,
        role=who.role,
        permissions=sorted(PERMISSIONS[who.role]),
        created_at=profile.created_at,
    )


@router.post("/v1/me/authenticator", tags=["sessions"], status_code=201, summary="Ask for an authenticator")
def begin_authenticator() -> Response[bodies.Authenticator]:
    """Return a secret for an authenticator app; nothing changes until a code of the app is sent."""
    authenticator = SecondFactor(_pool()).begin(_access_token(), caller(router).email)
    return secret(authenticator, HTTPStatus.CREATED)


@router.post("/v1/me/authenticator/confirm", tags=["sessions"], summary="Switch the second factor on")
def confirm_authenticator(body: bodies.Proof) -> bodies.Accepted:
    """Ask for a code of the app at every sign-in from now on."""
    SecondFactor(_pool()).confirm(_access_token(), body.code)
    return bodies.Accepted(detail="From now on every sign-in asks for a code of the authenticator app.")


@router.post("/v1/me/authenticator/remove", tags=["sessions"], summary="Switch the second factor off")
def remove_authenticator(body: bodies.PasswordAgain) -> bodies.Accepted:
    """Ask for no code any more; it takes the password, and counts as an attempt to sign in."""
    _count_attempt()
    who = caller(router)
    SecondFactor(_pool()).give_up(_access_token(), who.email, body.password.get_secret_value())
    return bodies.Accepted(detail="Signing in takes the password alone.")
