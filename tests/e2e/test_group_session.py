"""A group session from end to end: announced, led on a large screen, ticked, and eight who each take the check alone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from elearn.accounts.passwords import hash_password, hasher
from elearn.accounts.services import set_password
from elearn.clock import now, today
from elearn.completions.group_models import GroupSession
from elearn.completions.group_rules import NOTICE
from elearn.completions.models import Completion, Evidence
from elearn.database import Database
from elearn.modules.queries import find_sitting
from tests.browsing import Browser
from tests.e2e.conftest import Stage
from tests.e2e.visitor import DONE, Visitor
from tests.learner import chosen
from tests.people import add_employee
from tests.staging import PASSWORD, QUICK, catalogue, email_of

pytestmark = pytest.mark.browser

SLUG = catalogue().modules[0].slug
CHECK = "/moduler/1/kunskapskontroll"
NEW = ("moa", "nils", "olga", "pelle")
THERE = ("alice", "anders", "cecilia", "vera", "xerxes", "moa", "nils", "olga")
FAILS_FIRST, NOT_TICKED = "alice", "pelle"
# Whom an ordinary run sees in a browser; the others send the same forms over HTTP.
SEEN = ("alice", "vera", "pelle")


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.whole)], ids=["some", "all"])
def test_eight_go_through_a_module_together_and_each_takes_the_check_alone(
    arrive: Callable[..., Visitor], staged: Stage, *, whole: bool
) -> None:
    add_people(staged)
    bob = arrive()
    bob.sign_in("bob")
    address = announce(bob)
    expect_told(arrive, "vera")
    fourteen_days_pass(staged.database)
    show_every_screen(bob, address)
    tick_those_who_were_there(bob, address)
    for name in (*THERE, NOT_TICKED):
        if whole or name in SEEN:
            take_the_check(arrive(), name)
        else:
            take_the_check_over_http(staged, name)
    assert evidence(staged) == {name: [Evidence.GROUP] for name in THERE} | {NOT_TICKED: [Evidence.CHECK]}
    see_nothing_but_who_is_done(bob)


def add_people(staged: Stage) -> None:
    stored = hash_password(PASSWORD, hasher(QUICK))
    with staged.database.writing() as session, session.begin():
        for name in NEW:
            person_id = add_employee(session, staged.world, name, "F1")
            set_password(session, person_id, stored, at=now())


def announce(bob: Visitor) -> str:
    bob.open("/enheter/F1")
    bob.main.get_by_role("link", name="Gemensamma träffar").click()
    bob.page.select_option("[name=module]", "1")
    bob.page.fill("[name=held_on]", (today() + NOTICE - timedelta(days=1)).isoformat())
    bob.page.fill("[name=starts_at]", "14:00")
    bob.submit("/enheter/F1/traffar")
    expect(bob.main).to_contain_text("minst 14 dagar före")
    bob.page.fill("[name=held_on]", (today() + NOTICE).isoformat())
    bob.submit("/enheter/F1/traffar")
    expect(bob.main).to_contain_text("Träffen är annonserad.")
    bob.assert_in_order(320)
    return bob.page.url


def expect_told(arrive: Callable[..., Visitor], name: str) -> None:
    visitor = arrive()
    visitor.sign_in(name)
    expect(visitor.main).to_contain_text("Gemensam träff")
    expect(visitor.main.get_by_role("link", name="Om träffen")).to_be_visible()
    visitor.assert_in_order(320)
    visitor.main.get_by_role("link", name="Gör modulen själv").first.click()
    expect(visitor.page).to_have_url(f"{visitor.address}/moduler/1")


def fourteen_days_pass(database: Database) -> None:
    """The server's clock cannot be turned: the session is put as far back as the days that would have passed."""
    with database.writing() as session, session.begin():
        for each in session.scalars(select(GroupSession)):
            each.held_on -= NOTICE
            each.announced_at -= NOTICE


def show_every_screen(bob: Visitor, address: str) -> None:
    """With the keyboard alone: the link to the next screen has the focus, and the arrows turn too."""
    bob.page.goto(address)
    bob.main.get_by_role("link", name="Visa på skärm").click()
    for place in range(1, 30):
        expect(bob.page).to_have_url(f"{address}/visa/{place}")
        if place in {1, 4}:
            bob.assert_in_order(1920)
        if not bob.page.locator("[rel=next]").count():
            break
        bob.page.keyboard.press("ArrowRight" if place % 2 else "Enter")
    expect(bob.main).to_contain_text("020-50 50 50")
    bob.page.keyboard.press("ArrowLeft")
    expect(bob.page).to_have_url(f"{address}/visa/{place - 1}")


def tick_those_who_were_there(bob: Visitor, address: str) -> None:
    bob.page.goto(f"{address}/narvaro")
    expect(bob.main.locator("input:checked")).to_have_count(0)
    bob.assert_in_order(320)
    for name in THERE:
        bob.main.get_by_label(name.capitalize()).check()
    bob.main.get_by_role("button", name="Spara").click()
    expect(bob.main).to_contain_text("Sparat.")


def take_the_check(visitor: Visitor, name: str) -> None:
    visitor.sign_in(name)
    if name == FAILS_FIRST:
        visitor.assert_in_order(320)
    if name == NOT_TICKED:
        expect(visitor.main).not_to_contain_text("Du var med")
    else:
        visitor.main.get_by_role("button", name="Jag var med").click()
        expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}")
    for right in (False, True) if name == FAILS_FIRST else (True,):
        visitor.open(CHECK)
        visitor.page.check("input[name=way][value=all]")
        visitor.submit(CHECK)
        expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/alla")
        visitor.answer(right=right)
        visitor.submit(f"{CHECK}/lamna-in")
        expect(visitor.page).to_have_url(re.compile("/intyg/" if right else "/resultat/"))
    expect(visitor.main).to_contain_text(DONE)


def take_the_check_over_http(staged: Stage, name: str) -> None:
    browser = Browser(staged.address)
    start = browser.sign_in(email_of(name), PASSWORD)
    page = browser.send(start, start.form("/bekrafta"))
    page = browser.send(page, page.form(CHECK), way="all")
    with staged.database.reading() as session:
        sitting = find_sitting(session, staged.world.people[name], SLUG, now())
    assert sitting is not None
    page = browser.send(page, page.form("/lamna-in"), **chosen(sitting.asked))
    assert DONE in page.text, name


def evidence(staged: Stage) -> dict[str, list[Evidence]]:
    """What stands in the ledger, by the names of the cast."""
    names = {person_id: name for name, person_id in staged.world.people.items()}
    found: dict[str, list[Evidence]] = {}
    with staged.database.reading() as session:
        for row in session.scalars(select(Completion)):
            found.setdefault(names[row.person_id], []).append(row.evidence)
    return found


def see_nothing_but_who_is_done(bob: Visitor) -> None:
    bob.open("/enheter/F1")
    for name in {*THERE, NOT_TICKED} - {"xerxes"}:  # of whoever is hired from outside nothing is asked
        row = bob.main.get_by_role("row").filter(has_text=name.capitalize())
        expect(row.locator(".state-completed")).to_have_count(1)
    expect(bob.main).not_to_contain_text("Gemensam genomgång")
