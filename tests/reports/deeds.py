"""What can happen in a history: people and units move in the files, HR decides, somebody learns."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from elearn.organisations.facts import FileKind
from tests.reports.deeds_of_hr import RULES
from tests.reports.histories import (
    DAY,
    FOREVER,
    LEVELS,
    SOURCES,
    Deed,
    Files,
    History,
    Job,
    deeds,
    some,
    swap,
)


def live(
    session: Session, crowd: int, told: list[Deed], look: Callable[[History], None] = lambda _history: None
) -> History:
    """Go through a history, and look at it after every deed."""
    history = History(session, crowd)
    history.moments.append((history.today, history.at))
    look(history)
    for days, lag, name, one, two, three in told:
        history.pass_time(days, lag)
        DEEDS[name](history, one, two, three)
        session.flush()
        history.moments.append((history.today, history.at))
        look(history)
    return history


def hire(history: History, one: int, two: int, three: int) -> None:
    changed = history.draft()
    source, number = SOURCES[one % 2], history.new_number()
    first = history.today - (two % 40) * DAY
    changed.jobs.append(Job(source, number, _unit(changed, two), LEVELS[three % 4], first))
    changed.keys |= {(source, number): f"k{number}"} if three % 2 else {}
    history.change_files(changed)


def leave(history: History, one: int, two: int, three: int) -> None:
    """The line is gone, or has a last day."""
    changed = history.draft()
    job = some(one, [job for job in changed.jobs if job.last is None])
    if job is not None and two % 2:
        changed.jobs.remove(job)
    elif job is not None:
        swap(changed.jobs, job, last=max(job.first, history.today + (three - 15) * DAY))
    history.change_files(changed)


def come_back(history: History, one: int, two: int, three: int) -> None:
    """Under the old number, or under a new one that a key joins with it."""
    changed = history.draft()
    job = some(one, [job for job in changed.jobs if job.last is not None and job.last < history.today])
    if job is None:
        return
    number = history.new_number() if three % 2 else job.number
    who = job.source, job.number
    if number != job.number:
        changed.keys.setdefault(who, f"k{job.number}")
        changed.keys[job.source, number] = changed.keys[who]
    changed.jobs.append(Job(job.source, number, _unit(changed, two), LEVELS[three % 4], history.today))
    history.change_files(changed)


def move(history: History, one: int, two: int, _three: int) -> None:
    changed = history.draft()
    job = some(one, changed.jobs)
    if job is not None:
        swap(changed.jobs, job, unit=_unit(changed, two), first=history.today, last=None)
    history.change_files(changed)


def promote(history: History, one: int, two: int, _three: int) -> None:
    changed = history.draft()
    job = some(one, changed.jobs)
    if job is not None:
        swap(changed.jobs, job, level=LEVELS[two % 4], first=history.today, last=None)
    history.change_files(changed)


def take_another(history: History, one: int, two: int, three: int) -> None:
    """A second employment or office besides."""
    changed = history.draft()
    job = some(one, changed.jobs)
    if job is not None:
        more = Job(job.source, job.number, _unit(changed, two), LEVELS[three % 4], history.today)
        changed.jobs += [] if more.key in {each.key for each in changed.jobs} else [more]
    history.change_files(changed)


def go_outside(history: History, one: int, _two: int, three: int) -> None:
    """An employment becomes that of an external worker, or the other way round."""
    changed = history.draft()
    job = some(one, changed.jobs)
    if job is not None:
        outside = {"form": "extern", "last": job.last or FOREVER}
        swap(changed.jobs, job, **(outside if three % 2 else {"form": "tillsvidare"}))
    history.change_files(changed)


def work_otherwise(history: History, one: int, _two: int, three: int) -> None:
    """Another form of employment."""
    changed = history.draft()
    job = some(one, changed.jobs)
    if job is not None:
        swap(changed.jobs, job, form=("timavlönad", "visstid", "tillsvidare")[three % 3])
    history.change_files(changed)


def be_away(history: History, one: int, two: int, three: int) -> None:
    changed = history.draft()
    job = some(one, changed.jobs)
    if job is not None:
        first = history.today - two * DAY
        away = None if job.absent else (first, None if three % 2 else first + 2 * three * DAY)
        swap(changed.jobs, job, absent=away)
    history.change_files(changed)


def hide(history: History, one: int, _two: int, three: int) -> None:
    """An identity becomes protected, or is so no longer."""
    changed = history.draft()
    job = some(one, changed.jobs)
    if job is not None:
        who = {(job.source, job.number)}
        changed.protected = changed.protected | who if three % 3 else changed.protected - who
    history.change_files(changed)


def turn_out_one(history: History, one: int, two: int, _three: int) -> None:
    """Two numbers get the same key."""
    changed = history.draft()
    mine, other = some(one, changed.jobs), some(two, changed.jobs)
    if mine is not None and other is not None:
        keeper, joined = (other.source, other.number), (mine.source, mine.number)
        changed.keys[joined] = changed.keys.setdefault(keeper, f"k{other.number}")
    history.change_files(changed)


def move_unit(history: History, one: int, two: int, _three: int) -> None:
    changed = history.draft()
    code, above = _unit(changed, one), _unit(changed, two)
    if code != "G":
        changed.units[code] = replace(changed.units[code], above=above)
    history.change_files(changed)


def found_unit(history: History, one: int, two: int, three: int) -> None:
    """Split a unit: a new one beside it takes every other of its people, or only some."""
    changed = history.draft()
    old = _unit(changed, one)
    code, unit = f"U{len(changed.units)}{two}", changed.units[old]
    if old == "G" or code in changed.units:
        return
    changed.units[code] = replace(unit, first=history.today)
    for place, job in enumerate([job for job in changed.jobs if job.unit == old]):
        if place % (2 + three % 2) == 0:
            swap(changed.jobs, job, unit=code, first=history.today, last=None)
    history.change_files(changed)


def merge_units(history: History, one: int, two: int, three: int) -> None:
    """All people of one unit go to another, or stay behind in a unit that has ended."""
    changed = history.draft()
    old, new = _unit(changed, one), _unit(changed, two)
    if old in {"G", new} or old in {unit.above for unit in changed.units.values()}:
        return
    del changed.units[old]
    for job in [job for job in changed.jobs if job.unit == old]:
        if three % 4:
            swap(changed.jobs, job, unit=new, first=history.today, last=None)
    history.change_files(changed)


def alter_unit(history: History, one: int, _two: int, three: int) -> None:
    """A unit becomes something else, or stands outside the group's total."""
    changed = history.draft()
    code = _unit(changed, one)
    if code != "G":
        unit = changed.units[code]
        kinds = ("enhet", "avdelning", "förvaltning", "bolag")
        changed.units[code] = (
            replace(unit, counts=not unit.counts) if three % 2 else replace(unit, kind=kinds[three % 4])
        )
    history.change_files(changed)


def correct_file(history: History, one: int, two: int, three: int) -> None:
    """A file dated before the last one says that somebody was elsewhere all the time."""
    changed = history.draft()
    job = some(one, changed.jobs)
    since = history.today - three * DAY
    if job is not None:
        swap(changed.jobs, job, unit=_unit(changed, two), first=min(job.first, since))
    history.change_files(changed, effective=since)


def take_back(history: History, one: int, two: int, _three: int) -> None:
    """HR takes back the newest file of a source, or the taking back itself; the next file says it again."""
    history.take_back(SOURCES[one % 2], FileKind.PEOPLE if two % 3 else FileKind.UNITS)


def _unit(files: Files, pick: int) -> str:
    return list(files.units)[pick % len(files.units)]


FILES = (hire, leave, come_back, move, promote, take_another, go_outside, hide, turn_out_one)
WORK = (be_away, be_away, be_away, work_otherwise)
TREES = (move_unit, found_unit, merge_units, alter_unit, correct_file, take_back)
DEEDS = {deed.__name__: deed for deed in (*FILES, *WORK, *TREES, *RULES)}
told = st.lists(deeds([deed.__name__ for deed in (*FILES, *WORK, *TREES, *RULES)]), min_size=6, max_size=16)
