"""What a person says a drawing is called where its title block was misread, and what is written of it."""

from __future__ import annotations

from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from orchestrator import clock
from orchestrator.drawings import names, numbers
from orchestrator.drawings.models import FINAL, Drawing
from orchestrator.errors import Conflict
from orchestrator.projects.activity import Actor, record
from orchestrator.projects.models import one_line
from orchestrator.storage import keys
from orchestrator.storage.table import Write, change

CORRECTED: Final = "drawing.corrected"
UNCORRECTED: Final = "drawing.uncorrected"
"""Of a drawing whose new file took away what people said of the one before."""
_NONE: Final = "-"  # what a draughtsman writes where there is none


def _stripped(text: str) -> str:
    return one_line(text.strip())


def _short(text: str) -> str:
    if numbers.link_of("0", text) is None:
        raise ValueError("must have at most 64 letters and digits")
    return text


def _number(text: str) -> str:
    if text not in {"", _NONE} and numbers.link_of(text) is None:
        raise ValueError("must have a digit, or be - where the drawing has no number")
    return text


def _words(text: str) -> str:
    if text and not any(c.isalnum() for c in text):
        raise ValueError("must have a letter or a digit")
    return text


_Line = Annotated[str, Field(max_length=64), AfterValidator(_stripped)]
_Title = Annotated[str, Field(max_length=200), AfterValidator(_stripped), AfterValidator(_words)]


class DrawingChange(BaseModel):
    """What a drawing is called; an absent field stays, `null` or an empty text gives back what was read.

    `-` for `number` or `sheet` says that it has none.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "minProperties": 1,
            "examples": [{"number": "E-101", "revision": "B"}, {"title": None}],
        },
    )

    number: Annotated[_Line, AfterValidator(_short), AfterValidator(_number)] | None = None
    sheet: Annotated[_Line, AfterValidator(_short)] | None = None
    revision: _Line | None = None
    title: _Title | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("name at least one field to change")
        return self


def require_read(drawing: Drawing) -> None:
    """Refuse to correct what is not read to its end.

    Raises:
        Conflict: when the drawing waits for its file, or is being processed.
    """
    if drawing.status == "awaiting_upload":
        raise Conflict("This drawing has no file yet; upload it first.")
    if drawing.status not in FINAL:
        raise Conflict(f"This drawing is being processed (status {drawing.status}); wait until it is done.")


def corrected(drawing: Drawing, said: DrawingChange, actor: Actor) -> tuple[Write, ...]:
    """Return what belongs into one transaction, nothing where nothing changes.

    It loses when the drawing has changed since it was read: a run that has begun meanwhile included.
    """
    by_people = names.given(drawing) | said.model_dump(exclude_unset=True)
    by_people = {name: value for name, value in by_people.items() if value}
    after = names.called(drawing, by_people, names.read(drawing))
    changes = {
        name: {"from": getattr(drawing, name), "to": after[name]}
        for name in sorted(said.model_fields_set)
        if getattr(drawing, name) != after[name] or (name in drawing.as_read) != (name in by_people)
    }
    if not changes:
        return ()
    write = change(
        keys.drawing(drawing.project_id, drawing.id),
        sets={**after, "updated_at": clock.now()},
        adds={"version": 1},
        condition="#version = :seen",
        values={"seen": drawing.version},
    )
    return write, record(drawing.project_id, actor, CORRECTED, drawing.id, changes)


def uncorrected(drawing: Drawing, actor: Actor) -> tuple[Write, ...]:
    """Return the write that logs what people said of a drawing whose new file takes it away, if they did."""
    changes = {name: {"from": value, "to": None} for name, value in names.given(drawing).items()}
    return (record(drawing.project_id, actor, UNCORRECTED, drawing.id, changes),) if changes else ()
