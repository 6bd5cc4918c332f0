"""When the kept counts hold, when they do not, and that they are written whole, with what they count, or not at all."""

from datetime import date
from threading import Thread

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from elearn.audit.chain import new_salt
from elearn.audit.services import append_link
from elearn.completions.models import Completion
from elearn.completions.services import appended, completion_content
from elearn.database import Database
from elearn.modules.models import ModuleVersion
from elearn.modules.publishing import publish, read_version
from elearn.organisations.queries import get_tree
from elearn.reports.counting import HORIZON, make_counts, renew_counts
from elearn.reports.kept import find_made
from elearn.reports.models import FigureCount, PersonCounted
from elearn.reports.queries import Question, get_figures
from elearn.reports.reconciling import list_differences
from elearn.reports.stored import find_tallies
from elearn.requirements.asides import aside_changed, clear_aside, set_aside
from elearn.requirements.holidays import holiday_changed, set_holiday
from elearn.requirements.models import RequirementVersion
from elearn.requirements.services import (
    clear_hold,
    end_requirement,
    hold_changed,
    requirement_changed,
    set_hold,
)
from tests.reports.building import DAY, MODULE, ON, Group, evening
from tests.reports.test_counts import OTHER, connected, figures_of, group, holds

__all__ = ["connected", "group"]


def test_days_outside_those_that_were_counted_are_counted_anew(group: Group) -> None:
    session = group.session
    make_counts(session, ON)
    for day in (ON - DAY, ON + HORIZON + DAY):
        assert find_tallies(session, get_tree(session, day), day, None, None) is None
        assert group.row("G", on=day)["people"] == 4


def test_only_what_is_asked_of_today_as_known_now_comes_from_the_counts(group: Group) -> None:
    """Taken out of the counts, somebody is still there for every other question."""
    session = group.session
    make_counts(session, ON)
    session.execute(delete(FigureCount))

    def people(**asked: object) -> int:
        question = Question(on=ON, **{"today": ON, **asked})  # type: ignore[arg-type]
        return get_figures(session, question).tally(group.units["G"]).people

    assert people() == 0
    assert people(known_at=evening(ON)) == 4
    assert people(today=ON + DAY) == 4
    assert people(structure="now") == 4


def test_a_completion_that_nobody_told_of_ends_the_counts_until_they_are_made_again(group: Group) -> None:
    """As an older release does that still runs beside this one; the next deed must not make them look right."""
    session, somebody, other = group.session, group.person("F1"), group.person("F2")
    make_counts(session, ON)
    told = group.complete(other)
    values = {column.name: getattr(told, column.name) for column in Completion.__table__.columns}
    silent = Completion(
        **{**values, "id": group.person(), "salt": new_salt(), "origin": "other", "person_id": somebody}
    )
    silent.seq = append_link(session, "completion", silent.salt, completion_content(silent))
    session.add(silent)
    session.flush()

    assert not holds(session)
    assert group.row("F1")["completed"] == 1
    group.complete(other, module=OTHER)
    assert find_made(session) is None
    assert renew_counts(session, ON)
    assert figures_of(group, "F1")["completed"] == 1


def test_a_hold_that_nobody_told_of_ends_the_counts(group: Group) -> None:
    """Set or taken back: each is one write more; and the next hold does not make them look right."""
    session, somebody, other = group.session, group.person("F1"), group.person("F2")
    actor, at = group.person(), evening(ON)
    make_counts(session, ON)
    set_hold(session, somebody, on=ON, at=at, actor=actor)
    assert holds(session)
    assert figures_of(group)["held"] == 1

    with hold_changed.muted():
        clear_hold(session, somebody, on=ON, at=at, actor=actor)
    assert not holds(session)
    assert "held" not in group.row("F1")
    set_hold(session, other, on=ON, at=at, actor=actor)
    assert find_made(session) is None

    make_counts(session, ON)
    with hold_changed.muted():
        set_hold(session, somebody, on=ON, at=at, actor=actor)
    assert not holds(session)


def test_holds_are_known_with_what_they_replace(group: Group) -> None:
    session, somebody, actor, at = group.session, group.person("F1"), group.person(), evening(ON)
    set_hold(session, somebody, on=ON - DAY, at=at, actor=actor)
    make_counts(session, ON)
    clear_hold(session, somebody, on=ON, at=at, actor=actor)
    assert holds(session)
    assert "held" not in figures_of(group)


def test_a_requirement_taken_back_that_nobody_told_of_ends_the_counts(group: Group) -> None:
    session = group.session
    requirement_id = session.scalars(select(RequirementVersion.requirement_id)).one()
    make_counts(session, ON)
    with requirement_changed.muted():
        end_requirement(session, requirement_id, date(2000, 1, 1), at=evening(ON))
    assert not holds(session)
    assert renew_counts(session, ON)
    assert "required" not in figures_of(group)


def test_own_ways_and_holidays_are_counted_as_they_are_recorded(group: Group) -> None:
    session, somebody, at = group.session, group.person("F1"), evening(ON)
    make_counts(session, ON)
    late = figures_of(group)["overdue"]
    set_aside(session, somebody, MODULE, on=ON, at=at)
    assert holds(session)
    assert figures_of(group)["overdue"] == late - 1
    set_holiday(session, group.units["F1"], "lov", ON, ON + DAY, at=at)
    assert holds(session)
    assert "overdue" not in figures_of(group, "F1")
    assert "overdue" not in figures_of(group, "F1", on=ON + DAY)
    assert figures_of(group, "F1", on=ON + 2 * DAY)["overdue"] == group.row("F1", on=ON + 2 * DAY)["overdue"]

    for muted, change in (
        (aside_changed, lambda: clear_aside(session, somebody, MODULE, on=ON, at=at)),
        (holiday_changed, lambda: set_holiday(session, group.units["G"], "lov", ON, ON, at=at)),
    ):
        with muted.muted():
            change()
        assert not holds(session)
        assert renew_counts(session, ON)


def test_a_new_major_version_is_counted_where_a_requirement_minds_it(group: Group) -> None:
    session, somebody = group.session, group.person("F1")
    group.complete(somebody)
    make_counts(session, ON)

    def publish_next(version: str) -> None:
        (row, *_rest) = session.scalars(select(ModuleVersion).where(ModuleVersion.slug == MODULE)).all()
        publish(session, [read_version(row).model_copy(update={"version": version})], evening(ON))

    publish_next("2.0")
    assert holds(session)
    assert figures_of(group, on=ON + DAY)["completed"] == 1
    group.require(major_days=0, days=0, first=date(2000, 1, 1))
    publish_next("3.0")
    assert holds(session)
    assert figures_of(group, on=ON)["completed"] == 1
    assert figures_of(group, on=ON + DAY)["expired"] == 1


def test_counts_are_renewed_when_they_are_old_and_left_alone_before(group: Group) -> None:
    session = group.session
    assert renew_counts(session, ON)
    assert not renew_counts(session, ON + 7 * DAY)
    assert renew_counts(session, ON + 8 * DAY)
    assert figures_of(group, on=ON + 8 * DAY)["people"] == 4


def test_where_no_counts_are_made_none_are_kept(group: Group) -> None:
    group.complete(group.person("F1"))
    assert find_made(group.session) is None
    assert group.session.scalar(select(func.count()).select_from(PersonCounted)) == 0


def test_what_cannot_be_counted_is_not_recorded(database: Database, group: Group) -> None:
    """And a transaction that breaks off in the middle leaves neither the completion nor its count."""
    somebody = group.person("F1")
    make_counts(group.session, ON)
    group.session.commit()

    def fail(_session: object, **_what: object) -> None:
        raise RuntimeError("the disk is full")

    with database.writing() as session, appended.connected_to(fail), pytest.raises(RuntimeError):
        Group.complete(_in(group, session), somebody)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Completion)) == 0
        assert "completed" not in figures_of(_in(group, session))
        made = find_made(session)
        assert made is not None
        assert list(list_differences(session, made.window)) == []


def test_completions_at_the_same_time_are_all_counted(database: Database, group: Group) -> None:
    """And so are those that come while somebody counts everybody anew."""
    people = [group.person("F1") for _ in range(12)]
    make_counts(group.session, ON)
    group.session.commit()
    faults: list[BaseException] = []

    def hand_in(mine: list[object]) -> None:
        try:
            for person_id in mine:
                with database.writing() as session, session.begin():
                    Group.complete(_in(group, session), person_id)  # type: ignore[arg-type]
        except BaseException as error:
            faults.append(error)

    def count_again() -> None:
        for _ in range(3):
            with database.writing() as session, session.begin():
                make_counts(session, ON)

    threads = [Thread(target=hand_in, args=(people[place::3],)) for place in range(3)]
    threads.append(Thread(target=count_again))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    with database.reading() as session:
        assert figures_of(_in(group, session), "F1")["completed"] == 12
        made = find_made(session)
        assert made is not None
        assert list(list_differences(session, made.window)) == []


def _in(group: Group, session: Session) -> Group:
    """The same group in another session."""
    other = Group.__new__(Group)
    other.session, other.units, other.numbers = session, group.units, group.numbers
    other.source_id = group.source_id
    return other
