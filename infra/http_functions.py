"""The functions behind the API, and the authorizer in front of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra import rights
from infra.config import Stage
from infra.function import Function, zipped
from infra.layers import Layers
from infra.stacks.data import DataStack
from infra.stacks.identity import IdentityStack
from orchestrator.routes import HttpFunction
from orchestrator.settings import AuthorizerSettings, DrawingsSettings, ProjectsSettings, SessionsSettings
from orchestrator.storage.keys import DRAWINGS_BY_NUMBER, OPEN_RUNS, PROJECTS_BY_USER, RESULTS, UPLOADS

_PROJECTS: Final = ("PROJECT#", "IDEMPOTENCY#", "USER#")
_DRAWINGS: Final = ("PROJECT#", "IDEMPOTENCY#", "DRAWING#", "TAGS#", OPEN_RUNS)
_SESSIONS: Final = ("USER#", "REVOKED#", "LOGINS#")


@dataclass(frozen=True, slots=True)
class Deployment:
    """What the functions of the API are deployed with."""

    stage: Stage
    layers: Layers
    data: DataStack
    identity: IdentityStack


def http_functions(scope: Construct, deployment: Deployment) -> dict[HttpFunction, Function]:
    """Return the function behind each name in the table of routes."""
    return {
        "sessions": Sessions(scope, deployment),
        "projects": Projects(scope, deployment),
        "drawings": Drawings(scope, deployment),
    }


class Authorizer(Function):
    """Reads what was revoked and who is disabled, nothing else."""

    def __init__(self, scope: Construct, deployment: Deployment) -> None:
        stage, identity = deployment.stage, deployment.identity
        table = deployment.data.table
        settings = AuthorizerSettings(
            table_name=table.table_name,
            issuer=identity.pool.user_pool_provider_url,
            client_id=identity.client.user_pool_client_id,
        )
        package = zipped("authorizer", deployment.layers.plain)
        super().__init__(scope, "authorizer", stage, package, settings, stage.gate)
        rights.allow_items(self.role, table, ("BatchGetItem",), ("REVOKED#", "USER#"))


class Sessions(Function):
    """Speaks to the user pool; most of its calls there need no right, because the caller proves theirs."""

    def __init__(self, scope: Construct, deployment: Deployment) -> None:
        stage, identity = deployment.stage, deployment.identity
        table = deployment.data.table
        settings = SessionsSettings(
            table_name=table.table_name,
            user_pool_id=identity.pool.user_pool_id,
            client_id=identity.client.user_pool_client_id,
            allowed_origins=stage.allowed_origins,
            logins_per_minute=stage.logins_per_minute,
        )
        package = zipped("sessions", deployment.layers.plain)
        super().__init__(scope, "sessions", stage, package, settings, stage.http)
        rights.allow_items(self.role, table, ("GetItem", "PutItem", "UpdateItem"), _SESSIONS)
        self.role.add_to_policy(
            iam.PolicyStatement(
                actions=["cognito-idp:AdminGetUser", "cognito-idp:AdminUserGlobalSignOut"],
                resources=[identity.pool.user_pool_arn],
            )
        )


class Projects(Function):
    """Projects, members and activity: the table alone."""

    def __init__(self, scope: Construct, deployment: Deployment) -> None:
        stage, table = deployment.stage, deployment.data.table
        settings = ProjectsSettings(table_name=table.table_name, allowed_origins=stage.allowed_origins)
        package = zipped("projects", deployment.layers.plain)
        super().__init__(scope, "projects", stage, package, settings, stage.http)
        rights.allow_items(self.role, table, ("BatchGetItem", *rights.WRITING), _PROJECTS)
        rights.allow_index(self.role, table, PROJECTS_BY_USER)


class Drawings(Function):
    """Drawings and all about them; its rights on objects are also those of the addresses it signs."""

    def __init__(self, scope: Construct, deployment: Deployment) -> None:
        stage, data = deployment.stage, deployment.data
        recognition = stage.named("recognition")
        settings = DrawingsSettings(
            table_name=data.table.table_name,
            bucket_name=data.bucket.bucket_name,
            uploads_queue_url=data.uploads.queue.queue_url,
            recognition_function=recognition,
            allowed_origins=stage.allowed_origins,
        )
        package = zipped("drawings", deployment.layers.with_pdf)
        super().__init__(scope, "drawings", stage, package, settings, stage.http)
        rights.allow_items(self.role, data.table, ("BatchGetItem", *rights.WRITING), _DRAWINGS)
        rights.allow_index(self.role, data.table, DRAWINGS_BY_NUMBER)
        rights.allow_objects(self.role, data.bucket, ("GetObject", "GetObjectVersion"), UPLOADS)
        rights.allow_objects(self.role, data.bucket, ("GetObject",), RESULTS)
        rights.allow_objects(self.role, data.bucket, ("DeleteObject", "PutObject"), UPLOADS, RESULTS)
        rights.allow_listing(self.role, data.bucket)
        rights.allow_sending(self.role, data.uploads.queue)
        self._allow_recognition(recognition)

    def _allow_recognition(self, name: str) -> None:
        # by name: a reference would tie every release of this stack to the other's
        arn = Stack.of(self).format_arn(
            service="lambda",
            resource="function",
            resource_name=name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
        self.role.add_to_policy(iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[arn]))
