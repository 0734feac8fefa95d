"""The web application firewall: AWS's rules against known attacks, and how many requests an address may make."""

from __future__ import annotations

from typing import Final

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from infra.config import Stage

WINDOW_S: Final = 60
LEAST_LIMIT: Final = 10
"""WAF counts no lower; fewer sign-ins a minute are counted exactly by the sessions function."""
_LOGIN: Final = "/v1/auth/login"
MANAGED: Final = {
    "AWSManagedRulesKnownBadInputsRuleSet": (),
    # one of its rules refuses every body above 8 KB, and a component's attributes alone may be longer
    "AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",),
}
"""AWS's rule groups, in their default version, and which of their rules only count."""


class Firewall(Construct):
    """Rules in front of the API, in the order they are asked; a blocked request gets the gateway's own 429."""

    def __init__(self, scope: Construct, stage: Stage, api_stage: apigateway.Stage) -> None:
        super().__init__(scope, "Firewall")
        name = stage.named("firewall")
        acl = waf.CfnWebACL(
            self,
            "Acl",
            name=name,
            scope="REGIONAL",
            default_action=waf.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visible(name),
            rules=[
                _rate_rule("logins", 0, max(stage.logins_per_minute, LEAST_LIMIT), _below(_LOGIN)),
                _rate_rule("requests", 1, stage.requests_per_minute),
                *(_managed(group, 2 + i, *counted) for i, (group, counted) in enumerate(MANAGED.items())),
            ],
        )
        waf.CfnWebACLAssociation(self, "OfApi", resource_arn=api_stage.stage_arn, web_acl_arn=acl.attr_arn)


def _rate_rule(
    name: str, priority: int, limit: int, only: waf.CfnWebACL.StatementProperty | None = None
) -> waf.CfnWebACL.RuleProperty:
    rate = waf.CfnWebACL.RateBasedStatementProperty(
        aggregate_key_type="IP", evaluation_window_sec=WINDOW_S, limit=limit, scope_down_statement=only
    )
    return waf.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        action=waf.CfnWebACL.RuleActionProperty(block={}),
        statement=waf.CfnWebACL.StatementProperty(rate_based_statement=rate),
        visibility_config=_visible(name),
    )


def _managed(name: str, priority: int, *counted: str) -> waf.CfnWebACL.RuleProperty:
    """Return AWS's rule group of a name, of which some rules only count what they match."""
    count = waf.CfnWebACL.RuleActionProperty(count={})
    group = waf.CfnWebACL.ManagedRuleGroupStatementProperty(
        vendor_name="AWS",
        name=name,
        rule_action_overrides=[
            waf.CfnWebACL.RuleActionOverrideProperty(name=rule, action_to_use=count) for rule in counted
        ],
    )
    return waf.CfnWebACL.RuleProperty(
        name=name,
        priority=priority,
        override_action=waf.CfnWebACL.OverrideActionProperty(none={}),
        statement=waf.CfnWebACL.StatementProperty(managed_rule_group_statement=group),
        visibility_config=_visible(name),
    )


def _below(path: str) -> waf.CfnWebACL.StatementProperty:
    """Match a path however it is written; it begins with the name of the API's stage."""
    match = waf.CfnWebACL.ByteMatchStatementProperty(
        field_to_match=waf.CfnWebACL.FieldToMatchProperty(uri_path={}),
        positional_constraint="CONTAINS",
        search_string=path,
        text_transformations=[
            waf.CfnWebACL.TextTransformationProperty(priority=0, type="URL_DECODE"),
            waf.CfnWebACL.TextTransformationProperty(priority=1, type="NORMALIZE_PATH"),
        ],
    )
    return waf.CfnWebACL.StatementProperty(byte_match_statement=match)


def _visible(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    return waf.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )
