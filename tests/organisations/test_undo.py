"""An applied file is taken back: what stood before it stands again, and nothing is forgotten."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn import clock
from elearn.organisations import applying
from elearn.organisations.facts import FileKind
from elearn.organisations.finding import find_person_by_number
from elearn.organisations.models import Employment, HrImport
from elearn.organisations.queries import get_tree, protected_people
from elearn.organisations.timeline import Outcome
from elearn.organisations.undoing import get_history, get_import, plan_undo
from tests.organisations.loading import (
    ALICE,
    BERTIL,
    DAY,
    EVE,
    GROUP,
    Y2020,
    counts,
    days_of,
    days_of_unit,
    last_event,
    load,
    plan,
    titles_of,
)
from tests.organisations.taking_back import everything_known, newest, refused, undo

KEY = ";personnyckel"
TOMORROW = date(2026, 11, 23)
MANY = tuple(f"{number};Ada;Al{number};;A;medarbetare;;;2020-01-01;;;" for number in range(20))


@pytest.fixture(autouse=True)
def units(session: Session) -> None:
    load(session, "units", *GROUP)


def person(session: Session, number: str, source: str = "hr") -> UUID:
    found = find_person_by_number(session, source, number)
    assert found is not None
    return found


def test_a_mistaken_file_is_as_if_it_had_never_been(session: Session) -> None:
    load(session, "people", ALICE, BERTIL)
    before = everything_known(session)
    load(session, "people", ALICE.replace("Pedagog", "Rektor"), "3;Cilla;Ceder;;F;chef;;;;;;", max_ended=50)
    made = undo(session, "people")
    assert everything_known(session) == before
    assert counts(made) == (0, 2, 1, 0)
    assert days_of(session, "2") == [("A", Y2020, None)]
    assert titles_of(session, "1") == [("Pedagog", Y2020)]
    assert days_of(session, "3") == []


def test_what_was_known_before_the_undoing_can_still_be_asked(session: Session) -> None:
    load(session, "people", ALICE, BERTIL)
    first = clock.now()
    load(session, "people", ALICE, max_ended=50)
    second = clock.now()
    known = [everything_known(session, at) for at in (first, second)]
    undo(session, "people")
    assert [everything_known(session, at) for at in (first, second)] == known
    assert known[0] != known[1]


def test_taking_back_is_recorded_as_a_correction_with_what_it_takes_back(session: Session) -> None:
    load(session, "people", ALICE, BERTIL)
    load(session, "people", ALICE, max_ended=50)
    mistake = newest(session).id
    undo(session, "people")
    event = last_event(session, "hr.import_undone")
    assert (event.details["undoes"], event.details["correction"]) == (mistake, True)
    assert (event.details["kind"], event.details["source"]) == ("people", "hr")
    assert (newest(session).undoes, newest(session).effective) == (mistake, DAY)
    fresh = session.scalars(select(Employment).where(Employment.import_id == newest(session).id)).all()
    assert {row.recorded_at for row in fresh} == {newest(session).applied_at}


def test_only_the_newest_file_of_its_source_and_kind_is_taken_back(session: Session) -> None:
    load(session, "people", ALICE, BERTIL)
    first = newest(session).id
    load(session, "people", ALICE, BERTIL, "3;Cilla;Ceder;;A;chef;;;;;;")
    load(session, "people", "7;G;H;;A;medarbetare;;;;;;", source="bolag")
    assert refused(session, "people", import_id=first) == [
        "En senare fil av samma slag är inläst från källan hr. Ångra den först."
    ]
    undo(session, "people")
    undo(session, "people")
    assert days_of(session, "1") == []
    assert refused(session, "people", import_id=first) == ["Filen är redan ångrad."]
    with pytest.raises(NoResultFound):
        get_import(session, "hr", FileKind.PEOPLE)
    with pytest.raises(NoResultFound):
        get_import(session, "bolag", FileKind.PEOPLE, first)
    assert days_of(session, "7", "bolag") != []


def test_an_undoing_can_be_undone_until_something_comes_after_it(session: Session) -> None:
    load(session, "people", ALICE, BERTIL)
    load(session, "people", ALICE, max_ended=50)
    mistake = newest(session).id
    after = everything_known(session)
    undo(session, "people")
    undoing = newest(session).id
    assert get_history(session, ["hr"]).undoable >= {undoing}
    undo(session, "people", import_id=undoing)
    assert everything_known(session) == after
    assert get_history(session, ["hr"]).undone == {undoing}
    undo(session, "people", import_id=mistake)
    load(session, "people", ALICE, BERTIL, "3;Cilla;Ceder;;A;chef;;;;;;")
    assert refused(session, "people", import_id=newest(session).id - 1) == [
        "En senare fil av samma slag är inläst från källan hr. Ångra den först."
    ]


def test_the_date_of_a_file_that_was_taken_back_stops_no_other(session: Session) -> None:
    load(session, "people", ALICE, on=EVE)
    load(session, "people", ALICE, BERTIL, on=TOMORROW)
    assert "2026-11-23" in plan(session, "people", ALICE, BERTIL, on=DAY).faults[0].message
    undo(session, "people")
    assert counts(load(session, "people", ALICE, on=DAY)) == (0, 0, 0, 1)


def test_the_same_file_can_be_loaded_again(session: Session) -> None:
    load(session, "people", ALICE, BERTIL)
    after = everything_known(session)
    undo(session, "people")
    assert counts(load(session, "people", ALICE, BERTIL)) == (2, 0, 0, 0)
    assert everything_known(session) == after


def test_a_reorganisation_is_undone_and_done_again(session: Session) -> None:
    split = ("F1;Norra;förvaltning;G;2026-11-22;", "A;Ängen;enhet;F1;2020-01-01;", GROUP[0])
    before = everything_known(session)
    load(session, "units", *split)
    after = everything_known(session)
    made = undo(session, "units")
    assert counts(made) == (0, 2, 1, 1)
    assert everything_known(session) == before
    assert get_tree(session, DAY).by_code.keys() == {"G", "F", "A"}
    load(session, "units", *split)
    assert everything_known(session) == after


def test_a_post_that_a_file_gave_is_taken_away(session: Session) -> None:
    load(session, "people", ALICE, BERTIL)
    load(session, "managers", "F;hr;1;chef;2020-01-01;")
    before = everything_known(session)
    load(session, "managers", "F;hr;2;chef;;")
    made = undo(session, "managers")
    assert everything_known(session) == before
    assert sorted((change.outcome, change.name) for change in made.changes) == [
        (Outcome.CHANGED, "Alice Alm"),
        (Outcome.ENDED, "Bertil Berg"),
    ]


def test_the_brake_counts_whom_it_would_leave_without_employment(session: Session) -> None:
    load(session, "people", *MANY[:17])
    load(session, "people", *MANY)
    assert "står 3 av 20 personer" in refused(session, "people")[0]
    undo(session, "people", max_ended=15)
    assert last_event(session, "hr.import_undone").details["left"] == 3


def test_people_are_not_put_back_in_a_unit_that_has_gone_since(session: Session) -> None:
    load(session, "people", ALICE)
    load(session, "people", ALICE.replace(";A;", ";F;"))
    load(session, "units", *GROUP[:2])
    assert "Enheten ”A” har upphört" in refused(session, "people")[0]
    undo(session, "units")
    undo(session, "people")
    assert days_of(session, "1") == [("A", Y2020, None)]


@pytest.mark.parametrize(
    ("kind", "row"), [("people", "4;Dan;Ek;;B;chef;;;;;;"), ("managers", "B;hr;1;chef;;")]
)
def test_a_unit_in_which_somebody_stands_is_not_taken_away(session: Session, kind: str, row: str) -> None:
    load(session, "people", ALICE)
    load(session, "units", *GROUP, "B;Backen;enhet;F;;")
    load(session, kind, *((ALICE, row) if kind == "people" else (row,)))
    assert "Enheten ”B” skulle upphöra" in refused(session, "units")[0]
    undo(session, kind)
    undo(session, "units")
    assert days_of_unit(session, "B") == []


def test_a_unit_under_which_another_source_hangs_its_own_is_not_taken_away(session: Session) -> None:
    load(session, "units", *GROUP, "B;Backen;bolag;G;;")
    load(session, "units", "BX;Verkstan;avdelning;B;;", source="bolag")
    assert "BX skulle sakna plats" in refused(session, "units")[0]


def test_lifting_the_protection_of_an_identity_is_a_notice_and_names_nobody(session: Session) -> None:
    load(session, "people", ALICE)
    load(session, "people", ALICE + "ja")
    made = plan_undo(session, newest(session))
    assert "inte längre skyddade uppgifter" in made.notices[0].message
    assert [change.name for change in made.changes] == [""]
    undo(session, "people")
    assert session.scalars(protected_people()).all() == []


def test_an_address_that_gets_two_owners_again_is_a_notice(session: Session) -> None:
    load(session, "people", ALICE)
    load(session, "people", ALICE.replace("alice@", "annan@"))
    load(session, "people", BERTIL.replace("bertil@", "Alice@"), source="bolag")
    made = plan_undo(session, get_import(session, "hr", FileKind.PEOPLE))
    assert "får två ägare" in made.notices[0].message
    assert made.sharers == {person(session, "2", "bolag")}


def test_a_new_name_goes_and_shows_as_a_change(session: Session) -> None:
    load(session, "people", ALICE)
    load(session, "people", ALICE.replace("Alm", "Berg"))
    made = undo(session, "people")
    assert counts(made) == (0, 1, 0, 0)
    assert [change.name for change in made.changes] == ["Alice Alm"]


def test_a_file_that_changed_nothing_can_be_taken_back_with_its_date(session: Session) -> None:
    load(session, "people", ALICE)
    before = everything_known(session)
    load(session, "people", ALICE, on=TOMORROW)
    assert undo(session, "people").changes_nothing
    assert everything_known(session) == before
    load(session, "people", ALICE, BERTIL, on=DAY)


def test_two_imports_never_share_an_instant(session: Session) -> None:
    at = clock.now()
    for number in "12":
        made = applying.apply_import(session, plan(session, "people", ALICE, source=f"s{number}"), at=at)
        assert made is not None
        session.commit()
    instants = session.scalars(select(HrImport.applied_at)).all()
    assert len(set(instants)) == len(instants)
