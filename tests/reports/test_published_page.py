"""The page for auditors and elected members: fixed cuts of the last Sunday, in steps, the same for everybody, all month."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.clock import STOCKHOLM
from elearn.completions.models import Evidence
from elearn.completions.services import record_completion
from elearn.database import Database
from elearn.organisations.models import PersonalDetails, PersonNumber
from elearn.reports.published_figures import Published, get_published, published_day
from elearn.requirements.services import Terms, set_requirement
from tests.people import World
from tests.reports.building import DECISION
from tests.reports.cast import MODULES, Cast

A_DAY = timedelta(days=1)
MODULE = MODULES[0]


def next_month(day: date) -> date:
    """The first of the month after."""
    return (day.replace(day=28) + 4 * A_DAY).replace(day=1)


LATER = next(
    first
    for first in (next_month(clock.today()), next_month(next_month(clock.today())))
    if published_day(first) >= clock.today()
)


@pytest.mark.parametrize(
    ("today", "sunday"),
    [
        (date(2026, 11, 1), date(2026, 10, 25)),  # a Sunday is not over
        (date(2026, 11, 30), date(2026, 10, 25)),
        (date(2026, 12, 1), date(2026, 11, 29)),
        (date(2026, 6, 1), date(2026, 5, 31)),
        (date(2027, 1, 31), date(2026, 12, 27)),
    ],
)
def test_it_speaks_of_the_last_sunday_of_the_month_before(today: date, sunday: date) -> None:
    assert published_day(today) == sunday


@pytest.fixture
def large(cast: Cast) -> Cast:
    """Twelve more in F1, thirty in the company; ten of these are done."""
    for number in range(12):
        cast.hire("F1", f"Ask{number}")
    people = [cast.hire("B", f"Bok{number}") for number in range(30)]
    for number, person_id in enumerate(people[:10]):
        cast.world.people[f"bok{number}"] = person_id
        cast.complete(f"bok{number}", MODULE, days_ago=1)
    return cast


def published(database: Database, today: date) -> Published:
    with database.reading() as session:
        return get_published(session, today)


def figures(found: Published) -> dict[str, tuple[int, int] | None]:
    assert found.total is not None
    lines = (found.total, *found.below)
    steps = {line.node.code: line.figures[MODULE].step for line in lines}
    return {code: (step.low, step.high) if step else None for code, step in steps.items()}


def test_shares_are_said_in_steps(large: Cast) -> None:
    found = published(large.database, LATER)
    assert figures(found) == {"G": (11, 32), "B": (20, 40), "F": (0, 20)}
    assert {line.node.code: line.people for line in found.below} == {"B": 30, "F": 30}


def test_units_below_administrations_and_companies_are_not_there(large: Cast) -> None:
    assert [line.node.code for line in published(large.database, LATER).below] == ["B", "F"]


def test_all_others_stand_on_a_row_of_their_own(cast: Cast) -> None:
    """The company is too small, and the elected are in no unit of the page."""
    for number in range(8):
        cast.hire("N", f"Ask{number}")
    found = published(cast.database, LATER)
    assert figures(found)["B"] is None
    assert found.others is not None
    step = found.others[MODULE].step
    assert step is not None
    assert (step.low, step.high) == (0, 50)


def test_what_is_recorded_after_the_day_changes_nothing_all_month(large: Cast) -> None:
    """Of the day itself and those before it too: a correction of the past would tell who was corrected."""
    before = published(large.database, LATER)
    monday = datetime.combine(published_day(LATER) + A_DAY, time(8), STOCKHOLM)
    with large.database.writing() as session, session.begin():
        for number in range(10):
            other = large.world.people[f"bok{number}"]
            for module in MODULES[1:]:
                record_completion(
                    session,
                    person_id=other,
                    module=module,
                    version="1.0",
                    evidence=Evidence.CHECK,
                    completed_on=large.today,
                    valid_until=None,
                    origin=f"{module}{number}",
                    at=monday,
                )
    after = next_month(LATER)
    assert published(large.database, LATER) == published(large.database, after - A_DAY) == before
    assert published(large.database, after) != before


def test_people_with_a_protected_identity_are_in_none_of_it(large: Cast, session: Session) -> None:
    def count() -> list[int]:
        with large.database.reading() as reading:
            found = get_published(reading, LATER)
        return [line.people for line in found.below]

    before = count()
    _protect(session, [large.world.people[f"bok{number}"] for number in range(10)])
    assert before == [30, 30]
    assert count() == [20, 30]


def _protect(session: Session, people: list[UUID]) -> None:
    at = clock.now()
    numbers = select(PersonNumber.id).where(PersonNumber.person_id.in_(people))
    for row in session.scalars(select(PersonalDetails).where(PersonalDetails.number_id.in_(numbers))).all():
        row.superseded_at = at
        session.flush()
        values = {column.name: getattr(row, column.name) for column in PersonalDetails.__table__.columns}
        del values["id"]
        session.add(
            PersonalDetails(**(values | {"protected": True, "superseded_at": None, "recorded_at": at}))
        )
    session.commit()


@pytest.mark.parametrize("name", ["gustav", "ivar", "styrbjorn"])
def test_auditors_and_elected_members_read_the_same_page(cast: Cast, name: str) -> None:
    page = cast.read(name, "/laget")
    assert "Hur långt har vi kommit?" in page
    assert "Förvaltningen" in page
    whole, _table = page.split("Klara per modul")
    assert "Siffrorna gäller den dagen" in whole
    said = [f"Modul {number}: " in whole for number in range(1, len(MODULES) + 1)]
    assert all(said), "the whole group by the modules' names, before any table"
    for person in ("Alice", "Karl", "Östra enheten"):
        assert person not in page


@pytest.mark.parametrize("name", ["alice", "bob", "lena", "frida", "erik", "dana"])
def test_nobody_else_does(cast: Cast, name: str) -> None:
    assert cast.get(name, "/laget").status_code == 403


def test_a_small_group_says_nothing_that_could_be_told(cast: Cast) -> None:
    terms = Terms(unit_id=cast.world.units["G"], modules=MODULES, **DECISION)
    with cast.database.writing() as session, session.begin():
        set_requirement(session, terms, valid_from=cast.world.since, at=clock.now() - 30 * A_DAY)
    page = cast.read("gustav", "/laget")
    company = page.split("Bolaget")[1].split("Förvaltningen")[0]
    assert company.count("visas inte") == len(MODULES)
    assert "%" not in company


def test_no_wish_in_the_address_changes_it(cast: Cast) -> None:
    client = cast.as_("gustav")
    plain = client.get("/laget").get_data(as_text=True)
    for query in ("?per=2026-01-01", "?niva=chef", "?modul=1", "?struktur=nu", "?enhet=F1"):
        assert (
            client.get(f"/laget{query}").get_data(as_text=True).split("<main")[1] == plain.split("<main")[1]
        )


def test_the_title_says_nothing_of_the_subject(cast: Cast) -> None:
    page = cast.get("gustav", "/laget").get_data(as_text=True)
    assert "<title>Läget – elearn</title>" in page


def test_before_anything_was_known_there_are_no_figures(database: Database, world: World) -> None:
    assert published(database, world.since - 30 * A_DAY).total is None
