"""What differs between the stages: one frozen object each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from aws_cdk.aws_logs import RetentionDays

from orchestrator.settings import EXTRACTION_TIMEOUT_S, MAX_RECEIVES, RECOGNITION_TIMEOUT_S

Architecture = Literal["x86_64", "arm64"]
TIMEOUTS_PER_VISIBILITY: Final = 6
"""A queue hides a message for this many function timeouts, as AWS asks for queues that feed Lambda."""

LONGEST_GRACE_S: Final = 60  # Cognito's own bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """What one call of a function may take; 1,769 MB of memory bring one whole core."""

    memory_mb: int
    timeout_s: int
    storage_mb: int = 512

    @property
    def visibility_s(self) -> int:
        """How long a queue hides the message that such a call works on."""
        return TIMEOUTS_PER_VISIBILITY * self.timeout_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One deployment.

    Attributes:
        name: part of every physical name.
        keeps_data: data and logs outlive their stack, and no stack is deleted by accident.
        allowed_origins: web origins that browsers may call from; none means no CORS at all.
        allowed_email_domains: domains that may register; none means every domain.
        alarm_emails: who is told of alarms and of the budget.
        monthly_budget_usd: what the stage may cost before its operators are told.
        requests_per_second: what the API takes of everybody together, before it answers 429.
        extraction_concurrency: drawings read at once; 2 at least, as for every event source of SQS.
        recognition_concurrency: pages recognised at once.
        http: functions behind the API, which waits 29 s for an answer.
        gate: the authorizer and the hooks of the user pool, which waits 5 s for an answer.
        requests_per_minute: of one IP address, before it gets 429.
        max_receives: deliveries of a message before it is put among the dead letters.
        threat_protection: Cognito looks for leaked passwords and strange sign-ins, and only tells (`audit`) or acts
            (`enforced`); it needs the Plus plan. Sign-ins come from our functions, so that addresses tell it little.
        refresh_grace_s: for how long a refresh token that was used works once more, 0..60: a client whose answer got
            lost can ask again, and so can a thief.
        domain_name: where the API answers; none means the address that API Gateway gives it.
        certificate_arn: ACM's certificate of that name, in the stage's region.
        base_image: what the recognition image stands on; with a digest (`…@sha256:…`) it is the same at every build.

    Raises:
        ValueError: when a domain has no certificate, or a certificate no domain, or the grace is out of range.
    """

    name: Literal["dev", "prod"]
    keeps_data: bool
    allowed_origins: tuple[str, ...]
    allowed_email_domains: tuple[str, ...]
    alarm_emails: tuple[str, ...]
    monthly_budget_usd: int
    log_retention: RetentionDays
    requests_per_second: int
    request_burst: int
    extraction_concurrency: int
    recognition_concurrency: int
    http: Size = Size(memory_mb=1_769, timeout_s=29)
    gate: Size = Size(memory_mb=1_769, timeout_s=5)
    extraction: Size = Size(memory_mb=3_008, timeout_s=EXTRACTION_TIMEOUT_S, storage_mb=1_024)
    recognition: Size = Size(memory_mb=3_008, timeout_s=RECOGNITION_TIMEOUT_S)
    architecture: Architecture = "x86_64"
    requests_per_minute: int = 100
    logins_per_minute: int = 5
    max_receives: int = MAX_RECEIVES
    threat_protection: Literal["audit", "enforced"] | None = None
    refresh_grace_s: int = 0
    domain_name: str | None = None
    certificate_arn: str | None = None
    base_image: str = "public.ecr.aws/lambda/python:3.13"

    def __post_init__(self) -> None:
        if not 0 <= self.refresh_grace_s <= LONGEST_GRACE_S:
            raise ValueError(f"{self.name}: refresh_grace_s is 0 to {LONGEST_GRACE_S} seconds.")
        if (self.domain_name is None) is not (self.certificate_arn is None):
            raise ValueError(
                f"{self.name}: a domain name needs a certificate, and a certificate a domain name."
            )

    def named(self, what: str) -> str:
        """Return the physical name of something operators meet: a function, a queue, an alarm."""
        return f"orchestrator-{self.name}-{what}"

    def stack(self, area: str) -> str:
        """Return the name of one of the stage's stacks."""
        return f"ElectricalOrchestrator-{self.name}-{area}"


DEV: Final = Stage(
    name="dev",
    keeps_data=False,
    allowed_origins=("http://localhost:3000",),
    allowed_email_domains=(),
    alarm_emails=(),
    monthly_budget_usd=50,
    log_retention=RetentionDays.TWO_WEEKS,
    requests_per_second=50,
    request_burst=100,
    extraction_concurrency=5,
    recognition_concurrency=10,
)
PROD: Final = Stage(
    name="prod",
    keeps_data=True,
    allowed_origins=(),
    allowed_email_domains=(),
    alarm_emails=(),
    monthly_budget_usd=500,
    log_retention=RetentionDays.ONE_YEAR,
    requests_per_second=200,
    request_burst=400,
    extraction_concurrency=20,
    recognition_concurrency=100,
    threat_protection="audit",
)
STAGES: Final[dict[str, Stage]] = {stage.name: stage for stage in (DEV, PROD)}


def stage_named(name: str) -> Stage:
    """Return a stage.

    Raises:
        ValueError: when there is no such stage.
    """
    if name not in STAGES:
        raise ValueError(f"There is no stage {name!r}; say -c stage={' or -c stage='.join(STAGES)}.")
    return STAGES[name]
