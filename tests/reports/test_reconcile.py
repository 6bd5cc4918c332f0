"""`elearn report reconcile` finds every kept count that is wrong, and `db upgrade` and a file make right ones."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from elearn import clock
from elearn.cli import cli
from elearn.organisations.kinds import Kind
from elearn.organisations.queries import get_tree
from elearn.reports.counting import make_counts
from elearn.reports.kept import find_made
from elearn.reports.models import FigureCount
from elearn.reports.stored import find_tallies
from tests.delivered import CONTENT
from tests.organisations.loading import content
from tests.reports.building import DAY, MODULE, Group
from tests.reports.test_counts_histories import compare

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    def run(*arguments: str) -> Result:
        values = {
            "ELEARN_DATABASE_URL": database_url,
            "ELEARN_INSTANCE_DIR": str(tmp_path),
            "ELEARN_CONTENT_DIR": str(CONTENT),
        }
        return CliRunner().invoke(cli, arguments, env={**os.environ, **values})

    return run


@pytest.fixture
def counted(group: Group) -> Session:
    """Two people in F, one of them done, as of today."""
    group.unit("F", Kind.ADMINISTRATION)
    group.require(first=clock.today() - 400 * DAY)
    group.person("F")
    group.complete(group.person("F"), clock.today())
    make_counts(group.session, clock.today())
    group.session.commit()
    return group.session


def test_right_counts_are_said_to_be_right(run: Run, counted: Session) -> None:
    found = run("report", "reconcile")
    assert found.exit_code == 0, found.output
    assert "0 antal skiljer" in found.stdout
    assert found.stderr == ""


def test_a_wrong_count_is_named_and_mended(run: Run, counted: Session) -> None:
    counted.execute(
        update(FigureCount).where(FigureCount.module == MODULE, FigureCount.completed > 0).values(completed=7)
    )
    counted.commit()

    found = run("report", "reconcile")
    assert found.exit_code == 1
    today = clock.today().isoformat()
    assert f"Enhet F, från {today}, {MODULE}, employee: klara 7, rätt är 1." in found.stderr
    assert "2 antal skiljer" in found.stdout

    mended = run("report", "reconcile", "--repair")
    assert mended.exit_code == 0
    assert "omräknade" in mended.stdout
    assert run("report", "reconcile").exit_code == 0


def test_a_row_that_is_missing_is_a_difference_too(run: Run, counted: Session) -> None:
    counted.execute(delete(FigureCount).where(FigureCount.module == ""))
    counted.commit()
    found = run("report", "reconcile")
    assert found.exit_code == 1
    assert "alla moduler, employee: personer 0, rätt är 2." in found.stderr


def test_where_nothing_is_kept_nothing_differs(run: Run) -> None:
    found = run("report", "reconcile")
    assert found.exit_code == 0
    assert "Inga antal är lagrade" in found.stdout


def test_counts_that_do_not_hold_today_are_said_to_be_left_unread(run: Run, group: Group) -> None:
    group.unit("F")
    group.person("F")
    make_counts(group.session, clock.today() - 100 * DAY)
    group.session.commit()
    found = run("report", "reconcile")
    assert found.exit_code == 0
    assert "Kör: elearn tidy" in found.stdout


def test_an_upgrade_makes_counts_and_files_keep_them(run: Run, session: Session, tmp_path: Path) -> None:
    """Units and people come in, and somebody moves."""
    assert run("db", "upgrade").exit_code == 0
    units, people = tmp_path / "units.csv", tmp_path / "people.csv"
    units.write_bytes(
        content(
            "units",
            "G;Gruppen;koncern;;2020-01-01;",
            "F;F;förvaltning;G;2020-01-01;",
            "B;B;bolag;G;2020-01-01;",
        )
    )
    rows = [f"{number};Kim;Nr {number};;F;medarbetare;;;2020-01-01;;;" for number in range(20)]
    people.write_bytes(content("people", *rows))
    assert run("import", "units", str(units)).exit_code == 0
    assert run("import", "people", str(people)).exit_code == 0
    assert people_in(session) == {"G": 20, "F": 20}

    people.write_bytes(content("people", *rows[1:], rows[0].replace(";F;", ";B;")))
    moved = run("import", "people", str(people))
    assert moved.exit_code == 0, moved.output
    assert people_in(session) == {"G": 20, "F": 19, "B": 1}
    assert run("report", "reconcile").exit_code == 0


def people_in(session: Session) -> dict[str, int]:
    """By the counts, which must hold and be right."""
    session.rollback()
    today = clock.today()
    tree = get_tree(session, today)
    assert compare(session, today, None)
    tallies = find_tallies(session, tree, today, None, None)
    assert find_made(session) is not None
    assert tallies is not None
    session.rollback()  # nobody else could write
    return {tree[key].code: tally.people for key, tally in tallies.items() if key is not None}
