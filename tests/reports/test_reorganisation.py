"""A reorganisation rehearsed: an administration split, a company merged into another, a department moved.

One file of units and one of people, looked at, applied, taken back and applied again. Whatever was reported of an
earlier day stays as it was, and what is known at each step can be asked for ever after.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from elearn import clock
from elearn.database import Database
from elearn.organisations.timeline import Outcome
from elearn.reports.queries import Question, Structure, get_figures
from tests.organisations.handing_in import confirm, hand_in
from tests.organisations.loading import counts, load, plan
from tests.organisations.taking_back import newest, undo
from tests.organisations.test_undo_page import take_back
from tests.reports.cast import MODULES, words
from tests.reports.snapshots import DAY, Row, Snapshots

PEOPLE, MONTHS = 120, 5
PAGE = "/hr/import"
WHEN_PRINTED = re.compile(r"Så som det var känt .*?, när sidan togs fram\.")
# Day, structure and instant → unit and module → the figures.
Figures = dict[tuple[str, str], tuple[int, ...]]
Seen = dict[tuple[date, Structure, datetime | None], Figures]


class Rehearsal:
    """A group with some months behind it, and the two files of its reorganisation today."""

    def __init__(self, session: Session) -> None:
        self.session, self.today = session, clock.today()
        first = (self.today.replace(day=1) - 150 * DAY).replace(day=1)
        self.group = Snapshots(session, PEOPLE, [(module, "1.0") for module in MODULES])
        self.group.live(first, MONTHS, reorganise_every=3)
        session.commit()
        self.days = (first + 5 * DAY, first + 70 * DAY, self.today - DAY, self.today)
        self._reorganise()
        self.units, self.people = self.group.unit_rows(), self.group.people_rows()

    def _reorganise(self) -> None:
        """Half of F1 becomes F9, the company B2 goes into B1, and the department F3-0 goes to F2."""
        units = self.group.units
        units["F9"] = ("förvaltning", "G", self.today)
        for department, above in {"F1-2": "F9", "F1-3": "F9", "F3-0": "F2"}.items():
            units[department] = (units[department][0], above, units[department][2])
        for code, (kind, above, first) in list(units.items()):
            if above == "B2":
                units[code] = (kind, "B1", first)
        del units["B2"]
        for number, row in self.group.staff.items():
            if row.unit == "B2":
                self.group.staff[number] = Row("B1", self.today, row.role)
        head = next(number for number, row in self.group.staff.items() if row.unit == "F1-2" and row.role)
        self.group.staff[head] = Row("F9", self.today, "chef")

    def apply(self) -> None:
        load(self.session, "units", *self.units, on=self.today)
        load(self.session, "people", *self.people, on=self.today)

    def take_back(self) -> None:
        undo(self.session, "people")
        undo(self.session, "units")

    def look(self, *instants: datetime | None) -> Seen:
        """Every report of all days, in both structures."""
        return {
            (on, structure, at): self._report(on, structure, at)
            for on in self.days
            for structure in Structure
            for at in instants or (None,)
        }

    def _report(self, on: date, structure: Structure, at: datetime | None) -> Figures:
        question = Question(on=on, today=self.today, known_at=at, structure=structure)
        found = get_figures(self.session, question)
        self.session.rollback()
        names = ("people", "required", "completed", "expired", "overdue", "due", "held", "absent")
        return {
            (row.unit_code, row.module): tuple(getattr(row, name) for name in names) for row in found.rows
        }


@pytest.fixture
def rehearsal(session: Session) -> Rehearsal:
    return Rehearsal(session)


def people_in(figures: Figures, *codes: str) -> list[int]:
    return [figures.get((code, MODULES[0]), (0,))[0] for code in codes]


def test_the_preview_shows_the_reorganisation_and_changes_nothing(rehearsal: Rehearsal) -> None:
    before = rehearsal.look()
    made = plan(rehearsal.session, "units", *rehearsal.units, on=rehearsal.today)
    found = {str(change.key): change.outcome for change in made.changes}
    assert counts(made)[:3] == (1, 7, 1)
    assert (found["F9"], found["B2"]) == (Outcome.ADDED, Outcome.ENDED)
    changed = {code for code, outcome in found.items() if outcome is Outcome.CHANGED}
    assert changed == {"F1-2", "F1-3", "F3-0", "B2-0", "B2-1", "B2-2", "B2-3"}
    assert rehearsal.look() == before


@pytest.mark.by_turns
def test_every_earlier_report_stays_through_applying_taking_back_and_applying_again(
    rehearsal: Rehearsal,
) -> None:
    today, start = rehearsal.today, clock.now()
    before = rehearsal.look()
    of_before = rehearsal.look(start)

    rehearsal.apply()
    after, applied = rehearsal.look(), clock.now()
    of_after = rehearsal.look(applied)
    assert earlier(after, today) == earlier(before, today), "the organisation of each day stands"
    assert roots(after) == roots(before), "nobody came or left"
    assert then(rehearsal.look(start)) == then(of_before), "so does what was known before"
    now = after[today, Structure.THEN, None]
    old = before[today, Structure.THEN, None]
    assert people_in(old, "F9") == people_in(now, "B2") == [0]
    assert sum(people_in(now, "F1", "F9")) == sum(people_in(old, "F1"))
    assert all(people_in(now, "F1", "F9"))
    assert people_in(now, "B1")[0] == sum(people_in(old, "B1", "B2"))
    assert people_in(now, "F2")[0] == sum(people_in(old, "F2", "F3-0"))
    earliest = after[rehearsal.days[0], Structure.NOW, None]
    assert people_in(earliest, "F9")[0] > 0, "seen in today's organisation, earlier days have its units"

    rehearsal.take_back()
    undone = clock.now()
    assert rehearsal.look() == before, "everything stands as it did"
    assert then(rehearsal.look(start)) == then(of_before)
    assert then(rehearsal.look(applied)) == then(of_after), "that it was applied for a while is still known"

    rehearsal.apply()
    assert rehearsal.look() == after, "the second time is like the first"
    assert then(rehearsal.look(start)) == then(of_before)
    assert then(rehearsal.look(applied)) == then(of_after)
    assert then(rehearsal.look(undone)) == at(then(of_before), undone)


def earlier(seen: Seen, today: date) -> Seen:
    """The reports of the days before today, where people were then."""
    return {key: figures for key, figures in then(seen).items() if key[0] < today}


def then(seen: Seen) -> Seen:
    return {key: figures for key, figures in seen.items() if key[1] is Structure.THEN}


def roots(seen: Seen) -> dict[Any, Figures]:
    """The figures of the group itself."""
    return {
        key: {row: numbers for row, numbers in figures.items() if row[0] == "G"}
        for key, figures in seen.items()
    }


def at(seen: Seen, instant: datetime) -> Seen:
    """The same reports as known at another instant."""
    return {(on, structure, instant): figures for (on, structure, _at), figures in seen.items()}


def test_hr_rehearses_it_on_the_pages(
    rehearsal: Rehearsal, client: FlaskClient, database: Database, sign_in_as: Callable[..., FlaskClient]
) -> None:
    officer = rehearsal.group.officer
    rehearsal.session.commit()
    hr = sign_in_as(client, officer)
    days = rehearsal.days[:-1]
    addresses = [f"{page}?per={on}" for page in ("/hr", "/enheter/G", "/enheter/F1") for on in days]
    addresses.append(f"/enheter/G/forandring?fran={days[0]}&till={days[2]}")

    def look() -> list[str]:
        """The figures. Names are for whoever is nearest today, so they follow the reorganisation."""
        pages = (words(hr.get(address)).split("De som är närmast")[0] for address in addresses)
        return [WHEN_PRINTED.sub("", page) for page in pages]

    def overview() -> str:
        hr.get(PAGE)  # says what was just done, which the next page then does not
        return WHEN_PRINTED.sub("", words(hr.get("/hr")))

    def newest_address() -> str:
        with database.reading() as session:
            return f"{PAGE}/inlasta/{newest(session).id}/angra"

    before, today = look(), overview()
    files = {"units": rehearsal.units, "people": rehearsal.people}
    for kind, rows in files.items():
        preview = hand_in(hr, *rows, kind=kind, source="hr").location
        assert "F9" in words(hr.get(preview))
        assert confirm(hr, preview).location == PAGE
        if kind == "units":
            of_units = newest_address()
    after = overview()
    assert look() == before
    assert "Enhet F9" in after
    assert "Enhet F9" not in today
    assert "Enhet B2" not in after

    of_people = newest_address()
    for address in (of_people, of_units):
        assert take_back(hr, address).location == PAGE
    assert overview() == today
    assert look() == before

    for kind, rows in files.items():
        confirm(hr, hand_in(hr, *rows, kind=kind, source="hr").location)
    assert overview() == after
    assert look() == before
