"""The stage's monthly budget, counted by its tag."""

from __future__ import annotations

from typing import Final

from aws_cdk import aws_budgets as budgets
from constructs import Construct

from infra.config import Stage

_WARN_AT_PERCENT: Final = {"ACTUAL": 80, "FORECASTED": 100}


class Budget(Construct):
    """Tells the topic when the stage has cost most of its budget, or will cost more.

    AWS counts by a tag only after the account's owner has activated it (docs/operations.md).
    """

    def __init__(self, scope: Construct, stage: Stage, topic_arn: str) -> None:
        super().__init__(scope, "Budget")
        subscriber = budgets.CfnBudget.SubscriberProperty(address=topic_arn, subscription_type="SNS")
        budgets.CfnBudget(
            self,
            "Monthly",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_name=stage.named("monthly"),
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=budgets.CfnBudget.SpendProperty(amount=stage.monthly_budget_usd, unit="USD"),
                cost_filters={"TagKeyValue": [f"user:stage${stage.name}"]},
            ),
            notifications_with_subscribers=[
                _warning(kind, percent, subscriber) for kind, percent in _WARN_AT_PERCENT.items()
            ],
        )


def _warning(
    kind: str, percent: int, subscriber: budgets.CfnBudget.SubscriberProperty
) -> budgets.CfnBudget.NotificationWithSubscribersProperty:
    notification = budgets.CfnBudget.NotificationProperty(
        notification_type=kind,
        comparison_operator="GREATER_THAN",
        threshold=percent,
        threshold_type="PERCENTAGE",
    )
    return budgets.CfnBudget.NotificationWithSubscribersProperty(
        notification=notification, subscribers=[subscriber]
    )
