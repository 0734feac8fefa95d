"""Promises of what a caller is asked besides the password."""

from __future__ import annotations

import pytest

from orchestrator.errors import Unauthenticated
from orchestrator.identity.challenges import challenge, opened

SESSION = "AYABeC1-y8qooiuysEv0uM4wAqQ"


def test_a_challenge_comes_back_as_it_was_given() -> None:
    assert opened(challenge("3f1c2f0a", SESSION).session) == ("3f1c2f0a", SESSION)


@pytest.mark.parametrize(
    ("user", "session"), [("", SESSION), ("u", SESSION[:19]), ("u\ud800", SESSION), ("u", SESSION + "\udfff")]
)
def test_what_cognito_never_gave_is_refused_before_it_is_asked(user: str, session: str) -> None:
    with pytest.raises(Unauthenticated, match="sign in again"):
        opened(challenge(user, session).session)
