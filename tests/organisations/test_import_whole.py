"""A file loads whole or not at all, says every fault at once, and changes nothing the second time."""

import json
from datetime import date
from threading import Event, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.database import Database
from elearn.organisations.applying import PlanRefusedError
from elearn.organisations.importing import apply_import, lock_imports, plan_import
from elearn.organisations.models import HrImport
from elearn.organisations.timeline import Outcome
from tests.organisations.loading import (
    ALICE,
    BERTIL,
    DAY,
    GROUP,
    content,
    counts,
    days_of,
    everything,
    last_event,
    load,
    plan,
    said,
)

TEN_FAULTS = (
    ALICE,
    "2;Bertil;Berg;;A;medarbetarre;;;;;;",  # 3: a level that does not exist
    "3;Cecilia;Ceder;;A;medarbetare;;kung;;;;",  # 4: a role that does not exist
    "4;David;Druva;;A;medarbetare;;;2026-02-30;;;",  # 5: a day that does not exist
    "5;Eva;Ek;;A;medarbetare;;;2026-03-01;2026-02-01;;",  # 6: ends before it begins
    ";Frida;Fura;;A;medarbetare;;;;;;",  # 7: no number
    "1;Alva;Alm;;F;medarbetare;;;;;;",  # 8: another name on Alice's number
    "1;Alice;Alm;;A;medarbetare;;;2026-01-01;;;",  # 9: overlaps the row above
    "6;Gun;Gran;;FINNSEJ;medarbetare;;;;;;",  # 10: no such unit
    "7;Hans;Hägg;A;medarbetare",  # 11: too few fields
    '8;"Ida;Ising;;A;medarbetare;;;;;;',  # 12: a quote that never closes
    "9;Jan;Järv;;A;medarbetare;;;;;;",
)


def test_a_file_with_ten_kinds_of_fault_names_exactly_those_ten(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", ALICE, BERTIL, "9;Jan;Järv;;A;medarbetare;;;2020-01-01;;;")
    made = plan(session, "people", *TEN_FAULTS)
    assert said(made) == [
        (3, "nivå"),
        (4, "roll"),
        (5, "från"),
        (6, "till"),
        (7, "anställningsnummer"),
        (8, "förnamn"),
        (9, "anställningsnummer"),
        (10, "enhetskod"),
        (11, None),
        (12, None),
    ]
    assert len({fault.message for fault in made.faults}) == len(made.faults)


def test_a_refused_file_changes_nothing(session: Session) -> None:
    load(session, "units", *GROUP)
    before = everything(session)
    made = plan(session, "people", *TEN_FAULTS)
    with pytest.raises(PlanRefusedError):
        apply_import(session, made, at=clock.now())
    session.commit()
    assert everything(session) == before


def test_loading_the_same_files_twice_changes_nothing(session: Session) -> None:
    files: dict[str, tuple[str, ...]] = {
        "units": GROUP,
        "people": (ALICE, BERTIL),
        "managers": ("F;hr;1;chef;;",),
    }
    for kind, rows in files.items():
        load(session, kind, *rows)
    before = everything(session)
    for kind, rows in files.items():
        assert counts(load(session, kind, *rows)) == (0, 0, 0, len(rows))
    assert everything(session) == before


def test_an_unchanged_file_of_a_later_day_is_noted_so_that_an_older_one_is_stale(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "units", *GROUP, on=date(2026, 12, 1))
    assert said(plan(session, "units", *GROUP, on=date(2026, 11, 30))) == [(None, None)]


def break_off(database: Database) -> None:
    """Somebody stops the program when all is written and nothing committed."""
    with database.writing() as session:
        lock_imports(session)
        made = plan_import(session, "people", content("people", ALICE, BERTIL), source="hr", effective=DAY)
        apply_import(session, made, at=clock.now())
        raise KeyboardInterrupt


def test_an_import_that_breaks_off_leaves_nothing(database: Database) -> None:
    with database.writing() as session:
        load(session, "units", *GROUP)
        before = everything(session)
        session.rollback()
    with pytest.raises(KeyboardInterrupt):
        break_off(database)
    with database.reading() as session:
        assert everything(session) == before


def test_the_preview_is_what_is_applied(database: Database) -> None:
    with database.writing() as session:
        load(session, "units", *GROUP)
        load(session, "people", ALICE, BERTIL)
    file = content("people", ALICE.replace("Pedagog", "Rektor"), "3;Cilla;Ceder;;A;chef;;;;;;")
    with database.reading() as session:
        preview = plan_import(session, "people", file, source="hr", effective=DAY, max_ended=100)
    with database.writing() as session:
        made = plan_import(session, "people", file, source="hr", effective=DAY, max_ended=100)
        assert made.fingerprint == preview.fingerprint
        applied = apply_import(session, made, at=clock.now())
        assert applied is not None
        assert (applied.added, applied.changed, applied.ended, applied.unchanged) == counts(preview)
        session.commit()
        assert {change.outcome for change in preview.changes} == {
            Outcome.ADDED,
            Outcome.CHANGED,
            Outcome.ENDED,
        }
        assert counts(plan_import(session, "people", file, source="hr", effective=DAY)) == (0, 0, 0, 2)


def test_one_importer_at_a_time(database: Database) -> None:
    """The second one plans after the first has committed, and finds nothing left to do."""
    ready = Event()
    outcomes: list[tuple[int, int, int, int]] = []

    def import_too() -> None:
        with database.writing() as other:
            ready.set()
            outcomes.append(counts(load(other, "units", *GROUP)))

    with database.writing() as session:
        lock_imports(session)
        session.execute(select(HrImport)).all()  # SQLite takes its lock with the first statement
        second = Thread(target=import_too)
        second.start()
        ready.wait()
        load(session, "units", *GROUP)
    second.join()
    assert outcomes == [(0, 0, 0, 3)]


def test_an_import_is_in_the_audit_trail_with_counts_and_without_names(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", ALICE, BERTIL)
    event = last_event(session, "hr.imported")
    assert event.details["added"] == 2
    assert event.details["source"] == "hr"
    assert "max_ended" not in event.details
    trail = json.dumps([row.details for row in session.scalars(select(AuditEvent))])
    assert "Alm" not in trail
    assert "alice" not in trail


def test_each_applied_file_is_noted_with_what_it_changed(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "units", *GROUP[:2])
    applied = session.scalars(select(HrImport).order_by(HrImport.id)).all()
    assert [(each.kind, each.rows, each.added, each.ended, each.unchanged) for each in applied] == [
        ("units", 3, 3, 0, 0),
        ("units", 2, 0, 1, 2),
    ]


@pytest.mark.one_engine
@pytest.mark.parametrize("kind", ["units", "people", "managers"])
def test_a_file_that_is_no_file_is_refused_with_what_is_known_of_it(session: Session, kind: str) -> None:
    made = plan_import(session, kind, b"", source="hr", effective=DAY)
    assert said(made) == [(None, None)]
    assert counts(made) == (0, 0, 0, 0)


PEOPLE = tuple(f"{number};Ada;Al{number};;A;medarbetare;;;2020-01-01;;;" for number in range(20))


def test_the_brake_stops_a_file_that_leaves_too_many_without_employment(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", *PEOPLE)
    made = plan(session, "people", *PEOPLE[:17])
    assert said(made) == [(None, None)]
    assert "3 av 20 personer" in made.faults[0].message
    assert counts(load(session, "people", *PEOPLE[:18])) == (0, 0, 2, 18)


def test_a_raised_brake_is_audited(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", *PEOPLE)
    load(session, "people", *PEOPLE[:10], max_ended=50)
    details = last_event(session, "hr.imported").details
    assert (details["max_ended"], details["left"]) == (50, 10)


def test_the_brake_counts_people_and_never_moves(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", *PEOPLE)
    moved = [row.replace(";A;", ";F;") for row in PEOPLE]
    assert counts(load(session, "people", *moved)) == (20, 0, 20, 0)


def test_somebody_who_goes_on_under_another_number_is_not_left(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", f"{ALICE};k1", extra=";personnyckel")
    made = load(session, "people", f"{ALICE.replace('1;', '7;', 1)};k1", extra=";personnyckel")
    assert counts(made) == (1, 0, 1, 0)


def test_employments_that_were_to_end_anyway_do_not_count_for_the_brake(session: Session) -> None:
    load(session, "units", *GROUP)
    seasonal = [row.replace("2020-01-01;;", "2020-01-01;2026-12-31;") for row in PEOPLE[:10]]
    load(session, "people", *PEOPLE[10:], *seasonal)
    assert counts(load(session, "people", *PEOPLE[10:], on=date(2027, 1, 1))) == (0, 0, 0, 10)


def test_an_end_that_the_file_itself_states_counts_for_the_brake(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", *PEOPLE)
    ended = [row.replace("2020-01-01;;", "2020-01-01;2026-11-21;") for row in PEOPLE]
    assert said(plan(session, "people", *ended)) == [(None, None)]


def test_a_header_without_rows_meets_the_brake(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", ALICE)
    assert said(plan(session, "people")) == [(None, None)]
    assert said(plan(session, "units")) == [(None, None)]
    assert days_of(session, "1") != []


def test_a_header_without_rows_of_a_source_that_has_nothing_is_nothing(session: Session) -> None:
    assert counts(load(session, "people")) == (0, 0, 0, 0)


def test_nobody_is_counted_as_left_by_a_file_without_the_column_of_numbers(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", *PEOPLE)
    file = content("people", *PEOPLE).replace("anställningsnummer".encode(), b"nr")
    made = plan_import(session, "people", file, source="hr", effective=DAY)
    assert said(made) == [(None, "anställningsnummer")]


def test_people_on_rows_with_a_fault_are_not_counted_as_left(session: Session) -> None:
    load(session, "units", *GROUP)
    load(session, "people", *PEOPLE)
    made = plan(session, "people", *(row.replace("medarbetare", "medarbetarre") for row in PEOPLE))
    assert len(made.faults) == 20
    made = plan(session, "people", *(row.replace(";A;", ";XX;") for row in PEOPLE))
    assert len(made.faults) == 20
