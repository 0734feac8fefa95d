"""What can go wrong, in the user's words; no HTTP here (`orchestrator.http` maps each to a status).

AppError
├── Unauthenticated    the caller has not proved who they are
├── Forbidden          a member, but the role does not allow it
├── NotFound           it does not exist, or the caller may not know that it does
├── Invalid            the request is well formed but its content is not acceptable
├── NotAcceptable      the client takes none of the forms that this can be given in
├── Conflict           it clashes with what is stored (a taken name, a wrong state)
│   └── Overtaken      somebody else changed it while this was worked on
├── PreconditionFailed somebody changed it since the caller read it
├── TooMany            a rate or an amount is exceeded
├── Unavailable        something we depend on does not answer; trying again helps
└── DrawingError       a PDF that cannot be processed, with a code of the contract

AlreadyAtWork          of workers among themselves
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

DrawingErrorCode = Literal[
    "not_pdf",
    "empty",
    "too_large",
    "password",
    "too_many_pages",
    "no_pages",
    "unreadable",
    "timeout",
    "crashed",
    "out_of_memory",
    "content_too_large",
]


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that is wrong: where (`body.name`) and a sentence about it."""

    field: str
    message: str


class AlreadyAtWork(Exception):
    """Somebody else is at the same work; nobody is told of it, but it makes no sense to try again soon."""


class AppError(Exception):
    """Anything a caller is told about; the message is a sentence they can act on."""

    title: ClassVar[str] = "Error"
    retry_after_s: int | None = None
    """In how many seconds trying again makes sense; None: not before something is changed."""

    def __init__(self, detail: str, *fields: FieldError) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = fields


class Unauthenticated(AppError):
    """The caller has not proved who they are."""

    title = "Unauthorized"


class Forbidden(AppError):
    """The caller is known and may see the thing, but their role does not allow this."""

    title = "Forbidden"


class NotFound(AppError):
    """It does not exist, or the caller may not know that it does."""

    title = "Not Found"


class Invalid(AppError):
    """The request is well formed but its content is not acceptable."""

    title = "Unprocessable Content"


class NotAcceptable(AppError):
    """The client takes none of the forms that this can be given in."""

    title = "Not Acceptable"


class Conflict(AppError):
    """It clashes with what is stored."""

    title = "Conflict"


class Overtaken(Conflict):
    """Somebody else changed it between our reading and our writing; nothing was written."""


class PreconditionFailed(AppError):
    """The stored version is not the one the caller named in `If-Match`."""

    title = "Precondition Failed"


class TooMany(AppError):
    """A rate or an amount is exceeded."""

    title = "Too Many Requests"

    def __init__(self, detail: str, retry_after_s: int = 60) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class Unavailable(AppError):
    """Something we depend on does not answer."""

    title = "Service Unavailable"
    retry_after_s = 60


class DrawingError(AppError):
    """A PDF that cannot be processed: `code` is of the contract, `detail` says what to do about it."""

    title = "Drawing Error"

    def __init__(self, code: DrawingErrorCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code
