"""Nothing stored tells afterwards who has done a module another way from who has handed in a certificate from elsewhere."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from elearn import clock
from tests.completions.asking import ask
from tests.completions.ways import (
    COURSE,
    MODULE,
    WAY,
    address_of,
    cases_of,
    dump,
    hand_in,
    name_contacts,
    visit,
    without_chance,
)

TODAY = clock.today()
TELLING = (COURSE, "intyg.pdf", "pdf", "NCK", "unreadable", "refus", "kristall")


@pytest.fixture
def played(app, database, world, sign_in_as):
    """Alice and Lena, her contact person, with the module asked of everybody."""
    with database.writing() as session, session.begin():
        name_contacts(session, world, lena="F")
        ask(session, world, MODULE, since=clock.today() - timedelta(days=200))
    return visit(app, sign_in_as, world.alice), visit(app, sign_in_as, world.lena)


def added(database, before):
    """The rows that are there now and were not before, without what differs every time."""
    return sorted((Counter(without_chance(dump(database))) - Counter(before)).elements())


def end(alice, lena, database, begin, end_with):
    """Let one case run from its beginning to its end; the rows that it leaves."""
    before = without_chance(dump(database))
    begin(alice)
    (case,) = cases_of(database)
    action, values = end_with
    lena.get(address_of(case))
    lena.get(address_of(case, "/fil"))
    assert lena.post(address_of(case, action), data=values).status_code == 303
    return added(database, before)


def ask_for_it(alice):
    alice.post(WAY)


def certificate(alice, day=TODAY):
    hand_in(alice, name="kristall.pdf", dated_on=day.isoformat())


REGISTERED = ("/klart", {"completed_on": TODAY.isoformat(), "months": ""})


def telling(database):
    """What of a certificate stands anywhere but in the modules' own texts."""
    rows = [row for row in dump(database).splitlines() if not row.startswith("module_version ")]
    return [word for word in TELLING if any(word in row for row in rows)]


def numberless(rows):
    """Rows without their running numbers."""
    return [re.sub(r"\b\d+\b", "N", row) for row in rows]


@pytest.mark.parametrize("days_ago", [0, 150], ids=["today", "long ago"])
def test_both_leave_the_same_rows(app, played, database, world, sign_in_as, tmp_path, days_ago):
    """Alice goes one way to the end, and Cecilia, of the same unit, the other: for the same day, which may be long ago."""
    alice, lena = played
    cecilia = visit(app, sign_in_as, world.cecilia)
    day = TODAY - timedelta(days=days_ago)
    registered = ("/klart", {"completed_on": day.isoformat(), "months": ""})
    one = end(alice, lena, database, ask_for_it, registered)
    other = end(cecilia, lena, database, lambda client: certificate(client, day), registered)
    ledger = [row for row in one if row.startswith("completion ")]
    assert len(ledger) == 1
    assert "'other'" in ledger[0]
    assert f"day_{TODAY.year}_{TODAY.month}_{TODAY.day}" in ledger[0]
    if days_ago:
        assert not any(f"day_{day.year}_{day.month}_{day.day}" in row for row in one + other)
    assert numberless(one) == numberless(other)
    assert telling(database) == []
    assert not any((tmp_path / "cases").iterdir())


def test_a_refusal_that_was_read_and_a_change_of_mind_leave_the_same_rows(played, database):
    alice, lena = played
    before = without_chance(dump(database))
    alice.post(WAY)
    alice.post(f"{WAY}/som-vanligt")
    one = added(database, before)
    before = without_chance(dump(database))
    certificate(alice)
    (case,) = cases_of(database)
    lena.post(address_of(case, "/avsla"), data={"reason": "unreadable"})
    alice.post(f"{WAY}/som-vanligt")
    other = added(database, before)
    assert [row for row in dump(database).splitlines() if row.startswith("way_case")] == []
    assert {row.split()[0] for row in one} == {row.split()[0] for row in other} == {"aside"}
    assert telling(database) == []


def test_the_trail_says_nothing_until_it_is_registered(played, database):
    alice, lena = played

    def trail():
        return [row for row in dump(database).splitlines() if row.startswith("audit_event")]

    before = trail()
    certificate(alice)
    (case,) = cases_of(database)
    lena.get(address_of(case))
    lena.post(address_of(case, "/senare"), data={"until": (clock.today() + timedelta(days=9)).isoformat()})
    assert trail() == before
    lena.post(address_of(case, REGISTERED[0]), data=REGISTERED[1])
    (new,) = set(trail()) - set(before)
    assert "completion.recorded" in new
    assert "{}" in new
