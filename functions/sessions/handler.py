"""REST: accounts and sessions."""

from __future__ import annotations

from orchestrator.http import application
from orchestrator.identity.routes import router
from orchestrator.settings import SessionsSettings, read

handler = application("sessions", router, allowed_origins=read(SessionsSettings).allowed_origins)
