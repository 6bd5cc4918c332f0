"""A learner does a module another way: one click, no reason, and from then on nobody reminds them."""

from datetime import timedelta

import pytest

from elearn import clock
from elearn.completions import way_services
from elearn.completions.way_services import GRACE
from tests.completions.asking import ask, complete
from tests.completions.ways import (
    CASES,
    ELSEWHERE,
    MODULE,
    PDF,
    WAY,
    address_of,
    aside_on,
    cases_of,
    hand_in,
    name_contacts,
    visit,
)
from tests.learner import Learner


@pytest.fixture
def helped(database, world):
    """Lena is the contact person of the administration, Dana that of the group."""
    with database.writing() as session, session.begin():
        name_contacts(session, world, lena="F", dana="G")
        ask(session, world, MODULE, since=clock.today() - timedelta(days=200))


@pytest.fixture
def alice(app, world, sign_in_as, helped):
    return visit(app, sign_in_as, world.alice)


def test_one_click_is_enough(alice, world, database):
    page = alice.get(WAY).text
    assert "Lena Lind" in page
    assert "lena@exempel.example" in page
    assert not aside_on(database, world.alice)
    assert alice.post(WAY).status_code == 303
    assert aside_on(database, world.alice)
    assert "Du gör modulen på ett annat sätt" in alice.get(WAY).text


def test_twice_is_once(alice, database):
    alice.post(WAY)
    alice.post(WAY)
    assert len(cases_of(database)) == 1


def test_looking_writes_nothing(alice, world, database):
    for address in (WAY, ELSEWHERE, "/min-utbildning"):
        assert alice.get(address).status_code == 200
    assert cases_of(database) == []


@pytest.mark.one_engine
def test_the_way_there_stands_on_the_module_and_on_my_training(alice):
    assert WAY in alice.get("/moduler/1").text
    assert WAY in alice.get("/min-utbildning").text


@pytest.mark.one_engine
def test_without_a_contact_person_it_holds_all_the_same(app, world, sign_in_as, database):
    alice = visit(app, sign_in_as, world.alice)
    page = alice.get(WAY).text
    assert "Just nu finns ingen kontaktperson" in page
    assert "Be HR" not in page
    assert 'href="/hjalp' in page.split("Just nu finns")[1].split("</main>")[0]
    alice.post(WAY)
    assert aside_on(database, world.alice)


def test_whoever_thinks_better_of_it_has_two_weeks(alice, world, database):
    alice.post(WAY)
    assert alice.post(f"{WAY}/som-vanligt").status_code == 303
    assert cases_of(database) == []
    assert aside_on(database, world.alice, days=GRACE.days)
    assert not aside_on(database, world.alice, days=GRACE.days + 1)


@pytest.mark.one_engine
def test_whoever_does_it_as_usual_again_meets_it_as_the_next_step(alice):
    alice.post(WAY)
    assert 'class="govuk-button" href="/moduler/1"' not in alice.get("/").text
    assert "Du gör modulen på ett annat sätt" in alice.get("/min-utbildning").text
    alice.post(f"{WAY}/som-vanligt")
    assert 'class="govuk-button" href="/moduler/1"' in alice.get("/").text
    assert "Du gör modulen på ett annat sätt" not in alice.get("/min-utbildning").text


@pytest.mark.one_engine
def test_going_on_without_having_asked_gives_nothing(alice, world, database):
    alice.post(f"{WAY}/som-vanligt")
    assert not aside_on(database, world.alice)


def test_the_check_ends_it(app, alice, world, database, tmp_path):
    """And takes the certificate that waited with it."""
    assert hand_in(alice).status_code == 303
    assert len(list((tmp_path / "cases").iterdir())) == 1
    assert Learner(alice, database, world.alice).hand_in(1, MODULE).status == 303
    assert cases_of(database) == []
    assert not aside_on(database, world.alice)
    assert list((tmp_path / "cases").iterdir()) == []


@pytest.mark.one_engine
def test_a_certificate_that_nobody_read_says_so_and_what_to_do(alice, database):
    hand_in(alice)
    with database.writing() as session, session.begin():
        way_services.purge(session, clock.now() + way_services.REVIEWED_WITHIN)
    page = alice.get(WAY).text
    assert "utan att någon hade läst den" in page
    assert "Lämna in intyget igen" in page


@pytest.mark.one_engine
def test_another_module_is_as_before(alice, world, database):
    alice.post(WAY)
    assert "Jag vill göra det på ett annat sätt" in alice.get("/moduler/2/annat-satt").text


@pytest.mark.one_engine
def test_what_is_done_needs_no_other_way(app, world, sign_in_as, database, helped):
    with database.writing() as session, session.begin():
        complete(session, world.bob, MODULE, clock.today())
    page = visit(app, sign_in_as, world.bob).get(WAY).text
    assert "Du är redan klar med modulen" in page
    assert "Jag vill göra det" not in page


def test_a_page_from_before_it_was_done_opens_nothing(app, world, sign_in_as, database, helped, tmp_path):
    with database.writing() as session, session.begin():
        complete(session, world.bob, MODULE, clock.today())
    bob = visit(app, sign_in_as, world.bob)
    for answer in (bob.post(WAY), hand_in(bob)):
        assert (answer.status_code, answer.location) == (303, WAY)
    assert cases_of(database) == []
    assert not aside_on(database, world.bob)
    assert list((tmp_path / "cases").glob("*")) == []
    for address in (WAY, ELSEWHERE):
        assert "Du är redan klar med modulen" in bob.get(address).text


def test_what_is_soon_to_be_renewed_can_be_done_another_way(app, world, sign_in_as, database, helped):
    with database.writing() as session, session.begin():
        soon = clock.today() + timedelta(days=5)
        complete(session, world.bob, MODULE, clock.today() - timedelta(days=100), valid_until=soon)
    assert visit(app, sign_in_as, world.bob).post(WAY).status_code == 303
    assert aside_on(database, world.bob)


def test_a_protected_identity_gets_a_number_to_say(app, world, sign_in_as, database, helped):
    petra = visit(app, sign_in_as, world.petra)
    petra.post(WAY)
    (case,) = cases_of(database)
    assert case.number in petra.get(WAY).text
    lena = visit(app, sign_in_as, world.lena)
    listed = lena.get(CASES).text
    assert "Inga öppna ärenden" in listed
    assert str(case.id) not in listed
    assert lena.post(CASES, data={"case_number": case.number.lower()}).status_code == 303
    page = lena.get(address_of(case)).text
    assert "Skyddad uppgift" in page
    assert "Poppel" not in page
    assert "Ängens avdelning" not in page


@pytest.mark.one_engine
def test_a_number_of_somebody_elses_case_opens_nothing(app, world, sign_in_as, database, alice):
    alice.post(WAY)
    (case,) = cases_of(database)
    dana = visit(app, sign_in_as, world.dana)
    assert dana.post(CASES, data={"case_number": case.number}).status_code == 422


@pytest.mark.parametrize(
    ("content", "changed", "sentence"),
    [
        (b"", {}, "Filen är tom"),
        (b"MZ program", {}, "varken PDF, JPEG eller PNG"),
        (PDF + b" " * 6 * 1024 * 1024, {}, "större än 5 MB"),
        (PDF, {"equivalent": "egen-kurs"}, "Välj en av kurserna i listan"),
        (PDF, {"equivalent": ""}, "Välj kursen som intyget gäller"),
        (PDF, {"dated_on": "2999-01-01"}, "Dagen kan inte ligga i framtiden"),
        (PDF, {"dated_on": ""}, "Skriv dagen som står på intyget"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.one_engine
def test_what_is_no_certificate_is_refused_and_nothing_kept(
    alice, database, tmp_path, content, changed, sentence
):
    answer = hand_in(alice, content, **changed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert cases_of(database) == []
    assert not (tmp_path / "cases").exists()


@pytest.mark.one_engine
def test_a_file_far_too_large_is_not_taken_in(alice):
    answer = hand_in(alice, PDF + b" " * 9 * 1024 * 1024)
    assert answer.status_code == 413
    assert "mindre format" in answer.text


@pytest.mark.one_engine
def test_what_was_chosen_stays_when_the_file_is_refused(alice):
    day = (clock.today() - timedelta(days=3)).isoformat()
    answer = hand_in(alice, b"", dated_on=day)
    assert f'value="{day}"' in answer.text
    assert "checked" in answer.text


@pytest.mark.one_engine
def test_a_module_that_no_course_answers_to_says_so_and_asks_for_no_certificate(alice):
    page = alice.get("/moduler/4/intyg-fran-annat-hall").text
    assert "Inget intyg från andra kurser räknas" in page
    assert 'href="/moduler/4/kunskapskontroll"' in page
    assert "/moduler/4/intyg-fran-annat-hall" not in alice.get("/moduler/4/annat-satt").text
    assert ELSEWHERE in alice.get(WAY).text


@pytest.mark.one_engine
def test_before_the_click_it_says_what_the_contact_person_sees_and_who_calls(alice):
    page = alice.get(WAY).text
    assert "ser ditt namn, din enhet" in page
    assert "Hör gärna av dig själv" in page
    assert "Hör gärna av dig själv" not in alice.get(ELSEWHERE).text


@pytest.mark.one_engine
def test_a_certificate_handed_in_says_that_it_is(alice):
    hand_in(alice)
    page = alice.get(WAY).text
    assert "Ditt intyg är inlämnat" in page
    assert "När kontaktpersonen har granskat intyget står modulen som klar." in page
    assert "Du gör modulen på ett annat sätt" not in page


@pytest.mark.one_engine
def test_a_refused_certificate_says_so_in_the_title(alice):
    assert "<title>Fel: Modul 1" in hand_in(alice, b"").text
