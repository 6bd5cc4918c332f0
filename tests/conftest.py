"""What every test may ask for: both databases, the application, a client, somebody signed in."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

from elearn import clock
from elearn.config import Config
from elearn.database import Database
from elearn.upgrade import upgrade
from tests.people import World, arrange, build_world
from tests.postgres import create_database, drop_database, server_url
from tests.reading import Reader

pytest_plugins = ["tests.postgres"]

CONTENT = Path(__file__).resolve().parent.parent / "content"
MEMORY = Path("/dev/shm")  # noqa: S108 -- pytest and mkdtemp make private directories there
ROOM_BYTES = 4 * 2**30
SECRET = "a-secret-of-the-tests-that-is-long-enough"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy, with the content published."""
    path = tmp_path_factory.mktemp("template") / "elearn.db"
    _prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template() -> Iterator[str]:
    """The name of a migrated PostgreSQL database to copy, with the content published."""
    name = f"template_{uuid4().hex}"
    _prepare(create_database(server_url(), name))
    yield name
    drop_database(server_url(), name)


def _prepare(url: str) -> None:
    from elearn.modules.catalogue import Catalogue
    from elearn.modules.loader import load_content
    from elearn.modules.publishing import publish

    database = Database(url)
    upgrade(database)
    with database.writing() as session, session.begin():
        publish(session, Catalogue(load_content(CONTENT)).modules, at=clock.now())
    database.dispose()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="run the large matrices whole, not a selection")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what an ordinary run has a smaller relative of."""
    if not config.option.whole:
        items[:] = [item for item in items if not item.get_closest_marker("whole")]


@pytest.hookimpl(tryfirst=True)  # before the database server looks for its place
def pytest_configure(config: pytest.Config) -> None:
    """Keep what the tests write in memory where there is room: most of a run's time went to the disk."""
    if not config.option.basetemp and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test of a database runs on both engines, unless it is marked as one that no database decides."""
    if "database_url" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("one_engine")
        engines = ["sqlite"] if alone else ["sqlite", "postgresql"]
        metafunc.parametrize("database_url", engines, indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database, once per engine."""
    if request.param == "sqlite":
        path = tmp_path / "elearn.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    name = f"test_{uuid4().hex}"
    yield create_database(server_url(), name, template=request.getfixturevalue("postgresql_template"))
    drop_database(server_url(), name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session. The test commits what others should see."""
    with database.writing() as session:
        yield session


@pytest.fixture
def world(database: Database) -> World:
    """The small cast of tests/people.py, in place."""
    with database.writing() as session, session.begin():
        return build_world(session, clock.today())


@pytest.fixture
def arranged(database: Database, world: World) -> None:
    """The company lets HR of the group see its people by name."""
    with database.writing() as session, session.begin():
        arrange(session, world)


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    return Config(database_url=database_url, secret_key=SECRET, instance_dir=tmp_path, content_dir=CONTENT)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once per run instead of once per application."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(config: Config, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """The application with its content reviewed; `tests.reviewed.forget_reviews` makes drafts of it."""
    from elearn.app import create_app
    from tests.reviewed import review_everything

    app = create_app(config)
    review_everything(app)
    app.test_client_class = Reader
    app.jinja_env.bytecode_cache = compiled_templates
    app.config.update(ARGON2={"time_cost": 1, "memory_cost": 8, "parallelism": 1})
    yield app
    app.extensions["elearn_database"].dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in_as(app: Flask) -> Callable[[FlaskClient, UUID], FlaskClient]:
    """Sign somebody in without the page: `sign_in_as(client, world.alice)` returns the client."""
    from elearn.accounts.sessions import open_session

    def sign_in(client: FlaskClient, person_id: UUID) -> FlaskClient:
        with app.extensions["elearn_database"].writing() as session, session.begin():
            secret = open_session(session, person_id, at=clock.now() - timedelta(seconds=5))
        with client.session_transaction() as cookie:
            cookie["_user_id"] = secret
            cookie["_fresh"] = True
        return client

    return sign_in


@pytest.fixture
def token() -> Callable[[FlaskClient, str], str]:
    """The form token of a page, as a browser would send it back."""
    import re

    def read(client: FlaskClient, address: str) -> str:
        page = client.get(address).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, f"no form token on {address}"
        return found.group(1)

    return read
