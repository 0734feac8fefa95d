"""REST: drawings, their pages, components, review, takeoff and exports."""

from __future__ import annotations

from orchestrator.drawings.routes import routers
from orchestrator.http import application
from orchestrator.settings import DrawingsSettings, read

handler = application("drawings", *routers, allowed_origins=read(DrawingsSettings).allowed_origins)
