"""The slips that a manager prints for those whom no mail reaches."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn import clock
from elearn.database import Database
from elearn.reminders.models import Mail, MailState
from tests.people import World
from tests.reminders.posting import ask, give_address, go_aside
from tests.reports.cast import Cast

PAGE = "/enheter/F1/utan-epost"


@pytest.fixture
def cast(app: Flask, database: Database, world: World, sign_in_as: Callable[..., FlaskClient]) -> Cast:
    cast = Cast(app, database, world, clock.today(), sign_in_as)
    ask(cast, due_in=40)
    return cast


def test_whoever_is_not_done_and_has_no_address_has_a_slip(cast: Cast) -> None:
    for name in ("alice", "anders", "david"):
        give_address(cast, name, "")
    give_address(cast, "vera", "Delad@exempel.example")
    give_address(cast, "karl", "delad@exempel.example")
    cast.complete("anders")
    page = cast.read("bob", PAGE)
    assert page.index("Alice Alm") < page.index("Vera Vide")  # an address of two is nobody's
    # done; an address of their own; protected; another unit
    for name in ("Åkesson", "Ceder", "Poppel", "Druva", "Ek", "Kastanj"):
        assert name not in page


@pytest.mark.one_engine
@pytest.mark.parametrize("ago", [0, 60])
def test_whoever_s_mail_comes_back_has_a_slip_and_keeps_it(cast: Cast, ago: int) -> None:
    """Whoever does it another way by then is written to no more, and would be the one to lose it."""
    with cast.database.writing() as session, session.begin():
        for days in range(ago, ago + 3):
            day = clock.today() - timedelta(days=days)
            row = {"kinds": ["due"], "state": MailState.BOUNCED, "attempts": 1, "queued_at": clock.now()}
            session.add(Mail(person_id=cast.world.alice, day=day, **row))
    assert "Alice Alm" in cast.read("bob", PAGE)


@pytest.mark.one_engine
def test_nobody_can_tell_from_it_who_does_it_another_way(cast: Cast) -> None:
    for name in ("alice", "vera"):
        give_address(cast, name, "")
    before = cast.read("bob", PAGE)
    go_aside(cast, "alice")
    assert cast.read("bob", PAGE) == before
    slips = cast.get("bob", PAGE).get_data(as_text=True).split('<section class="slip">')[1:]
    assert len(slips) == 2
    first, second = (slip.split("</h3>")[1].split("</section>")[0] for slip in slips)
    assert first == second


@pytest.mark.one_engine
def test_a_slip_says_in_both_languages_where_and_how(cast: Cast) -> None:
    give_address(cast, "alice", "")
    page = cast.read("bob", PAGE)
    assert "Utbildning att göra klart" in page
    assert "skriv hr/ och sedan ditt anställningsnummer" in page
    assert "http://127.0.0.1:8000/losenord/kod" in page
    assert "Har du redan gjort det, eller gör du det på ett annat sätt, behöver du inte göra något." in page
    assert "If you have already done it, or are doing it in another way, you need do nothing." in page


@pytest.mark.one_engine
def test_where_everybody_is_reached_the_page_says_so(cast: Cast) -> None:
    page = cast.read("bob", PAGE)
    assert "Ingen att visa" in page
    assert "Lappar" not in page
