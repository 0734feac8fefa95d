"""The user pool: e-mail address and password, one group a role, one public client whose tokens can be revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.config import Stage
from infra.nag import accept
from orchestrator.identity import lifetimes
from orchestrator.identity.passwords import MIN_LENGTH
from orchestrator.permissions import ROLES

_MODES: Final = {
    "audit": cognito.StandardThreatProtectionMode.AUDIT_ONLY,
    "enforced": cognito.StandardThreatProtectionMode.FULL_FUNCTION,
}


class UserPool(Construct):
    """The pool, its groups and the API's client."""

    def __init__(self, scope: Construct, stage: Stage, hooks: lambda_.IFunction) -> None:
        super().__init__(scope, "Accounts")
        self.pool = _pool(self, stage)
        _ask(self.pool, hooks)
        for role in ROLES:
            self.pool.add_group(_camel(role), group_name=role)
        self.client = _client(self.pool, stage)
        accept(
            self.pool,
            "AwsSolutions-COG2",
            "The second factor, an authenticator app, is each person's own choice.",
        )
        if stage.threat_protection is None:
            accept(
                self.pool,
                "AwsSolutions-COG8",
                "This stage does not pay for the Plus plan: sign-ins are limited per address by WAF and by the API.",
            )


def _pool(scope: Construct, stage: Stage) -> cognito.UserPool:
    watched = stage.threat_protection
    return cognito.UserPool(
        scope,
        "Pool",
        user_pool_name=stage.named("users"),
        # rotation and claims in access tokens need Essentials, threat protection needs Plus
        feature_plan=cognito.FeaturePlan.PLUS if watched else cognito.FeaturePlan.ESSENTIALS,
        standard_threat_protection_mode=_MODES[watched] if watched else None,
        self_sign_up_enabled=True,
        sign_in_aliases=cognito.SignInAliases(email=True),
        sign_in_case_sensitive=False,
        auto_verify=cognito.AutoVerifiedAttrs(email=True),
        keep_original=cognito.KeepOriginalAttrs(email=True),
        standard_attributes=cognito.StandardAttributes(
            email=cognito.StandardAttribute(required=True, mutable=True)
        ),
        password_policy=cognito.PasswordPolicy(
            min_length=MIN_LENGTH,
            require_lowercase=True,
            require_uppercase=True,
            require_digits=True,
            require_symbols=True,
            temp_password_validity=Duration.days(3),
        ),
        mfa=cognito.Mfa.OPTIONAL,  # each person's choice; messages to phones cost, and can be diverted
        mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
        account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
        deletion_protection=stage.keeps_data,
        removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
    )


def _ask(pool: cognito.UserPool, hooks: lambda_.IFunction) -> None:
    pool.add_trigger(cognito.UserPoolOperation.PRE_SIGN_UP, hooks)
    pool.add_trigger(cognito.UserPoolOperation.POST_CONFIRMATION, hooks)
    version = cognito.LambdaVersion.V2_0  # version 1 cannot shape access tokens
    pool.add_trigger(cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, hooks, version)


def _client(pool: cognito.UserPool, stage: Stage) -> cognito.UserPoolClient:
    client = pool.add_client(
        "Api",
        generate_secret=False,
        auth_flows=cognito.AuthFlow(user_password=True),
        disable_o_auth=True,
        prevent_user_existence_errors=True,
        enable_token_revocation=True,
        access_token_validity=_duration(lifetimes.ACCESS_TOKEN),
        id_token_validity=_duration(lifetimes.ACCESS_TOKEN),
        refresh_token_validity=_duration(lifetimes.REFRESH_TOKEN),
        refresh_token_rotation_grace_period=Duration.seconds(stage.refresh_grace_s),
    )
    resource = client.node.default_child
    assert isinstance(resource, cognito.CfnUserPoolClient)  # noqa: S101  # what a client is made of
    # CDK adds ALLOW_REFRESH_TOKEN_AUTH, which Cognito refuses together with rotation
    resource.explicit_auth_flows = ["ALLOW_USER_PASSWORD_AUTH"]
    return client


def _duration(time: timedelta) -> Duration:
    return Duration.seconds(time.total_seconds())


def _camel(role: str) -> str:
    return role.title().replace("_", "")
