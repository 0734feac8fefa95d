"""cdk-nag: the checks that run at every synthesis, and the findings that are accepted, each with its reason."""

from __future__ import annotations

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks
from constructs import Construct


def check(app: cdk.App) -> None:
    """Let every synthesis of the app fail on a finding that is not accepted."""
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))


def accept(construct: Construct, finding: str, reason: str) -> None:
    """Accept one finding on a construct and what is in it."""
    cdk.Validations.of(construct).acknowledge(cdk.Acknowledgment(id=finding, reason=reason))
