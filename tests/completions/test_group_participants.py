"""A group session as those who were there meet it: their own word, the check alone, and what it is evidence of."""

import pytest
from sqlalchemy import select

from elearn.clock import now, today
from elearn.completions.group_models import Attendance
from elearn.completions.models import Completion, Evidence
from elearn.organisations.models import PersonJoin
from tests.completions.asking import complete
from tests.completions.meetings import hold, read
from tests.completions.test_group_sessions import SLUG, another, bob, days, names  # noqa: F401  (fixtures)

THERE = "Du var med på träffen den"


@pytest.fixture
def alice(another):  # noqa: F811
    return another("alice")


def evidence(session):
    return [row.evidence for row in read(session, select(Completion).order_by(Completion.seq))]


def confirm(learner):
    page = learner.get("/")
    return learner.send(page, page.form("/bekrafta"))


def test_whoever_confirms_goes_straight_to_the_check_and_it_counts_as_done_together(alice, session, world):
    hold(session, world, SLUG, today(), there=["alice"])
    assert THERE in alice.get("/min-utbildning").text
    answer = confirm(alice)
    assert answer.headers["Location"] == "/moduler/1/kunskapskontroll"
    assert "Gör kunskapskontrollen senast den" in alice.follow(answer).text
    assert "Gör kunskapskontrollen" in alice.get("/moduler/1").text  # every section counts as read
    assert evidence(session) == []
    alice.hand_in(1, SLUG)
    assert evidence(session) == [Evidence.GROUP]
    assert "Gemensam genomgång" in alice.get("/min-utbildning").text
    assert THERE not in alice.get("/").text


def test_a_failed_check_takes_nothing_away(alice, session, world):
    hold(session, world, SLUG, today(), there=["alice"])
    confirm(alice)
    alice.hand_in(1, SLUG, wrong=range(1, 11))
    assert evidence(session) == []
    alice.hand_in(1, SLUG)
    assert evidence(session) == [Evidence.GROUP]


def test_a_tick_alone_is_nothing(alice, session, world):
    hold(session, world, SLUG, today(), there=["alice"])
    alice.hand_in(1, SLUG)
    assert evidence(session) == [Evidence.CHECK]


def test_whoever_is_not_ticked_is_told_nothing_and_cannot_confirm(alice, another, session, world):  # noqa: F811
    held = hold(session, world, SLUG, days(-1), there=["vera"])
    for address in ("/", "/min-utbildning"):
        assert "träff" not in alice.get(address).text
    page = alice.get("/")
    token = dict(page.form("/sprak").values)["csrf_token"]
    sent = alice.client.post(f"/traffar/{held.id}/bekrafta", data={"csrf_token": token})
    assert sent.status_code == 404


@pytest.mark.parametrize(("ago", "found"), [(14, Evidence.GROUP), (15, Evidence.CHECK)])
def test_the_check_counts_as_done_together_for_fourteen_days(alice, session, world, ago, found):
    hold(session, world, SLUG, days(-ago), there=["alice"], confirmed=True)
    assert ("Du har bekräftat det." in alice.get("/").text) is (ago == 14)
    alice.hand_in(1, SLUG)
    assert evidence(session) == [found]


def test_a_session_about_another_module_proves_nothing(alice, session, world):
    hold(session, world, "another", today(), there=["alice"], confirmed=True)
    alice.hand_in(1, SLUG)
    assert evidence(session) == [Evidence.CHECK]


def test_confirming_too_late_changes_nothing_and_says_what_to_do(alice, session, world):
    held = hold(session, world, SLUG, days(-14), there=["alice"])
    page = alice.get("/")
    held.held_on = days(-15)
    session.commit()
    answer = alice.send(page, page.form("/bekrafta"))
    assert "Det går lika bra att göra modulen själv." in alice.follow(answer).text
    assert read(session, select(Attendance.confirmed)) == [False]


def test_the_manager_sees_of_it_only_that_the_module_is_done(alice, bob, session, world):  # noqa: F811
    held = hold(session, world, SLUG, today(), there=["alice", "vera"])
    confirm(alice)
    before = bob.get(f"/traffar/{held.id}/narvaro").text
    assert "bekräftat" not in before
    alice.hand_in(1, SLUG)
    page = bob.get("/enheter/F1").text
    assert "Gemensam genomgång" not in page
    assert page.count("Gemensam") == 1  # the link to the sessions


def test_who_has_moved_since_still_confirms_and_is_in_no_list_of_the_old_unit(
    alice,
    bob,  # noqa: F811
    session,
    world,
):
    held = hold(session, world, SLUG, days(-2), unit="F2", there=["alice"])
    assert THERE in alice.get("/").text
    confirm(alice)
    alice.hand_in(1, SLUG)
    assert evidence(session) == [Evidence.GROUP]
    assert bob.get(f"/traffar/{held.id}").status == 404


def test_who_was_joined_to_another_record_keeps_the_tick(alice, session, world):
    hold(session, world, SLUG, today(), there=["styrbjorn"])
    session.add(
        PersonJoin(person_id=world.styrbjorn, into_id=world.alice, recorded_at=now(), superseded_at=None)
    )
    session.commit()
    confirm(alice)
    alice.hand_in(1, SLUG)
    assert evidence(session) == [Evidence.GROUP]


def test_who_has_an_office_besides_is_told_where_they_are_employed(another, session, world):  # noqa: F811
    for unit in ("F2", "N"):  # an elected body has no manager who holds workplace meetings
        hold(session, world, SLUG, days(3), unit=unit)
    assert another("ivar").get("/").text.count('banner__title">Gemensam träff ') == 1


def test_what_was_done_before_the_session_does_not_hide_it(alice, session, world):
    complete(session, world.alice, SLUG, days(-400))
    hold(session, world, SLUG, today(), there=["alice"])
    assert THERE in alice.get("/").text


def test_what_somebody_has_confirmed_is_not_taken_away_and_the_leader_does_not_learn_it(
    alice,
    another,  # noqa: F811
    bob,  # noqa: F811
    session,
    world,
):
    held = hold(session, world, SLUG, today(), there=["alice", "vera"])
    vera = another("vera")
    confirm(alice)
    address = f"/traffar/{held.id}/narvaro"
    page = bob.get(address)
    assert bob.send(page, page.form("/narvaro"), present=[]).status == 303
    assert not any(names(bob.get(address)).values())  # alike for whoever has confirmed and whoever has not
    assert "Du har bekräftat det." in alice.get("/").text
    assert THERE not in vera.get("/").text
    bob.send(page, page.form("/narvaro"), present=[world.vera.hex])
    assert [name for name, ticked in names(bob.get(address)).items() if ticked] == ["Vera Vide"]
    assert THERE in vera.get("/").text
    alice.hand_in(1, SLUG)
    assert evidence(session) == [Evidence.GROUP]


@pytest.mark.parametrize("confirms", [True, False])
def test_whether_a_session_can_be_called_off_does_not_tell_who_has_confirmed(
    alice,
    bob,  # noqa: F811
    session,
    world,
    confirms,
):
    held = hold(session, world, SLUG, today(), there=["alice"])
    if confirms:
        confirm(alice)
    page = bob.get(f"/traffar/{held.id}/narvaro")
    bob.send(page, page.form("/narvaro"), present=[])
    assert "/stall-in" not in bob.get(f"/traffar/{held.id}").text
