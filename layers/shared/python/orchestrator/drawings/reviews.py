"""What people say of components, kept apart from what the model said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from orchestrator.components import Component
from orchestrator.drawings.models import PageState
from orchestrator.drawings.store import Store
from orchestrator.errors import FieldError, Invalid, NotFound
from orchestrator.geometry import Box
from orchestrator.json_number import A_NUMBER
from orchestrator.storage import keys
from orchestrator.storage.table import Item, Write, put_next
from orchestrator.taxonomy import ALL_CLASSES

REVIEW_PREFIX: Final = "REVIEW#"
_PAGE_OF_ID: Final = re.compile(r"p(\d{5})-[0-9a-z-]{1,40}")
LAST_PAGE: Final = 99_999
_MAX_COORDINATE: Final = 1e6  # points, far beyond any sheet
_MAX_ATTRIBUTE_CHARS: Final = 4_000
"""Of names and values together: a review is stored three times (itself, its history, the project's activity), and a
transaction of DynamoDB holds 4 MB."""


def _short(attributes: dict[str, str]) -> dict[str, str]:
    if sum(len(name) + len(value) for name, value in attributes.items()) > _MAX_ATTRIBUTE_CHARS:
        raise ValueError(f"must be at most {_MAX_ATTRIBUTE_CHARS} characters together")
    return attributes


ClassName = Literal[ALL_CLASSES]  # type: ignore[valid-type]  # the taxonomy is the list
AnyClass = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A class of the taxonomy, or a name of the project's own, which a legend gives."""
Coordinate = Annotated[float, Field(ge=-_MAX_COORDINATE, le=_MAX_COORDINATE, allow_inf_nan=False), A_NUMBER]
Side = Annotated[float, Field(gt=0, le=_MAX_COORDINATE, allow_inf_nan=False), A_NUMBER]
DrawnBox = tuple[Coordinate, Coordinate, Side, Side]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Text = Annotated[str, StringConstraints(max_length=1_000)]
Attributes = Annotated[dict[Tag, Text], Field(max_length=50), AfterValidator(_short)]


class NewComponent(BaseModel):
    """A component the model missed, as a person marks it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    page: Annotated[int, Field(ge=1), A_NUMBER]
    class_name: ClassName = Field(alias="class")
    bbox: DrawnBox
    rotation: Annotated[float, Field(ge=0, lt=360), A_NUMBER] | None = None
    tag: Tag | None = None
    text: Text | None = None
    attributes: Attributes = Field(default_factory=dict)
    in_cloud: bool = Field(default=False, strict=True)


class ComponentChange(BaseModel):
    """What a person says of a component; an absent field stays, `status: detected` takes the review back."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    status: Literal["accepted", "rejected", "detected"] | None = None
    class_name: ClassName | None = Field(default=None, alias="class")
    bbox: DrawnBox | None = None
    tag: Tag | None = None
    text: Text | None = None
    attributes: Attributes | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("name at least one field to change")
        if self.status == "detected" and len(self.model_fields_set) > 1:
            raise ValueError("status detected takes the review back; send it alone")
        never_null = {"status", "class_name", "bbox"} & self.model_fields_set
        nulls = {name for name in never_null if getattr(self, name) is None}
        if nulls:
            raise ValueError(f"{', '.join(sorted(nulls))} must not be null")
        return self


class Review(BaseModel):
    """The last word of a person on one component: the fields it changes, or the whole of an added one.

    `seen` is what recognition said of it then: by its box it is found again after another recognition. One that was
    taken back (`withdrawn`) says nothing; it stays so that `version`, which counts all words on the component, never
    comes twice.
    """

    model_config = ConfigDict(frozen=True)

    component_id: str
    page: int
    changes: dict[str, Any]
    seen: Component | None
    reviewed_by: str
    reviewed_at: str
    version: int = 1
    withdrawn: bool = False


def page_of(component_id: str) -> int:
    """Return the page a component's id names.

    Raises:
        NotFound: when it is not the id of a component.
    """
    match = _PAGE_OF_ID.fullmatch(component_id)
    if match is None or int(match[1]) == 0:
        raise NotFound("There is no such component in this drawing.")
    return int(match[1])


def reviews_of(store: Store, drawing_id: str, page: int | None = None) -> dict[int, list[Review]]:
    """Return every review of a drawing, or of one page, by page, in the order of component ids."""
    which = REVIEW_PREFIX if page is None else f"{REVIEW_PREFIX}p{page:05d}-"
    return _by_page(store.table.query_all(keys.review(drawing_id, "").pk, which))


def _by_page(items: Iterable[Item]) -> dict[int, list[Review]]:
    by_page: dict[int, list[Review]] = defaultdict(list)
    for review in map(Review.model_validate, items):
        by_page[review.page].append(review)
    return by_page


def reviews_named(store: Store, drawing_id: str, component_ids: Sequence[str]) -> dict[str, Review]:
    """Return the reviews that there are of up to 100 components, by component."""
    items = store.table.get_many([keys.review(drawing_id, name) for name in component_ids])
    return {review.component_id: review for review in map(Review.model_validate, items)}


class ReviewsFrom:
    """What one answer of the table (1 MB) says of a drawing from a page on: of that page everything, however much.

    `known_to` is the last page whose reviews are all here.
    """

    def __init__(self, store: Store, drawing_id: str, page: int, *, alone: bool = False) -> None:
        """Read them; `alone`, those of the page and no others."""
        self.known_to = page
        if alone:
            self._by_page = reviews_of(store, drawing_id, page)
            return
        key = keys.review(drawing_id, f"p{page:05d}-")
        found = store.table.query(key.pk, REVIEW_PREFIX, lowest=key.sk)
        self._by_page = _by_page(found.items)
        if found.last_key is None:
            self.known_to = LAST_PAGE
        elif (last := max(self._by_page)) > page:
            self.known_to = last - 1
        else:
            self._by_page = reviews_of(store, drawing_id, page)

    def of(self, page: int) -> list[Review]:
        """Return the reviews of a page, which is not beyond `known_to`, in the order of component ids."""
        return self._by_page.get(page, [])


def put_review(drawing_id: str, review: Review) -> Write:
    """Return the write of a review; it loses when somebody else reviewed the component meanwhile."""
    return put_next(keys.review(drawing_id, review.component_id), review.model_dump())


def check_on_page(box: Box, page: PageState) -> None:
    """Refuse a box that is not on the page.

    Raises:
        Invalid: when it lies outside, even in part.
    """
    width, height = page.width_pt or 0.0, page.height_pt or 0.0
    inside = box[0] >= 0 and box[1] >= 0 and box[0] + box[2] <= width and box[1] + box[3] <= height
    if not inside:
        message = f"must lie on the page, which is {width:g} x {height:g} points"
        raise Invalid("The box is not on the page.", FieldError("body.bbox", message))
