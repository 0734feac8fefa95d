"""What Schemathesis does here besides: `Accept`, ids of what is there, and what is gone after which DELETE.

OpenAPI says nothing of any.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Iterator
from typing import Any, Final

import schemathesis
from schemathesis.specs.openapi.checks import use_after_free

ACCEPTS: Final = (
    "application/json",
    "application/*;q=0.1, text/html",
    "text/csv, */*;q=0",
    "image/avif",
    "application/json;q=0, */*",
    "no media range",
)


THERE: Final[dict[str, Any]] = json.loads(os.environ.get("CONFORMANCE_IDS", "{}"))
"""What parameters of addresses name something that is there: made-up ids lead nowhere."""
ENDING: Final = "/reprocess"
"""After it what is there would be busy for ever: nothing works here beside the requests."""


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:  # noqa: ANN401  # the library's
    """Send most requests that keep to the document to what is there, and let one in four say what its client accepts.

    What would be the end of it is sent elsewhere.

    Always the same ones. Whoever changes a request that breaks a rule on purpose tells Schemathesis that it breaks
    none, and links between requests have ids of their own.
    """
    del context, kwargs
    if case.meta is None or case.meta.generation.mode.is_negative:
        return
    drawn = zlib.crc32(repr((case.method, case.formatted_path, case.query, case.body)).encode())
    if drawn % 4 == 0:
        case.headers["Accept"] = ACCEPTS[drawn // 4 % len(ACCEPTS)]
    if case.path_parameters and case.meta.phase.name.value != "stateful":
        known = {name: THERE[name] for name in case.path_parameters if name in THERE}
        if (case.method == "DELETE" and "component_id" not in known) or case.path.endswith(ENDING):
            known = dict.fromkeys(known, "0")
        case.path_parameters = {
            **case.path_parameters,
            **(known if drawn % 5 or "0" in known.values() else {}),
        }


KEPT: Final = frozenset(
    {
        "DELETE /v1/projects/{project_id}",
        "DELETE /v1/projects/{project_id}/drawings/{drawing_id}/components/{component_id}",
    }
)
"""The one archives a project, which stays readable; the other rejects a component, whose history does."""


class _Recorded:
    """What Schemathesis recorded of a scenario, without requests that delete nothing."""

    def __init__(self, record: Any) -> None:  # noqa: ANN401  # the library's
        self._record = record

    def find_related(self, *, case_id: str) -> Iterator[Any]:
        related = self._record.find_related(case_id=case_id)
        return (case for case in related if case.operation.label not in KEPT)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # the library's
        return getattr(self._record, name)


class _Context:
    """Schemathesis' context of a check, of that record."""

    def __init__(self, context: Any) -> None:  # noqa: ANN401  # the library's
        self.internals = _Recorded(context.internals)
        self._context = context

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # the library's
        return getattr(self._context, name)


@schemathesis.check
def gone_after_delete(ctx: Any, response: Any, case: Any) -> bool | None:  # noqa: ANN401  # the library's
    """Fail when what was deleted is still there, as `use_after_free` does, but for what a DELETE is said to keep."""
    lessened: Any = _Context(ctx)
    return use_after_free(lessened, response, case)
