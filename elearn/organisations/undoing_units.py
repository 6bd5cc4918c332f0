"""What taking back a units or a managers file would change, and whether everybody would still have a place."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.database import known
from elearn.organisations.facts import PostKey, UnitFacts
from elearn.organisations.files.faults import Fault
from elearn.organisations.forest import Place, Places, find_cycles, find_orphans, find_second_roots
from elearn.organisations.models import Employment, HrImport, Post
from elearn.organisations.planning import Change, Facts, ImportPlan, PostWrites, State, UnitWrites
from elearn.organisations.reverting import Turned, count, revert
from elearn.organisations.stored import StoredUnit, list_stored_posts, list_stored_units
from elearn.organisations.stored_people import list_number_holders
from elearn.organisations.timeline import Fresh, Outcome, Stored

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Facts)
JUST_BEFORE = timedelta(microseconds=1)
MOST_NAMED = 10
Units = Mapping[str, StoredUnit]
Rows = Sequence[Stored[UnitFacts]]


def undo_units(session: Session, applied: HrImport, blank: ImportPlan) -> ImportPlan:
    """The units of the source as they stood before the file."""
    units = list_stored_units(session)
    since = applied.applied_at - JUST_BEFORE
    then = list_stored_units(session, since)
    own = {code: unit.rows for code, unit in units.items() if unit.source == blank.source}
    before = {code: then[code].rows for code in own}
    made = revert(own, before)
    named = {code: rows[-1].values.name for code in own for rows in [before[code] or own[code]] if rows}
    return replace(
        blank,
        writes=UnitWrites(made.superseded, made.fresh),
        counts=count(made.periods, blank.effective),
        changes=tuple(
            Change(period.outcome, period.key, named[period.key], _state(period.now), _state(period.then))
            for period in made.periods
            if period.outcome is not Outcome.UNCHANGED
        ),
        faults=(*_left_behind(session, units, before, since), *_tree_faults(units, before, blank.effective)),
    )


def undo_posts(session: Session, applied: HrImport, blank: ImportPlan) -> ImportPlan:
    """The posts that the source's managers files have given, as they stood before this one."""
    now, since = list_stored_posts(session, blank.source), applied.applied_at - JUST_BEFORE
    made = revert(now, list_stored_posts(session, blank.source, since))
    holders = list_number_holders(session, blank.effective)

    def change(period: Turned[PostKey, Any]) -> Change:
        holder = holders[period.key.source, period.key.employee_number]
        name = "" if holder.protected else holder.name
        before, after = _state(period.now), _state(period.then)
        return Change(period.outcome, period.key, name, before, after, holder.person_id)

    return replace(
        blank,
        writes=PostWrites(made.superseded, made.fresh),
        counts=count(made.periods, blank.effective),
        changes=tuple(change(period) for period in made.periods if period.outcome is not Outcome.UNCHANGED),
        faults=tuple(gone_units(session, since, now, made.fresh)),
    )


def _state(row: Stored[V] | None) -> State | None:
    return None if row is None else State(row.began_on, row.valid_to, row.values)


def gone_units(
    session: Session,
    since: datetime,
    now: Mapping[K, Sequence[Stored[V]]],
    fresh: Iterable[tuple[K, Fresh[V]]],
) -> Iterator[Fault]:
    """The units in which somebody would stand again on days that they have lost since an instant."""
    units, before = list_stored_units(session), list_stored_units(session, since)
    told: set[str] = set()
    for key, row in fresh:
        code: str = key.unit_code  # type: ignore[attr-defined]  # employments and posts have one
        last, was = last_day(units[code].rows), last_day(before[code].rows)
        stands = any(_past(each.valid_to, last) for each in now.get(key, ()))
        if code not in told and _past(row.valid_to, last) and not _past(row.valid_to, was) and not stands:
            told.add(code)
            yield _fault(
                _(
                    "Enheten ”%(code)s” har upphört eller tagits bort sedan dess, men någon skulle stå där igen. "
                    "Ångra först enhetsfilen, eller läs in en ny fil i stället för att ångra.",
                    code=code,
                )
            )


def last_day(rows: Sequence[Stored[Any]]) -> date | None:
    """The last day of a unit, None while it goes on; the first day of all for one that never was."""
    if not rows:
        return date.min
    lasts = [row.valid_to for row in rows]
    return None if None in lasts else max(last for last in lasts if last is not None)


def _left_behind(
    session: Session, units: Units, before: Mapping[str, Rows], since: datetime
) -> Iterator[Fault]:
    """The units that would end earlier, or never have been, while somebody has come to stand in them after that."""
    now, then = _last_uses(session, None), _last_uses(session, since)
    for code, rows in before.items():
        unit, last = units[code], last_day(rows)
        used, was_used = now.get(unit.id, date.min), then.get(unit.id, date.min)
        if _past(last_day(unit.rows), last) and _past(used, last) and not _past(was_used, last):
            yield _fault(
                _(
                    "Enheten ”%(code)s” skulle upphöra, men har personer eller uppdrag. "
                    "Ångra först de filer som satte dem där.",
                    code=code,
                )
            )


def _past(last: date | None, day: date | None) -> bool:
    """Whether something that ends on a day, or goes on, ends later than another."""
    return day is not None and (last is None or last > day)


def _last_uses(session: Session, known_at: datetime | None) -> dict[int, date]:
    """The last day on which somebody is employed or has a post in each unit."""
    uses: dict[int, date] = {}
    for model in (Employment, Post):
        last = func.max(func.coalesce(model.valid_to, date.max))
        rows = select(model.unit_id, last).where(known(model, known_at)).group_by(model.unit_id)
        for unit_id, day in session.execute(rows):
            uses[unit_id] = max(day, uses.get(unit_id, day))
    return uses


def _tree_faults(units: Units, before: Mapping[str, Rows], effective: date) -> Iterator[Fault]:
    """What would no longer be one tree, and is now: units of other files may hang under those of this one."""
    now: Places = {code: _places(unit.rows) for code, unit in units.items()}
    then: Places = {**now, **{code: _places(rows) for code, rows in before.items()}}
    broken = dict.fromkeys(
        [each.code for each in find_orphans(then, effective)]
        + [each.code for each in find_second_roots(then, effective)]
        + [code for each in find_cycles(then) for code in each.codes]
    )
    known_broken = {each.code for each in find_orphans(now, effective)}
    codes = [code for code in broken if code not in known_broken]
    if codes:
        yield _fault(
            _(
                "Enheterna skulle inte längre bilda ett enda träd: %(codes)s skulle sakna plats. "
                "Ångra först de filer som lästs in sedan dess.",
                codes=", ".join(codes[:MOST_NAMED]) + (" …" if len(codes) > MOST_NAMED else ""),
            )
        )


def _places(rows: Rows) -> list[Place]:
    return [Place(row.values.parent_code, row.valid_from, row.valid_to) for row in rows]


def _fault(message: str) -> Fault:
    return Fault(None, None, None, message)
