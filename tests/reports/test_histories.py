"""Whatever happens to a group: what was reported stays, both databases agree with the reference, and causes add up.

A few histories in every test run, always the same; `make histories` tries many more, new ones every time.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import copy
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from elearn.clock import today as real_today
from elearn.completions.queries import list_completions, list_standings
from elearn.database import Database
from elearn.organisations.kinds import Level
from elearn.organisations.queries import get_tree
from elearn.reports.causes import FIGURES as EXPLAINED
from elearn.reports.causes import Cause, add_up
from elearn.reports.causes_queries import Between, ModuleChanges, end_of, get_changes
from elearn.reports.figures import COUNTED
from elearn.reports.over_time import figures_of
from elearn.reports.over_time_queries import Course, OverTime
from elearn.reports.queries import Question, Structure, get_figures, list_members
from elearn.requirements.queries import is_excused
from tests.postgres import create_database, drop_database, server_url
from tests.reports.deeds import live, told
from tests.reports.histories import DAY, Deed, History
from tests.reports.reference import Found, figures
from tests.reports.reference_day import Reference, Rows, is_known, protected

EXAMPLES = int(os.environ.get("ELEARN_HISTORIES", "0"))
few = settings(
    max_examples=EXAMPLES or 6,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    print_blob=True,
    phases=list(Phase) if EXAMPLES else [Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
crowds = st.sampled_from(
    (0, 0, 0, 47)
)  # with 47 more, the first administration is about to count the protected


@pytest.fixture(scope="module")
def engines(
    sqlite_template: Path, postgresql_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Database]]:
    """One of each. Every history is taken back at its end."""
    path = tmp_path_factory.mktemp("histories") / "elearn.db"
    copy(sqlite_template, path)
    name = f"test_{uuid4().hex}"
    databases = [
        Database(f"sqlite:///{path}"),
        Database(create_database(server_url(), name, template=postgresql_template)),
    ]
    yield databases
    for database in databases:
        database.dispose()
    drop_database(server_url(), name)


def report(session: Session, on: date, **asked: Any) -> Found:
    """A report of elearn's, in the reference's shape."""
    asked.setdefault("today", on)
    found = get_figures(session, Question(on=on, **asked))
    names = ("people", *COUNTED)
    return {(row.unit_code, row.module): {name: getattr(row, name) for name in names} for row in found.rows}


@dataclass
class Looked:
    """Reports as they were when somebody looked, with those who were protected then."""

    reports: dict[tuple[date, datetime], Found] = field(default_factory=dict)
    hidden: dict[tuple[date, datetime], set[UUID]] = field(default_factory=dict)

    def look(self, history: History) -> None:
        hidden = protected(Rows(history.session), real_today())
        for on in (history.today, history.today - 25 * DAY):
            moment = on, history.at
            self.reports[moment] = report(history.session, on)
            self.hidden[moment] = hidden


@few
@given(told, crowds)
def test_a_report_of_a_day_as_known_at_a_moment_never_changes(
    engines: list[Database], told: list[Deed], crowd: int
) -> None:
    """Whatever is recorded later; save that those protected since are left out."""
    with engines[0].writing() as session:
        looked = Looked()
        live(session, crowd, told, looked.look)
        rows = Rows(session)
        hidden = protected(rows, real_today())
        for (on, at), before in looked.reports.items():
            after = report(session, on, known_at=at, today=real_today())
            if looked.hidden[on, at] == hidden:
                assert after == before
            else:
                assert before == figures(rows, on, at=at, hidden=looked.hidden[on, at])
                assert after == figures(rows, on, at=at, hidden=hidden)
        session.rollback()


@few
@given(told, crowds)
def test_both_databases_and_the_reference_agree(
    engines: list[Database], told: list[Deed], crowd: int
) -> None:
    """Then and now, as known now and before, at every level; and a unit is the union of what is below it."""
    answers = []
    for database in engines:
        with database.writing() as session:
            history = live(session, crowd, told)
            moments = history.moments
            rows, today = Rows(session), history.recorded_on
            hidden = protected(rows, real_today())
            for place, (on, at) in enumerate([*moments[-5::2], moments[len(moments) // 2]]):
                asked: dict[str, Any] = {"level": (None, None, *Level)[place % 5]}
                given = {"at": at if place % 2 else None, **asked}
                asked["known_at"] = given["at"]
                then = report(session, on, today=today, **asked)
                assert then == figures(rows, on, hidden=hidden, **given)
                now = report(session, on, today=today, structure=Structure.NOW, **asked)
                assert now == figures(rows, on, hidden=hidden, now=today, **given)
                answers.append((then, now))
                if asked["level"] is None:
                    assert_union(session, rows, on, given["at"], then, hidden)
            assert_alone(session, rows, today)
            session.rollback()
    assert answers[: len(answers) // 2] == answers[len(answers) // 2 :]


def assert_alone(session: Session, rows: Rows, on: date) -> None:
    """What somebody's own page says is what a report says of them, due dates too, and those are the reference's."""
    then = Reference(rows, on)
    for member in list_members(session, get_tree(session, on), on)[:8]:
        own = list_standings(session, member.person_id, on, list_completions(session, member.person_id))
        assert own == [tuple(state) for state in member.states]
        dates = {module: due for module, (_row, due) in then.asked(member.person_id).items()}
        assert dates == {asked.module: asked.due_on for asked in member.obligations}
        assert is_excused(session, member.person_id, on) is member.excused


def assert_union(
    session: Session, rows: Rows, on: date, at: datetime | None, found: Found, hidden: set[UUID]
) -> None:
    """A unit counts its own people and those of the units below it, each once."""
    tree, then = get_tree(session, on, at), Reference(rows, on, at)
    own: dict[int, set[UUID]] = {unit: set() for unit in tree.nodes}
    for who in then.people:
        for job in then.jobs(who):
            own[job.unit_id].add(who)
    module = rows.published[0]
    for unit, node in tree.nodes.items():
        everybody = set[UUID]().union(*(own[below] for below in tree.subtree(unit)))
        if node != tree.root and not any(then.recorded(who) & hidden for who in everybody):
            assert found.get((node.code, module), {"people": 0})["people"] == len(everybody)


@few
@given(told, crowds, st.integers(0, 20), st.sampled_from((None, None, *Level)))
def test_the_causes_of_a_change_add_up(
    engines: list[Database], told: list[Deed], crowd: int, pick: int, level: Level | None
) -> None:
    """To the figures of both days by the reference, now and as they were known at the end of each."""
    with engines[pick % 2].writing() as session:
        history = live(session, crowd, told)
        days = [on for on, _at in history.moments]
        rows, today = Rows(session), history.recorded_on
        hidden = protected(rows, real_today())
        codes = {unit.id: unit.code for unit in rows.units}
        code = sorted(codes.values())[pick % len(codes)]
        first, last = sorted({days[pick % len(days)], days[-1] + DAY})
        for known_at in (None, history.at - timedelta(days=pick)):
            question = Between(
                first=first, last=last, today=today + DAY, known_at=known_at, unit=code, level=level
            )
            if known_at is not None and not is_there(rows, code, known_at):
                continue
            found = get_changes(session, question)
            for changes in found.modules:
                adds_up(changes)
                for on, known, then in (
                    (first, changes.first, changes.first_as_known_then),
                    (last, changes.last, changes.last_as_known_then),
                ):
                    at = end_of(on) if known_at is None or end_of(on) < known_at else known_at
                    expected = figures(rows, on, at=known_at, hidden=hidden, level=level)
                    assert known == explained(expected, code, changes.module)
                    before = figures(rows, on, at=at, hidden=hidden, level=level)
                    assert then == explained(before, code, changes.module)
        session.rollback()


@few
@given(told, crowds, st.integers(0, 20), st.sampled_from((None, None, *Level)))
def test_many_days_at_once_have_the_figures_of_a_report_about_each(
    engines: list[Database], told: list[Deed], crowd: int, pick: int, level: Level | None
) -> None:
    with engines[pick % 2].writing() as session:
        history = live(session, crowd, told)
        today, structure = history.recorded_on, list(Structure)[pick % 3 % 2]
        days = sorted({on for on, _at in history.moments})
        module = (None, *Rows(session).published)[pick % 3]
        over_time = OverTime(
            session, Course(days=days, today=today, structure=structure, module=module, level=level)
        )
        units = list(over_time.tree_now.nodes)
        for on, found in zip(days, over_time.count(units), strict=True):
            report = get_figures(session, Question(on=on, today=today, structure=structure, level=level))
            assert found == {unit: figures_of(report.tally(unit), module) for unit in units}
        session.rollback()


def is_there(rows: Rows, code: str, at: datetime) -> bool:
    unit = next(row.id for row in rows.units if row.code == code)
    return any(row.unit_id == unit and is_known(row, at) for row in rows.versions)


def explained(found: Found, code: str, module: str) -> dict[str, int]:
    row = found.get((code, module), {})
    return {figure: row.get(figure, 0) for figure in EXPLAINED}


def adds_up(changes: ModuleChanges) -> None:
    """The causes lead from the first day's figures to the last's, and everybody has one cause alone."""
    reached = dict(changes.first)
    for sums in changes.causes.values():
        reached = {figure: number + sums[figure] for figure, number in reached.items()}
    assert reached == changes.last
    people = [change.person_id for change in changes.changes]
    assert len(people) == len(set(people))
    assert Cause.CORRECTIONS not in {change.cause for change in changes.changes}
    assert all(change.before != change.after for change in changes.changes)
    assert add_up(changes.changes) == {name: changes.last[name] - changes.first[name] for name in EXPLAINED}
