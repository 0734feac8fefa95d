"""What travels on our own queues and between our own functions, as JSON.

`correlation_id` is the id of the API request, or of the upload to S3, that began it all; it is in every log line.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from orchestrator.geometry import Box


class PageMessage(BaseModel):
    """One page to recognise (the `pages` queue); `run` tells one processing of a drawing from the next."""

    model_config = ConfigDict(frozen=True)

    project_id: str
    drawing_id: str
    run: str
    page: int = Field(ge=1)
    correlation_id: str = ""


class ReprocessMessage(BaseModel):
    """A run to begin, or to go on with (the `uploads` queue, beside S3's own events).

    Recognition has been told of the pages up to `sent_to`. With `again` the run has ended, and those of its pages are
    recognised again that were before an entry of the legend was cut anew.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    project_id: str
    drawing_id: str
    run: str
    sent_to: int = Field(default=0, ge=0)
    again: bool = False
    correlation_id: str = ""


class RegionsRequest(BaseModel):
    """Boxes of one page to classify, each on its own (direct invocation of `recognition`).

    What is no box is passed on as it came, to be answered with an error entry of its own.
    """

    model_config = ConfigDict(frozen=True)

    project_id: str
    drawing_id: str
    page: int = Field(ge=1)
    regions: tuple[JsonValue, ...] = Field(min_length=1, max_length=20)
    correlation_id: str = ""


class CompareRequest(BaseModel):
    """Two drawings to compare from a page of the first on (direct invocation of `recognition`).

    With `picture_of` a picture of that page's changes is made instead.
    """

    model_config = ConfigDict(frozen=True)

    project_id: str
    drawing_id: str
    to_drawing_id: str
    from_page: int = Field(default=1, ge=1)
    picture_of: int | None = Field(default=None, ge=1)


class FindRequest(BaseModel):
    """An example to search pages for (direct invocation of `recognition`): the symbol in `bbox` of a page.

    `scale` is the size of what is searched for over the example's, or `vote`.
    """

    model_config = ConfigDict(frozen=True)

    project_id: str
    drawing_id: str
    page: int = Field(ge=1)
    bbox: Box
    scale: float | Literal["vote"] = 1.0
    pages: tuple[int, ...]
    correlation_id: str = ""


class SoughtBox(BaseModel):
    """One of several examples: the symbol in `bbox` of a page, what it is said to be, and its repeats' `scale`."""

    model_config = ConfigDict(frozen=True)

    page: int = Field(ge=1)
    bbox: Box
    class_name: str | None = None
    scale: float | Literal["vote"] = 1.0


class JointFindRequest(BaseModel):
    """Several examples to search pages for at once (direct invocation of `recognition`)."""

    model_config = ConfigDict(frozen=True)

    project_id: str
    drawing_id: str
    examples: tuple[SoughtBox, ...] = Field(min_length=1)
    pages: tuple[int, ...]
    correlation_id: str = ""
