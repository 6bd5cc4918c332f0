"""The seal: for one person, with one browser's key, for half an hour, and without a trace of what is in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from wtforms import PasswordField

from elearn.accounts import forms
from elearn.accounts.keeping import LASTS, NEVER_KEPT, Lock, Typed, seal, unseal, worth_keeping

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
LOCK = Lock("key", "secret of the service", UUID(int=1))
TYPED = Typed("/x", "/x", (("name", "Åsa"), ("name", "Bo"), ("why", "a\nb")), files=True)


def sealed(typed: Typed = TYPED) -> bytes:
    found = seal(typed, LOCK, AT)
    assert found is not None
    return found


def test_the_same_person_and_browser_open_it_for_half_an_hour() -> None:
    assert unseal(sealed(), LOCK, AT) == TYPED
    assert unseal(sealed(), LOCK, AT + LASTS) == TYPED
    assert unseal(sealed(), LOCK, AT + LASTS + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    "other",
    [
        replace(LOCK, key="another"),
        replace(LOCK, secret="of another service"),
        replace(LOCK, person_id=UUID(int=2)),
    ],
)
def test_another_key_service_or_person_opens_nothing(other: Lock) -> None:
    assert unseal(sealed(), other, AT) is None


def test_a_changed_byte_opens_nothing() -> None:
    kept = sealed()
    for place in (0, 20, len(kept) // 2, len(kept) - 3):
        changed = bytes([kept[place] ^ 1])
        assert unseal(kept[:place] + changed + kept[place + 1 :], LOCK, AT) is None
    assert unseal(b"", LOCK, AT) is None


def test_its_length_says_nothing_and_has_an_end() -> None:
    longer = replace(TYPED, fields=(("why", "x" * 3000),))
    assert len(sealed()) == len(sealed(longer))
    assert seal(replace(TYPED, fields=(("why", "x" * 70_000),)), LOCK, AT) is None


def test_tokens_and_passwords_are_not_worth_keeping() -> None:
    sent = [
        ("csrf_token", "t"),
        ("current", "p"),
        ("password", "p"),
        ("again", "p"),
        ("code", "c"),
        ("a", "b"),
    ]
    assert worth_keeping(sent) == (("a", "b"),)


def test_every_field_for_a_password_is_one_that_is_never_kept() -> None:
    made = [kind for kind in vars(forms).values() if isinstance(kind, type)]
    secret = {
        name
        for kind in made
        for name in dir(kind)
        if getattr(getattr(kind, name), "field_class", None) is PasswordField
    }
    assert secret
    assert secret <= NEVER_KEPT
