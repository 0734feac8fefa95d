"""Calls the pool's Lambda triggers with the events Cognito sends."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from local.cognito.failures import CognitoFailure
from local.settings import REGION

Hook = Callable[[dict[str, Any]], dict[str, Any]]
Trigger = Literal[
    "PreSignUp_SignUp",
    "PostConfirmation_ConfirmSignUp",
    "PostConfirmation_ConfirmForgotPassword",
    "TokenGeneration_Authentication",
    "TokenGeneration_RefreshTokens",
]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a trigger is about."""

    user_pool_id: str
    client_id: str
    username: str
    attributes: Mapping[str, str]


class Triggers:
    """The pool's triggers, all served by one function."""

    def __init__(self, hook: Hook) -> None:
        self._hook = hook

    def pre_sign_up(self, subject: Subject, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the hook says of a sign-up: whether to confirm it at once."""
        response = {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}
        validation = {pair["Name"]: pair["Value"] for pair in request.get("ValidationData") or []} or None
        extra = {"validationData": validation, **_metadata(request)}
        return self._call("PreSignUp_SignUp", subject, extra, response)

    def post_confirmation(self, trigger: Trigger, subject: Subject, request: Mapping[str, Any]) -> None:
        """Tell the hook that a user is confirmed."""
        self._call(trigger, subject, _metadata(request), {})

    def pre_token(self, trigger: Trigger, subject: Subject, groups: list[str]) -> dict[str, Any]:
        """Return the claims the hook wants in the tokens (event version 2)."""
        extra = {
            "groupConfiguration": {
                "groupsToOverride": groups,
                "iamRolesToOverride": [],
                "preferredRole": None,
            },
            "scopes": ["aws.cognito.signin.user.admin"],
        }
        answer = self._call(trigger, subject, extra, {"claimsAndScopeOverrideDetails": None}, version="2")
        return answer.get("claimsAndScopeOverrideDetails") or {}

    def _call(
        self,
        trigger: Trigger,
        subject: Subject,
        extra: Mapping[str, Any],
        response: Mapping[str, Any],
        *,
        version: str = "1",
    ) -> dict[str, Any]:
        event = {
            "version": version,
            "region": REGION,
            "userPoolId": subject.user_pool_id,
            "userName": subject.username,
            "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": subject.client_id},
            "triggerSource": trigger,
            "request": {"userAttributes": dict(subject.attributes), **extra},
            "response": response,
        }
        try:
            answer = self._hook(json.loads(json.dumps(event)))
        except Exception as error:  # Cognito turns whatever a trigger raises into this refusal
            stage = trigger.split("_")[0]
            raise CognitoFailure(
                "UserLambdaValidationException", f"{stage} failed with error {error}."
            ) from error
        returned: dict[str, Any] = answer["response"]
        return returned


def _metadata(request: Mapping[str, Any]) -> dict[str, Any]:
    return {"clientMetadata": request["ClientMetadata"]} if request.get("ClientMetadata") else {}
