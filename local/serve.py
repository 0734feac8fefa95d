"""`orchestrator serve`: the API, its documentation and the bucket on this machine until Ctrl-C."""

from __future__ import annotations

import sys
from dataclasses import replace
from threading import Event
from typing import Final

from local.client import Api
from local.cognito.codes import Sent
from local.failures import BrokenStack
from local.people import Login, sign_up
from local.provision import BUCKET
from local.settings import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, from_environment
from local.stack import Stack

DEMO_EMAIL: Final = "demo@example.com"
CHECK_S: Final = 1.0


def serve(port: int) -> None:
    """Serve until interrupted; the S3 endpoint takes the next port unless ORCHESTRATOR_AWS_PORT names one.

    Raises:
        BrokenStack: when extraction or recognition does not start.
        PortTaken: when a port is in use.
    """
    terminal, codes = sys.stdout, dict[str, str]()

    def deliver(sent: Sent) -> None:
        codes[sent.email] = sent.code
        print(f"Code for {sent.email} ({sent.purpose}): {sent.code}", file=terminal, flush=True)

    settings = from_environment()
    aws_port = settings.aws_port or (port + 1 if port else 0)
    with Stack(replace(settings, api_port=port, aws_port=aws_port), sys.stderr, deliver) as stack:
        login = sign_up(Api(stack.api_url), codes, DEMO_EMAIL, "Demo")
        print(_greeting(stack, login), file=terminal, flush=True)
        while not Event().wait(CHECK_S):
            if stack.broken:
                raise BrokenStack(f"{stack.broken} does not start; the lines above say why.")


def _greeting(stack: Stack, login: Login) -> str:
    return f"""
API        {stack.api_url}
Docs       {stack.api_url}/docs
S3         {stack.aws_url}  bucket {BUCKET}
           AWS_ACCESS_KEY_ID={ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY={SECRET_ACCESS_KEY} AWS_DEFAULT_REGION={REGION}
Drop-in    aws s3 cp sheet.pdf s3://{BUCKET}/inbox/PROJECT_ID/ --endpoint-url {stack.aws_url}
Login      {login.email}  {login.password}

Ctrl-C ends it; everything is kept in memory and gone then."""
