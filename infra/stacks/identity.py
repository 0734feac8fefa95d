"""`Identity`: who may sign in, and as what."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra.auth_hooks import AuthHooks
from infra.config import Stage
from infra.layers import Layers
from infra.stacks.data import DataStack
from infra.user_pool import UserPool


class IdentityStack(Stack):
    """The user pool with its groups, client and hooks."""

    def __init__(self, scope: Construct, stage: Stage, data: DataStack) -> None:
        super().__init__(
            scope,
            "Identity",
            stack_name=stage.stack("Identity"),
            description="Electrical Orchestrator: user pool",
            termination_protection=stage.keeps_data,
        )
        hooks = AuthHooks(self, stage, data.table, Layers(self, stage.architecture))
        accounts = UserPool(self, stage, hooks.lambda_function)
        self.pool, self.client = accounts.pool, accounts.client
        CfnOutput(self, "UserPoolId", value=self.pool.user_pool_id)
        CfnOutput(self, "ClientId", value=self.client.user_pool_client_id)
