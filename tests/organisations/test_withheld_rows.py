"""The rows of a company without an arrangement, in a file that spans it: on no page of the group's HR but as a number."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from elearn import clock
from elearn.database import Database
from tests.organisations.handing_in import hand_in
from tests.organisations.loading import load
from tests.organisations.taking_back import newest, undo
from tests.people import World, arrange
from tests.reports.cast import words

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
OURS = tuple(f"{n};Ada;Al{n};;F1;medarbetare;;;2020-01-01;;;" for n in range(100, 140))
THEIRS = tuple(
    f"{n};Bolla;Bolagsson{n};b{n}@exempel.example;B;medarbetare;;;2020-01-01;;;" for n in range(200, 203)
)
HIDDEN = "3 rader visas inte. De gäller personer i bolag och andra egna juridiska personer utan överenskommelse om namn."
TELLING = ("Bolla", "Bolagsson", "b200@", " 200 ", "Bolaget (B)")


@pytest.fixture
def hr(client: FlaskClient, world: World, sign_in_as: SignIn, session: Session) -> FlaskClient:
    """Dana, HR for the group, who may hand in a source that spans the municipality and the company."""
    load(session, "people", *OURS, *THEIRS, source="span", on=clock.today())
    return sign_in_as(client, world.dana)


def undo_page(hr: FlaskClient, database: Database) -> str:
    with database.reading() as session:
        address = f"/hr/import/inlasta/{newest(session).id}/angra"
    return words(hr.get(address))


def assert_hidden(page: str) -> None:
    assert HIDDEN in page
    assert [word for word in TELLING if word in page] == []


def test_a_preview_says_how_many_rows_it_does_not_show_and_why(hr: FlaskClient) -> None:
    changed = [row.replace("Ada", "Ida") for row in OURS[:1]]
    page = words(hr.get(hand_in(hr, *changed, *OURS[1:], source="span").location))
    assert_hidden(page)
    assert "Ida Al100" in page


def test_one_row_is_said_in_one_word(hr: FlaskClient) -> None:
    page = words(hr.get(hand_in(hr, *OURS, *THEIRS[1:], source="span").location))
    assert "En rad visas inte. Den gäller någon i ett bolag" in page
    assert [word for word in TELLING if word in page] == []


def test_taking_back_a_file_that_ended_them_names_none_of_them(
    hr: FlaskClient, session: Session, database: Database
) -> None:
    """They stand nowhere today: they are judged by where they stood last."""
    load(session, "people", *OURS[1:], source="span", on=clock.today())
    page = undo_page(hr, database)
    assert_hidden(page)
    assert "Ada Al100" in page


def test_a_file_that_is_read_in_again_names_none_of_them(
    hr: FlaskClient, session: Session, database: Database
) -> None:
    """All that was known of them is taken back: they are judged by where that was."""
    undo(session, "people", source="span")
    page = undo_page(hr, database)
    assert_hidden(page)
    assert "Ada Al100" in page


def test_a_correction_names_nobody_who_has_left_the_company(
    hr: FlaskClient, session: Session, database: Database
) -> None:
    gone = [row.replace("2020-01-01;;", "2020-01-01;2021-12-31;") for row in THEIRS]
    load(session, "people", *OURS, *gone, source="span", on=clock.today(), correction=True)
    assert_hidden(undo_page(hr, database))


def test_with_an_arrangement_they_are_shown(
    hr: FlaskClient, world: World, session: Session, database: Database
) -> None:
    load(session, "people", *OURS, source="span", on=clock.today())
    arrange(session, world)
    session.commit()
    page = undo_page(hr, database)
    assert "Bolla Bolagsson200" in page
    assert "visas inte" not in page
