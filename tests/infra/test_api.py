"""Api: exactly the routes of the table, a token where one is needed, and one body for every refusal."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from infra.config import PROD, STAGES
from infra.firewall import LEAST_LIMIT, MANAGED, WINDOW_S
from local.gateway.application import Gateway
from local.gateway.functions import Functions
from local.settings import LocalSettings
from orchestrator.demands import demands_of
from orchestrator.problems import PROBLEM
from orchestrator.routes import ROUTES
from tests.infra.cloud import Cloud, spelled
from tests.infra.conftest import synthesized

RESPONSE = "AWS::ApiGateway::GatewayResponse"


def path_of(cloud: Cloud, resource: dict[str, Any]) -> str:
    parts: list[str] = []
    resources = cloud.of_type("AWS::ApiGateway::Resource")
    while "Ref" in resource:
        parts.append(resources[resource["Ref"]]["PathPart"])
        resource = resources[resource["Ref"]]["ParentId"]
    return "/" + "/".join(reversed(parts))


def every_method(cloud: Cloud) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method["HttpMethod"], path_of(cloud, method["ResourceId"])): method
        for method in cloud.of_type("AWS::ApiGateway::Method").values()
    }


def methods(cloud: Cloud) -> dict[tuple[str, str], dict[str, Any]]:
    return {key: method for key, method in every_method(cloud).items() if key[0] not in {"OPTIONS", "ANY"}}


def test_the_gateway_serves_the_routes_of_the_table_and_no_other(cloud: Cloud) -> None:
    assert set(methods(cloud)) == {(route.method, route.path) for route in ROUTES}


def test_a_route_goes_to_its_function_through_the_authorizer_if_it_needs_a_token(cloud: Cloud) -> None:
    for route in ROUTES:
        method = methods(cloud)[route.method, route.path]
        assert f"{route.function.title()}Function" in json.dumps(method["Integration"]["Uri"]), route
        assert method["AuthorizationType"] == ("CUSTOM" if route.authenticated else "NONE"), route
        assert method["Integration"]["Type"] == "AWS_PROXY"


def test_a_method_that_an_address_does_not_take_reaches_its_function_which_answers_405(cloud: Cloud) -> None:
    others = {path: method for (name, path), method in every_method(cloud).items() if name == "ANY"}
    assert others.keys() == {route.path for route in ROUTES}
    for route in ROUTES:
        integration = others[route.path]["Integration"]
        assert f"{route.function.title()}Function" in json.dumps(integration["Uri"]), route
        assert integration["Type"] == "AWS_PROXY"
        assert others[route.path]["AuthorizationType"] == "NONE"


def test_the_gateway_refuses_what_lacks_the_demands_of_its_route_and_looks_at_nothing_else(
    cloud: Cloud,
) -> None:
    ((logical, validator),) = cloud.of_type("AWS::ApiGateway::RequestValidator").items()
    assert validator["ValidateRequestBody"] is validator["ValidateRequestParameters"] is True
    ((model, any_json),) = cloud.of_type("AWS::ApiGateway::Model").items()
    assert set(any_json["Schema"]) == {"$schema", "title"}, "the functions name what is wrong inside"
    for route in ROUTES:
        method, demands = methods(cloud)[route.method, route.path], demands_of(route)
        assert method.get("RequestValidatorId") == ({"Ref": logical} if demands else None), route
        demanded = {f"method.request.querystring.{name}": True for name in demands.query}
        assert method.get("RequestParameters", {}) == demanded, route
        models = {"application/json": {"Ref": model}} if demands.json else {}
        assert method.get("RequestModels", {}) == models, route


@pytest.mark.parametrize(
    ("kind", "method", "path", "sent"),
    [
        ("BAD_REQUEST_PARAMETERS", "GET", "/v1/projects/p1/tags", {}),
        ("BAD_REQUEST_BODY", "POST", "/v1/auth/login", {"data": b"{", "content_type": "application/json"}),
    ],
)
def test_what_the_gateway_refuses_is_refused_alike_on_one_machine(
    cloud: Cloud, kind: str, method: str, path: str, sent: dict[str, Any]
) -> None:
    functions = Functions(io.StringIO(), {"authorizer": allowed})
    answer = Client(Gateway(functions, LocalSettings())).open(
        path, method=method, headers={"Authorization": "Bearer good"}, **sent
    )
    response = cloud.only(RESPONSE, ResponseType=kind)
    template = response["ResponseTemplates"]["application/json"]
    for variable, value in {
        "$context.error.message": "Missing required request parameters: [q]",
        "$context.path": path,
        "$context.requestId": answer.headers["X-Request-Id"],
    }.items():
        template = template.replace(variable, value)
    assert (answer.status_code, answer.json) == (int(response["StatusCode"]), json.loads(template))


def allowed(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer as the authorizer does to who may pass."""
    statement = {"Effect": "Allow", "Resource": event["methodArn"]}
    return {"principalId": "anna", "policyDocument": {"Statement": [statement]}, "context": {}}


def test_the_gateway_asks_the_authorizer_every_time(cloud: Cloud) -> None:
    (authorizer,) = cloud.of_type("AWS::ApiGateway::Authorizer").values()
    assert authorizer["AuthorizerResultTtlInSeconds"] == 0
    assert authorizer["Type"] == "REQUEST"
    assert authorizer["IdentitySource"] == "method.request.header.Authorization"


def test_one_address_gets_so_many_requests_a_minute(cloud: Cloud) -> None:
    (acl,) = cloud.of_type("AWS::WAFv2::WebACL").values()
    statements = {rule["Name"]: rule["Statement"] for rule in acl["Rules"]}
    rates = {name: of["RateBasedStatement"] for name, of in statements.items() if "RateBasedStatement" in of}
    assert rates["requests"]["Limit"] == 100
    assert rates["logins"]["Limit"] == LEAST_LIMIT
    assert {rate["EvaluationWindowSec"] for rate in rates.values()} == {WINDOW_S}
    assert {rate["AggregateKeyType"] for rate in rates.values()} == {"IP"}
    login = rates["logins"]["ScopeDownStatement"]["ByteMatchStatement"]
    assert any(route.path == login["SearchString"] for route in ROUTES)
    assert cloud.functions["sessions"]["Environment"]["Variables"]["LOGINS_PER_MINUTE"] == "5"


def test_aws_own_rules_refuse_known_attacks_but_no_long_body(cloud: Cloud) -> None:
    (acl,) = cloud.of_type("AWS::WAFv2::WebACL").values()
    managed = [rule for rule in acl["Rules"] if "ManagedRuleGroupStatement" in rule["Statement"]]
    assert {rule["Name"] for rule in managed} == set(MANAGED)
    for rule in managed:
        group = rule["Statement"]["ManagedRuleGroupStatement"]
        assert (group["VendorName"], group["Name"]) == ("AWS", rule["Name"])
        assert rule["OverrideAction"] == {"None": {}}
        assert [r["Name"] for r in group["RuleActionOverrides"]] == list(MANAGED[rule["Name"]])
        assert all(r["ActionToUse"] == {"Count": {}} for r in group["RuleActionOverrides"])
    assert MANAGED["AWSManagedRulesCommonRuleSet"] == ("SizeRestrictions_BODY",)
    assert len({rule["Priority"] for rule in acl["Rules"]}) == len(acl["Rules"])


def test_the_firewall_stands_before_the_api(cloud: Cloud) -> None:
    (association,) = cloud.of_type("AWS::WAFv2::WebACLAssociation").values()
    assert "RestApiDeploymentStage" in json.dumps(association["ResourceArn"])


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("UNAUTHORIZED", 401),
        ("ACCESS_DENIED", 401),
        ("MISSING_AUTHENTICATION_TOKEN", 404),
        ("REQUEST_TOO_LARGE", 413),
        ("THROTTLED", 429),
        ("WAF_FILTERED", 429),
        ("INTEGRATION_TIMEOUT", 504),
    ],
)
def test_the_gateway_refuses_with_the_problem_that_functions_refuse_with(
    cloud: Cloud, kind: str, status: int
) -> None:
    response = cloud.only(RESPONSE, ResponseType=kind)
    problem = json.loads(response["ResponseTemplates"]["application/json"])
    assert response["StatusCode"] == str(status)
    assert problem["status"] == status
    assert set(problem) == {"type", "title", "status", "detail", "instance", "request_id"}


def test_every_answer_of_the_gateway_is_a_problem_with_a_request_id(cloud: Cloud) -> None:
    for response in cloud.of_type(RESPONSE).values():
        headers = response["ResponseParameters"]
        assert headers["gatewayresponse.header.Content-Type"] == f"'{PROBLEM}'"
        assert headers["gatewayresponse.header.X-Request-Id"] == "context.requestId"
        assert json.loads(response["ResponseTemplates"]["application/json"])["detail"]


def test_who_must_wait_is_told_how_long_and_who_must_sign_in_is_told_how(cloud: Cloud) -> None:
    waiting = cloud.only(RESPONSE, ResponseType="WAF_FILTERED")["ResponseParameters"]
    assert waiting["gatewayresponse.header.Retry-After"] == "'60'"
    unknown = cloud.only(RESPONSE, ResponseType="UNAUTHORIZED")["ResponseParameters"]
    assert unknown["gatewayresponse.header.WWW-Authenticate"] == "'Bearer'"


def test_a_revoked_token_is_refused_with_the_authorizers_sentence(cloud: Cloud) -> None:
    denied = cloud.only(RESPONSE, ResponseType="ACCESS_DENIED")
    assert "$context.authorizer.detail" in denied["ResponseTemplates"]["application/json"]


def test_browsers_are_answered_only_where_a_web_origin_is_allowed(stages: dict[str, Cloud]) -> None:
    for name, cloud in stages.items():
        origins = STAGES[name].allowed_origins
        preflights = [
            m for m in cloud.of_type("AWS::ApiGateway::Method").values() if m["HttpMethod"] == "OPTIONS"
        ]
        assert bool(preflights) is bool(origins)
        assert all(origins[0] in json.dumps(preflight) for preflight in preflights)
        headers = cloud.only(RESPONSE, ResponseType="UNAUTHORIZED")["ResponseParameters"]
        assert ("gatewayresponse.header.Access-Control-Allow-Origin" in headers) is bool(origins)
        exposed = headers.get("gatewayresponse.header.Access-Control-Expose-Headers", "")
        assert ("X-Request-Id" in exposed) is ("Retry-After" in exposed) is bool(origins)


def test_the_stage_is_throttled_traced_and_logs_who_asked_for_what_but_no_token(cloud: Cloud) -> None:
    (stage,) = cloud.of_type("AWS::ApiGateway::Stage").values()
    (settings,) = stage["MethodSettings"]
    assert settings["ThrottlingRateLimit"] > 0
    assert settings["DataTraceEnabled"] is False
    assert stage["TracingEnabled"] is True
    logged = json.loads(stage["AccessLogSetting"]["Format"])
    assert {"request_id", "ip", "user_id", "route", "status", "milliseconds"} <= set(logged)
    assert not {"$context.authorizer.email", "$context.authorizer.token_id"} & set(logged.values())


def test_what_the_gateway_itself_logs_is_forgotten_as_all_logs_are(stages: dict[str, Cloud]) -> None:
    """It makes this group by itself where there is none, and keeps it for ever."""
    for name, cloud in stages.items():
        (logical,) = (
            logical
            for logical, group in cloud.of_type("AWS::Logs::LogGroup").items()
            if re.fullmatch(
                rf"API-Gateway-Execution-Logs_<RestApi\w+>/{name}", spelled(group.get("LogGroupName"))
            )
        )
        assert len({g["RetentionInDays"] for g in cloud.of_type("AWS::Logs::LogGroup").values()}) == 1
        stage = next(
            r for r in cloud.templates["Api"]["Resources"].values() if r["Type"] == "AWS::ApiGateway::Stage"
        )
        assert logical in stage["DependsOn"], "or the gateway is first"


def test_the_api_answers_at_its_own_domain_alone_where_it_has_one(tmp_path: Path) -> None:
    certificate = "arn:aws:acm:us-east-1:123456789012:certificate/7"
    own = replace(PROD, domain_name="api.example.com", certificate_arn=certificate)
    cloud = synthesized(own, tmp_path)
    domain = cloud.only("AWS::ApiGateway::DomainName", DomainName="api.example.com")
    assert domain["RegionalCertificateArn"] == certificate
    assert (domain["SecurityPolicy"], domain["EndpointConfiguration"]) == ("TLS_1_2", {"Types": ["REGIONAL"]})
    assert len(cloud.of_type("AWS::ApiGateway::BasePathMapping")) == 1
    (api,) = cloud.of_type("AWS::ApiGateway::RestApi").values()
    assert api["DisableExecuteApiEndpoint"] is True
    outputs = cloud.templates["Api"]["Outputs"]
    assert outputs["ApiUrl"]["Value"] == "https://api.example.com/"
    assert "RegionalDomainName" in json.dumps(outputs["DomainTarget"])


def test_a_stage_without_a_domain_answers_where_the_gateway_puts_it(cloud: Cloud) -> None:
    assert cloud.of_type("AWS::ApiGateway::DomainName") == {}
    (api,) = cloud.of_type("AWS::ApiGateway::RestApi").values()
    assert api["DisableExecuteApiEndpoint"] is False


@pytest.mark.parametrize("half", [{"domain_name": "api.example.com"}, {"certificate_arn": "arn:aws:acm:…"}])
def test_a_domain_without_a_certificate_is_refused_and_the_other_way_round(half: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="domain name needs a certificate"):
        replace(PROD, **half)  # type: ignore[arg-type]
