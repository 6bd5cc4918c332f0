"""The invented past: within employments, repeatable, and somebody due whatever the day."""

from datetime import date, timedelta
from uuid import UUID

from elearn.demo.history import CAST_PAST, SHOWN_UNIT, STARTED, Learner, Past, imagine
from elearn.requirements.standing import valid_until

TODAY = date(2026, 11, 22)
MODULES = ("a", "b", "c", "d")


def learner(number: int, *periods: tuple[date, date | None], unit: str = "UTB") -> Learner:
    return Learner(UUID(int=number), f"hr/{number}", unit, periods)


def past(*learners: Learner, cast: dict[UUID, str] | None = None) -> list[Past]:
    return imagine(learners, MODULES, TODAY, cast or {})


def crowd(count: int, first: date, last: date | None = None) -> list[Learner]:
    return [learner(number, (first, last), unit=f"U{number % 100}") for number in range(count)]


def test_the_same_day_gives_the_same_past() -> None:
    people = crowd(50, date(2019, 1, 1))
    assert past(*people) == past(*reversed(people))


def test_nobody_completes_before_they_are_asked_or_today() -> None:
    days = {one.completed_on for one in past(*crowd(200, date(2019, 1, 1)))}
    assert min(days) > TODAY - STARTED
    assert max(days) < TODAY


def test_who_has_left_completed_only_while_employed() -> None:
    first, last = TODAY - timedelta(days=900), TODAY - timedelta(days=500)
    days = {one.completed_on for one in past(*crowd(200, first, last))}
    assert first < min(days) <= max(days) <= last


def test_a_short_gap_does_not_ask_anew_and_a_long_one_does() -> None:
    first, left, today = TODAY - timedelta(days=600), TODAY - timedelta(days=400), TODAY
    kept = [
        learner(n, (first, left), (left + timedelta(days=31), None), unit=f"U{n % 20}") for n in range(100)
    ]
    anew = [
        learner(n, (first, left), (left + timedelta(days=32), None), unit=f"U{n % 20}") for n in range(100)
    ]
    between = left + timedelta(days=32), today
    assert len(past(*anew)) > len(past(*kept))
    assert any(between[0] < one.completed_on < between[1] for one in past(*anew))


def test_everything_is_recorded_on_its_day_in_order_and_valid_for_two_years() -> None:
    made = past(*crowd(100, date(2019, 1, 1)))
    assert made == sorted(made, key=lambda one: one.recorded_at)
    for one in made:
        assert one.recorded_at.date() == one.completed_on
        assert one.valid_until == valid_until(one.completed_on, 24)


def test_two_thirds_are_done_and_workplaces_differ() -> None:
    people = crowd(1000, date(2019, 1, 1))
    valid = {
        (one.person_id, one.module)
        for one in past(*people)
        if one.valid_until is not None and one.valid_until >= TODAY
    }
    assert 0.55 < len(valid) / 4000 < 0.75
    by_unit = [sum((person.person_id, "a") in valid for person in people[unit::100]) for unit in range(100)]
    assert min(by_unit) <= 3 < 9 <= max(by_unit)


def test_those_with_accounts_have_the_past_that_is_shown() -> None:
    person = learner(1, (date(2019, 9, 2), None))
    made = past(person, cast={person.person_id: "larande"})
    assert [(one.module, (TODAY - one.completed_on).days) for one in made] == [
        ("b", CAST_PAST["larande"][2][0]),
        ("a", CAST_PAST["larande"][1][0]),
    ]


def test_where_every_case_is_shown_newcomers_have_done_nothing() -> None:
    newcomers = [learner(n, (TODAY - timedelta(days=98), None), unit=SHOWN_UNIT) for n in range(50)]
    elsewhere = [learner(n, (TODAY - timedelta(days=98), None), unit=f"U{n}") for n in range(50)]
    assert past(*newcomers) == []
    assert past(*elsewhere) != []
