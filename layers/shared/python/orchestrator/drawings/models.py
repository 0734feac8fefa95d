"""A drawing and its pages, as they are stored and as callers see them."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

from orchestrator.pages import PageKind

DrawingStatus = Literal[
    "awaiting_upload", "queued", "extracting", "recognizing", "analyzed", "partial", "failed"
]
PageStatus = Literal["pending", "analyzed", "failed"]
Name = Literal["number", "sheet", "revision", "title"]
"""What a title block calls a drawing."""

IN_PROGRESS: Final[frozenset[DrawingStatus]] = frozenset({"extracting", "recognizing"})
FINAL: Final[frozenset[DrawingStatus]] = frozenset({"analyzed", "partial", "failed"})
_EXTRACTION_SHARE: Final = 0.4  # of the work on a page: extraction is the shorter part


class Reason(BaseModel):
    """Why a drawing or page could not be processed: a code of the contract and a sentence."""

    model_config = ConfigDict(frozen=True)

    code: str
    detail: str


class Drawing(BaseModel):
    """One PDF of a project; times are ISO 8601 UTC, `counts` are components by class as recognised.

    `number`, `sheet` (of that number), `revision` and `title` are those of the first sheet whose title block tells them
    (see `sheets.py`), or what a person gave; `as_read` then has what was read of it, null for nothing.
    `version` counts its changes and is its ETag.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    project_id: str
    filename: str
    status: DrawingStatus
    size_bytes: int | None = None
    sha256: str | None = None
    duplicate_of: str | None = None
    number: str | None = None
    sheet: str | None = None
    revision: str | None = None
    title: str | None = None
    as_read: dict[Name, str | None] = Field(default_factory=dict)
    page_count: int | None = None
    pages_done: int = 0
    pages_failed: tuple[int, ...] = ()
    component_count: int | None = None
    counts: dict[str, int] = Field(default_factory=dict)
    model_version: str | None = None
    metadata: dict[str, str] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    error: Reason | None = None
    created_at: str
    created_by: str
    updated_at: str
    completed_at: str | None = None
    version: int = 1

    # how the pipeline keeps its place; not shown
    run: str | None = Field(default=None, exclude=True)
    upload_id: str | None = Field(default=None, exclude=True)
    correlation_id: str = Field(default="", exclude=True)  # of the request that began the run
    sequencer: str = Field(default="", exclude=True)
    version_id: str | None = Field(default=None, exclude=True)
    pages_extracted: int = Field(default=0, exclude=True)
    lease_until: int = Field(default=0, exclude=True)
    extraction_s: int = Field(default=0, exclude=True)  # of the run, up to its last page or call that is over
    gave_up: bool = Field(default=False, exclude=True)
    page_results: int = Field(
        default=0, exclude=True
    )  # how often a page became final, or was healed after that
    closed_results: int = Field(default=0, exclude=True)  # of them those that the closing has counted
    legend_pages: tuple[int, ...] = Field(default=(), exclude=True)
    has_legend: bool = Field(default=False, exclude=True)
    legend_names: dict[str, str] | None = Field(default=None, exclude=True)
    """Classes that people gave entries of the legend, by entry; None: stored before these were kept here."""
    recuts: int = Field(default=0, exclude=True)  # how often an entry of the legend got another cut
    recuts_counted: int = Field(default=0, exclude=True)  # of them those that the closing found on every page

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents this order
    @property
    def recounting(self) -> bool:
        """Whether its pages are being recognised again because an entry of its legend was cut anew."""
        return self.status in FINAL and self.recuts_counted < self.recuts

    def waits_again(self, page: PageState) -> bool:
        """Tell whether a page with a result was recognised before an entry of the legend was cut anew."""
        return self.status in FINAL and page.status == "analyzed" and page.recuts < self.recuts

    @property
    def is_due(self) -> bool:
        """Whether every page is final, and the closing has not counted the newest result of each."""
        done = self.page_count is not None and self.pages_done >= self.page_count
        return done and (self.status not in FINAL or self.closed_results < self.page_results)

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents this order
    @property
    def progress(self) -> float:
        """How much of the work is done, 0..1."""
        if self.status in FINAL:
            return 1.0
        if not self.page_count or self.status not in IN_PROGRESS:
            return 0.0
        extracted, done = self.pages_extracted / self.page_count, self.pages_done / self.page_count
        return round(_EXTRACTION_SHARE * extracted + (1 - _EXTRACTION_SHARE) * done, 3)


class PageState(BaseModel):
    """What is known of one page without opening its files; a failed page has an `error`, maybe no size."""

    model_config = ConfigDict(frozen=True)

    page_number: int
    status: PageStatus
    error: Reason | None = None
    width_pt: float | None = None
    height_pt: float | None = None
    rotation: int | None = None
    label: str | None = None
    sheet_number: str | None = None
    kind: PageKind | None = None
    word_count: int | None = None
    read_word_count: int | None = None  # from the picture; None: it was not read
    image_count: int | None = None
    drawing_count: int | None = None
    component_count: int | None = None
    model_version: str | None = None
    truncated: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    run: str = Field(exclude=True)
    has_image: bool = Field(default=False, exclude=True)
    counts: dict[str, int] | None = Field(default=None, exclude=True)  # by class; None: not stored
    gave_up: bool = Field(default=False, exclude=True)
    recuts: int = Field(default=0, exclude=True)  # the drawing's that its recognition knew of
    attempt: str = Field(default="", exclude=True)  # of the worker that took the page last
