"""The embedded AWS account as one WSGI application: our parts answer first, moto answers the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Request, Response

from local.cognito.authenticators import Authenticators
from local.cognito.codes import Codes, Sent
from local.cognito.endpoint import CognitoEndpoint
from local.cognito.pool import Pool
from local.cognito.second_factor import SecondFactor
from local.cognito.sessions import Sessions
from local.cognito.triggers import Hook, Triggers
from local.fair_queues import take_turns
from local.lambda_endpoint import Invoke, LambdaEndpoint
from local.lean_moto import make_lean
from local.s3.endpoint import s3_endpoint
from local.s3.events import complete_events

DYNAMODB: Final = "DynamoDB_"
Part = Callable[[Request], Response | None]


class EmbeddedAws:
    """Answers whatever boto3 and S3's forms ask of the account.

    moto looks at a condition first and writes afterwards, and a transaction that fails puts the whole table back as
    it was: two requests at a time would overwrite each other. So the table answers one at a time, and the bucket those
    requests that name a condition.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        make_lean()
        complete_events()
        take_turns()
        self._parts = parts
        self._moto = DomainDispatcherApplication(create_backend_app)
        self._table, self._bucket = Lock(), Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        request = Request(environ)
        answers = (part(request) for part in self._parts)
        answer: WSGIApplication = next((a for a in answers if a is not None), self._moto)
        if request.headers.get("X-Amz-Target", "").startswith(DYNAMODB):
            alone = self._table
        elif request.method in {"PUT", "DELETE"} and {"If-Match", "If-None-Match"} & {
            *request.headers.keys()
        }:
            alone = self._bucket
        else:
            return answer(environ, start_response)
        with alone:
            return list(answer(environ, start_response))


def account(
    endpoint: str, hook: Hook, deliver: Callable[[Sent], None], functions: Mapping[str, Invoke]
) -> EmbeddedAws:
    """Return the account: its user pool calls `hook`, its Lambda knows `functions`, codes go to `deliver`."""
    triggers = Triggers(hook)
    sessions = Sessions(endpoint, triggers)
    pool = Pool(triggers, Codes(deliver), sessions, SecondFactor(sessions, Authenticators()))
    cognito = CognitoEndpoint(pool, sessions)
    return EmbeddedAws([cognito, LambdaEndpoint(functions), s3_endpoint])
