"""HR corrects a completion as two; the learner sees it, and both rows stand on the person's page."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from elearn import clock
from elearn.accounts.models import RoleGrant
from elearn.audit.models import AuditEvent
from elearn.completions.models import Completion
from elearn.organisations.kinds import PostRole
from elearn.organisations.models import PersonNumber, Post
from elearn.permissions import Role
from tests.reports.cast import MODULES, Cast, words

PEOPLE = "/hr/personer"


@pytest.fixture
def second(cast: Cast) -> Cast:
    """Erik is HR of the whole group too."""
    with cast.database.writing() as session, session.begin():
        session.add(
            RoleGrant(
                person_id=cast.world.erik,
                role=Role.HR,
                unit_id=cast.world.units["G"],
                valid_from=cast.today,
                valid_to=None,
                recorded_at=clock.now() - timedelta(minutes=1),
                superseded_at=None,
                granted_by=None,
            )
        )
    return cast


def address(cast: Cast, name: str = "alice") -> str:
    """Where the newest row of somebody's ledger is corrected."""
    with cast.database.reading() as session:
        row = session.scalars(
            select(Completion.id)
            .where(Completion.person_id == cast.world.people[name])
            .order_by(Completion.seq.desc())
        ).first()
    return f"{PEOPLE}/{cast.world.people[name]}/registrerat/{row}"


def ask(cast: Cast, reason: str = "registered_twice", day: str = "", name: str = "dana") -> str:
    cast.complete("alice", MODULES[0], days_ago=3)
    page = address(cast)
    answer = cast.post(name, page, page, reason=reason, completed_on=day)
    assert (answer.status_code, answer.location) == (303, f"{PEOPLE}/{cast.world.alice}")
    return page


def rows(cast: Cast) -> list[tuple[UUID | None, bool]]:
    with cast.database.reading() as session:
        return [
            (row.corrects, row.annulled)
            for row in session.scalars(select(Completion).order_by(Completion.seq))
        ]


def test_one_asks_another_confirms_and_both_rows_are_seen(second: Cast) -> None:
    page, person = ask(second), f"{PEOPLE}/{second.world.alice}"
    assert "Rättelse väntar" in second.read("dana", person)
    assert "Du har föreslagit den." in second.read("dana", PEOPLE)
    assert "Bekräfta rättelsen" not in second.read("dana", page)
    assert "Alice Alm" in second.read("erik", PEOPLE)
    assert "Registrerad två gånger" in second.read("erik", page)
    assert "Namn Alice Alm" in second.read("erik", page)
    assert rows(second) == [(None, False)]
    done = second.post("erik", f"{page}/bekrafta", page)
    assert (done.status_code, done.location) == (303, person)
    assert len(rows(second)) == 2
    read = second.read("erik", person)
    assert ", räknas inte" in read
    assert "Rättelse: registreringen räknas inte längre. Registrerad två gånger" in read
    assert second.get("erik", page).status_code == 404, "what is corrected is not corrected again"
    assert "väntar på en andra" not in second.read("erik", PEOPLE)


def test_the_learner_sees_the_correction_among_their_own(second: Cast) -> None:
    right = second.today - timedelta(days=9)
    page = ask(second, "wrong_date", right.isoformat())
    assert "Rättat av HR" not in second.read("alice", "/min-utbildning")
    second.post("erik", f"{page}/bekrafta", page)
    read = second.read("alice", "/min-utbildning")
    assert "Rättat av HR" in read
    assert "rätt dag är" in read
    assert "Fel dag" in read
    assert "Rättat av HR" not in second.read("bob", "/min-utbildning")


def test_the_one_who_asked_cannot_confirm_and_may_take_it_back(second: Cast) -> None:
    page = ask(second)
    second.post("dana", f"{page}/bekrafta", page)
    assert len(rows(second)) == 1
    second.post("dana", f"{page}/ta-bort", page)
    assert "Föreslå rättelsen" in second.read("dana", page)
    again = second.post("erik", f"{page}/bekrafta", page)
    assert again.status_code == 303
    assert len(rows(second)) == 1


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("reason", "day", "sentence"),
    [
        ("", "", "Välj vad som är fel."),
        ("slarv", "", "Det finns ett problem"),
        ("wrong_date", "", "Skriv den rätta dagen"),
        ("wrong_date", "2026-02-30", "Den dagen finns inte."),
        ("wrong_date", "9999-12-31", "Dagen kan inte ligga i framtiden"),
        ("wrong_date", "1999-12-31", "Dagen kan inte ligga i framtiden"),
        ("wrong_person", "2026-01-01", "Lämna dagen tom"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(cast: Cast, reason: str, day: str, sentence: str) -> None:
    cast.complete("alice", MODULES[0])
    page = address(cast)
    answer = cast.post("dana", page, page, reason=reason, completed_on=day)
    assert answer.status_code == 422
    assert sentence in words(answer)


def test_the_day_that_stands_is_no_correction(cast: Cast) -> None:
    cast.complete("alice", MODULES[0])
    page = address(cast)
    answer = cast.post("dana", page, page, reason="wrong_date", completed_on=cast.today.isoformat())
    assert answer.status_code == 422
    assert "redan står" in words(answer)


def test_nobody_corrects_their_own(second: Cast) -> None:
    second.complete("dana", MODULES[0])
    page = address(second, "dana")
    assert second.get("dana", page).status_code == 404
    assert second.get("erik", page).status_code == 200
    person = f"{PEOPLE}/{second.world.dana}"
    assert "Rätta (" not in second.read("dana", person)
    assert "Rätta (" in second.read("erik", person)


def test_hr_of_a_company_corrects_only_those_who_work_there_alone(cast: Cast) -> None:
    world = cast.world
    cast.complete("alice", MODULES[0])
    cast.complete("karl", MODULES[0])
    own, foreign = address(cast, "karl"), address(cast)
    assert cast.get("oskar", own).status_code == 200
    assert cast.get("oskar", foreign).status_code == 404
    mixed = own.replace(str(world.karl), str(world.maja))
    assert cast.get("oskar", mixed).status_code == 404, "not that person's"
    with cast.database.writing() as session, session.begin():
        number = session.scalars(select(PersonNumber).where(PersonNumber.employee_number == "14")).one()
        session.add(
            Post(
                unit_id=world.units["N"],
                number_id=number.id,
                role=PostRole.COORDINATOR,
                source_id=world.source_id,
                began_on=world.since,
                valid_from=world.since,
                valid_to=None,
                recorded_at=clock.now(),
                superseded_at=None,
            )
        )
    assert cast.get("oskar", own).status_code == 404
    assert cast.post("oskar", own, PEOPLE, reason="wrong_person").status_code == 404
    assert "Rätta (" not in cast.read("oskar", f"{PEOPLE}/{world.karl}")


def test_what_waits_elsewhere_is_not_listed(cast: Cast) -> None:
    ask(cast)
    assert "väntar på en andra" in cast.read("dana", PEOPLE)
    assert "väntar på en andra" not in cast.read("oskar", PEOPLE)


def test_a_protected_person_is_not_named_among_what_waits(cast: Cast) -> None:
    cast.complete("petra", MODULES[0])
    page = address(cast, "petra")
    cast.post("dana", page, page, reason="wrong_person")
    read = cast.read("dana", PEOPLE)
    assert "Skyddad uppgift" in read
    assert "Petra" not in read


def test_that_a_registration_was_opened_is_recorded(cast: Cast) -> None:
    cast.complete("alice", MODULES[0])
    cast.get("dana", address(cast))
    with cast.database.reading() as session:
        viewed = session.scalars(select(AuditEvent).where(AuditEvent.action == "person.viewed")).one()
        assert (viewed.actor, viewed.object) == (cast.world.dana, cast.world.alice.hex)


def test_the_pages_are_hrs_alone(cast: Cast) -> None:
    cast.complete("alice", MODULES[0])
    for name in ("alice", "bob", "erik", "frida", "gustav"):
        assert cast.get(name, address(cast)).status_code == 403
    assert cast.get("dana", f"{PEOPLE}/{cast.world.alice}/registrerat/{uuid4()}").status_code == 404
