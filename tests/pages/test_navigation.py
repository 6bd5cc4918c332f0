"""The main menu: the pages that one's roles open, and where one is."""

import re

import pytest

LEARNER = ["Start", "Min utbildning"]


def menu(page):
    found = re.search(r'<nav class="site-navigation".*?</nav>', page, re.S)
    links = re.findall(
        r'<a href="([^"]+)"( aria-current="page")?>([^<]+)</a>', found.group() if found else ""
    )
    return [text for _address, _current, text in links], [
        text for _address, current, text in links if current
    ]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("name", "pages"),
    [
        ("alice", []),
        ("bob", ["Enheter"]),
        ("cecilia", ["Enheter"]),
        ("dana", ["Enheter", "HR"]),
        ("frida", ["Redaktion"]),
        ("erik", ["Administration"]),
        ("gustav", ["Läget", "Granskning"]),
        ("ivar", ["Läget"]),
    ],
)
def test_everyone_sees_what_their_roles_open(client, world, sign_in_as, name, pages):
    page = sign_in_as(client, world.people[name]).get("/").text
    assert menu(page)[0] == [*LEARNER, *pages, "Inställningar"]


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", ["Start"]),
        ("/min-utbildning", ["Min utbildning"]),
        ("/redaktion", ["Redaktion"]),
        ("/redaktion/granskning", ["Redaktion"]),
        ("/moduler/1", []),
    ],
)
def test_it_marks_where_one_is(client, world, sign_in_as, address, current):
    assert menu(sign_in_as(client, world.frida).get(address).text)[1] == current


@pytest.mark.one_engine
def test_a_session_is_led_from_its_unit(client, world, sign_in_as):
    page = sign_in_as(client, world.people["bob"]).get(f"/traffar/{world.alice}/narvaro")
    assert menu(page.text)[1] == ["Enheter"]


def test_nobody_signed_in_sees_no_menu(client, world):
    assert menu(client.get("/logga-in").text) == ([], [])


def test_a_page_that_does_not_exist_has_the_menu_too(client, world, sign_in_as):
    page = sign_in_as(client, world.alice).get("/finns-inte")
    assert page.status_code == 404
    assert menu(page.text)[0] == [*LEARNER, "Inställningar"]
