from __future__ import annotations

import pytest

from orchestrator.identity import profiles
from orchestrator.identity.profiles import Profile
from tests.conftest import Aws

ATTRIBUTES = {"sub": "u1", "email": "Ann@Example.com", "name": "Ann"}


def test_an_unknown_user_has_no_profile(aws: Aws) -> None:
    assert profiles.load(aws.table, "u1") is None


def test_a_new_profile_is_stored_as_it_is_returned(aws: Aws) -> None:
    made = profiles.ensure(aws.table, ATTRIBUTES)
    assert made == Profile("u1", "ann@example.com", "Ann", made.created_at, "electrician", disabled=False)
    assert profiles.load(aws.table, "u1") == made


def test_a_user_without_a_name_is_fine(aws: Aws) -> None:
    assert profiles.ensure(aws.table, {"sub": "u1", "email": "a@b.no"}).name == ""


def test_of_two_first_sign_ins_at_once_one_writes_and_both_see_it(
    aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = profiles.ensure(aws.table, ATTRIBUTES)
    looks = iter([None, first])  # the second hook looked before the first had written
    monkeypatch.setattr(profiles, "load", lambda *_: next(looks))
    assert profiles.ensure(aws.table, ATTRIBUTES | {"name": "Other"}) == first
