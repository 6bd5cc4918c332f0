"""The people of a large group, one after the other and the same ones every time. Pure.

Most have one employment. Some have two, some have moved, left, begun lately, are away, protected, external or elected, and
a few have a second number in another source that was later shown to be theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import md5
from random import Random

from elearn.demo.names import OTHER_FAMILY, OTHER_GIVEN, SWEDISH_FAMILY, SWEDISH_GIVEN
from elearn.organisations.kinds import Form, Level, PostRole
from tests.bench.group_tree import Outline

DAY = timedelta(days=1)
GIVEN, FAMILY = (*SWEDISH_GIVEN, *OTHER_GIVEN), (*SWEDISH_FAMILY, *OTHER_FAMILY)
HR_OFFICER = 0
ONE_DEPUTY_IN = 4

# Of a thousand people, so many …
ELECTED, EXTERNAL, GONE, MOVED, TWICE, AWAY, NEW = 12, 10, 50, 50, 30, 20, 100
# … and one in so many.
ONE_PROTECTED_IN, ONE_JOINED_IN = 500, 2000


@dataclass(frozen=True, slots=True)
class Job:
    """An employment or an elected office; `unit` is a place in the outline."""

    unit: int
    level: Level
    form: Form
    first: date
    last: date | None = None
    role: PostRole | None = None
    away_since: date | None = None


@dataclass(frozen=True, slots=True)
class Someone:
    """A person by their place in the crowd. `elsewhere`: a job under another source's number."""

    place: int
    given_name: str
    family_name: str
    protected: bool
    jobs: tuple[Job, ...]
    elsewhere: Job | None

    @property
    def email(self) -> str:
        return "" if self.protected else f"person{self.place}@exempel.example"


def id_of(what: str, place: int) -> str:
    """A random-looking id in hexadecimal that is the same every time."""
    return md5(f"{what} {place}".encode(), usedforsecurity=False).hexdigest()


def crowd(size: int, outline: Outline, today: date) -> Iterator[Someone]:
    """So many people; first the HR officer, then a manager for every unit in the line."""
    dice = Random(size)
    for place in range(size):
        job = _first_job(place, outline, today, dice)
        protected = place > outline.line and dice.randrange(ONE_PROTECTED_IN) == 0
        joined = place > outline.line and dice.randrange(ONE_JOINED_IN) == 0
        yield Someone(
            place,
            "" if protected else dice.choice(GIVEN),
            "" if protected else dice.choice(FAMILY),
            protected,
            _jobs(job, outline, today, dice),
            Job(6, Level.EMPLOYEE, Form.HOURLY, today - 300 * DAY) if joined else None,
        )


def _first_job(place: int, outline: Outline, today: date, dice: Random) -> Job:
    if place == HR_OFFICER:
        return Job(1, Level.EMPLOYEE, Form.PERMANENT, today - 2000 * DAY)
    if place <= outline.line:
        return Job(place - 1, Level.MANAGER, Form.PERMANENT, today - 1500 * DAY, role=PostRole.MANAGER)
    unit = _workplace(outline, dice)
    days = dice.randrange(365) if dice.randrange(1000) < NEW else dice.randrange(365, 5000)
    first = today - days * DAY
    if dice.randrange(1000) < ELECTED:
        body = outline.line + dice.randrange(outline.bodies)
        return Job(body, Level.POLITICIAN, Form.FEE, today - 1300 * DAY)
    if dice.randrange(1000) < EXTERNAL:
        return Job(unit, Level.EMPLOYEE, Form.EXTERNAL, first, today + 90 * DAY)
    return Job(unit, Level.EMPLOYEE, Form.PERMANENT, first, role=_role(place, outline, unit))


def _workplace(outline: Outline, dice: Random) -> int:
    return dice.randrange(outline.line // 8, outline.line)


def _role(place: int, outline: Outline, unit: int) -> PostRole | None:
    stands_in = place < 2 * outline.line and unit % ONE_DEPUTY_IN == 0
    return PostRole.DEPUTY if stands_in else None


def _jobs(job: Job, outline: Outline, today: date, dice: Random) -> tuple[Job, ...]:
    """The job with what else there may be about it."""
    fate = dice.randrange(1000)
    if job.role is PostRole.MANAGER or job.level is Level.POLITICIAN or job.form is Form.EXTERNAL:
        return (job,)
    days = (today - job.first).days
    if fate < GONE:
        return (_like(job, last=job.first + dice.randrange(1 + days) * DAY),)
    if fate < GONE + MOVED and days > 1:
        day = job.first + dice.randrange(1, days) * DAY
        before = Job(_workplace(outline, dice), job.level, job.form, job.first, day - DAY)
        return (before, _like(job, first=day)) if before.unit != job.unit else (job,)
    if fate < GONE + MOVED + TWICE:
        other = Job(_workplace(outline, dice), Level.EMPLOYEE, Form.HOURLY, job.first)
        return (job, other) if other.unit != job.unit else (job,)
    if fate < GONE + MOVED + TWICE + AWAY:
        return (_like(job, away_since=max(job.first, today - dice.randrange(120) * DAY)),)
    return (job,)


def _like(
    job: Job, *, first: date | None = None, last: date | None = None, away_since: date | None = None
) -> Job:
    return Job(job.unit, job.level, job.form, first or job.first, last, job.role, away_since)
