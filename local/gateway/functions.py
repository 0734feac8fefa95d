"""The functions behind the gateway, called in this process."""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Callable, Mapping
from typing import IO, Any, Final

from local.context import Context
from local.settings import INVOKE_TIMEOUT_S

Handler = Callable[[dict[str, Any], Any], Any]
NAMES: Final = ("auth_hooks", "authorizer", "sessions", "projects", "drawings")


class Functions:
    """The handlers of this process; `log` is told what they raise."""

    def __init__(self, log: IO[str], handlers: Mapping[str, Handler] | None = None) -> None:
        self._log = log
        self._handlers = dict(handlers or {})

    def load(self) -> None:
        """Import the handlers, which read their settings from the environment as they are imported."""
        for name in NAMES:
            self._handlers[name] = importlib.import_module(f"functions.{name}.handler").handler

    def call(self, name: str, event: dict[str, Any]) -> Any:  # noqa: ANN401 - a handler answers with any JSON
        """Return a function's answer, or raise what it raises."""
        return self._handlers[name](event, Context(name, INVOKE_TIMEOUT_S))

    def log_failure(self, name: str) -> None:
        """Write the exception being handled to the log."""
        self._log.write(f"{name} raised\n{traceback.format_exc()}")
        self._log.flush()
