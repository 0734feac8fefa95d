"""The whole product on this machine: embedded AWS, the gateway, extraction and recognition."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from functools import partial
from typing import IO, Final, Self
from wsgiref.types import WSGIApplication

from local.aws import account
from local.cognito.codes import Sent
from local.crew import Crew
from local.environment import aws_environment, enter, people_environment, storage_environment
from local.gateway.application import Gateway
from local.gateway.functions import Functions
from local.http_server import HttpServer, address, listen
from local.provision import RECOGNITION_FUNCTION, TIMEOUT_S, UserPool, provision, queue_arn, queue_url
from local.queue_events import EventSource
from local.settings import LocalSettings

QUEUE_OF: Final = {"extraction": "uploads", RECOGNITION_FUNCTION: "pages"}


class Stack:
    """A running stack; a context manager that ends everything it started.

    While it runs, what this process prints goes to `log`, a real file, and so do the handlers' logs; whoever
    wants the terminal holds on to it before. `deliver` is handed the codes that Cognito would send by e-mail.
    """

    def __init__(self, settings: LocalSettings, log: IO[str], deliver: Callable[[Sent], None]) -> None:
        self._settings = settings
        self._log = log
        self._deliver = deliver
        self._functions = Functions(log)
        self._crews: dict[str, Crew] = {}
        self._ending = ExitStack()
        self._aws_listener, self._api_listener = listen(settings.aws_port), listen(settings.api_port)
        self.aws_url, self.api_url = address(self._aws_listener), address(self._api_listener)
        self.pool = UserPool("", "")

    def __enter__(self) -> Self:
        """Start everything and return when requests are answered; the workers load side by side with it."""
        with ExitStack() as ending:
            ending.enter_context(redirect_stdout(self._log))
            ending.enter_context(redirect_stderr(self._log))
            enter(aws_environment(self.aws_url) | storage_environment(self.aws_url, self._settings))
            self._start_crews(ending)
            invoke = self._crews[RECOGNITION_FUNCTION].invoke
            hook = partial(self._functions.call, "auth_hooks")
            aws = account(self.aws_url, hook, self._deliver, {RECOGNITION_FUNCTION: invoke})
            _serve(self._aws_listener, aws, ending)
            self.pool = provision()
            for crew in self._crews.values():
                crew.begin()
                ending.callback(crew.close)  # before the account is stopped, which the crew asks for work
            enter(people_environment(self.aws_url, self.pool, self._settings))
            self._functions.load()
            _serve(self._api_listener, Gateway(self._functions, self._settings), ending)
            self._ending = ending.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """End the servers and the workers."""
        self._ending.close()

    @property
    def broken(self) -> str | None:
        """The function whose workers do not start, if there is one."""
        return next((name for name, crew in self._crews.items() if crew.broken.is_set()), None)

    def _start_crews(self, ending: ExitStack) -> None:
        sizes = (self._settings.extraction_workers, self._settings.recognition_workers)
        for (function, queue), size in zip(QUEUE_OF.items(), sizes, strict=True):
            url = queue_url(self.aws_url, queue)
            source = EventSource(url, queue_arn(queue), function, TIMEOUT_S[queue])
            self._crews[function] = Crew(source, size, self._log)
            ending.callback(self._crews[function].stop)


def _serve(listener: socket.socket, application: WSGIApplication, ending: ExitStack) -> None:
    server = HttpServer(listener, application)
    server.start()
    ending.callback(server.stop)
