"""What has changed since a module was done: all there is to read before a renewal, and a notice of a changed law."""

import re
from datetime import date, timedelta

import pytest

from elearn.clock import today
from elearn.modules.content import Change, Text
from tests.completions.asking import ask, complete
from tests.learner import Learner
from tests.modules.bank import make_module, serve

TODAY = today()
ADDRESS = "/moduler/9/andrat"
AGAIN = "Det räcker att du gör kunskapskontrollen igen. Den tar högst 10 minuter."
NOTICE = "Lagen har ändrats: läs på en minut"


def days(number):
    return TODAY + timedelta(days=number)


def change(version, text, *, notice=False):
    return Change(version=version, date=date(2026, 5, 4), size="minor", notice=notice, text=Text(sv=text))


def teach(app, *changes):
    """A module that has come to version 1.10, by these changes, newest first."""
    module = make_module(version="1.10").model_copy(update={"changes": changes})
    serve(app, module)
    return module


@pytest.fixture
def alice(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.alice), database, world.alice)


def main(page):
    return page.text[page.text.index("<main") : page.text.index("</main>")]


def test_whoever_has_not_done_it_sees_every_change(app, alice):
    teach(app, change("1.10", "Det tionde."), change("1.1", "Det första."))
    page = main(alice.get(ADDRESS))
    assert re.findall(r"Det (?:tionde|första)\.", page) == ["Det tionde.", "Det första."]
    assert "Version 1.10, 4 maj 2026" in page
    assert "Du gjorde modulen" not in page
    assert AGAIN not in page
    assert 'href="/moduler/9/kunskapskontroll">Gör kunskapskontrollen</a>' in page


def test_whoever_has_done_it_sees_what_is_newer_than_their_own_latest_version(app, alice, session, world):
    module = teach(
        app, change("1.10", "Det tionde."), change("1.9", "Det nionde."), change("1.0", "Det äldsta.")
    )
    complete(session, world.alice, module.slug, days(-10))  # version 1.0
    session.commit()
    page = main(alice.get(ADDRESS))
    assert "Det tionde." in page
    assert "Det nionde." in page
    assert "Det äldsta." not in page
    assert "i version 1.0" in page
    assert "Du behöver inte göra om något." in page
    assert AGAIN not in page


def test_when_nothing_has_changed_it_says_so(app, alice, session, world):
    module = teach(app, change("1.0", "Det äldsta."))
    complete(session, world.alice, module.slug, days(-10))
    session.commit()
    assert "Inget har ändrats." in main(alice.get(ADDRESS))


@pytest.mark.parametrize(("last_day", "renewal"), [(-1, True), (30, True), (300, False)])
def test_a_renewal_is_the_check_and_at_most_ten_minutes(app, alice, session, world, last_day, renewal):
    module = teach(app, change("1.10", "Det tionde."))
    ask(session, world, module.slug, since=days(-900))
    complete(session, world.alice, module.slug, days(-500), days(last_day))
    session.commit()
    page = main(alice.get(ADDRESS))
    assert (AGAIN in page) is renewal
    assert ("Du behöver inte göra om något." in page) is not renewal


def test_what_has_run_out_leads_to_what_has_changed_and_says_ten_minutes(app, alice, session, world):
    module = teach(app, change("1.10", "Det tionde."))
    ask(session, world, module.slug, since=days(-900))
    complete(session, world.alice, module.slug, days(-740), days(-9))
    session.commit()
    page = main(alice.get("/"))
    assert '<a class="govuk-button" href="/moduler/9/andrat">' in page
    assert "Ungefär 10 minuter" in page


@pytest.mark.parametrize("address", ["/", "/min-utbildning"])
def test_a_changed_law_is_a_notice_for_those_who_are_done_and_asks_nothing_of_them(
    app, alice, session, world, address
):
    module = teach(app, change("1.10", "Språket."), change("1.9", "Lagen.", notice=True))
    assert NOTICE not in main(alice.get(address))
    ask(session, world, module.slug, since=days(-900))
    complete(session, world.alice, module.slug, days(-10), days(700))
    session.commit()
    page = main(alice.get(address))
    assert NOTICE in page
    assert "Du behöver inte göra om något." in page
    assert f'<li><a href="{ADDRESS}">{module.title.sv}</a></li>' in page
    assert "Du är klar med allt just nu." in page
    assert "Lagen har ändrats." in main(alice.get(ADDRESS))


def test_no_notice_where_the_law_is_as_it_was(app, alice, session, world):
    module = teach(app, change("1.10", "Språket."), change("1.0", "Lagen.", notice=True))
    complete(session, world.alice, module.slug, days(-10))
    session.commit()
    assert NOTICE not in main(alice.get("/"))


def test_no_notice_where_the_module_is_to_be_done_again_anyway(app, alice, session, world):
    module = teach(app, change("1.10", "Lagen.", notice=True))
    ask(session, world, module.slug, since=days(-900))
    complete(session, world.alice, module.slug, days(-740), days(-9))
    session.commit()
    assert NOTICE not in main(alice.get("/"))


def test_nobody_elses_completion_counts(app, alice, session, world):
    module = teach(app, change("1.10", "Lagen.", notice=True))
    complete(session, world.bob, module.slug, days(-10))
    session.commit()
    assert NOTICE not in main(alice.get("/"))
    assert "Du gjorde modulen" not in main(alice.get(ADDRESS))


def test_whoever_is_signed_out_is_sent_to_sign_in(client, world):
    answer = client.get("/moduler/1/andrat")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/logga-in")
