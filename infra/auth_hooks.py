"""The function that the user pool asks while people register and sign in."""

from __future__ import annotations

from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from infra import rights
from infra.config import Stage
from infra.function import Function, zipped
from infra.layers import Layers
from orchestrator.settings import AuthHooksSettings


class AuthHooks(Function):
    """Decides who may register, writes profiles, puts the role into tokens; it has no right on the pool itself.

    It reads the pool's id from each event: in its environment it would make pool and function need each other.
    """

    def __init__(self, scope: Construct, stage: Stage, table: dynamodb.ITableV2, layers: Layers) -> None:
        settings = AuthHooksSettings(
            table_name=table.table_name, allowed_email_domains=stage.allowed_email_domains
        )
        package = zipped("auth_hooks", layers.plain)
        super().__init__(scope, "auth_hooks", stage, package, settings, stage.gate)
        rights.allow_items(self.role, table, ("GetItem", "PutItem"), ("USER#",))
