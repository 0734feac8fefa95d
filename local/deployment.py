"""A deployed stage: what its parts are called, and what its stacks tell of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from local.failures import CommandFailed

Queue = Literal["uploads", "pages"]
QUEUES: Final[tuple[Queue, ...]] = ("uploads", "pages")
AREAS: Final = ("Data", "Identity", "Processing", "Api", "Operations")


class NotDeployed(CommandFailed):
    """A stack of the stage is not there, or may not be looked at."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """One stage (`dev`, `prod`) in the account and region of the environment's credentials."""

    stage: str

    def named(self, what: str) -> str:
        """Return the physical name of a function, a queue or an alarm."""
        return f"orchestrator-{self.stage}-{what}"

    def stack(self, area: str) -> str:
        """Return the name of one of the stage's stacks."""
        return f"ElectricalOrchestrator-{self.stage}-{area}"

    def outputs(self, area: str) -> dict[str, str]:
        """Return what a stack tells of itself, by output name.

        Raises:
            NotDeployed: when there is no such stack, or AWS does not say.
        """
        name = self.stack(area)
        try:
            (stack,) = aws("cloudformation").describe_stacks(StackName=name)["Stacks"]
        except (BotoCoreError, ClientError) as error:
            raise NotDeployed(f"{name} cannot be looked at: {error}") from error
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


@cache
def aws(service: str) -> Any:  # noqa: ANN401  # botocore makes the clients of its services as it runs
    """Return this process's client of an AWS service."""
    return Session().create_client(service)
