"""Who is who: numbers, keys that join, shared addresses, protected identities."""

from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from elearn import clock
from elearn.clock import today
from elearn.organisations.finding import find_person_by_number, list_people_with_email
from elearn.organisations.models import Person, PersonJoin, PersonNumber
from elearn.organisations.queries import numbers, protected_people
from tests.organisations.loading import ALICE, BERTIL, DAY, EVE, GROUP, counts, load, plan, said

KEY = ";personnyckel"


@pytest.fixture(autouse=True)
def units(session: Session) -> None:
    load(session, "units", *GROUP)


def person(session: Session, number: str, source: str = "hr") -> UUID:
    found = find_person_by_number(session, source, number)
    assert found is not None
    return found


def test_a_key_joins_one_persons_rows_across_sources(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", extra=KEY)
    load(session, "people", "77;Alice;Alm;;A;politiker;;;2022-01-01;;;;k1", source="politik", extra=KEY)
    assert person(session, "1") == person(session, "77", "politik")
    assert session.scalar(select(func.count()).select_from(Person)) == 1


def test_a_key_joins_two_numbers_of_one_file(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", "9;Alice;Alm;;A;chef;;;;;;;k1", f"{BERTIL};", extra=KEY)
    assert person(session, "1") == person(session, "9") != person(session, "2")


def test_somebody_hired_again_under_another_number_is_the_same_person(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", extra=KEY)
    before = person(session, "1")
    made = load(session, "people", "8;Alice;Alm;;A;medarbetare;;;;;;;k1", extra=KEY)
    assert counts(made) == (1, 0, 1, 0)
    assert person(session, "8") == before


def test_a_key_that_comes_later_is_kept(session: Session) -> None:
    load(session, "people", ALICE)
    before = person(session, "1")
    load(session, "people", f"{ALICE};k1", extra=KEY)
    load(session, "people", "77;Alice;Alm;;A;politiker;;;;;;;k1", source="politik", extra=KEY)
    assert person(session, "77", "politik") == before


def test_a_key_that_shows_two_known_people_to_be_one_joins_them(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", extra=KEY)
    load(session, "people", "77;Alice;Alm;;A;politiker;;;;;;", source="politik")
    apart, before = person(session, "77", "politik"), clock.now()
    load(session, "people", "77;Alice;Alm;;A;politiker;;;;;;;k1", source="politik", extra=KEY)
    assert person(session, "77", "politik") == person(session, "1") != apart
    number = numbers(before)
    then = session.scalars(select(number.c.person_id).where(number.c.employee_number == "77")).one()
    assert then == apart, "a report of what was known then still reads two people"


def test_two_numbers_of_one_person_are_joined_with_another_at_once(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", extra=KEY)
    load(session, "people", "7;A;B;;A;medarbetare;;;;;;", "8;A;B;;A;medarbetare;;;;;;", source="bolag")
    one = person(session, "7", "bolag")
    session.execute(update(PersonNumber).where(PersonNumber.employee_number == "8").values(person_id=one))
    session.commit()
    rows = ("7;A;B;;A;medarbetare;;;;;;;k1", "8;A;B;;A;medarbetare;;;;;;;k1")
    load(session, "people", *rows, source="bolag", extra=KEY)
    assert person(session, "7", "bolag") == person(session, "8", "bolag") == person(session, "1")


def test_joining_somebody_others_were_joined_into_brings_them_along(session: Session) -> None:
    load(session, "people", "1;A;Alm;;A;medarbetare;;;;;;;k1", extra=KEY)
    first = person(session, "1")
    other = Person(person_key=None, recorded_at=clock.now())
    session.add(other)
    session.flush()
    load(session, "people", "5;A;Alm;;A;medarbetare;;;;;;", source="bolag")
    middle = person(session, "5", "bolag")
    session.add(PersonJoin(person_id=other.id, into_id=middle, recorded_at=clock.now(), superseded_at=None))
    source_id = session.scalars(select(PersonNumber.source_id).where(PersonNumber.person_id == middle)).one()
    session.add(PersonNumber(source_id=source_id, employee_number="6", person_id=other.id))
    session.commit()
    load(session, "people", "5;A;Alm;;A;medarbetare;;;;;;;k1", source="bolag", extra=KEY)
    assert person(session, "6", "bolag") == person(session, "5", "bolag") == first


def test_a_number_cannot_get_another_key(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", f"{BERTIL};k2", extra=KEY)
    made = plan(session, "people", f"{ALICE};k3", f"{BERTIL};k1", extra=KEY)
    assert said(made) == [(2, "personnyckel"), (3, "personnyckel")]
    assert {fault.value for fault in made.faults} == {None}, "a key is repeated nowhere"


def test_a_key_that_is_left_out_is_remembered(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", extra=KEY)
    assert counts(load(session, "people", ALICE)) == (0, 0, 0, 1)
    assert session.scalars(select(Person.person_key)).all() == ["k1"]


def test_an_address_of_two_people_is_a_notice(session: Session) -> None:
    made = load(session, "people", ALICE, BERTIL.replace("bertil@", "ALICE@"))
    assert [(notice.line, notice.column) for notice in made.notices] == [(3, "e-post")]
    assert len(list_people_with_email(session, "alice@exempel.example", DAY)) == 2


def test_an_address_is_found_whatever_its_capitals(session: Session) -> None:
    load(session, "people", ALICE.replace("alice@", "ÅSA.a_b@"))
    assert len(list_people_with_email(session, "åsa.A_B@exempel.example", DAY)) == 1
    assert not list_people_with_email(session, "åsa.axb@exempel.example", DAY), "_ is no wildcard"
    assert not list_people_with_email(session, "ö%@exempel.example", DAY)


def test_an_address_shared_with_another_source_is_a_notice(session: Session) -> None:
    load(session, "people", ALICE)
    made = load(session, "people", BERTIL.replace("bertil@", "Alice@"), source="bolag")
    assert [(notice.line, notice.value) for notice in made.notices] == [(2, "Alice@exempel.example")]


def test_one_persons_address_in_two_sources_is_nobody_elses(session: Session) -> None:
    load(session, "people", f"{ALICE};k1", extra=KEY)
    made = load(session, "people", f"{ALICE.replace('1;', '8;', 1)};k1", source="bolag", extra=KEY)
    assert [(notice.line, notice.column) for notice in made.notices] == [(2, "personnyckel")]


def test_an_address_shared_with_a_protected_person_is_not_repeated(session: Session) -> None:
    load(session, "people", ALICE + "ja")
    made = load(session, "people", BERTIL.replace("bertil@", "alice@"), source="bolag")
    assert [(notice.line, notice.value) for notice in made.notices] == [(2, None)]


def test_name_and_address_may_be_empty_for_a_protected_identity(session: Session) -> None:
    load(session, "people", "3;;;;A;medarbetare;;;2020-01-01;;;ja")
    assert set(session.scalars(protected_people())) == {person(session, "3")}


def test_an_identity_is_protected_at_once_whatever_the_date_of_the_file(session: Session) -> None:
    load(session, "people", ALICE, on=today())
    load(session, "people", ALICE + "ja", on=today().replace(year=today().year + 1))
    assert set(session.scalars(protected_people())) == {person(session, "1")}


def test_lifting_the_protection_of_an_identity_is_a_notice(session: Session) -> None:
    load(session, "people", ALICE + "ja", on=EVE)
    made = load(session, "people", ALICE)
    assert [(notice.line, notice.column) for notice in made.notices] == [(None, None)]
    assert counts(made) == (0, 1, 0, 0)
