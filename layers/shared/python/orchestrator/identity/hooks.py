"""What Cognito asks us while people register and sign in; an exception here is Cognito's refusal.

- pre sign-up: is the address of a domain that may register?
- post confirmation: the profile is written, once, with the least role.
- pre token generation (V2): e-mail address, role and permissions go into the access token, which by itself
  carries none of them. A disabled account gets no token.

A role comes from the pool's groups (the strongest counts) or else from the profile; nobody is put into a
group here, so the hook needs no right on the pool. The token hook writes a missing profile too: Cognito does
not repeat a failed post confirmation, and users made by an administrator never pass it.

Whatever goes wrong here is a refusal, in a sentence: Cognito shows an exception's message to whoever signs in.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from orchestrator.identity import profiles
from orchestrator.identity.refusals import NOT_CHECKED, Refused
from orchestrator.identity.revocation import MADE_MS
from orchestrator.permissions import PERMISSIONS, ROLES, Role
from orchestrator.storage.table import Table
from orchestrator.telemetry import logger

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hooks:
    """The pool's triggers over one table; no `allowed_email_domains` lets every domain register."""

    table: Table
    allowed_email_domains: tuple[str, ...] = ()

    def answer(self, event: Event) -> Event:
        """Return the event with our response in it.

        Raises:
            Refused: when the registration or the sign-in must not go on, for whatever reason.
        """
        try:
            return self._answer(event)
        except Refused:
            raise
        except Exception as error:  # the edge to Cognito: the reason goes to the log, a sentence to the user
            logger("auth_hooks").exception("unexpected error")
            raise Refused(NOT_CHECKED) from error

    def _answer(self, event: Event) -> Event:
        source = event["triggerSource"]
        if source.startswith("PreSignUp_"):
            return self._pre_sign_up(event)
        if source == "PostConfirmation_ConfirmSignUp":
            return self._post_confirmation(event)
        if source.startswith("TokenGeneration_"):
            return self._pre_token_generation(event)
        return event  # a confirmed new password: nothing to keep of it

    def _pre_sign_up(self, event: Event) -> Event:
        domain = event["request"]["userAttributes"]["email"].rpartition("@")[2].lower()
        allowed = {name.lower() for name in self.allowed_email_domains}
        by_administrator = event["triggerSource"] == "PreSignUp_AdminCreateUser"
        if allowed and domain not in allowed and not by_administrator:
            logger("auth_hooks").info("registration refused", reason="email domain")
            raise Refused(f"Only addresses at {', '.join(sorted(allowed))} may register.")
        return event

    def _post_confirmation(self, event: Event) -> Event:
        profile = profiles.ensure(self.table, event["request"]["userAttributes"])
        logger("auth_hooks").info("account confirmed", user_id=profile.user_id, role=profile.role)
        return event

    def _pre_token_generation(self, event: Event) -> Event:
        if event["version"] == "1":
            raise Refused("The user pool must send version 2 events: version 1 cannot shape access tokens.")
        profile = profiles.ensure(self.table, event["request"]["userAttributes"])
        if profile.disabled:
            logger("auth_hooks").info("sign-in refused", reason="disabled", user_id=profile.user_id)
            raise Refused("This account is disabled.")
        groups = event["request"]["groupConfiguration"].get("groupsToOverride") or []
        role = strongest(groups, profile.role)
        claims = {
            "email": profile.email,
            "role": role,
            "permissions": sorted(PERMISSIONS[role]),
            MADE_MS: int(time.time() * 1_000),
        }
        details = {"accessTokenGeneration": {"claimsToAddOrOverride": claims}}
        return {**event, "response": {"claimsAndScopeOverrideDetails": details}}


def strongest(groups: Iterable[str], otherwise: Role) -> Role:
    """Return the role with the most permissions among a user's groups, or `otherwise` when none is a role."""
    roles = [role for role in ROLES if role in set(groups)]
    return max(roles, key=lambda role: len(PERMISSIONS[role]), default=otherwise)
