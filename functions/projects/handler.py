"""REST: projects, members, activity, and what the API says of itself."""

from __future__ import annotations

from typing import Final

from orchestrator import about
from orchestrator.http import Handler, application
from orchestrator.projects.routes import router
from orchestrator.settings import ProjectsSettings, read
from orchestrator.storage.aws import client

SETTINGS: Final = read(ProjectsSettings)
client("dynamodb")  # made while the function starts, not in somebody's first request
handler: Final[Handler] = application(
    "projects", about.router, router, allowed_origins=SETTINGS.allowed_origins
)
