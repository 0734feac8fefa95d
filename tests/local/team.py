"""Two leads of one project, and a way to let people act at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier
from typing import Final, TypeVar

from tests.local.embedded_api import EmbeddedApi, Person, embedded_api
from tests.orchestrator.drawings.pipeline import Pipeline, component, pdf

COMPONENT: Final = component(1).id
T = TypeVar("T")


@dataclass(frozen=True)
class Team:
    """Two leads of one project with an analysed drawing."""

    api: EmbeddedApi
    anna: Person
    bert: Person
    project_id: str
    drawing_id: str

    @property
    def project(self) -> str:
        """The project's address."""
        return f"/v1/projects/{self.project_id}"

    @property
    def component(self) -> str:
        """The address of the drawing's one component."""
        return f"{self.project}/drawings/{self.drawing_id}/components/{COMPONENT}"


@contextmanager
def team_at_work() -> Iterator[Team]:
    """Run an API with the two leads, their project and its drawing."""
    with embedded_api() as api:
        anna, bert = api.person("anna@example.com"), api.person("bert@example.com")
        project_id = anna("POST", "/v1/projects", {"name": "Pump station"}).json["id"]
        lead = {"user_id": bert.user_id, "role": "electrical_lead"}
        assert anna("POST", f"/v1/projects/{project_id}/members", lead).status_code == 201
        pipeline = Pipeline(api.aws)
        uploaded = pipeline.upload(pdf("E-101"), project_id)
        pipeline.settle()
        yield Team(api, anna, bert, project_id, uploaded.id)


def at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Begin everything at the same moment, each in a thread of its own, and return what came of it."""
    start = Barrier(len(acts))

    def run(act: Callable[[], T]) -> T:
        start.wait(60)
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
