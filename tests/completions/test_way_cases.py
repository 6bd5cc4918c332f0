"""A contact person ends the cases of those who were told that they help: nobody else sees them."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import html5lib
import pytest
from sqlalchemy import select

from elearn import clock
from elearn.completions.models import Completion, Evidence
from elearn.completions.way_services import GRACE, CaseGoneError, register
from elearn.formatting import day as shown_day
from elearn.reports.counting import make_counts
from elearn.reports.kept import find_made
from elearn.reports.reconciling import list_differences
from tests.completions.asking import ask
from tests.completions.ways import (
    CASES,
    JPEG,
    MODULE,
    PDF,
    PNG,
    WAY,
    address_of,
    aside_on,
    cases_of,
    hand_in,
    name_contacts,
    stand_in,
    visit,
)
from tests.staging import catalogue

TODAY = clock.today()


@pytest.fixture
def helped(database, world):
    """Lena and Bob, who leads Alice, are contact persons of the administration, Dana that of the group."""
    with database.writing() as session, session.begin():
        name_contacts(session, world, lena="F", bob="F", dana="G")
        ask(session, world, MODULE, since=TODAY - timedelta(days=200))


@pytest.fixture
def alice(app, world, sign_in_as, helped):
    return visit(app, sign_in_as, world.alice)


@pytest.fixture
def lena(app, world, sign_in_as, helped):
    return visit(app, sign_in_as, world.lena)


def completions(database):
    with database.reading() as session:
        return list(session.scalars(select(Completion)))


def test_a_case_is_listed_for_whom_the_learner_was_told_of(app, world, sign_in_as, alice, lena, database):
    alice.post(WAY)
    (case,) = cases_of(database)
    page = lena.get(CASES).text
    assert "Alice Alm" in page
    assert "Ängens avdelning" in page
    assert lena.get(address_of(case)).status_code == 200
    for other in ("bob", "dana"):  # in her line; further up than somebody who can help
        client = visit(app, sign_in_as, world.people[other])
        assert "Alice" not in client.get(CASES).text
        for action in ("", "/fil"):
            assert client.get(address_of(case, action)).status_code == 404
        for action in ("/klart", "/senare", "/avsla"):
            assert client.post(address_of(case, action), data={}).status_code == 404
    for stranger in (
        "oskar",
        "hanna",
        "gustav",
        "erik",
    ):  # HR without the role, manager, auditor, administrator
        client = visit(app, sign_in_as, world.people[stranger])
        assert client.get(CASES).status_code == 403
        assert client.get(address_of(case)).status_code == 403


def test_whoever_becomes_contact_person_later_sees_nothing_told_before(
    app, world, sign_in_as, alice, lena, database
):
    """Nor somebody nearer: the learner was told of Lena, and she sees it still."""
    hand_in(alice)
    (case,) = cases_of(database)
    with database.writing() as session, session.begin():
        name_contacts(session, world, david="F1", gustav="F")
    for later in ("david", "gustav"):
        client = visit(app, sign_in_as, world.people[later])
        assert "Alice" not in client.get(CASES).text
        for action in ("", "/fil"):
            assert client.get(address_of(case, action)).status_code == 404
    assert lena.get(address_of(case, "/fil")).data == PDF
    page = alice.get(WAY).text
    assert "Lena Lind" in page
    assert "Gustav Gran" not in page


def test_when_nobody_told_of_is_left_the_learner_asks_others(app, world, sign_in_as, alice, lena, database):
    alice.post(WAY)
    (case,) = cases_of(database)
    with database.writing() as session, session.begin():
        name_contacts(session, world, gustav="F")
        stand_in(session, world, "lena", "hanna", "F", TODAY + timedelta(days=5))
    gustav = visit(app, sign_in_as, world.gustav)
    assert lena.get(address_of(case)).status_code == 404
    assert gustav.get(address_of(case)).status_code == 404
    assert "Låt dem hjälpa mig" in alice.get(WAY).text
    assert alice.post(f"{WAY}/kontakt").status_code == 303
    assert "Låt dem hjälpa mig" not in alice.get(WAY).text
    assert gustav.get(address_of(case)).status_code == 200


def test_what_was_done_holds_from_its_day_and_stands_on_that_of_registration(alice, lena, world, database):
    alice.post(WAY)
    (case,) = cases_of(database)
    day = TODAY - timedelta(days=2)
    answer = lena.post(address_of(case, "/klart"), data={"completed_on": day.isoformat(), "months": ""})
    assert answer.status_code == 303
    (made,) = completions(database)
    assert (made.person_id, made.evidence, made.completed_on) == (world.alice, Evidence.OTHER, TODAY)
    assert made.recorded_by == world.lena
    assert made.valid_until == day.replace(year=day.year + 2)
    assert not aside_on(database, world.alice)
    assert cases_of(database) == []
    assert "Klar" in alice.get("/min-utbildning").text


def test_the_manager_sees_not_done_and_then_done(app, world, sign_in_as, alice, lena, database):
    bob = visit(app, sign_in_as, world.bob)

    def seen():
        page = html5lib.parse(bob.get("/enheter/F1").text, namespaceHTMLElements=False)
        row = next(row for row in page.iter("tr") if "Alice Alm" in "".join(row.itertext()))
        return " ".join("".join(row.itertext()).split())

    assert "Försenad" in seen()
    alice.post(WAY)
    assert "Ej klar" in seen()
    assert "Försenad" not in seen()
    assert "senast" not in seen()
    (case,) = cases_of(database)
    lena.post(address_of(case, "/klart"), data={"completed_on": TODAY.isoformat(), "months": ""})
    assert "Klar" in seen()
    assert "Ej klar" not in seen()


def test_the_kept_counts_stay_right_all_the_way(alice, lena, database):
    with database.writing() as session, session.begin():
        make_counts(session, TODAY)

    def differences():
        with database.reading() as session:
            made = find_made(session)
            assert made is not None, "the counts were forgotten"
            return list(list_differences(session, made.window))

    alice.post(WAY)
    assert differences() == []
    (case,) = cases_of(database)
    lena.post(address_of(case, "/klart"), data={"completed_on": TODAY.isoformat(), "months": ""})
    assert differences() == []


def test_a_double_click_registers_once(alice, lena, database):
    alice.post(WAY)
    (case,) = cases_of(database)
    values = {"completed_on": TODAY.isoformat(), "months": ""}
    assert lena.post(address_of(case, "/klart"), data=values).status_code == 303
    again = lena.post(address_of(case, "/klart"), data=values)
    assert again.status_code == 404
    assert "Någon annan kan ha avslutat det" in again.text
    assert len(completions(database)) == 1


def test_of_two_at_once_one_registers(alice, world, database):
    alice.post(WAY)
    (case,) = cases_of(database)
    module = catalogue().by_slug(MODULE)

    def end(actor):
        try:
            with database.writing() as session, session.begin():
                register(session, case, module, TODAY, None, at=clock.now(), actor=actor)
        except CaseGoneError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(end, (world.lena, world.dana))) == [False, True]
    assert len(completions(database)) == 1


def test_a_later_day_keeps_the_case(alice, lena, world, database):
    alice.post(WAY)
    (case,) = cases_of(database)
    until = (TODAY + timedelta(days=40)).isoformat()
    page = address_of(case)
    assert "Nu gäller det till och med" not in lena.get(page).text
    assert lena.post(address_of(case, "/senare"), data={"until": until}).status_code == 303
    shown = lena.get(page).text
    assert f"Nu gäller det till och med den {shown_day(TODAY + timedelta(days=40))}." in shown
    assert f'value="{until}"' in shown, "saved again it stays as it is"
    assert len(cases_of(database)) == 1
    assert aside_on(database, world.alice, days=40)
    assert not aside_on(database, world.alice, days=41)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("action", "values", "sentence"),
    [
        ("/klart", {"completed_on": "2999-01-01"}, "Dagen kan inte ligga i framtiden"),
        ("/klart", {"completed_on": ""}, "Skriv dagen då det gjordes"),
        ("/klart", {"completed_on": "2015-01-01", "months": "12"}, "Det räcker inte i dag"),
        ("/senare", {"until": TODAY.isoformat()}, "Välj en dag efter i dag"),
        ("/senare", {"until": "2999-01-01"}, "högst ett år fram"),
        ("/avsla", {"reason": "ovan"}, "Välj varför intyget inte räknas"),
    ],
)
def test_what_cannot_be_done_says_why(alice, lena, database, action, values, sentence):
    hand_in(alice)
    (case,) = cases_of(database)
    answer = lena.post(address_of(case, action), data=values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(cases_of(database)) == 1
    assert completions(database) == []


@pytest.mark.one_engine
@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (JPEG, "jpg"), (PNG, "png")])
def test_a_certificate_is_what_its_first_bytes_say(alice, lena, database, tmp_path, content, kind):
    """Under the name of something else it is taken as what it is, and handed out under a name that says nothing."""
    assert hand_in(alice, content, "Webbkurs om våld.jpg").status_code == 303
    (case,) = cases_of(database)
    (file,) = (tmp_path / "cases").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    answer = lena.get(address_of(case, "/fil"))
    assert answer.data == content
    assert answer.headers["Content-Disposition"] == f'attachment; filename="underlag.{kind}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_certificate_holds_from_its_own_day(alice, lena, world, database, tmp_path):
    day = TODAY - timedelta(days=20)
    hand_in(alice, dated_on=day.isoformat())
    assert aside_on(database, world.alice)
    (case,) = cases_of(database)
    page = lena.get(address_of(case)).text
    assert shown_day(day) in page
    assert f'value="{day.isoformat()}"' not in page
    lena.post(address_of(case, "/klart"), data={"completed_on": day.isoformat(), "months": ""})
    (made,) = completions(database)
    assert (made.completed_on, made.valid_until) == (TODAY, day.replace(year=day.year + 2))
    assert list((tmp_path / "cases").iterdir()) == []


def test_a_refused_certificate_is_explained_until_the_learner_goes_on(alice, lena, world, database, tmp_path):
    hand_in(alice)
    (case,) = cases_of(database)
    assert lena.post(address_of(case, "/avsla"), data={"reason": "other_person"}).status_code == 303
    assert list((tmp_path / "cases").iterdir()) == []
    assert "Alice" not in lena.get(CASES).text
    assert aside_on(database, world.alice, days=GRACE.days)
    assert not aside_on(database, world.alice, days=GRACE.days + 1)
    assert "Det stod ett annat namn" in alice.get("/min-utbildning").text
    alice.post(f"{WAY}/som-vanligt")
    assert "Det stod ett annat namn" not in alice.get("/min-utbildning").text
    assert cases_of(database) == []


@pytest.mark.one_engine
def test_there_is_nothing_to_refuse_in_another_way(alice, lena, database):
    alice.post(WAY)
    (case,) = cases_of(database)
    assert lena.post(address_of(case, "/avsla"), data={"reason": "too_old"}).status_code == 404
    assert len(cases_of(database)) == 1


@pytest.mark.one_engine
def test_a_new_certificate_takes_the_place_of_the_one_that_waits(alice, lena, database, tmp_path):
    hand_in(alice)
    hand_in(alice, PNG)
    (case,) = cases_of(database)
    assert lena.get(address_of(case, "/fil")).data == PNG
    assert len(list((tmp_path / "cases").iterdir())) == 1
