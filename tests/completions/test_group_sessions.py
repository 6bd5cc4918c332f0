"""A group session as its leader meets it: announced in time, shown, moved or called off, and who was there."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from elearn.accounts.models import RoleGrant
from elearn.audit.models import AuditEvent
from elearn.clock import now, today
from elearn.completions.group_models import Attendance, GroupSession, Room
from elearn.completions.group_queries import list_announced_people
from elearn.completions.group_rules import KEPT_AFTER, PROVES_FOR
from elearn.completions.group_services import purge_sessions
from elearn.formatting import day
from elearn.permissions import Role
from tests.completions.meetings import hold, read
from tests.delivered import delivered_content
from tests.learner import Learner

MODULE = delivered_content().modules[0]
SLUG = MODULE.slug
PAGE = "/enheter/F1/traffar"


def days(number):
    return today() + timedelta(days=number)


@pytest.fixture
def bob(app, client, database, world, sign_in_as):
    return Learner(sign_in_as(client, world.bob), database, world.bob)


@pytest.fixture
def another(app, database, world, sign_in_as):
    """Somebody else with a browser of their own, by name."""

    def someone(name):
        person_id = world.people[name]
        return Learner(sign_in_as(app.test_client(), person_id), database, person_id)

    return someone


def ticked(session, held):
    return set(
        read(session, select(Attendance.person_id).where(Attendance.session_id == held.id, Attendance.ticked))
    )


def announce(leader, on, **chosen):
    page = leader.get(PAGE)
    values = {"module": "1", "held_on": on.isoformat(), "starts_at": "14:00", "room": "staff_room"}
    return leader.send(page, page.form("/traffar"), **values, **chosen)


def grant(world):
    """Bob has HR for the whole group besides."""
    return RoleGrant(
        person_id=world.bob,
        role=Role.HR,
        unit_id=world.units["G"],
        valid_from=world.since,
        valid_to=None,
        recorded_at=now(),
        superseded_at=None,
        granted_by=None,
    )


def names(page):
    """Whom the page offers to tick, and who is ticked."""
    found = re.findall(r'name="present"[^>]*?( checked)?>\s*<label[^>]*>([^<]+)<', page.text)
    return {name: bool(ticked) for ticked, name in found}


def test_a_session_announced_in_time_is_seen_by_the_units_own_people_and_nobody_else(
    bob, another, session, world
):
    answer = announce(bob, days(14))
    assert answer.status == 303
    stored = read(session, select(GroupSession))[0]
    assert (stored.unit_id, stored.module, stored.held_on) == (world.units["F1"], SLUG, days(14))
    assert stored.room is Room.STAFF_ROOM
    with_both = ("/moduler/1/handledning", "/moduler/1")
    for name in ("alice", "vera", "cecilia", "petra"):  # petra: protected, told as everybody is
        for address in ("/", "/min-utbildning"):
            text = another(name).get(address).text
            assert "Gemensam träff" in text, name
            assert "I personalrummet" in text
            told = text[text.index("Gemensam träff") :]
            assert "behöver inte säga varför" in told
            assert re.findall(r'class="govuk-button govuk-button--secondary" href="([^"]+)"', told)[
                :2
            ] == list(with_both)
    for name in ("bob", "david", "hanna", "karl"):
        assert "Gemensam träff" not in another(name).get("/").text, name


def test_the_trail_tells_of_the_session_and_of_no_participant(bob, session, world):
    announce(bob, days(14))
    held = read(session, select(GroupSession))[0]
    before = bob.get(f"/traffar/{held.id}/stall-in")
    assert "Inget mejl skickas" in before.text  # or nobody would know who does not sign in
    bob.send(before, before.form("/stall-in"))
    events = read(session, select(AuditEvent).order_by(AuditEvent.seq))
    assert [event.action for event in events] == ["group.announced", "group.cancelled"]
    assert all(event.actor == world.bob and event.object == held.id.hex for event in events)
    assert {name for event in events for name in event.details} == {"unit_id", "module", "on"}


@pytest.mark.one_engine
@pytest.mark.parametrize("number", [-1, 0, 13])
def test_a_day_less_than_fourteen_days_away_is_refused_with_the_first_that_may_be(bob, session, number):
    answer = announce(bob, days(number))
    assert answer.status == 422
    with bob.client.application.test_request_context():
        first = day(days(14))
    assert f"Välj den {first} eller en senare dag." in answer.text
    assert f'value="{days(number).isoformat()}"' in answer.text
    assert 'value="14:00"' in answer.text
    assert read(session, select(GroupSession)) == []


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("module", "77", "Välj en modul i listan."),
        ("room", "Hemma hos Bob", "Välj en plats i listan, eller ingen."),
        ("starts_at", "sen", "Den tiden finns inte. Skriv som 14:00."),
        ("held_on", "snart", "Den dagen finns inte. Skriv som ÅÅÅÅ-MM-DD."),
        ("held_on", days(366).isoformat(), "Välj en dag inom ett år"),
    ],
)
def test_what_is_not_in_the_lists_is_refused_with_what_to_do(bob, field, value, sentence):
    page = bob.get(PAGE)
    values = {"module": "1", "held_on": days(20).isoformat(), "starts_at": "14.30", "room": ""}
    answer = bob.send(page, page.form("/traffar"), **{**values, field: value})
    assert answer.status == 422
    assert sentence in answer.text


def test_a_session_that_is_moved_is_called_off_and_announced_anew(bob, another, session):
    announce(bob, days(14))
    first = read(session, select(GroupSession))[0]
    page = bob.get(f"/traffar/{first.id}/flytta")
    early = bob.send(page, page.form("/flytta"), held_on=days(13).isoformat())
    assert early.status == 422
    assert "minst 14 dagar före" in early.text
    moved = bob.send(page, page.form("/flytta"), held_on=days(20).isoformat(), starts_at="kl 15")
    assert "klockan 15:00" in bob.follow(moved).text
    assert moved.status == 303
    assert bob.follow(moved).status == 200
    assert bob.get(f"/traffar/{first.id}").status == 404
    text = another("alice").get("/").text
    assert "Inställd: träffen" in text
    assert text.count('banner__title">Gemensam träff ') == 1


def test_before_its_day_nobody_can_be_ticked(bob, session, world):
    held = hold(session, world, SLUG, days(1))
    page = bob.get(f"/traffar/{held.id}")
    assert names(page) == {}
    before = bob.get(f"/traffar/{held.id}/stall-in")
    token = dict(before.form("/stall-in").values)["csrf_token"]
    sent = bob.client.post(
        f"/traffar/{held.id}/narvaro", data={"csrf_token": token, "present": world.alice.hex}
    )
    assert sent.status_code == 422
    assert "Det går att kryssa för" in sent.get_data(as_text=True)
    assert ticked(session, held) == set()


def test_nobody_is_ticked_at_first_and_only_the_units_own_people_are_in_the_list(bob, session, world):
    """Not the protected, not the leader, and nobody whom the leader sees by another role or post."""
    session.add(grant(world))
    held = hold(session, world, SLUG, today())
    offered = names(bob.get(f"/traffar/{held.id}/narvaro"))
    assert list(offered) == ["Alice Alm", "Cecilia Ceder", "Xerxes Extern", "Vera Vide", "Anders Åkesson"]
    assert not any(offered.values())
    shown = bob.get(f"/traffar/{held.id}").text  # may stand on the screen in the room
    assert not any(name in shown for name in offered)


def test_a_tick_is_kept_can_be_taken_back_and_leaves_what_others_confirmed(bob, session, world):
    held = hold(session, world, SLUG, today(), there=["vera"], confirmed=True)
    page = bob.get(f"/traffar/{held.id}/narvaro")
    form = page.form("/narvaro")
    assert bob.send(page, form, present=[world.alice.hex, world.vera.hex]).status == 303
    shown = names(bob.get(f"/traffar/{held.id}/narvaro"))
    assert [name for name, ticked in shown.items() if ticked] == ["Alice Alm", "Vera Vide"]
    assert {each.person_id: each.confirmed for each in read(session, select(Attendance))} == {
        world.alice: False,
        world.vera: True,
    }
    bob.send(page, form, present=[world.vera.hex])
    assert ticked(session, held) == {world.vera}


def test_somebody_elses_people_cannot_be_ticked(bob, session, world):
    held = hold(session, world, SLUG, today())
    page = bob.get(f"/traffar/{held.id}/narvaro")
    for stranger in (world.david, world.petra, world.bob):
        answer = bob.send(page, page.form("/narvaro"), present=[world.alice.hex, stranger.hex])
        assert answer.status == 422
        assert "hör inte längre till enheten" in answer.text
        assert names(answer)["Alice Alm"]
    assert ticked(session, held) == set()


def test_what_a_deputy_saves_leaves_the_deputys_own_tick(bob, another, session, world):
    held = hold(session, world, SLUG, today(), there=["cecilia"])
    cecilia = another("cecilia")
    page = cecilia.get(f"/traffar/{held.id}/narvaro")
    assert "Cecilia Ceder" not in names(page)
    assert cecilia.send(page, page.form("/narvaro"), present=[world.alice.hex]).status == 303
    assert ticked(session, held) == {world.alice, world.cecilia}


def test_after_the_days_of_the_check_the_leader_sees_no_tick(bob, session, world):
    held = hold(session, world, SLUG, days(-15), there=["alice"])
    page = bob.get(f"/traffar/{held.id}/narvaro")
    assert page.status == 303
    assert "Det går inte längre att kryssa för vilka som var med." in bob.follow(page).text


def test_nobody_but_who_has_a_post_in_the_unit_leads_its_sessions(another, session, world):
    held = hold(session, world, SLUG, today())
    for name, status in (("hanna", 404), ("doris", 404), ("lena", 404), ("alice", 403), ("dana", 403)):
        reader = another(name)
        assert reader.get(PAGE).status == status, name
        for rest in ("", "/visa/1", "/flytta", "/narvaro"):
            assert reader.get(f"/traffar/{held.id}{rest}").status == status, name


def test_a_session_that_was_held_is_not_called_off(bob, session, world):
    held = hold(session, world, SLUG, days(1))
    page = bob.get(f"/traffar/{held.id}/stall-in")
    session.add(held)
    held.held_on = days(-1)
    session.commit()
    answer = bob.send(page, page.form("/stall-in"))
    assert "redan hållits" in bob.follow(answer).text
    assert read(session, select(GroupSession.cancelled_at)) == [None]
    assert bob.get(f"/traffar/{held.id}/flytta").status == 303  # nor is a form shown that would be refused


def test_whoever_is_to_be_told_by_mail_are_the_units_people_of_what_was_announced_since(session, world):
    hold(session, world, SLUG, days(14))
    own = {world.people[name] for name in ("alice", "anders", "cecilia", "petra", "xerxes", "vera")}
    assert list_announced_people(session, today(), today()).keys() == own
    assert list_announced_people(session, days(-6), today()).keys() == own
    assert list_announced_people(session, days(1), days(2)) == {}
    assert list_announced_people(session, days(-2), days(-1)) == {}


def test_sessions_and_ticks_go_when_their_time_has_passed(session, world):
    kept = -(PROVES_FOR + KEPT_AFTER).days
    hold(session, world, SLUG, days(kept - 1), there=["alice"])
    hold(session, world, SLUG, days(-1)).cancelled_at = now()
    session.commit()
    stays = hold(session, world, SLUG, days(kept), there=["vera"])
    assert purge_sessions(session, now()) == 2
    session.commit()
    assert session.scalars(select(GroupSession.id)).all() == [stays.id]
    assert session.scalars(select(Attendance.person_id)).all() == [world.vera]


@pytest.mark.one_engine
def test_the_screen_shows_every_step_to_everybody_and_no_name(bob, session, world):
    held = hold(session, world, SLUG, today(), there=["alice"])
    address = f"/traffar/{held.id}/visa/1"
    seen = []
    while address:
        page = bob.get(address)
        assert page.status == 200
        assert re.search(r"<title>Bild \d+ av \d+ – elearn</title>", page.text)
        assert not any(name in page.text for name in ("Alice", "Bob", "Vera", "Ängens"))
        assert 'href="/lamna"' in page.text
        seen.append(page.text)
        onward = re.search(r'href="([^"]+)" rel="next"', page.text)
        address = str(onward[1]) if onward else ""
    assert "020-50 50 50" in seen[0]
    assert "020-50 50 50" in seen[-1]
    assert [text.count("020-50 50 50") for text in seen[1:-1]] == [0] * (len(seen) - 2)
    assert "5 minuter." in seen[1]
    assert bob.get(f"/traffar/{held.id}/visa/{len(seen) + 1}").status == 404
