"""`orchestrator takeoff`: on a stack of its own for as long as it takes, or on a deployed one."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console

from local.client import Api
from local.cognito.codes import Sent
from local.failures import BrokenStack
from local.outcomes import Outcome, show
from local.people import sign_up
from local.settings import LocalSettings, from_environment
from local.stack import Stack
from local.submission import Job, take_off

EMAIL: Final = "estimator@example.com"
REQUESTS_PER_MINUTE: Final = 100_000  # only this process knows the address: nobody is to be held back


def run_embedded(job: Job) -> list[Outcome]:
    """Take drawings off on this machine; the functions' log is kept when something fails.

    Raises:
        CommandFailed: when the stack does not do its work at all.
    """
    console = Console(file=sys.stdout)
    with tempfile.NamedTemporaryFile(prefix="orchestrator-", suffix=".log", delete=False) as made:
        log = Path(made.name)
    finished = False
    try:
        outcomes = _on_own_stack(job, console, log)
        finished = all(outcome.status != "failed" for outcome in outcomes)
    finally:
        if finished:
            log.unlink()
        else:
            console.print(f"What the functions logged: {log}", soft_wrap=True, highlight=False)
    return outcomes


def run_deployed(job: Job, url: str, email: str, password: str) -> list[Outcome]:
    """Take drawings off on a deployed stack, in somebody's name.

    Raises:
        CommandFailed: when the API refuses the credentials or cannot be reached.
    """
    console = Console(file=sys.stdout)
    api = Api(url)
    api.login(email, password)
    return _finish(api, job, console, lambda: None)


def settings_for(job: Job, given: LocalSettings) -> LocalSettings:
    """Return the settings of a stack that is this process's own, on which nothing the job asks for is left out."""
    least = min(given.min_confidence, job.min_confidence)
    return replace(
        given, requests_per_minute=REQUESTS_PER_MINUTE, api_port=0, aws_port=0, min_confidence=least
    )


def _on_own_stack(job: Job, console: Console, log: Path) -> list[Outcome]:
    codes: dict[str, str] = {}

    def deliver(sent: Sent) -> None:
        codes[sent.email] = sent.code

    settings = settings_for(job, from_environment())
    with log.open("w", buffering=1, encoding="utf-8") as file, Stack(settings, file, deliver) as stack:
        api = Api(stack.api_url)
        login = sign_up(api, codes, EMAIL, "Estimator")
        api.login(login.email, login.password)
        return _finish(api, job, console, partial(_check, stack))


def _finish(api: Api, job: Job, console: Console, check: Callable[[], None]) -> list[Outcome]:
    outcomes = take_off(api, job, console, check)
    show(console, outcomes)
    return outcomes


def _check(stack: Stack) -> None:
    if stack.broken:
        raise BrokenStack(f"{stack.broken.capitalize()} does not start; the log says why.")
