"""The session routes: register, confirm, sign in and out, renew, a new password, and who am I."""

from __future__ import annotations

import time
from http import HTTPStatus

from orchestrator.errors import NotFound
from orchestrator.http import Response, Router, caller
from orchestrator.identity import bodies, profiles
from orchestrator.identity.attempts import count_login
from orchestrator.identity.bearer import bearer_token
from orchestrator.identity.cognito import UserPool
from orchestrator.identity.revocation import revoke_session, revoke_user
from orchestrator.permissions import PERMISSIONS
from orchestrator.settings import SessionsSettings, read
from orchestrator.storage.table import Table

router = Router()
_NO_STORE = {"Cache-Control": "no-store"}  # RFC 6749, 5.1: answers with tokens are kept nowhere
