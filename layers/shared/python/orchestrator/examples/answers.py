"""A value of each model that is answered with, and what the document shows of it beside a schema."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel

from orchestrator import __version__
from orchestrator.about import Health
from orchestrator.comparisons import (
    ChangedComponent,
    ClassDelta,
    ComparedComponent,
    ComparedPage,
    DrawingComparison,
    SheetAlignment,
)
from orchestrator.components import RegionResult
from orchestrator.documents import DocumentFacts, OutlineEntry
from orchestrator.drawings.counting import WholeTakeoff
from orchestrator.drawings.reviewed import ReviewedComponent
from orchestrator.drawings.reviewing import HistoryEntry
from orchestrator.drawings.revisions import revised
from orchestrator.drawings.routes.pages import PageDetail, PageText, RegionResults
from orchestrator.drawings.routes.reviews import ReviewResult, ReviewResults
from orchestrator.drawings.schedules import schedules_from
from orchestrator.drawings.superseded import Superseded
from orchestrator.drawings.tag_index import TaggedComponent, TagPlace
from orchestrator.drawings.uploads import Upload, UploadSlot
from orchestrator.examples.bodies import BODIES, PERSON, REFRESH_TOKEN, SESSION, USER_ID
from orchestrator.examples.problems import OVERTAKEN
from orchestrator.examples.sheet import (
    BEFORE,
    DRAWING,
    FUSE,
    LEGEND,
    LUMINAIRE,
    MORNING,
    NOON,
    OPENED,
    PAGE,
    PROJECT,
    STATE,
    TAKEOFF,
)
from orchestrator.finds import FindResult, FoundPage, FoundPlacement, JointPage, JointPlacement, JointResult
from orchestrator.finds import SoughtExample as Sought
from orchestrator.identity.bodies import Accepted, Authenticator, Challenge, Me, Tokens
from orchestrator.pages import Layer, PageImage, TextStyle, TitleBlockField, Word
from orchestrator.permissions import PERMISSIONS
from orchestrator.projects.models import Event, Member
from orchestrator.takeoff import project_takeoff

_TOKEN: Final = "eyJraWQiOiJrMSIsImFsZyI6IlJTMjU2In0.eyJzdWIiOiIzZjFjMmYwYSJ9.c2lnbmF0dXJl"  # noqa: S105  # of nobody
_PERSON: Final[dict[str, Any]] = {"actor_id": USER_ID, "actor_email": PERSON}
_SEEN: Final = ComparedComponent.of(FUSE)
_PLACE: Final[dict[str, Any]] = {"bbox": FUSE.bbox, "scale": 1.0, "confidence": 0.99, "band": "high"}
_COUNTS: Final = (ClassDelta(class_name="fuse", before=1, after=1, delta=0),)


_ANSWERS: Final[tuple[BaseModel, ...]] = (
    Health(status="healthy", service="orchestrator", version=__version__),
    Accepted(detail="It is done."),
    Tokens(access_token=_TOKEN, refresh_token=REFRESH_TOKEN, id_token=_TOKEN, expires_in=900),
    Challenge(session=SESSION),
    Authenticator(
        secret="JBSWY3DPEHPK3PXP",  # noqa: S106  # of nobody
        uri="otpauth://totp/Electrical%20Orchestrator:ada%40example.com?secret=JBSWY3DPEHPK3PXP"
        "&issuer=Electrical%20Orchestrator",
    ),
    Me(
        user_id=USER_ID,
        email=PERSON,
        name="Ada Lovelace",
        role="foreman",
        permissions=sorted(PERMISSIONS["foreman"]),
        created_at=MORNING,
    ),
    PROJECT,
    Member(
        **BODIES["add_member"],
        email=PERSON,
        added_at=MORNING,
        added_by=USER_ID,
        version=1,
    ),
    Event(
        **_PERSON,
        id="5f0c1d2e3b4a49589a6b7c8d9e0f1a2b",
        at=NOON,
        action="project.updated",
        subject_id=PROJECT.id,
        changes={"status": {"from": "draft", "to": "active"}},
    ),
    DRAWING,
    revised(DRAWING, [BEFORE]),
    UploadSlot(
        drawing=OPENED,
        upload=Upload(
            url="https://drawings.s3.amazonaws.com/",
            fields={
                "Content-Type": "application/pdf",
                "key": f"uploads/{PROJECT.id}/{OPENED.id}/source.pdf",
                "policy": "eyJleHBpcmF0aW9uIjogIjIwMjYtMDMtMDJUMTM6MDA6MDBaIn0=",
            },
            expires_at=datetime(2026, 3, 2, 13, tzinfo=UTC),
        ),
    ),
    DocumentFacts(
        page_count=1,
        metadata={"title": "Pump station lighting", "producer": "AutoCAD PDF"},
        layers=(Layer(name="E-LITE"),),
        outline=(OutlineEntry(title="E-101 Lighting", level=1, page=1),),
        repaired=False,
        warnings=(),
    ),
    STATE,
    PageDetail(
        **dict(STATE),
        text="F-7 A",
        words=(
            Word(text="F-7", bbox=(152.0, 122.0, 16.0, 9.0), style=0),
            Word(text="A", bbox=(508.0, 295.0, 6.0, 9.0), style=0),
        ),
        text_styles=(TextStyle(font="ArialMT", size_pt=8.0),),
        layers=(Layer(name="E-LITE"),),
        title_block={
            "number": TitleBlockField(value="E-101", bbox=(1120.0, 750.0, 60.0, 12.0), confidence=0.98)
        },
        image=PageImage(width_px=2550, height_px=1650, scale=2.0833),
    ),
    PageText(page_number=1, text="F-7 A"),
    RegionResults(
        results=[
            RegionResult(region=FUSE.bbox, status="recognized", component=FUSE),
            RegionResult(
                region=(300.0, 60.0, 24.0, 24.0),
                status="not_a_symbol",
                detail="No electrical symbol of a known kind is recognised in this region.",
            ),
        ]
    ),
    FindResult(
        example=FUSE.bbox,
        distinctiveness=0.84,
        scale=1.0,
        scale_votes=1,
        pages=(FoundPage(page=1, method="strokes", placements=(FoundPlacement(**_PLACE, rotation=90.0),)),),
        count=1,
    ),
    JointResult(
        examples=(Sought(page=1, bbox=FUSE.bbox, class_name="fuse", scale=1.0, count=1),),
        pages=(
            JointPage(
                page=1,
                method="strokes",
                placements=(JointPlacement(**_PLACE, rotation=90.0, example=0, class_name="fuse"),),
            ),
        ),
        count=1,
    ),
    ReviewedComponent(**dict(FUSE)),
    ReviewResults(
        reviews=(
            ReviewResult(code=200, component_id=FUSE.id, version=1, status="accepted"),
            ReviewResult(
                code=412, component_id=LUMINAIRE.id, version=3, status="relabelled", detail=OVERTAKEN
            ),
        ),
        additions=(
            ReviewResult(
                code=201, component_id="p00001-added-0b1c2d3e4f5a6b7c8d9e", version=1, status="added"
            ),
        ),
    ),
    HistoryEntry(
        **_PERSON,
        id="6a1b2c3d4e5f4a6b8c7d9e0f1a2b3c4d",
        at=NOON,
        action="component.relabelled",
        subject_id=FUSE.id,
        changes={"class": {"from": "resistor", "to": "fuse"}},
        version=1,
    ),
    LEGEND,
    LEGEND.entries[0],
    schedules_from([PAGE]),
    TAKEOFF,
    WholeTakeoff(
        **dict(project_takeoff({DRAWING.id: TAKEOFF})),
        revisions="newest",
        superseded=(Superseded(drawing=BEFORE.id, number="E-101", revision="A", by=DRAWING.id),),
    ),
    TagPlace(
        tag="F-7",
        drawing_id=DRAWING.id,
        filename=DRAWING.filename,
        number=DRAWING.number,
        page=1,
        count=1,
        components=(TaggedComponent(id=FUSE.id, class_name="fuse", bbox=FUSE.bbox),),
    ),
    DrawingComparison(
        drawing_id=BEFORE.id,
        to=DRAWING.id,
        pages=(
            ComparedPage(
                page=1,
                to_page=1,
                paired_by="number",
                comparable=True,
                alignment=SheetAlignment(
                    scale=1.0,
                    rotation=0.0,
                    shift_x_pt=0.0,
                    shift_y_pt=0.0,
                    residual_pt=0.01,
                    share=0.99,
                    to_share=0.98,
                ),
                moved=(
                    ChangedComponent(
                        before=_SEEN.model_copy(update={"bbox": (126.0, 100.0, 20.0, 20.0)}),
                        after=_SEEN,
                        distance_pt=24.0,
                    ),
                ),
                unchanged=1,
                counts=_COUNTS,
            ),
        ),
        counts=_COUNTS,
    ),
)
_BY_SCHEMA: Final = MappingProxyType({type(answer).__name__: answer for answer in _ANSWERS})
_LIST: Final = re.compile(r"ListOf_(\w+)_")


def shown(schema: dict[str, Any]) -> dict[str, Any]:
    """Return what the document shows beside a schema of an answer: an `example`, or `examples` of its several forms.

    Raises:
        KeyError: when it is of a model that has no example here.
    """
    forms = [form["$ref"].rpartition("/")[2] for form in schema.get("anyOf", [schema]) if "$ref" in form]
    values = {name: _example(name) for name in forms}
    if len(values) == 1:
        return {"example": values[forms[0]]}
    return {"examples": {name: {"value": value} for name, value in values.items()}}


def _example(name: str) -> object:
    if listed := _LIST.fullmatch(name):
        return {"items": [_example(listed[1])], "next_cursor": None}
    return _BY_SCHEMA[name].model_dump(mode="json", by_alias=True)
