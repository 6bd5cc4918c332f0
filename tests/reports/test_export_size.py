"""How large an export is expected to be: never less than it is, counted in one statement, refused as it would be."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from elearn.clock import today
from elearn.completions.models import Completion
from elearn.database import Database
from elearn.reports.export_completions import count_completion_rows
from elearn.reports.export_people import Reach, Readers
from elearn.reports.export_size import expect_rows, expect_steps
from elearn.reports.export_status import count_people_read, count_status_rows
from elearn.reports.exports import Format, Subject
from elearn.reports.queries import FutureError, UnknownUnitError
from tests.people import World
from tests.reports.export_queue import wish_for
from tests.reports.exporting import exported
from tests.reports.history import MODULE, OTHER_MODULE, complete, require

A_YEAR_AGO = today() - timedelta(days=365)


@pytest.fixture
def history(session: Session, world: World) -> World:
    require(session, world.units["G"], A_YEAR_AGO, MODULE, OTHER_MODULE)
    for person in (world.alice, world.karl, world.petra):
        complete(session, person, A_YEAR_AGO)
    complete(session, world.alice, today(), OTHER_MODULE)
    session.commit()
    return world


@pytest.mark.parametrize("subject", [Subject.COMPLETIONS, Subject.STATUS])
@pytest.mark.parametrize("given", [{}, {"unit": "F1"}, {"module": MODULE}, {"as_of": A_YEAR_AGO}])
def test_there_are_never_more_rows_than_expected(
    history: World, database: Database, subject: Subject, given: dict[str, str]
) -> None:
    for readers in (None, frozenset(history.units.values()), frozenset({history.units["F1"]})):
        with database.reading() as session:
            seen = None if readers is None else Readers(names=readers, figures=readers)
            expected = expect_rows(session, wish_for(subject, **given), seen)
        assert expected >= len(exported(database, subject, readers, **given)) > 0


def test_the_ledger_is_counted_exactly_for_the_whole_group(history: World, database: Database) -> None:
    with database.reading() as session:
        assert expect_rows(session, wish_for(Subject.COMPLETIONS), None) == 4
        assert expect_rows(session, wish_for(Subject.COMPLETIONS, module=OTHER_MODULE), None) == 1
        assert expect_rows(session, wish_for(Subject.UNITS_REPORT, unit="B"), None) == 4


def test_counting_is_one_statement(history: World, database: Database) -> None:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    reach = Reach(None, frozenset({history.units["F1"]}))
    with database.reading() as session:
        session.get(Completion, history.alice)  # the transaction has begun
        statements.clear()
        count_completion_rows(session, today(), reach, None)
        count_status_rows(session, reach, None, placed_on=today())
        count_people_read(session, reach, placed_on=today())
    assert len(statements) == 3


def test_what_would_be_refused_is_refused_before_it_is_counted(history: World, database: Database) -> None:
    with database.reading() as session:
        with pytest.raises(FutureError):
            expect_rows(session, wish_for(as_of=today() + timedelta(days=1)), None)
        with pytest.raises(UnknownUnitError):
            expect_rows(
                session,
                wish_for(unit="F2"),
                Readers(names=frozenset(), figures=frozenset({history.units["F1"]})),
            )


def test_the_rows_of_a_workbook_are_in_hand_twice() -> None:
    assert [expect_steps(100, format) for format in Format] == [100, 200, 100]
