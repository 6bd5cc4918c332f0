"""People files: a snapshot of its own source, on two time axes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.database import holds
from elearn.organisations.models import Employment, PersonalDetails
from tests.organisations.loading import (
    ALICE,
    BERTIL,
    DAY,
    EVE,
    GROUP,
    Y2020,
    counts,
    days_of,
    load,
    plan,
    said,
    titles_of,
)

B_UNIT = "B;Berget;enhet;F;2020-01-01;"


@pytest.fixture(autouse=True)
def units(session: Session) -> None:
    load(session, "units", *GROUP, B_UNIT)


def test_a_move_is_one_ended_and_one_added(session: Session) -> None:
    load(session, "people", ALICE, BERTIL)
    made = load(session, "people", ALICE.replace(";A;", ";B;").replace("2020-01-01", "2026-11-22"), BERTIL)
    assert counts(made) == (1, 0, 1, 1)
    assert days_of(session, "1") == [("A", Y2020, EVE), ("B", DAY, None)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Pedagog", "Rektor"),
        (";Pedagog;;", ";Pedagog;chef;"),
        ("alice@", "a.alm@"),
        ("Alm", "Alm Berg"),
    ],
)
def test_a_new_title_role_address_or_name_is_one_changed(session: Session, old: str, new: str) -> None:
    load(session, "people", ALICE, BERTIL)
    assert counts(load(session, "people", ALICE.replace(old, new), BERTIL)) == (0, 1, 0, 1)


@pytest.mark.parametrize("new", ["visstid;;", "tillsvidare;2026-01-01;2026-12-31", "tillsvidare;2026-01-01;"])
def test_a_new_form_or_absence_is_one_changed(session: Session, new: str) -> None:
    extra = ";anställningsform;frånvarande_från;frånvarande_till"
    load(session, "people", f"{ALICE};tillsvidare;;", extra=extra)
    assert counts(load(session, "people", f"{ALICE};{new}", extra=extra)) == (0, 1, 0, 0)


def test_a_new_name_changes_every_employment_that_goes_on_and_no_ended_one(session: Session) -> None:
    ended = "1;Alice;Alm;;B;medarbetare;;;2019-01-01;2019-12-31;;"
    second = "1;Alice;Alm;;B;medarbetare;;;2021-01-01;;;"
    load(session, "people", ALICE, ended, second)
    rows = [row.replace("Alm", "Lind") for row in (ALICE, ended, second)]
    assert counts(load(session, "people", *rows)) == (0, 2, 0, 1)


def test_a_new_name_of_somebody_who_has_left_changes_what_they_had(session: Session) -> None:
    ended = "1;Alice;Alm;;B;medarbetare;;;2019-01-01;2019-12-31;;"
    load(session, "people", ended)
    assert counts(load(session, "people", ended.replace("Alm", "Lind"))) == (0, 1, 0, 0)


def test_an_earlier_name_holds_for_the_days_before(session: Session) -> None:
    load(session, "people", ALICE)
    load(session, "people", ALICE.replace("Alm", "Lind"))
    names = [
        session.scalars(select(PersonalDetails.family_name).where(holds(PersonalDetails, on))).one()
        for on in (Y2020, EVE, DAY)
    ]
    assert names == ["Alm", "Alm", "Lind"]


def test_somebody_known_from_an_earlier_day_has_a_name_on_it(session: Session) -> None:
    load(session, "people", ALICE)
    load(session, "people", ALICE.replace("2020-01-01", "2018-05-01"))
    assert (
        session.scalars(
            select(PersonalDetails.family_name).where(holds(PersonalDetails, date(2018, 5, 1)))
        ).one()
        == "Alm"
    )


def test_what_the_file_no_longer_holds_ends_the_day_before_and_nothing_is_deleted(session: Session) -> None:
    load(session, "people", ALICE, BERTIL)
    before = clock.now()
    made = load(session, "people", ALICE, max_ended=100)
    assert counts(made) == (0, 0, 1, 1)
    assert days_of(session, "2") == [("A", Y2020, EVE)]
    known_then = session.scalars(select(Employment).where(holds(Employment, DAY, before))).all()
    assert len(known_then) == 2


def test_what_began_on_the_effective_date_or_later_is_voided(session: Session) -> None:
    load(session, "people", ALICE, BERTIL.replace("2020-01-01", "2027-01-01"))
    assert counts(load(session, "people", ALICE)) == (0, 0, 1, 1)
    assert days_of(session, "2") == []


def test_what_has_already_ended_is_left_alone(session: Session) -> None:
    load(session, "people", ALICE, BERTIL.replace(";2020-01-01;", ";2020-01-01;2025-12-31"))
    assert counts(load(session, "people", ALICE)) == (0, 0, 0, 1)
    assert days_of(session, "2") == [("A", Y2020, date(2025, 12, 31))]


def test_a_missing_first_day_is_the_effective_date(session: Session) -> None:
    load(session, "people", ALICE.replace("2020-01-01", ""))
    assert days_of(session, "1") == [("A", DAY, None)]


def test_a_missing_first_day_goes_on_from_file_to_file(session: Session) -> None:
    load(session, "people", ALICE.replace("2020-01-01", ""))
    later = DAY + timedelta(days=30)
    assert counts(load(session, "people", ALICE.replace("2020-01-01", ""), on=later)) == (0, 0, 0, 1)


def test_an_earlier_first_day_is_stored_as_given_and_corrects_the_days_before(session: Session) -> None:
    load(session, "people", ALICE)
    before = clock.now()
    assert counts(load(session, "people", ALICE.replace("2020-01-01", "2018-05-01"))) == (0, 1, 0, 0)
    assert days_of(session, "1") == [("A", date(2018, 5, 1), None)]
    on = date(2019, 1, 1)
    assert len(session.scalars(select(Employment).where(holds(Employment, on))).all()) == 1
    assert session.scalars(select(Employment).where(holds(Employment, on, before))).all() == []


def test_a_changed_value_without_a_changed_first_day_takes_effect_on_the_effective_date(
    session: Session,
) -> None:
    load(session, "people", ALICE)
    load(session, "people", ALICE.replace("Pedagog", "Rektor"))
    assert titles_of(session, "1") == [("Pedagog", Y2020), ("Rektor", DAY)]


def test_a_first_day_moved_forward_begins_a_new_period_and_the_days_before_stand(session: Session) -> None:
    load(session, "people", ALICE)
    moved = ALICE.replace("2020-01-01", "2026-12-01").replace("Pedagog", "Rektor")
    assert counts(load(session, "people", moved)) == (0, 1, 0, 0)
    assert titles_of(session, "1") == [("Pedagog", Y2020), ("Rektor", date(2026, 12, 1))]
    assert counts(load(session, "people", moved)) == (0, 0, 0, 1)


def test_a_level_is_part_of_the_employment(session: Session) -> None:
    load(session, "people", ALICE)
    assert counts(load(session, "people", ALICE.replace(";medarbetare;", ";chef;"))) == (1, 0, 1, 0)


def test_a_file_says_nothing_about_another_sources_people(session: Session) -> None:
    load(session, "people", ALICE)
    assert counts(load(session, "people", BERTIL, source="bolag")) == (1, 0, 0, 0)
    assert days_of(session, "1") == [("A", Y2020, None)]


def test_one_number_in_two_sources_is_two_people(session: Session) -> None:
    load(session, "people", ALICE)
    load(session, "people", ALICE.replace("Alice;Alm", "Åke;Öst"), source="bolag")
    assert session.scalars(select(PersonalDetails.family_name).order_by(PersonalDetails.id)).all() == [
        "Alm",
        "Öst",
    ]


def test_the_file_of_a_later_day_is_stored_now_and_takes_effect_then(session: Session) -> None:
    load(session, "people", ALICE)
    load(session, "people", ALICE.replace("Pedagog", "Rektor"), on=date(2027, 1, 1))
    assert titles_of(session, "1") == [("Pedagog", Y2020), ("Rektor", date(2027, 1, 1))]


def test_a_date_before_the_last_files_needs_a_correction(session: Session) -> None:
    load(session, "people", ALICE)
    made = plan(session, "people", ALICE, on=EVE)
    assert said(made) == [(None, None)]
    assert "--correction" in made.faults[0].message
    corrected = load(session, "people", ALICE.replace("Pedagog", "Rektor"), on=EVE, correction=True)
    assert titles_of(session, "1") == [("Pedagog", Y2020), ("Rektor", EVE)]
    assert "rättar dagarna" in corrected.notices[0].message


def test_the_date_is_compared_with_the_last_file_of_that_source_and_kind_only(session: Session) -> None:
    load(session, "people", ALICE)
    assert plan(session, "people", BERTIL, source="bolag", on=EVE).faults == ()
    assert plan(session, "managers", on=EVE).faults == ()


def test_after_a_correction_the_next_file_needs_none(session: Session) -> None:
    load(session, "people", ALICE, on=date(2026, 12, 1))
    load(session, "people", ALICE, on=DAY, correction=True)
    assert plan(session, "people", ALICE, on=DAY).faults == ()


def test_an_unreasonable_date_is_refused(session: Session) -> None:
    assert said(plan(session, "people", ALICE, on=date.min)) == [(None, None)]
    assert said(plan(session, "people", ALICE, on=date.max)) == [(None, None)]


def test_an_unknown_unit_is_refused_where_it_stands(session: Session) -> None:
    made = plan(session, "people", ALICE, BERTIL.replace(";A;", ";XX;"))
    assert [(fault.line, fault.column, fault.value) for fault in made.faults] == [(3, "enhetskod", "XX")]


def test_an_employment_in_a_unit_that_has_ended_is_a_notice(session: Session) -> None:
    load(session, "units", *GROUP)
    made = load(session, "people", ALICE, BERTIL.replace(";A;", ";B;"))
    assert [(notice.line, notice.column, notice.value) for notice in made.notices] == [(3, "enhetskod", "B")]


def test_a_voided_unit_is_unknown(session: Session) -> None:
    load(session, "units", *GROUP, B_UNIT, "C;Cirkeln;enhet;F;2027-01-01;")
    load(session, "units", *GROUP, B_UNIT)
    assert said(plan(session, "people", ALICE.replace(";A;", ";C;"))) == [(2, "enhetskod")]


def test_rows_of_one_employment_may_follow_each_other(session: Session) -> None:
    first = ALICE.replace(";2020-01-01;", ";2020-01-01;2026-11-30")
    second = ALICE.replace(";2020-01-01;", ";2026-12-01;")
    assert counts(load(session, "people", first, second)) == (2, 0, 0, 0)
    assert counts(load(session, "people", first, second)) == (0, 0, 0, 2)


def test_a_row_with_a_fault_is_searched_for_more(session: Session) -> None:
    made = plan(session, "people", BERTIL.replace(";A;medarbetare", ";NOPE;kung"))
    assert said(made) == [(2, "nivå"), (2, "enhetskod")]
