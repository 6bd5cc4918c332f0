"""Taking a file back also takes back whom it made one with whom, and no more than that."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.organisations import applying
from elearn.organisations.facts import FileKind
from elearn.organisations.finding import find_person_by_number
from elearn.organisations.models import HrImport, Person
from elearn.organisations.queries import numbers
from elearn.organisations.undoing import get_import, plan_undo
from tests.organisations.loading import ALICE, BERTIL, GROUP, load
from tests.organisations.taking_back import newest, undo

KEY = ";personnyckel"


@pytest.fixture(autouse=True)
def units(session: Session) -> None:
    load(session, "units", *GROUP)


def person(session: Session, number: str, source: str = "hr") -> UUID:
    found = find_person_by_number(session, source, number)
    assert found is not None
    return found


def test_a_wrong_key_is_taken_back_and_the_right_one_can_be_given(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", f"{BERTIL};k2", extra=KEY)
    cilla = "3;Cilla;Ceder;;A;chef;;;;;;"
    load(session, "people", f"{ALICE};k1", f"{BERTIL};k2", f"{cilla};k1", extra=KEY)
    at = clock.now()
    assert person(session, "3") == person(session, "1")
    made = undo(session, "people")
    assert len(made.notices) == 1
    number = numbers(at)
    then = session.scalars(select(number.c.person_id).where(number.c.employee_number == "3")).one()
    assert then == person(session, "1"), "what was believed then can still be asked"
    load(session, "people", f"{ALICE};k1", f"{BERTIL};k2", f"{cilla};k3", extra=KEY)
    assert len({person(session, number) for number in "123"}) == 3


def test_a_key_given_to_the_wrong_person_is_free_again(session: Session) -> None:
    load(session, "people", ALICE, BERTIL)
    load(session, "people", f"{ALICE};k1", f"{BERTIL};", extra=KEY)
    undo(session, "people")
    assert session.scalars(select(Person.person_key).where(Person.person_key.is_not(None))).all() == []
    load(session, "people", f"{ALICE};k2", f"{BERTIL};k1", extra=KEY)
    assert {each.person_key for each in session.scalars(select(Person))} == {"k1", "k2"}


def test_a_join_is_parted_and_everybody_concerned_signed_out(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[UUID] = []
    hooks: list[Callable[..., Any]] = [lambda _session, into_id, _at: told.append(into_id)]
    monkeypatch.setattr(applying, "on_join", hooks)
    load(session, "people", f"{ALICE};k1", extra=KEY)
    load(session, "people", "77;Alice;Alm;;A;politiker;;;;;;", source="politik")
    apart = person(session, "77", "politik")
    load(session, "people", "77;Alice;Alm;;A;politiker;;;;;;;k1", source="politik", extra=KEY)
    at = clock.now()
    undo(session, "people", "politik")
    assert person(session, "77", "politik") == apart != person(session, "1")
    assert told == [person(session, "1")] * 2
    number = numbers(at)
    then = session.scalars(select(number.c.person_id).where(number.c.employee_number == "77")).one()
    assert then == person(session, "1")


def test_ties_that_a_later_file_has_built_on_are_not_taken_back(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", extra=KEY)
    load(session, "people", "77;Alice;Alm;;A;politiker;;;;;;;k1", source="politik", extra=KEY)
    made = plan_undo(session, get_import(session, "hr", FileKind.PEOPLE))
    assert "En senare fil har knutit fler" in made.faults[-1].message
    undo(session, "people", "politik")
    undo(session, "people")
    assert session.scalars(select(Person.person_key).where(Person.person_key.is_not(None))).all() == []


def test_a_key_that_somebody_else_has_got_since_is_not_given_back(session: Session) -> None:
    load(session, "people", ALICE)
    load(session, "people", f"{ALICE};k1", extra=KEY)
    undo(session, "people")
    load(session, "people", "77;Bo;Ek;;A;politiker;;;;;;;k1", source="politik", extra=KEY)
    made = plan_undo(session, session.scalars(select(HrImport).where(HrImport.undoes.is_not(None))).one())
    assert "någon annan fått" in made.faults[0].message


def test_who_has_got_another_number_since_is_still_parted_from_a_wrong_one(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", extra=KEY)
    load(session, "people", "77;Bo;Ek;;A;politiker;;;;;;;k1", source="politik", extra=KEY)
    mistake = newest(session).id
    load(session, "people", f"{ALICE};k1", "9;Alice;Alm;;F;chef;;;;;;;k1", extra=KEY)
    undo(session, "people", "politik", mistake)
    assert person(session, "1") == person(session, "9") != person(session, "77", "politik")
