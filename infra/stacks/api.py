"""`Api`: the REST API, its functions, its authorizer and its firewall."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra.config import Stage
from infra.firewall import Firewall
from infra.http_functions import Authorizer, Deployment, http_functions
from infra.layers import Layers
from infra.rest_api import RestApi
from infra.stacks.data import DataStack
from infra.stacks.identity import IdentityStack


class ApiStack(Stack):
    """Everything a request meets."""

    def __init__(self, scope: Construct, stage: Stage, data: DataStack, identity: IdentityStack) -> None:
        super().__init__(
            scope,
            "Api",
            stack_name=stage.stack("Api"),
            description="Electrical Orchestrator: REST API",
            termination_protection=stage.keeps_data,
        )
        deployment = Deployment(stage, Layers(self, stage.architecture), data, identity)
        functions = http_functions(self, deployment)
        api = RestApi(self, stage, functions, Authorizer(self, deployment)).api
        Firewall(self, stage, api.deployment_stage)
        domain = api.domain_name
        CfnOutput(self, "ApiUrl", value=f"https://{stage.domain_name}/" if domain else api.url)
        if domain:
            CfnOutput(self, "DomainTarget", value=domain.domain_name_alias_domain_name)
