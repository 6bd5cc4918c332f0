"""Who is in an export of how far everybody is, in which unit, and in which state."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from elearn.clock import today
from elearn.database import Database
from elearn.organisations.kinds import Form, Level
from elearn.reports.exports import Subject
from elearn.reports.queries import (
    FutureError,
    Question,
    Structure,
    UnknownModuleError,
    UnknownUnitError,
    get_figures,
)
from elearn.requirements.models import Hold
from elearn.requirements.standing import State
from tests.people import World
from tests.reports.exporting import exported
from tests.reports.history import A_DAY, MODULE, OTHER_MODULE, complete, crowd, dated, employ, end, require

LAST_YEAR = today() - timedelta(days=365)
KEYS = [
    "source",
    "employee_number",
    "given_name",
    "family_name",
    "level",
    "unit_code",
    "unit_name",
    "module",
    "state",
    "due_on",
    "valid_until",
    "completed_on",
    "requirement",
    "handled_by_hr",
]


@pytest.fixture
def read(database: Database):
    return partial(exported, database, Subject.STATUS)


def by_name(rows):
    return {row["given_name"]: row for row in rows}


def test_a_row_has_state_due_day_validity_and_requirement(session: Session, world: World, read):
    require(session, world.units["G"], LAST_YEAR, MODULE)
    made = complete(session, world.alice, LAST_YEAR)
    session.commit()
    row = by_name(read())["Alice"]
    assert list(row) == KEYS
    assert row == {
        "source": "hr",
        "employee_number": "5",
        "given_name": "Alice",
        "family_name": "Alm",
        "level": "employee",
        "unit_code": "F1",
        "unit_name": "Ängens avdelning",
        "module": MODULE,
        "state": "completed",
        "due_on": (LAST_YEAR + timedelta(days=90)).isoformat(),
        "valid_until": str(made.valid_until),
        "completed_on": LAST_YEAR.isoformat(),
        "requirement": "KS 2024-17",
        "handled_by_hr": False,
    }


def test_each_state_has_its_word(session: Session, world: World, read):
    require(session, world.units["G"], world.since, MODULE)
    complete(session, world.alice, LAST_YEAR)
    complete(session, world.vera, world.since, months=12)
    employ(session, world.karl, "14", world.units["F2"], today())
    session.commit()
    rows = by_name(read())
    assert {name: rows[name]["state"] for name in ("Alice", "Vera", "Bob")} == {
        "Alice": "completed",
        "Vera": "expired",
        "Bob": "overdue",
    }
    assert rows["Bob"]["completed_on"] is rows["Bob"]["valid_until"] is None
    early = by_name(read(as_of=world.since + timedelta(days=90)))
    assert early["Bob"]["state"] == "due"


def test_what_is_only_recommended_says_so_and_is_never_late(session: Session, world: World, read):
    require(session, world.units["G"], world.since, record_number=None)
    session.commit()
    rows = read()
    assert {(row["state"], row["requirement"]) for row in rows} == {("due", "recommended")}


def test_there_is_a_row_per_person_and_module_and_none_for_those_of_whom_nothing_is_asked(
    session: Session, world: World, read
):
    require(session, world.units["B"], LAST_YEAR, MODULE, OTHER_MODULE)
    session.commit()
    rows = read()
    assert [(row["family_name"], row["module"]) for row in rows] == [
        (name, module) for name in ("Kastanj", "Malm", "Oxel", "Sälg") for module in (OTHER_MODULE, MODULE)
    ]
    assert {row["module"] for row in read(module=MODULE)} == {MODULE}


def test_people_stand_in_the_order_of_the_tree_and_of_the_swedish_alphabet(
    session: Session, world: World, read
):
    require(session, world.units["F"], LAST_YEAR)
    session.commit()
    assert [(row["unit_code"], row["family_name"]) for row in read() if row["unit_code"] in {"F", "F1"}] == [
        *(("F", name) for name in ("En", "Fura", "Gran", "Hägg", "Lind", "Ärlig")),
        *(("F1", name) for name in ("Alm", "Björk", "Ceder", "Åkesson")),
    ]


def test_external_workers_are_left_out(session: Session, world: World, read):
    require(session, world.units["F"], LAST_YEAR)
    session.commit()
    assert "Xerxes" not in by_name(read())


def test_somebody_with_several_employments_has_one_row_in_the_one_that_began_first(
    session: Session, world: World, read
):
    require(session, world.units["G"], LAST_YEAR)
    employ(session, world.alice, "5", world.units["F2"], world.since - A_DAY, level=Level.MANAGER)
    employ(session, world.bob, "3", world.units["F2"], world.since - A_DAY, form=Form.EXTERNAL)
    session.commit()
    rows = [row for row in read() if row["given_name"] in {"Alice", "Bob"}]
    assert [(row["given_name"], row["unit_code"], row["level"]) for row in rows] == [
        ("Alice", "F2", "manager"),
        ("Bob", "F1", "manager"),
    ]


def test_a_unit_is_asked_for_with_all_below_it(session: Session, world: World, read):
    require(session, world.units["G"], LAST_YEAR)
    session.commit()
    assert {row["unit_code"] for row in read(unit="F1")} == {"F1", "F11"}
    assert {row["given_name"] for row in read(unit="N")} == {"Ivar"}
    assert by_name(read(unit="N"))["Ivar"]["level"] == "politician"
    assert by_name(read(unit="F2"))["Ivar"]["level"] == "employee"


def moved_and_gone(session: Session, world: World) -> None:
    """Alice has moved from F1 to B and become a manager; Vera has left."""
    require(session, world.units["G"], world.since)
    end(session, world.alice, LAST_YEAR)
    employ(session, world.alice, "5", world.units["B"], LAST_YEAR + A_DAY, level=Level.MANAGER)
    end(session, world.vera, LAST_YEAR)
    session.commit()


def test_then_people_stand_where_they_were_on_the_day(session: Session, world: World, read):
    moved_and_gone(session, world)
    rows = by_name(read(as_of=LAST_YEAR))
    assert (rows["Alice"]["unit_code"], rows["Alice"]["level"]) == ("F1", "employee")
    assert rows["Vera"]["unit_code"] == "F11"


def test_now_people_stand_where_they_are_today_with_the_level_and_state_of_the_day(
    session: Session, world: World, read
):
    moved_and_gone(session, world)
    now = partial(read, as_of=LAST_YEAR, structure=Structure.NOW)
    rows = now()
    assert (by_name(rows)["Alice"]["unit_code"], by_name(rows)["Alice"]["level"]) == ("B", "employee")
    assert rows[-2]["given_name"] == "Vera"  # the last is a protected identity
    assert (rows[-2]["unit_code"], rows[-2]["unit_name"], rows[-2]["employee_number"]) == (None, None, "9")
    assert sorted(by_name(rows)) == sorted(by_name(read(as_of=LAST_YEAR)))
    assert "Alice" in by_name(now(unit="B"))
    assert "Vera" not in by_name(now(unit="F"))


def test_a_company_s_reader_sees_its_own_people_only(session: Session, world: World, read):
    require(session, world.units["G"], LAST_YEAR)
    employ(session, world.karl, "99", world.units["F2"], world.since - A_DAY)
    session.commit()
    rows = by_name(read(frozenset({world.units["B"], world.units["S"]})))
    assert set(rows) == {"Maja", "Oskar", "Karl", "Styrbjörn"}
    assert (rows["Karl"]["unit_code"], rows["Karl"]["employee_number"]) == ("B", "14")


def test_a_reader_without_units_sees_nobody(session: Session, world: World, read):
    require(session, world.units["G"], LAST_YEAR)
    session.commit()
    assert read(frozenset()) == []


def test_who_is_held_by_hr_is_handled_by_hr_and_not_late(session: Session, world: World, read):
    require(session, world.units["F1"], world.since)
    session.add(Hold(person_id=world.alice, **dated(LAST_YEAR)))
    session.commit()
    rows = by_name(read())
    assert (rows["Alice"]["state"], rows["Alice"]["handled_by_hr"]) == ("due", True)
    assert (rows["Bob"]["state"], rows["Bob"]["handled_by_hr"]) == ("overdue", False)


def test_the_file_says_handled_by_hr_of_whom_the_manager_s_list_does(session: Session, world: World, read):
    require(session, world.units["G"], world.since)
    employ(session, world.bob, "3", world.units["F2"], LAST_YEAR)
    complete(session, world.ivar, LAST_YEAR)
    session.commit()
    rows = by_name(read())
    assert {name: rows[name]["handled_by_hr"] for name in ("Bob", "Ivar", "Alice")} == {
        "Bob": True,  # in two employments
        "Ivar": False,  # in two as well, and done
        "Alice": False,
    }


def test_a_protected_person_stands_last_without_name_number_and_workplace(
    session: Session, world: World, read
):
    require(session, world.units["G"], LAST_YEAR)
    crowd(session, world.units["F2"], 50)
    session.commit()
    for structure in Structure:
        rows = read(structure=structure)
        assert [row["unit_code"] for row in rows if row["given_name"] == "Skyddad uppgift"] == ["F"]
        shown = ("source", "employee_number", "given_name", "family_name")
        assert [rows[-1][key] for key in shown] == [None, None, "Skyddad uppgift", "Skyddad uppgift"]
    assert "Skyddad uppgift" in by_name(read(unit="F"))
    assert "Skyddad uppgift" not in by_name(read(unit="F1"))


def test_a_protected_person_who_left_stands_in_no_unit(session: Session, world: World, read):
    require(session, world.units["G"], world.since)
    end(session, world.petra, LAST_YEAR)
    session.commit()
    rows = by_name(read(as_of=LAST_YEAR, structure=Structure.NOW))
    assert rows["Skyddad uppgift"]["unit_code"] is None


def test_units_of_more_people_than_are_read_at_a_time_come_whole(session: Session, world: World, read):
    require(session, world.units["G"], LAST_YEAR)
    for unit in ("F2", "B"):
        crowd(session, world.units[unit], 1100, prefix=unit)
    session.commit()
    rows = read()
    codes = [row["unit_code"] for row in rows]
    assert (codes.count("F2"), codes.count("B")) == (1103, 1103)
    assert len({(row["employee_number"], row["module"]) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("on", "structure"), [(today(), Structure.THEN), *((LAST_YEAR, each) for each in Structure)]
)
def test_the_rows_of_every_unit_add_up_to_its_figures(session: Session, world: World, read, on, structure):
    """Of an earlier day the rows say who was done, and the figures how late the others were."""
    moved_and_gone(session, world)
    complete(session, world.ivar, LAST_YEAR - A_DAY)
    complete(session, world.karl, world.since, months=12)
    session.commit()
    question = Question(on=on, today=today(), structure=structure)
    figures = [row for row in get_figures(session, question).rows if row.module == MODULE]
    session.rollback()
    for row in figures:
        if row.unit_code and row.parent_code:
            rows = read(as_of=on, structure=structure, unit=row.unit_code, module=MODULE)
            found = Counter(each["state"] for each in rows)
            expected = Counter({state.value: getattr(row, state.value) for state in State})
            if on < today():
                expected = Counter(completed=row.completed, due=row.required - row.completed)
            assert found == expected, row.unit_code


def test_a_day_that_has_not_been_is_refused(world: World, read):
    with pytest.raises(FutureError):
        read(as_of=today() + A_DAY)


def test_an_unknown_unit_and_an_unknown_module_are_refused(world: World, read):
    with pytest.raises(UnknownUnitError):
        read(unit="finns-inte")
    with pytest.raises(UnknownModuleError):
        read(module="finns-inte")
