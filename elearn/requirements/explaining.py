"""Why an obligation stands as it does on a day: the days that the state follows from. Pure.

Two people read it: the person, and HR. HR is never told that somebody does a module in a way of their own. So `explain`
knows nothing of asides, and to HR the words are those of an ordinary state: of nobody who is not late, whatever the
ground, does HR's page say so, or show a last day that has passed (as `Standing.told_due_on` elsewhere), or tell of an
absence or a holiday; and of everybody who is not done it says the same sentence about who is never late. Only what HR itself has decided (a hold, a recommendation) stands by itself. What the
person reads besides, `Grounds`, is made for the person's own page alone. What is left: HR may work out the due date, and
knows absences and holidays from its own files; of somebody who has none of these and is not late it may guess.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from elearn.requirements.standing import Obligation, Standing, State
from elearn.requirements.time_off import Days, covers
from elearn.requirements.validity import Done, Made, last_day, record_of


class DueBy(StrEnum):
    """How a due date came about."""

    REQUIREMENT = "requirement"  # so many days from the requirement's first day
    EMPLOYMENT = "employment"  # so many days from the first day of the chain of employments
    FIXED = "fixed"  # the fixed day of the requirement
    AFTER_FIXED = "after_fixed"  # the same days for who began too late for the fixed day


class LastDayBy(StrEnum):
    """Why a completion is valid until its last day."""

    ENDLESS = "endless"
    MONTHS = "months"
    WINDOW = "window"  # so many months from the last day of what it renewed
    ANCHOR = "anchor"  # up to the end of a month
    MAJOR = "major"  # so many days after a new major version
    RECORDED = (
        "recorded"  # as it was registered: what is asked has been changed since, or another rule gave the day
    )


class Verdict(StrEnum):
    """The state in a word, with what the reader may know of its ground."""

    COMPLETED = "completed"
    EXPIRED = "expired"
    OVERDUE = "overdue"
    IN_TIME = "in_time"
    RECOMMENDED = "recommended"
    NOT_LATE = "not_late"  # the day has passed, and yet nobody calls the person late


@dataclass(frozen=True, slots=True)
class Counted:
    """A completion that counts, with its last valid day and why."""

    module: str
    done: Done
    last_on: date | None
    why: LastDayBy


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a state follows from. `since` is the day from which it is asked, `start` that of the chain of employments."""

    asked: Obligation
    standing: Standing
    on: date
    start: date
    due_by: DueBy
    moved_from: date | None
    counted: Sequence[Counted]
    verdict: Verdict

    @property
    def since(self) -> date:
        return self.asked.since or self.start


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why somebody is not late, and the employments that are their chain: for the person's own eyes."""

    periods: Sequence[Days]
    off: Days | None
    held: bool
    aside: bool


def explain(
    asked: Obligation, standing: Standing, done: Mapping[str, Sequence[Done]], start: date, on: date
) -> Explanation:
    """What the state of an obligation follows from; `standing` is that state, as every other page shows it."""
    moved = asked.asked_due_on is not None and asked.asked_due_on != asked.due_on
    return Explanation(
        asked=asked,
        standing=standing,
        on=on,
        start=start,
        due_by=_due_by(asked, start),
        moved_from=asked.asked_due_on if moved else None,
        counted=[_counted(asked, each, done, on) for each in record_of(asked, done, on).made],
        verdict=_verdict(asked, standing, on),
    )


def _due_by(asked: Obligation, start: date) -> DueBy:
    if asked.fixed_on is not None and asked.asked_due_on == asked.fixed_on:
        return DueBy.FIXED
    from_start = start + timedelta(days=asked.due_days or 0)
    if asked.fixed_on is not None and asked.asked_due_on == from_start:
        return DueBy.AFTER_FIXED
    return DueBy.EMPLOYMENT if asked.since == start else DueBy.REQUIREMENT


def _verdict(asked: Obligation, standing: Standing, on: date) -> Verdict:
    if standing.state is not State.DUE:
        return Verdict(standing.state.value)
    if asked.recommended:
        return Verdict.RECOMMENDED
    passed = standing.completed_on is not None or standing.due_on < on
    return Verdict.NOT_LATE if passed else Verdict.IN_TIME


def _counted(asked: Obligation, made: Made, done: Mapping[str, Sequence[Done]], on: date) -> Counted:
    return Counted(made.module, made.done, made.last_on, _last_day_by(asked, made, done, on))


def _last_day_by(asked: Obligation, made: Made, done: Mapping[str, Sequence[Done]], on: date) -> LastDayBy:
    """Which rule gives the last valid day. What was registered with another day than today's rules give says so."""
    by_rule = last_day(asked, done, made.done.completed_on)
    as_registered = made.done.valid_until if made.done.valid_until is not None else by_rule
    if made.last_on != as_registered and made.done.outdated_on is not None and made.done.outdated_on <= on:
        return LastDayBy.MAJOR
    if as_registered != by_rule:
        return LastDayBy.RECORDED
    if by_rule is None:
        return LastDayBy.ENDLESS
    if asked.anchor_month is not None:
        return LastDayBy.ANCHOR
    from_the_day = last_day(replace(asked, window_days=0), done, made.done.completed_on)
    return LastDayBy.MONTHS if from_the_day == by_rule else LastDayBy.WINDOW


def chain_of(periods: Iterable[Days], start: date, on: date) -> list[Days]:
    """The employments that the chain is made of, in order of their days."""
    return sorted(
        (days for days in periods if start <= days[0] <= on), key=lambda days: (days[0], days[1] or date.max)
    )


def stretch_of(off: Iterable[Days], on: date) -> Days | None:
    """The stretch of time off that a day falls in."""
    return next((days for days in off if covers([days], on)), None)


def renewable_from(asked: Obligation, standing: Standing) -> date | None:
    """The first day on which a renewal counts for the next period; None where it is never too early, or not done."""
    if standing.state is not State.COMPLETED or standing.valid_until is None or not asked.window_days:
        return None
    return standing.valid_until - timedelta(days=asked.window_days)
