"""Whatever comes after whatever: a drawing is called as people say, else as was read, and is indexed by that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator import clock
from orchestrator.drawings import names, numbers, runs
from orchestrator.drawings.correcting import DrawingChange, corrected, require_read
from orchestrator.drawings.models import Drawing, PageState, Reason
from orchestrator.drawings.store import Store, drawing_of, new_drawing
from orchestrator.errors import Conflict
from orchestrator.projects.activity import SYSTEM
from orchestrator.storage import keys
from orchestrator.storage.files import Files
from orchestrator.storage.table import ConditionFailed
from tests.conftest import Aws, restore, snapshot

KEY = keys.drawing("p1", "d1")
GIVEN = {
    "number": st.sampled_from(["E-101", "e 102", "-", "", None]),
    "sheet": st.sampled_from(["1", "02", "-", None]),
    "revision": st.sampled_from(["A", "B", None]),
    "title": st.sampled_from(["Plan", " ", None]),
}
SAID = st.fixed_dictionaries({}, optional=GIVEN).filter(bool)
READ = st.fixed_dictionaries({name: st.sampled_from(["E-1O1", "7", None]) for name in GIVEN})
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), SAID),
        st.tuples(st.just("say late"), SAID),
        st.tuples(st.sampled_from(["again", "file", "give up"]), st.none()),
        st.tuples(st.just("read"), READ),
    ),
    max_size=10,
)


class Life:
    """A drawing in the table, and what is expected of it."""

    def __init__(self, store: Store) -> None:
        now = clock.now()
        kept = {"filename": "x.pdf", "created_at": now, "created_by": "u", "updated_at": now}
        drawing = Drawing.model_validate(
            {"id": "d1", "project_id": "p1", "status": "awaiting_upload", **kept}
        )
        store.table.write(new_drawing(drawing))
        self.store = store
        self.before = self.begun = drawing
        self.runs = 0
        self.is_open = self.is_busy = False
        self.as_read: dict[Any, str | None] = {}
        self.by_people: dict[Any, str | None] = {}
        self.file(None)
        self.read(dict.fromkeys(GIVEN))

    @property
    def now(self) -> Drawing:
        """The drawing as it is stored."""
        return self.store.drawing("p1", "d1")

    def say(self, fields: Mapping[str, str | None]) -> None:
        """Somebody says what the drawing is called."""
        self._say(self.now, fields)

    def say_late(self, fields: Mapping[str, str | None]) -> None:
        """Somebody speaks who read the drawing before what happened last."""
        self._say(self.before, fields)

    def _say(self, seen: Drawing, fields: Mapping[str, str | None]) -> None:
        is_late = seen.version != self.now.version
        try:
            require_read(seen)
            if writes := corrected(seen, DrawingChange.model_validate(fields), SYSTEM):
                self.store.table.transact(writes)
        except Conflict:
            assert is_late or self.is_busy
        except ConditionFailed:
            assert is_late
        else:
            assert not (is_late and writes)
            said = {} if is_late else {name: (text or "").strip() for name, text in fields.items()}
            self.by_people = {name: text for name, text in (self.by_people | said).items() if text}

    def again(self, _: None) -> None:
        """Somebody has the same file processed again."""
        if not self.is_busy:
            self._begin(names.called(self.now, names.given(self.now), {}))

    def file(self, _: None) -> None:
        """A new file comes."""
        self._begin(None)
        self.by_people = {}

    def _begin(self, called: Mapping[str, Any] | None) -> None:
        self.runs += 1
        self.store.table.write(runs.queue(self.now, f"r{self.runs}", None, called))
        self.begun, self.as_read, self.is_open, self.is_busy = self.now, {}, True, True

    def give_up(self, _: None) -> None:
        """The run has killed its workers; its message may still be redriven."""
        runs.give_up(self.store, self.now, Reason(code="crashed", detail="It broke."))
        self.is_busy = False

    def read(self, block: Mapping[Any, str | None]) -> None:
        """A worker that read the drawing when its run began takes it now, and reads its title block."""
        if not self.is_open:
            return
        leased = runs.lease(self.store, self.begun, 60)
        runs.describe(self.store, leased, names.called(leased, names.given(leased), block))
        runs.close(self.store, leased, {"status": "analyzed"})
        self.as_read, self.is_open, self.is_busy = dict(block), False, False

    def check(self) -> None:
        """Look whether the drawing is called, and indexed, as it must be."""
        item = self.store.table.get(KEY)
        assert item is not None
        drawing, expected = drawing_of(item), self.as_read | self.by_people
        assert {n: getattr(drawing, n) for n in GIVEN} == {n: expected.get(n) for n in GIVEN}
        assert drawing.as_read == {n: self.as_read.get(n) for n in self.by_people}
        assert numbers.place(drawing, expected).items() <= item.items()


@given(events=EVENTS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
def test_a_drawing_is_called_as_people_say_else_as_was_read(
    aws: Aws, events: list[tuple[str, Mapping[str, str | None] | None]]
) -> None:
    restore(empty[0]) if empty else empty.append(snapshot())
    life = Life(Store(aws.table, Files(aws.bucket_name)))
    life.check()
    for name, fields in events:
        before = life.now
        getattr(life, name.replace(" ", "_"))(fields)
        life.before = before
        life.check()


empty: list[bytes] = []


def pages(*sheets: str | None) -> list[PageState]:
    return [
        PageState(page_number=n, status="analyzed", sheet_number=sheet, run="r")
        for n, sheet in enumerate(sheets, start=1)
    ]


@pytest.mark.parametrize(
    ("sheets", "called", "expected"),
    [
        ([None, "E-1O1", "E-102"], {"number": "E-101"}, [None, "E-101", "E-102"]),
        (["E-1O1"], {"number": "E-101", "sheet": "2"}, ["E-101 / 2"]),
        ([None, None], {"number": "E-101"}, ["E-101", None]),
        (["E-1O1", None], {"number": "-"}, [None, None]),
        (["E-1O1"], {"title": "Plan"}, ["E-1O1"]),
        ([], {"number": "E-101"}, []),
    ],
)
def test_the_sheet_that_a_drawing_is_known_by_has_the_number_that_was_given(
    sheets: list[str | None], called: dict[str, str], expected: list[str | None]
) -> None:
    drawing = Drawing.model_validate(
        {"id": "d", "project_id": "p", "filename": "x", "status": "analyzed", "page_count": len(sheets)}
        | {"created_at": "", "created_by": "", "updated_at": "", "as_read": dict.fromkeys(called), **called}
    )
    assert [page.sheet_number for page in names.renumbered(drawing, pages(*sheets))] == expected


def test_no_sheet_is_taken_for_the_one_while_pages_are_missing() -> None:
    drawing = Drawing.model_validate(
        {"id": "d", "project_id": "p", "filename": "x", "status": "extracting", "page_count": 2}
        | {
            "created_at": "",
            "created_by": "",
            "updated_at": "",
            "number": "E-101",
            "as_read": {"number": None},
        }
    )
    assert names.renumbered(drawing, pages(None)) == pages(None)
