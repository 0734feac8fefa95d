"""REST: projects, members, activity, and what the API says of itself."""

from __future__ import annotations

from typing import Final

from orchestrator import about
from orchestrator.http import Handler, application
from orchestrator.projects.routes import router
from orchestrator.settings import ProjectsSettings, read

SETTINGS: Final = read(ProjectsSettings)
handler: Final[Handler] = application(
    "projects", about.router, router, allowed_origins=SETTINGS.allowed_origins
)
