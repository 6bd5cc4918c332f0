"""One database per engine for all cases: none of them commits."""

import shutil
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from elearn.database import Database
from tests.postgres import create_database, drop_database, server_url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("corpus") / "elearn.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        database = Database(f"sqlite:///{path}")
        yield database
        database.dispose()
        return
    name = f"corpus_{uuid4().hex}"
    template = request.getfixturevalue("postgresql_template")
    database = Database(create_database(server_url(), name, template=template))
    yield database
    database.dispose()
    drop_database(server_url(), name)


@pytest.fixture
def uncommitted(shared_database: Database) -> Iterator[Session]:
    """A writing session whose work is taken back."""
    with shared_database.writing() as session:
        yield session
        session.rollback()
