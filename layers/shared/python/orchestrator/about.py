"""What the API says of itself: is it well, its OpenAPI document, and a page to try it on."""

from __future__ import annotations

import json
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from orchestrator import __version__
from orchestrator.http import Response, Router
from orchestrator.routes import DOCUMENT

router = Router()


class Health(BaseModel):
    """The answer of a service that is well."""

    status: str
    service: str
    version: str


@router.get("/health", tags=["about"])
def health() -> Health:
    """Tell that the service answers, and which version it is."""
    return Health(status="healthy", service="orchestrator", version=__version__)


@router.get("/v1/openapi.json", include_in_schema=False)
def openapi() -> Response[dict[str, Any]]:
    """Return the OpenAPI 3.1 document of the whole API."""
    return Response(HTTPStatus.OK, "application/json", _document())


@router.get("/docs", include_in_schema=False)
def docs() -> Response[str]:
    """Return a page that shows the API and lets one try it (Swagger UI, nothing loaded from elsewhere)."""
    return Response(HTTPStatus.OK, "text/html; charset=utf-8", _page(json.dumps(_document())))


def _document() -> dict[str, Any]:
    """Return the checked-in document, with the address under which this stage is served."""
    return {**_stored_document(), "servers": [{"url": _base_path() or "/"}]}


@cache
def _stored_document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return document


def _base_path() -> str:
    """Return `/stage` where API Gateway puts it before the path; a custom domain does not."""
    context = router.current_event.raw_event["requestContext"]
    prefix = f"/{context.get('stage')}"
    return prefix if str(context.get("path", "")).startswith(f"{prefix}/") else ""


def _page(document: str) -> str:
    from aws_lambda_powertools.event_handler.openapi import swagger_ui  # noqa: PLC0415 - 280 ms, for this page only

    assets = Path(swagger_ui.__file__).parent
    return swagger_ui.generate_swagger_html(
        spec=document.replace("</", "<\\/"),  # nothing in the document may end the script
        swagger_js=assets.joinpath("swagger-ui-bundle.min.js").read_text(encoding="utf-8"),
        swagger_css=assets.joinpath("swagger-ui.min.css").read_text(encoding="utf-8"),
        swagger_base_url="",
        oauth2_config=None,
    )
