"""Many reviews at once: each on the version its reviewer saw, each kept or refused on its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import to_jsonable_python

from orchestrator.drawings.models import Drawing, PageState
from orchestrator.drawings.reviewed import Reviewed, on_page
from orchestrator.drawings.reviewing import Word, added, added_again, changed
from orchestrator.drawings.reviews import ComponentChange, NewComponent, page_of, reviews_named
from orchestrator.drawings.said_tags import index_said
from orchestrator.drawings.store import Store, no_page
from orchestrator.errors import AppError, NotFound, Overtaken, PreconditionFailed
from orchestrator.json_number import A_NUMBER
from orchestrator.projects.activity import Actor
from orchestrator.storage.table import ConditionFailed

MOST: Final = 100
"""Of anything in one request: what one read of the table takes."""
_PAGES_AT_ONCE: Final = 8  # in memory, with all their components
_WORDS_AT_ONCE: Final = 25
"""Words a transaction: three writes of at most 130 KB together each; DynamoDB takes 100 writes and 4 MB."""

Version = Annotated[int, Field(ge=0, le=10**8 - 1), A_NUMBER]


class ComponentReview(BaseModel):
    """What a person says of one component, whose `version` they saw; see the list of components."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    component_id: str = Field(min_length=1, max_length=60)
    version: Version
    change: ComponentChange


class Reviews(BaseModel):
    """What a person says of many components, and those they add: 1 to 100 together, each component once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reviews: tuple[ComponentReview, ...] = Field(default=(), max_length=MOST)
    additions: tuple[NewComponent, ...] = Field(default=(), max_length=MOST)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.reviews) + len(self.additions)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if not 1 <= self.count <= MOST:
            raise ValueError(f"name 1 to {MOST} components to review or to add")
        if len({one.component_id for one in self.reviews}) < len(self.reviews):
            raise ValueError("a component is reviewed twice; say all of it in one change")
        return self


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one: the component as it is now, as far as it is known, why it was refused, whether it is new."""

    now: Reviewed | None
    refused: AppError | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Bulk:
    """One reviewer at many components of one drawing."""

    store: Store
    drawing: Drawing
    actor: Actor

    def say(self, asked: Reviews) -> list[Outcome]:
        """Keep what can be kept and return what came of each: the reviews in order, then the additions."""
        found = self._found(asked)
        said = [self._change(one, found) for one in asked.reviews]
        return [*self._kept(said), *self._added([self._add(new, found) for new in asked.additions])]

    def _found(self, asked: Reviews) -> Mapping[int, _Page]:
        """Return the pages that are named, each with those of its components that are."""
        wanted: dict[int, set[str]] = defaultdict(set)
        for one in asked.reviews:
            if number := _page_named(one.component_id):
                wanted[number].add(one.component_id)
        numbers = {*wanted, *(new.page for new in asked.additions)}
        states = self.store.pages_numbered(self.drawing, sorted(numbers))
        with ThreadPoolExecutor(_PAGES_AT_ONCE) as readers:
            pages = readers.map(lambda state: self._page(state, wanted[state.page_number]), states)
            return {page.state.page_number: page for page in pages}

    def _page(self, state: PageState, wanted: set[str]) -> _Page:
        pairs = on_page(self.store, self.drawing, state) if wanted else []
        return _Page(state, {p.component.id: p for p in pairs if p.component.id in wanted})

    def _change(self, one: ComponentReview, found: Mapping[int, _Page]) -> Word | Outcome:
        page = found.get(_page_named(one.component_id))
        reviewed = page.components.get(one.component_id) if page else None
        if page is None or reviewed is None:
            return Outcome(None, NotFound("There is no such component in this drawing."))
        if reviewed.version != one.version:
            if self._said_before(reviewed, one):
                return Outcome(reviewed)
            return Outcome(reviewed, _overtaken())
        try:
            return changed(reviewed, one.change, page.state, self.actor.user_id) or Outcome(reviewed)
        except AppError as error:
            return Outcome(reviewed, error)

    def _said_before(self, reviewed: Reviewed, one: ComponentReview) -> bool:
        """Tell whether this very word is the last one: its request was sent again after it had broken off."""
        review = reviewed.review
        if review is None or (review.version, review.reviewed_by) != (one.version + 1, self.actor.user_id):
            return False
        asked = one.change.model_dump(mode="json", exclude_unset=True)
        status = asked.pop("status", None)
        if status == "detected" or review.withdrawn:
            return status == "detected" and review.withdrawn
        said: dict[str, Any] = to_jsonable_python(review.changes)
        if (said["status"] == "rejected") != (status == "rejected"):
            return False
        return all(said.get(name) == value for name, value in asked.items())

    def _add(self, new: NewComponent, found: Mapping[int, _Page]) -> Word | Outcome:
        if new.page not in found:
            return Outcome(None, no_page(new.page, "body.page"))
        try:
            return added(new, found[new.page].state, self.actor.user_id)
        except AppError as error:
            return Outcome(None, error)

    def _kept(self, said: Sequence[Word | Outcome]) -> list[Outcome]:
        """Write the words and return what came of each."""
        lost = self._write_all(word for word in said if isinstance(word, Word))
        return [one if isinstance(one, Outcome) else _outcome(one, lost) for one in said]

    def _added(self, said: Sequence[Word | Outcome]) -> list[Outcome]:
        """Write the additions and return what came of each; one that equals another, or an earlier one, is that one."""
        outcomes = self._new({word.review.component_id: word for word in said if isinstance(word, Word)})
        told: list[Outcome] = []
        for one in said:
            if isinstance(one, Word):
                name = one.review.component_id
                told.append(outcomes[name])
                outcomes[name] = replace(outcomes[name], is_new=False)
            else:
                told.append(one)
        return told

    def _new(self, words: Mapping[str, Word]) -> dict[str, Outcome]:
        """Write additions, by component, and return what came of each."""
        lost = self._write_all(words.values())
        before = reviews_named(self.store, self.drawing.id, sorted(lost))
        back = {name: word for name in before if (word := added_again(words[name], before[name]))}
        lost_again = self._write_all(back.values())
        outcomes = {name: Outcome(Reviewed(None, review)) for name, review in before.items()}
        written = {name: word for name, word in words.items() if name not in lost} | back
        outcomes |= {name: Outcome(word.after, is_new=True) for name, word in written.items()}
        late = {*lost_again, *(lost - before.keys())}
        return outcomes | dict.fromkeys(
            late, Outcome(None, Overtaken("It was changed at the same moment; retry."))
        )

    def _write_all(self, words: Iterable[Word]) -> set[str]:
        """Write words, some a transaction; return the components that somebody else was faster with."""
        left, lost = list(words), set[str]()
        for first in range(0, len(left), _WORDS_AT_ONCE):
            lost |= self._write(left[first : first + _WORDS_AT_ONCE])
        index_said(self.store, self.drawing, (word for word in left if word.review.component_id not in lost))
        return lost

    def _write(self, words: Sequence[Word]) -> set[str]:
        """Write all words but those that somebody else was faster with; return the components of these."""
        left = {word.review.component_id: word.writes(self.drawing, self.actor) for word in words}
        lost: set[str] = set()
        while left:
            try:
                self.store.table.transact([write for writes in left.values() for write in writes])
            except ConditionFailed as error:
                late = {name for name, writes in left.items() if {w.key for w in writes} & {*error.keys}}
                left = {name: writes for name, writes in left.items() if name not in late}
                lost |= late
            else:
                break
        return lost


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, and those of its components that are asked for."""

    state: PageState
    components: Mapping[str, Reviewed]


def _page_named(component_id: str) -> int:
    """Return the page an id names; 0, which no page has, when it names none."""
    try:
        return page_of(component_id)
    except NotFound:
        return 0


def _outcome(word: Word, lost: set[str]) -> Outcome:
    return Outcome(None, _overtaken()) if word.review.component_id in lost else Outcome(word.after)


def _overtaken() -> PreconditionFailed:
    return PreconditionFailed("It was changed after you read it; read it again and retry.")
