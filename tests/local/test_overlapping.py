"""Writes that overlap: on AWS many processes serve the API, so everybody may have read before anybody writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from threading import Barrier, get_ident

import pytest

from local.provision import BUCKET
from orchestrator.drawings.bulk import Bulk, ComponentReview, Reviews
from orchestrator.drawings.reviewed import find_reviewed
from orchestrator.drawings.reviewing import changed
from orchestrator.drawings.reviews import ComponentChange, NewComponent
from orchestrator.drawings.store import Store
from orchestrator.errors import Conflict, NotFound, Overtaken
from orchestrator.http import Caller
from orchestrator.projects import members, store
from orchestrator.projects.access import require
from orchestrator.projects.models import NewMember, ProjectChange, ProjectFields
from orchestrator.storage.files import Files
from orchestrator.storage.keys import Key
from orchestrator.storage.table import ConditionFailed, Table, Write
from tests.local.embedded_api import Person
from tests.local.team import COMPONENT, Team, at_once, team_at_work

pytestmark = pytest.mark.xdist_group("concurrency")
Overlapping = Callable[[Sequence[Callable[[], object]]], list[object]]


@pytest.fixture(scope="module")
def working() -> Iterator[Team]:
    with team_at_work() as team:
        yield team


@pytest.fixture
def team(working: Team) -> Team:
    """The team, nothing reviewed."""
    working.anna("PATCH", working.component, {"status": "detected"})
    return working


@pytest.fixture
def overlapping(monkeypatch: pytest.MonkeyPatch) -> Overlapping:
    """Let acts run at once, each of them waiting before its first write until all have come that far."""

    def run(acts: Sequence[Callable[[], object]]) -> list[object]:
        all_have_read = Barrier(len(acts))
        transact, waited = Table.transact, set[int]()

        def after_the_others_have_read(self: Table, writes: Sequence[Write]) -> None:
            if get_ident() not in waited:
                waited.add(get_ident())
                all_have_read.wait(60)
            transact(self, writes)

        with monkeypatch.context() as patch:
            patch.setattr(Table, "transact", after_the_others_have_read)
            return at_once([partial(_outcome, act) for act in acts])

    return run


def _outcome(act: Callable[[], object]) -> object:
    try:
        return act()
    except Conflict as error:
        return type(error)


def caller(person: Person) -> Caller:
    """Return somebody as a route knows them."""
    return Caller(person.user_id, "x@example.com", "electrician", "t")


def test_of_overlapping_creates_one_wins(team: Team, overlapping: Overlapping) -> None:
    fields, table = ProjectFields(name="Overlap"), team.api.aws.table
    made = overlapping([partial(store.create, table, fields, caller(team.anna), "electrician")] * 6)
    assert made.count(Conflict) == 5
    assert len(team.anna("GET", "/v1/projects?search=Overlap").json["items"]) == 1


def test_of_overlapping_changes_one_wins(team: Team, overlapping: Overlapping) -> None:
    table = team.api.aws.table
    project = require(table, team.project_id, caller(team.anna), "projects:write").project
    changes = [ProjectChange(location=f"Bay {number}") for number in range(6)]
    made = overlapping([partial(store.change, table, project, c, caller(team.anna)) for c in changes])
    assert made.count(Overtaken) == 5
    (winner,) = (project for project in made if project is not Overtaken)
    assert require(table, team.project_id, caller(team.anna), "projects:read").project == winner


def test_of_overlapping_reviews_one_wins(team: Team, overlapping: Overlapping) -> None:
    table = team.api.aws.table
    kept = Store(table, Files(BUCKET))

    def review(tag: str) -> str:
        drawing = kept.drawing(team.project_id, team.drawing_id)
        page, reviewed = find_reviewed(kept, drawing, COMPONENT)
        word = changed(reviewed, ComponentChange(tag=tag), page, team.anna.user_id)
        assert word is not None
        try:
            table.transact(word.writes(drawing, caller(team.anna)))
        except ConditionFailed as error:
            raise Conflict("late") from error
        return tag

    made = overlapping([partial(review, f"F-{number}") for number in range(6)])
    assert made.count(Conflict) == 5
    (item,) = team.anna("GET", team.component.rpartition("/")[0]).json["items"]
    assert [item["tag"]] == [tag for tag in made if tag is not Conflict]


def test_of_overlapping_requests_each_keeps_what_the_other_does_not_say(
    team: Team, overlapping: Overlapping
) -> None:
    kept = Store(team.api.aws.table, Files(BUCKET))
    drawing = kept.drawing(team.project_id, team.drawing_id)
    boxes = [
        NewComponent.model_validate({"page": 1, "class": "fuse", "bbox": (10 * n, 150, 8, 8)})
        for n in range(6)
    ]
    made = Bulk(kept, drawing, caller(team.anna)).say(Reviews(additions=tuple(boxes)))
    ids = [outcome.now.component.id for outcome in made if outcome.now]

    def say(who: Person, tag: str, components: Sequence[str]) -> dict[str, bool]:
        asked = [
            ComponentReview(component_id=c, version=1, change=ComponentChange(tag=tag)) for c in components
        ]
        outcomes = Bulk(kept, drawing, caller(who)).say(Reviews(reviews=tuple(asked)))
        return {c: outcome.refused is None for c, outcome in zip(components, outcomes, strict=True)}

    told = overlapping([partial(say, team.anna, "A", ids[:4]), partial(say, team.bert, "B", ids[:1:-1])])
    anna, bert = (one for one in told if isinstance(one, dict))
    for component_id in ids:
        _, now = find_reviewed(kept, drawing, component_id)
        winners = [tag for tag, won in (("A", anna), ("B", bert)) if won.get(component_id)]
        assert [now.component.tag] == winners, "one word counts, and who lost is told so"
        assert now.version == 2
        team.anna("DELETE", f"{team.component.rpartition('/')[0]}/{component_id}")


def test_leads_who_leave_at_the_same_moment_do_not_all_go(team: Team, overlapping: Overlapping) -> None:
    table, anna = team.api.aws.table, caller(team.anna)
    project = store.create(table, ProjectFields(name="Leaving"), anna, "electrical_lead")
    members.add(table, project, NewMember(user_id=team.bert.user_id, role="fco_lead"), anna)
    both = [members.find(table, project, who.user_id) for who in (team.anna, team.bert)]
    made = overlapping([partial(members.remove, table, project, lead, lead) for lead in both])
    assert made.count(Conflict) == 1
    stays = [who for who in (team.anna, team.bert) if _is_member(table, project.id, who)]
    assert len(stays) == 1


def _is_member(table: Table, project_id: str, who: Person) -> bool:
    try:
        require(table, project_id, caller(who), "members:write")
    except NotFound:
        return False
    return True


def test_a_transaction_that_fails_undoes_nothing_of_anybody_else(team: Team) -> None:
    table = team.api.aws.table
    table.write(Write("put", Key("RACE", "taken")))
    for hundred in range(3):  # the more is in the table, the longer a transaction takes to put it back
        table.transact([Write("put", Key("FULL", f"{hundred}-{number}")) for number in range(100)])

    def fail() -> None:
        for number in range(10):
            new = Write("put", Key("RACE", f"never-{number}"))
            with pytest.raises(ConditionFailed):
                table.transact(
                    [new, Write("put", Key("RACE", "taken"), condition="attribute_not_exists(PK)")]
                )

    def write(which: int) -> None:
        for number in range(20):
            table.write(Write("put", Key("RACE", f"kept-{which}-{number}")))

    acts: list[Callable[[], None]] = [fail, *(partial(write, which) for which in range(4))]
    at_once(acts)
    found = {item["SK"] for item in table.query_all("RACE")}
    assert found == {"taken", *(f"kept-{which}-{number}" for which in range(4) for number in range(20))}
