"""`Operations`: who is told what, and one page to look at. It knows the other stacks by the names of their parts."""

from __future__ import annotations

from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.alarms import Alarms
from infra.budget import Budget
from infra.config import Stage
from infra.dashboard import Dashboard


class OperationsStack(Stack):
    """The topic, the alarms, the dashboard and the budget."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(
            scope,
            "Operations",
            stack_name=stage.stack("Operations"),
            description="Electrical Orchestrator: alarms, dashboard, budget",
            termination_protection=stage.keeps_data,
        )
        topic = sns.Topic(self, "Alerts", topic_name=stage.named("alerts"), enforce_ssl=True)
        for address in stage.alarm_emails:
            topic.add_subscription(subscriptions.EmailSubscription(address))
        for service in ("cloudwatch", "budgets"):
            _let_publish(topic, f"{service}.amazonaws.com", self.account)
        Alarms(self, stage, topic)
        Dashboard(self, stage)
        Budget(self, stage, topic.topic_arn)
        CfnOutput(self, "AlertsTopic", value=topic.topic_arn)


def _let_publish(topic: sns.Topic, service: str, account: str) -> None:
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal(service)],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={"StringEquals": {"aws:SourceAccount": account}},
        )
    )
