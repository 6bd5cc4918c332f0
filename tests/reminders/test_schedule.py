"""The days on which somebody is reminded, and why: rules without a database."""

from datetime import date, timedelta

import pytest

from elearn.reminders.models import MailKind
from elearn.reminders.schedule import Rules, digest_day, kinds_on, reminded_of
from elearn.reports.members import ModuleState
from elearn.requirements.standing import Obligation, Standing, State

DUE = date(2026, 11, 20)
RULES = Rules()


def state(
    now: State, *, due_on: date = DUE, valid_until: date | None = None, recommended: bool = False
) -> ModuleState:
    asked = Obligation(module="m", requirement_id=1, due_on=due_on, valid_months=24, recommended=recommended)
    done_on = due_on - timedelta(days=700) if valid_until else None
    return ModuleState(asked, Standing(DUE, now, due_on, done_on, valid_until, "m"))


def on(day: date) -> ModuleState:
    """Never done: due, then overdue."""
    return state(State.DUE if day <= DUE else State.OVERDUE)


def days_reminded(rules: Rules) -> dict[int, MailKind]:
    """What a year of daily runs sends to somebody who does nothing, by days from the due date."""
    found: dict[int, MailKind] = {}
    last: date | None = None
    for distance in range(-200, 200):
        day = DUE + timedelta(days=distance)
        kinds = kinds_on([on(day)], rules, day, last)
        if kinds:
            (found[distance],) = kinds
            last = day
    return found


def test_the_rules_say_the_days_and_then_there_is_an_end() -> None:
    assert days_reminded(RULES) == {
        -14: MailKind.DUE,
        0: MailKind.DUE,
        7: MailKind.OVERDUE,
        21: MailKind.OVERDUE,
        42: MailKind.OVERDUE,
    }


def test_nothing_is_sent_after_the_stop_date() -> None:
    assert list(days_reminded(Rules(after=(7, 30, 90), stop_days=30))) == [-14, 0, 7, 30]


def test_without_rules_nobody_is_reminded() -> None:
    assert days_reminded(Rules(before=(), on_day=False, after=())) == {}


@pytest.mark.parametrize(("late", "reminded"), [(0, True), (6, True), (7, False)])
def test_a_scheduler_that_stood_still_loses_a_week_at_most(late: int, reminded: bool) -> None:
    day = DUE - timedelta(days=14) + timedelta(days=late)
    assert bool(kinds_on([on(day)], RULES, day)) is reminded


def test_whoever_got_a_mail_since_then_gets_no_second_one() -> None:
    rule_day = DUE - timedelta(days=14)
    two_days_on = rule_day + timedelta(days=2)
    assert kinds_on([on(two_days_on)], RULES, two_days_on, last=rule_day) == frozenset()
    assert kinds_on([on(two_days_on)], RULES, two_days_on, last=rule_day - timedelta(days=1))


def test_what_is_done_is_mentioned_again_before_it_runs_out() -> None:
    done = state(State.COMPLETED, valid_until=DUE)
    month_before = DUE - timedelta(days=30)
    assert kinds_on([done], RULES, month_before) == {MailKind.RENEWAL}
    assert kinds_on([done], RULES, month_before - timedelta(days=1)) == frozenset()
    assert kinds_on([state(State.COMPLETED)], RULES, DUE) == frozenset()


def test_what_has_run_out_counts_from_its_last_valid_day() -> None:
    ran_out = state(State.EXPIRED, due_on=DUE - timedelta(days=800), valid_until=DUE)
    week_after = DUE + timedelta(days=7)
    assert kinds_on([ran_out], RULES, week_after) == {MailKind.OVERDUE}
    assert kinds_on([ran_out], RULES, DUE + timedelta(days=61)) == frozenset()


def test_whoever_did_it_long_before_it_was_asked_has_the_time_that_everybody_gets() -> None:
    old = state(State.EXPIRED, valid_until=DUE - timedelta(days=900))
    assert kinds_on([old], RULES, DUE - timedelta(days=14)) == {MailKind.DUE}
    assert kinds_on([old], RULES, DUE - timedelta(days=30)) == frozenset()


def test_what_ran_out_during_time_off_counts_from_its_end() -> None:
    away = (DUE - timedelta(days=60), DUE + timedelta(days=120))
    ran_out = state(State.EXPIRED, due_on=DUE - timedelta(days=800), valid_until=DUE)
    (back,) = reminded_of([ran_out], (), [away])
    assert kinds_on([back], RULES, away[1] + timedelta(days=7)) == {MailKind.OVERDUE}
    assert kinds_on([ran_out], RULES, away[1] + timedelta(days=7)) == frozenset()


def test_what_is_only_recommended_or_done_in_a_way_of_their_own_reminds_nobody() -> None:
    late = state(State.OVERDUE)
    assert reminded_of([late], ()) == [late]
    assert reminded_of([late], {"m"}) == []
    assert reminded_of([state(State.DUE, recommended=True)], ()) == []


@pytest.mark.parametrize(
    ("quiet_from", "quiet_to", "hours"),
    [(None, None, []), (18, 7, [*range(7), *range(18, 24)]), (12, 13, [12]), (8, 8, [])],
)
def test_quiet_hours_may_go_past_midnight(
    quiet_from: int | None, quiet_to: int | None, hours: list[int]
) -> None:
    rules = Rules(quiet_from=quiet_from, quiet_to=quiet_to)
    assert [hour for hour in range(24) if rules.is_quiet(hour)] == hours


def test_a_digest_belongs_to_a_day_of_the_week() -> None:
    wednesday = date(2026, 11, 18)
    assert digest_day(RULES, wednesday) == date(2026, 11, 16)
    assert digest_day(Rules(digest_weekday=3), wednesday) == wednesday
    assert digest_day(Rules(digest_weekday=4), wednesday) == date(2026, 11, 12)
