"""Invents what the example group has completed so far. Pure: the same files on the same day give the same past."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from elearn.clock import STOCKHOLM
from elearn.demo.dice import Dice
from elearn.requirements.standing import LONGEST_GAP, valid_until

# The requirement of the example, and how people live up to it.
STARTED = timedelta(days=1060)
DUE_DAYS = 90
VALID_MONTHS = 24
ASKED_AGAIN = timedelta(days=60)  # before a completion runs out
LATE_PERCENT = 40  # of those who are not in time, so many are late; the rest never do it
LONGEST_DELAY = 400

# How many modules ago, in days, those with an account completed: module number → days before today.
CAST_PAST: dict[str, dict[int, tuple[int, ...]]] = {
    "larande": {1: (160,), 2: (790,)},
    "chef": {1: (300,), 2: (290,), 3: (281,), 4: (274,)},
    "stallforetradare": {1: (410,), 2: (402,), 3: (96,)},
    "politiker": {1: (120,)},
}
# Where the learner works every case is set out in the files: who began lately has done nothing yet.
SHOWN_UNIT = "OMS-EXG"
LATELY = timedelta(days=120)

Period = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody in the files: a name that is the same in every demo, and the employments."""

    person_id: UUID
    name: str
    unit: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """A completion that somebody made."""

    person_id: UUID
    module: str
    completed_on: date
    valid_until: date | None
    recorded_at: datetime


def imagine(
    learners: Iterable[Learner], modules: Sequence[str], on: date, cast: dict[UUID, str]
) -> list[Past]:
    """What everybody has completed by a day, in the order of time. `modules` are slugs in the order of their numbers."""
    past = [
        _past(learner, module, day)
        for learner in learners
        for number, module in enumerate(modules, 1)
        for day in _days(learner, number, on, cast.get(learner.person_id))
    ]
    return sorted(past, key=lambda one: (one.recorded_at, one.person_id, one.module))


def _past(learner: Learner, module: str, day: date) -> Past:
    minute = Dice(f"minute {learner.name} {module} {day}").between(7 * 60, 18 * 60)
    at = datetime.combine(day, time(minute // 60, minute % 60), STOCKHOLM).astimezone(UTC)
    return Past(learner.person_id, module, day, valid_until(day, VALID_MONTHS), at)


def _days(learner: Learner, number: int, on: date, account: str | None) -> Iterator[date]:
    """The days on which one learner completed one module."""
    if account in CAST_PAST:
        yield from (on - timedelta(days=days) for days in CAST_PAST[account].get(number, ()))
        return
    dice = Dice(f"past {learner.name} {number}")
    diligence = _diligence(learner, number)
    asked = date.min
    for first, last in _chains(learner.periods):
        if learner.unit == SHOWN_UNIT and first > on - LATELY:
            continue
        asked = max(asked, first, on - STARTED)
        while (delay := _delay(dice, diligence)) is not None:
            day = asked + timedelta(days=delay)
            if day > min(last or date.max, on - timedelta(days=1)):
                break
            yield day
            asked = (valid_until(day, VALID_MONTHS) or date.max) - ASKED_AGAIN


def _delay(dice: Dice, diligence: int) -> int | None:
    """How many days after being asked somebody completes; None: not at all."""
    if dice.chance(diligence):
        return dice.between(3, DUE_DAYS - 2)
    return dice.between(DUE_DAYS + 5, LONGEST_DELAY) if dice.chance(LATE_PERCENT) else None


def _diligence(learner: Learner, number: int) -> int:
    """How likely, in per cent, somebody is in time: it differs between workplaces, between people, and a little between modules."""
    level = Dice(f"diligence {learner.unit}").pick((20, 45, 58, 68, 78, 92, 120))
    own = Dice(f"person {learner.name}").pick((-50, -20, 10, 25, 35))
    return min(99, max(4, level + own + Dice(f"module {learner.unit} {number}").between(-6, 6)))


def _chains(periods: Iterable[Period]) -> Iterator[Period]:
    """Employments that follow upon each other, read as one."""
    first: date | None = None
    last: date | None = None
    for start, end in sorted(periods, key=lambda period: period[0]):
        if first is not None and (last is None or start <= last + LONGEST_GAP + timedelta(days=1)):
            last = None if last is None or end is None else max(last, end)
            continue
        if first is not None:
            yield first, last
        first, last = start, end
    if first is not None:
        yield first, last
