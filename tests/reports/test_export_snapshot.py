"""One moment of the database to read at leisure: others write meanwhile, and nothing of it is left behind."""

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from elearn.clock import today
from elearn.completions.models import Completion
from elearn.database import Database
from elearn.reports.export_snapshot import snapshot
from tests.people import World
from tests.reports.history import complete

AT_ONCE = 0.5


def test_others_write_while_it_is_read_and_it_does_not_see_that(
    database: Database, session: Session, world: World
) -> None:
    complete(session, world.alice, today())
    session.commit()
    count = select(func.count()).select_from(Completion)
    with snapshot(database) as reading:
        assert reading.scalar(count) == 1
        with database.writing(patience=AT_ONCE) as writing, writing.begin():
            complete(writing, world.karl, today())
        assert reading.scalar(count) == 1
    with database.reading() as reading:
        assert reading.scalar(count) == 2


def test_the_copy_has_no_name_while_it_is_read(database: Database, world: World, tmp_path: Path) -> None:
    """Whoever is killed while reading leaves nothing that anybody could find."""
    before = sorted(path.name for path in tmp_path.iterdir())
    with snapshot(database) as reading:
        assert reading.scalar(select(func.count()).select_from(Completion)) == 0
        assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == before
