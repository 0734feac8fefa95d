"""The context object Lambda hands to a handler."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from uuid import uuid4

from local.settings import ACCOUNT, REGION


@dataclass(frozen=True, slots=True)
class Context:
    """One invocation: the attributes of Lambda's own context, `timeout_s` counted from its making."""

    function_name: str
    timeout_s: float = 900.0
    memory_limit_in_mb: int = 2_048
    function_version: str = "$LATEST"
    aws_request_id: str = field(default_factory=lambda: str(uuid4()))
    started: float = field(default_factory=time.monotonic)

    @property
    def invoked_function_arn(self) -> str:
        """The ARN the function was invoked by."""
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function_name}"

    @property
    def log_group_name(self) -> str:
        """The log group's name, as on AWS."""
        return f"/aws/lambda/{self.function_name}"

    @property
    def log_stream_name(self) -> str:
        """The log stream's name."""
        return "local"

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds left before AWS would end this invocation."""
        return max(0, int((self.timeout_s - (time.monotonic() - self.started)) * 1_000))
