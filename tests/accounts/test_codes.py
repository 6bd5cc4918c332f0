"""A code on paper: made by HR for its own people, used once with the number, within a day."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn import clock
from elearn.accounts.credentials import issue_code, use_code
from elearn.accounts.models import Credential
from elearn.audit.models import AuditEvent
from elearn.database import Database
from elearn.organisations.kinds import PostRole
from elearn.organisations.models import PersonNumber, Post
from tests.accounts.conftest import PASSWORD, Send
from tests.accounts.test_sign_in import end_employment, share_address
from tests.people import World

SignIn = Callable[[FlaskClient, UUID], FlaskClient]


@pytest.fixture
def dana(app: Flask, world: World, sign_in_as: SignIn) -> FlaskClient:
    """HR of the whole group."""
    return sign_in_as(app.test_client(), world.dana)


@pytest.fixture
def oskar(app: Flask, world: World, sign_in_as: SignIn) -> FlaskClient:
    """HR of the company."""
    return sign_in_as(app.test_client(), world.oskar)


def code_for(hr: FlaskClient, send: Send, number: str, source: str = "hr") -> str:
    answer = send(hr, "/hr/koder", source=source, number=number)
    assert (answer.status_code, answer.location) == (303, "/hr/koder/utskrift")
    page = hr.get(answer.location).text
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    assert found
    assert f"{source}/{number}" in page
    return found.group(0)


def redeem(client: FlaskClient, send: Send, name: str, code: str) -> tuple[int, str]:
    answer = send(client, "/losenord/kod", name=name, code=code, password=PASSWORD, again=PASSWORD)
    return answer.status_code, answer.text


def test_somebody_without_an_address_chooses_a_password_and_signs_in(
    client: FlaskClient, dana: FlaskClient, send: Send, world: World, database: Database
) -> None:
    share_address(database, world.alice, "")
    code = code_for(dana, send, "5")
    assert redeem(client, send, "hr/5", code)[0] == 303
    assert send(client, "/logga-in", email="hr/5", password=PASSWORD).status_code == 303


@pytest.mark.parametrize(
    "write",
    [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code}\u00a0"],
    ids=["small letters", "blanks for dashes", "blanks around it"],
)
def test_how_the_code_is_written_does_not_matter(
    client: FlaskClient, dana: FlaskClient, send: Send, write: Callable[[str], str]
) -> None:
    assert redeem(client, send, "HR/5", write(code_for(dana, send, "5")))[0] == 303


def test_letters_that_look_like_digits_are_read_as_them(database: Database, world: World) -> None:
    at = clock.now()
    with database.writing() as session:
        for _ in range(50):
            code = issue_code(session, world.alice, at)
            assert not set(code) & set("ILOU")
            misread = code.replace("1", "I").replace("0", "O").replace("V", "u")
            assert use_code(session, world.alice, misread, at) == world.alice


def test_the_code_is_shown_once(dana: FlaskClient, send: Send) -> None:
    code = code_for(dana, send, "5")
    answer = dana.get("/hr/koder/utskrift")
    assert (answer.status_code, answer.location) == (303, "/hr/koder")
    assert code not in dana.get("/hr/koder").text


def test_a_code_is_used_once(client: FlaskClient, dana: FlaskClient, send: Send) -> None:
    code = code_for(dana, send, "5")
    redeem(client, send, "hr/5", code)
    status, text = redeem(client, send, "hr/5", code)
    assert status == 422
    assert "stämmer inte ihop" in text


def test_of_several_uses_at_the_same_time_one_counts(app: Flask, dana: FlaskClient, send: Send) -> None:
    code = code_for(dana, send, "5")
    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(lambda _: redeem(app.test_client(), send, "hr/5", code)[0], range(4)))
    assert answers == [303, 422, 422, 422]


def test_a_code_lasts_a_day(client: FlaskClient, dana: FlaskClient, send: Send) -> None:
    code = code_for(dana, send, "5")
    with time_machine.travel(clock.now() + timedelta(hours=24, seconds=1), tick=False):
        assert redeem(client, send, "hr/5", code)[0] == 422


def test_a_new_code_voids_the_one_before(client: FlaskClient, dana: FlaskClient, send: Send) -> None:
    first, second = code_for(dana, send, "5"), code_for(dana, send, "5")
    assert redeem(client, send, "hr/5", first)[0] == 422
    assert redeem(client, send, "hr/5", second)[0] == 303


def test_a_code_opens_only_the_account_it_was_made_for(
    client: FlaskClient, dana: FlaskClient, send: Send
) -> None:
    code = code_for(dana, send, "5")
    for name in ("hr/6", "hr/999", "ingen@exempel.example", "skräp"):
        status, text = redeem(client, send, name, code)
        assert status == 422
        assert "stämmer inte ihop" in text


def test_guessing_at_codes_is_stopped(client: FlaskClient, dana: FlaskClient, send: Send) -> None:
    code = code_for(dana, send, "5")
    answers = [redeem(client, send, "hr/5", "0000-0000-0000")[0] for _ in range(10)]
    assert answers == [422] * 10
    assert redeem(client, send, "hr/5", code)[0] == 429


def test_a_weak_password_uses_no_code_up(client: FlaskClient, dana: FlaskClient, send: Send) -> None:
    code = code_for(dana, send, "5")
    weak = {"name": "hr/5", "code": code, "password": "Alice Alm 12345", "again": "Alice Alm 12345"}
    answer = send(client, "/losenord/kod", **weak)
    assert answer.status_code == 422
    assert "liknar din adress" in answer.text
    assert redeem(client, send, "hr/5", code)[0] == 303


def test_a_stranger_does_not_learn_what_somebody_is_called(
    client: FlaskClient, send: Send, world: World
) -> None:
    """Otherwise whoever has a number could try names in the field for the password."""
    answers = {
        send(client, "/losenord/kod", name="hr/7", code="0", password=words, again=words).text.split("<main")[
            1
        ]
        for words in ("Petra Poppel 1", "Lasse Lönn 22")
    }
    assert len({re.sub(r"\s+|value=\"[^\"]*\"", " ", page) for page in answers}) == 1


def test_a_number_that_nobody_has_gets_no_code(dana: FlaskClient, send: Send) -> None:
    for source, number in (
        ("hr", "999"),
        ("annat", "5"),
        ("", ""),
        ("hr", "5\x00"),
        ("x" * 300, "5"),
        ("a@b", "c@d"),
    ):
        assert send(dana, "/hr/koder", source=source, number=number).status_code == 422, (source, number)


@pytest.mark.one_engine
def test_the_page_says_what_the_sources_are_called(dana: FlaskClient) -> None:
    assert "Systemet som numret kommer från, ett av: hr." in dana.get("/hr/koder").get_data(as_text=True)


def test_hr_makes_codes_for_its_own_people_only(oskar: FlaskClient, send: Send) -> None:
    answers = [send(oskar, "/hr/koder", source="hr", number=n).status_code for n in ("14", "15", "5", "1")]
    assert answers == [303, 303, 422, 422]


def test_a_protected_identity_gets_a_code_by_number_and_no_name_is_shown(
    dana: FlaskClient, send: Send
) -> None:
    send(dana, "/hr/koder", source="hr", number="7")
    page = dana.get("/hr/koder/utskrift").text
    assert "hr/7" in page
    assert "Petra" not in page


def test_hr_cannot_take_over_somebody_who_holds_a_role(dana: FlaskClient, send: Send) -> None:
    for number in ("18", "19", "20", "21"):
        answer = send(dana, "/hr/koder", source="hr", number=number)
        assert (answer.status_code, "särskild roll" in answer.text) == (422, True), number


def test_one_who_has_left_gets_no_code(
    dana: FlaskClient, send: Send, world: World, database: Database
) -> None:
    end_employment(database, world.alice, days_ago=1)
    assert send(dana, "/hr/koder", source="hr", number="5").status_code == 422


def test_that_a_code_was_made_is_in_the_trail_and_the_code_is_not(
    dana: FlaskClient, send: Send, world: World, database: Database
) -> None:
    code = code_for(dana, send, "5")
    with database.reading() as session:
        found = session.scalars(select(AuditEvent)).one()
        stored = session.scalars(select(Credential)).one()
    assert (found.action, found.actor, found.object) == ("credential.issued", world.dana, world.alice.hex)
    assert code not in str(found.details)
    assert code.replace("-", "") not in stored.digest.upper()


def test_only_hr_makes_codes(app: Flask, world: World, sign_in_as: SignIn) -> None:
    for who in ("alice", "bob", "erik", "frida", "gustav"):
        assert sign_in_as(app.test_client(), world.people[who]).get("/hr/koder").status_code == 403, who


@pytest.mark.usefixtures("arranged")
def test_hr_of_a_company_makes_no_code_for_somebody_who_also_works_elsewhere(
    oskar: FlaskClient, dana: FlaskClient, send: Send, world: World, database: Database
) -> None:
    with database.writing() as session, session.begin():
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
    assert send(oskar, "/hr/koder", source="hr", number="14").status_code == 422
    assert send(dana, "/hr/koder", source="hr", number="14").status_code == 303
