"""HR looks for a person, opens the person, and takes over the person's training."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from elearn import clock
from elearn.audit.models import AuditEvent
from elearn.organisations.kinds import PostRole
from elearn.organisations.models import PersonNumber, Post
from elearn.requirements.models import Hold
from tests.reports.cast import MODULES, Cast, words

PEOPLE = "/hr/personer"


def search(cast: Cast, text: str, name: str = "dana") -> str:
    page = cast.post(name, PEOPLE, PEOPLE, text=text)
    assert page.status_code == 200
    return words(page)


def viewed(cast: Cast) -> list[AuditEvent]:
    with cast.database.reading() as session:
        return list(session.scalars(select(AuditEvent).where(AuditEvent.action == "person.viewed")))


@pytest.mark.parametrize(
    "text",
    ["Alice", "alm", "al al", "ALICE ALM", " alice@exempel.example ", "ALICE@", "5", "hr/5"],
)
def test_a_person_is_found_by_name_address_or_number(cast: Cast, text: str) -> None:
    assert "1 träff Alice Alm Ängens avdelning · hr/5" in search(cast, text)


@pytest.mark.parametrize("text", ["åke", "ÅKESSON", "Åkesson Anders"])
def test_swedish_letters_are_letters_of_their_own_in_any_case(cast: Cast, text: str) -> None:
    assert "1 träff Anders Åkesson" in search(cast, text)
    assert "0 träffar" in search(cast, text.casefold().replace("å", "a"))


@pytest.mark.parametrize(
    "text", ["Bertil", "ice", "lice@exempel.example x", "55", "x/5", "%", "_", "*", "' or 1=1"]
)
def test_nobody_is_found_by_what_is_nobodys(cast: Cast, text: str) -> None:
    assert "0 träffar" in search(cast, text)


def test_what_was_found_is_in_swedish_order(cast: Cast) -> None:
    for family_name in ("Öst", "Ek", "Ärt", "Zorn", "Ås"):
        cast.hire("F", family_name, given_name="Robin")
    page = search(cast, "robin")
    found = [page.index(f"Robin {name}") for name in ("Ek", "Zorn", "Ås", "Ärt", "Öst")]
    assert found == sorted(found)


def test_fifty_are_shown_and_the_page_says_that_there_are_more(cast: Cast) -> None:
    for number in range(52):
        cast.hire("F", f"Nummer{number:02}", given_name="Robin")
    page = search(cast, "robin")
    assert "Fler än 50 träffar" in page
    assert "Nummer49" in page
    assert "Nummer50" not in page


def test_only_who_is_employed_in_hrs_own_part_today_is_found(cast: Cast) -> None:
    assert "0 träffar" in search(cast, "Alice", name="oskar")
    assert "0 träffar" in search(cast, "hr/5", name="oskar")
    assert "1 träff Karl Kastanj" in search(cast, "karl", name="oskar")
    cast.leave("karl")
    assert "0 träffar" in search(cast, "karl", name="oskar")


def test_a_protected_identity_is_found_by_its_exact_number_only_and_shows_nothing(cast: Cast) -> None:
    assert "0 träffar" in search(cast, "Petra")
    assert "0 träffar" in search(cast, "petra@exempel.example")
    for number in ("7", "hr/7"):
        page = search(cast, number)
        assert "1 träff Skyddad uppgift" in page
        assert "Ängens" not in page.split("träff")[1]
    assert "0 träffar" in search(cast, "7", name="oskar")
    page = cast.read("dana", f"{PEOPLE}/{cast.world.petra}")
    assert "Skyddad uppgift" in page
    assert "Enhet Gruppen" in page  # the administration is too small
    for telling in ("Petra", "Poppel", "Ängens", "hr/7", "petra@"):
        assert telling not in page


@pytest.mark.one_engine
@pytest.mark.parametrize("text", ["", " ", "a" * 201, "a\0b"])
def test_an_empty_or_impossible_search_is_refused_and_kept(cast: Cast, text: str) -> None:
    page = cast.post("dana", PEOPLE, PEOPLE, text=text)
    assert page.status_code == 422
    assert "Det finns ett problem" in words(page)


def test_the_page_of_a_person_says_how_far_each_module_has_come(cast: Cast) -> None:
    cast.complete("karl", *MODULES[:1])
    page = cast.read("oskar", f"{PEOPLE}/{cast.world.karl}")
    assert "Karl Kastanj" in page
    assert "Nummer hr/14" in page
    assert page.count("Försenad") == 3
    assert "Styrelsen, 7" in page
    modules = [
        page.index(title) for title in ("Kunskap på alla", "Hedersrelaterat", "Anmälning", "Stöd till den")
    ]
    assert modules == sorted(modules)


def test_that_a_person_was_opened_and_by_whom_is_recorded_by_random_ids(cast: Cast) -> None:
    client = cast.as_("oskar")
    client.get(f"{PEOPLE}/{cast.world.karl}")
    client.get(f"{PEOPLE}/{cast.world.alice}")  # out of scope: nothing was shown
    client.get(f"{PEOPLE}/{uuid4()}")
    cast.as_("bob").get(f"{PEOPLE}/{cast.world.karl}")  # not his page
    events = viewed(cast)
    assert [(event.actor, event.object, event.details) for event in events] == [
        (cast.world.oskar, cast.world.karl.hex, {})
    ]


def test_who_is_outside_the_scope_looks_like_nobody(cast: Cast) -> None:
    client = cast.as_("oskar")
    absent = words(client.get(f"{PEOPLE}/{uuid4()}"))
    page = client.get(f"{PEOPLE}/{cast.world.alice}")
    assert (page.status_code, words(page)) == (404, absent)
    for action in ("hanteras-av-hr", "hanteras-inte-av-hr"):
        address = f"{PEOPLE}/{cast.world.alice}/{action}"
        assert cast.post("oskar", address, PEOPLE).status_code == 404


def test_only_hr_has_these_pages(cast: Cast) -> None:
    for name in ("alice", "bob", "gunilla", "erik", "frida", "gustav"):
        assert cast.get(name, PEOPLE).status_code == 403
        assert cast.get(name, f"{PEOPLE}/{cast.world.karl}").status_code == 403


def test_hr_takes_over_in_one_step_and_gives_back_in_one(cast: Cast) -> None:
    person = f"{PEOPLE}/{cast.world.alice}"
    for _again in range(2):
        page = cast.post("dana", f"{person}/hanteras-av-hr", person)
        assert (page.status_code, page.location) == (303, person)
    assert "Sluta hantera" in cast.read("dana", person)
    assert "Försenad" not in cast.read("dana", person)
    assert cast.read("bob", "/enheter/F1").count("Hanteras av HR") == 4 + 1
    cast.post("dana", f"{person}/hanteras-inte-av-hr", person)
    cast.post("dana", f"{person}/hanteras-inte-av-hr", person)
    assert "Låt HR hantera" in cast.read("dana", person)
    assert cast.read("bob", "/enheter/F1").count("Hanteras av HR") == 1
    with cast.database.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("hold"))).all()
        assert [(event.action, event.actor, event.object, event.details) for event in events] == [
            ("hold.set", cast.world.dana, cast.world.alice.hex, {}),
            ("hold.cleared", cast.world.dana, cast.world.alice.hex, {}),
        ]
        assert [hold.superseded_at is None for hold in session.scalars(select(Hold))] == [False]


@pytest.mark.usefixtures("arranged")
def test_hr_of_a_company_does_not_take_over_somebody_who_also_works_elsewhere(cast: Cast) -> None:
    world = cast.world
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
    person = f"{PEOPLE}/{world.karl}"
    assert "Låt HR hantera" not in cast.read("oskar", person)
    for action in ("hanteras-av-hr", "hanteras-inte-av-hr"):
        assert cast.post("oskar", f"{person}/{action}", PEOPLE).status_code == 404
    assert cast.post("dana", f"{person}/hanteras-av-hr", PEOPLE).status_code == 303


def test_a_hold_without_a_form_token_is_refused(cast: Cast) -> None:
    client = cast.as_("dana")
    assert client.post(f"{PEOPLE}/{cast.world.alice}/hanteras-av-hr").status_code == 400
    assert client.get(f"{PEOPLE}/{cast.world.alice}/hanteras-av-hr").status_code == 405


def test_an_external_worker_is_found_and_counted_nowhere(cast: Cast) -> None:
    assert "1 träff Xerxes Extern" in search(cast, "xerxes")
    assert "Externa räknas inte" in cast.read("dana", f"{PEOPLE}/{cast.world.xerxes}")
