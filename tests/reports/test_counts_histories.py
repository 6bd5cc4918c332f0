"""Whatever happens to a group, the kept counts are what is counted anew, at once and on the days that follow."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import copy
from unittest.mock import patch
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from elearn.database import Database
from elearn.organisations.kinds import Level
from elearn.organisations.queries import get_tree
from elearn.reports.counting import make_counts
from elearn.reports.keeping import connect
from elearn.reports.kept import find_made
from elearn.reports.queries import Question, count_anew, get_figures
from elearn.reports.reconciling import list_differences
from elearn.reports.stored import find_tallies
from tests.postgres import create_database, drop_database, server_url
from tests.reports.building import DAY
from tests.reports.deeds import live, told
from tests.reports.histories import Deed, History
from tests.reports.reference import figures
from tests.reports.reference_day import Rows, protected
from tests.reports.test_histories import crowds, few, report

LATER = (1, 2, 9, 33, 58)


@pytest.fixture(scope="module")
def engines(
    sqlite_template: Path, postgresql_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Database]]:
    """One of each. Every history is taken back at its end."""
    connect()
    path = tmp_path_factory.mktemp("counts") / "elearn.db"
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


def compare(session: Session, on: date, level: Level | None) -> bool:
    """Assert that the counts give what is counted anew, if they hold; whether they do."""
    with patch("elearn.organisations.queries.today", lambda: on):  # who is protected is asked of today
        tree = get_tree(session, on)
        kept = find_tallies(session, tree, on, None, level)
        if kept is None:
            return False
        question = Question(on=on, today=on, level=level)
        anew, _members = count_anew(session, question, (tree, tree), None, None)
        assert kept == anew
        assert get_figures(session, question).tallies == anew
    return True


@few
@given(told, crowds, st.integers(0, 1))
def test_after_every_deed_and_every_midnight_the_counts_are_right(
    engines: list[Database], told: list[Deed], crowd: int, engine: int
) -> None:
    held: list[bool] = []

    def look(history: History) -> None:
        session, on = history.session, history.recorded_on
        made = find_made(session)
        if made is None:
            make_counts(session, on)
        elif not made.holds(on):  # time has passed: as `elearn tidy` does on some days, and not on others
            held.append(False)
            if on.toordinal() % 2:
                make_counts(session, on)
        for days in (0, LATER[len(held) % len(LATER)]):
            held.append(compare(session, on + days * DAY, (None, *Level, None)[len(held) % 5]))

    with engines[engine].writing() as session:
        live(session, crowd, told, look)
        made = find_made(session)
        assert made is not None
        assert made.known == made.newest
        assert list(list_differences(session, made.window)) == []
        session.rollback()
    assert True in held


@few
@given(told, crowds)
def test_what_is_kept_is_what_the_reference_says(
    engines: list[Database], told: list[Deed], crowd: int
) -> None:
    """Counted once at the beginning and kept from deed to deed, a month later read on both databases."""
    answers = []
    for database in engines:
        with database.writing() as session:
            history = live(session, crowd, told, start_counting)
            made = find_made(session)
            assert made is not None
            on = made.window.last
            with patch("elearn.organisations.queries.today", lambda day=on: day):
                assert made.holds(on)
                rows = Rows(session)
                found = report(session, on)
                assert found == figures(rows, on, hidden=protected(rows, on))
                answers.append(found)
            assert history.moments
            session.rollback()
    assert answers[0] == answers[1]


def start_counting(history: History) -> None:
    if find_made(history.session) is None:
        make_counts(history.session, history.recorded_on)
