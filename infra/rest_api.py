"""The REST API, made from the table of routes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aws_cdk import Duration, RemovalPolicy, Size
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.config import Stage
from infra.function import Function
from infra.gateway_responses import add_gateway_responses
from infra.nag import accept
from orchestrator.demands import demands_of
from orchestrator.http import JSON
from orchestrator.routes import ROUTES, HttpFunction, Route

ALLOWED_HEADERS: Final = ("Authorization", "Content-Type", "If-Match", "Idempotency-Key", "X-Request-Id")
_ANY_JSON: Final = apigateway.JsonSchema(
    schema=apigateway.JsonSchemaVersion.DRAFT4, title="Whatever is JSON: the functions say what else is wrong"
)
_ACCESS_LOG: Final = apigateway.AccessLogFormat.custom(
    '{"request_id":"$context.requestId","time":"$context.requestTimeEpoch","ip":"$context.identity.sourceIp",'
    '"user_id":"$context.authorizer.principalId","method":"$context.httpMethod","route":"$context.resourcePath",'
    '"status":"$context.status","bytes":"$context.responseLength","milliseconds":"$context.responseLatency",'
    '"function_milliseconds":"$context.integrationLatency","waf":"$context.waf.status",'
    '"error":"$context.error.responseType"}'
)


class RestApi(Construct):
    """One stage of the API; every route goes to its function, those with a token through the authorizer."""

    def __init__(
        self,
        scope: Construct,
        stage: Stage,
        functions: Mapping[HttpFunction, Function],
        authorizer: Function,
    ) -> None:
        super().__init__(scope, "Rest")
        self.api = _api(self, stage)
        _keep_execution_logs(self, stage, self.api)
        self._integrations = {
            name: apigateway.LambdaIntegration(function.lambda_function, scope_permission_to_method=False)
            for name, function in functions.items()
        }
        self._authorizer = apigateway.RequestAuthorizer(
            self,
            "Authorizer",
            handler=authorizer.lambda_function,
            identity_sources=[apigateway.IdentitySource.header("Authorization")],
            results_cache_ttl=Duration.seconds(0),  # a revoked token must stop at once
        )
        self._validator = self.api.add_request_validator(
            "Validator", validate_request_body=True, validate_request_parameters=True
        )
        self._any_json = self.api.add_model("AnyJson", content_type=JSON, schema=_ANY_JSON)
        for route in ROUTES:
            self._add(route)
        for path, function in {route.path: route.function for route in ROUTES}.items():
            self._add_other_methods(path, function)
        add_gateway_responses(self.api, browsers=bool(stage.allowed_origins))

    def _add(self, route: Route) -> None:
        resource = self.api.root.resource_for_path(route.path)
        integration = self._integrations[route.function]
        validation = self._validation(route)
        if route.authenticated:
            method = resource.add_method(
                route.method,
                integration,
                authorizer=self._authorizer,
                authorization_type=apigateway.AuthorizationType.CUSTOM,
                **validation,
            )
        else:
            method = resource.add_method(
                route.method,
                integration,
                authorization_type=apigateway.AuthorizationType.NONE,
                **validation,
            )
            accept(
                method, "AwsSolutions-APIG4", "It is how a caller gets a token, or says nothing of anybody."
            )
        accept(
            method,
            "AwsSolutions-COG4",
            "Our authorizer verifies the pool's tokens and knows the revoked ones.",
        )

    def _validation(self, route: Route) -> dict[str, Any]:
        """Return how a method is told to refuse what lacks the demands of its route."""
        demands = demands_of(route)
        if not demands:
            return {}
        required = {f"method.request.querystring.{name}": True for name in demands.query}
        models = {JSON: self._any_json} if demands.json else {}
        return {
            "request_validator": self._validator,
            "request_parameters": required or None,
            "request_models": models or None,
        }

    def _add_other_methods(self, path: str, function: HttpFunction) -> None:
        """Let the function of an address answer the methods it does not take: the gateway knows no 405."""
        method = self.api.root.resource_for_path(path).add_method(
            "ANY", self._integrations[function], authorization_type=apigateway.AuthorizationType.NONE
        )
        for finding in ("AwsSolutions-APIG4", "AwsSolutions-COG4"):
            accept(
                method,
                finding,
                "There is nothing behind it but the answer 405, which says nothing of anybody.",
            )


def _api(scope: Construct, stage: Stage) -> apigateway.RestApi:
    api = apigateway.RestApi(
        scope,
        "Api",
        rest_api_name=stage.named("api"),
        endpoint_types=[apigateway.EndpointType.REGIONAL],
        cloud_watch_role=True,
        min_compression_size=Size.kibibytes(1),
        default_cors_preflight_options=_preflight(stage.allowed_origins),
        domain_name=_domain(scope, stage),
        disable_execute_api_endpoint=stage.domain_name is not None,
        deploy_options=_deployment(scope, stage),
    )
    accept(
        api,
        "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/"
        "AmazonAPIGatewayPushToCloudWatchLogs]",
        "The one policy that API Gateway asks for to write its logs, account-wide.",
    )
    return api


def _domain(scope: Construct, stage: Stage) -> apigateway.DomainNameOptions | None:
    if stage.domain_name is None or stage.certificate_arn is None:
        return None
    return apigateway.DomainNameOptions(
        domain_name=stage.domain_name,
        certificate=acm.Certificate.from_certificate_arn(scope, "Certificate", stage.certificate_arn),
        endpoint_type=apigateway.EndpointType.REGIONAL,
        security_policy=apigateway.SecurityPolicy.TLS_1_2,
    )


def _deployment(scope: Construct, stage: Stage) -> apigateway.StageOptions:
    access_logs = _log_group(scope, "AccessLogs", stage)
    return apigateway.StageOptions(
        stage_name=stage.name,
        access_log_destination=apigateway.LogGroupLogDestination(access_logs),
        access_log_format=_ACCESS_LOG,
        logging_level=apigateway.MethodLoggingLevel.ERROR,
        data_trace_enabled=False,
        metrics_enabled=True,
        tracing_enabled=True,
        throttling_rate_limit=stage.requests_per_second,
        throttling_burst_limit=stage.request_burst,
    )


def _keep_execution_logs(scope: Construct, stage: Stage, api: apigateway.RestApi) -> None:
    """Make the group that API Gateway writes failed executions to: by itself it makes one that forgets nothing."""
    name = f"API-Gateway-Execution-Logs_{api.rest_api_id}/{stage.name}"
    group = _log_group(scope, "ExecutionLogs", stage, name)
    api.deployment_stage.node.add_dependency(group)  # or the gateway is first


def _log_group(scope: Construct, construct_id: str, stage: Stage, name: str | None = None) -> logs.LogGroup:
    return logs.LogGroup(
        scope,
        construct_id,
        log_group_name=name,
        retention=stage.log_retention,
        removal_policy=RemovalPolicy.RETAIN if stage.keeps_data else RemovalPolicy.DESTROY,
    )


def _preflight(origins: tuple[str, ...]) -> apigateway.CorsOptions | None:
    if not origins:
        return None
    return apigateway.CorsOptions(
        allow_origins=list(origins),
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=list(ALLOWED_HEADERS),
        max_age=Duration.minutes(10),
    )
