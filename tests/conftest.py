"""What every test may ask for: both databases, the application, a client, somebody signed in."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from elearn import clock
from elearn.config import Config
from elearn.database import Database
from elearn.upgrade import upgrade
from tests.delivered import CONTENT, delivered_content
from tests.people import World, arrange, build_world
from tests.postgres import create_database, drop_database, server_url
from tests.reading import Reader

pytest_plugins = ["tests.postgres"]

MEMORY = Path("/dev/shm")  # noqa: S108 -- pytest and mkdtemp make private directories there
Peopled = Callable[[str, date], tuple[str, World]]
ROOM_BYTES = 4 * 2**30
ENGINES = ("sqlite", "postgresql")
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


@pytest.fixture(scope="session")
def peopled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    """Templates with the small cast of tests/people.py in place, one per engine and day, made when asked for."""
    made: dict[tuple[str, date], tuple[str, World]] = {}

    def template(engine: str, day: date) -> tuple[str, World]:
        if (engine, day) not in made:
            url, name = copy_template(request, engine, tmp_path_factory.mktemp("peopled"))
            database = Database(url)
            with database.writing() as session, session.begin():
                world = build_world(session, day)
            database.dispose()
            made[engine, day] = name, world
        return made[engine, day]

    yield template
    for (engine, _), (name, _) in made.items():
        if engine == "postgresql":
            drop_database(server_url(), name)


def copy_template(request: pytest.FixtureRequest, engine: str, folder: Path) -> tuple[str, str]:
    """A migrated database: its address, and the name (or the path) to copy it by."""
    if engine == "sqlite":
        path = folder / "elearn.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}", str(path)
    name = f"peopled_{uuid4().hex}"
    return create_database(server_url(), name, template=request.getfixturevalue("postgresql_template")), name


def _prepare(url: str) -> None:
    from elearn.modules.catalogue import Catalogue
    from elearn.modules.publishing import publish

    database = Database(url)
    upgrade(database)
    with database.writing() as session, session.begin():
        publish(session, Catalogue(delivered_content()).modules, at=clock.now())
    database.dispose()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="run the large matrices whole, not a selection")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what an ordinary run has a smaller relative of, and take pages on the engines by turns."""
    if not config.option.whole:
        items[:] = [item for item in items if not item.get_closest_marker("whole") and has_its_turn(item)]


def pytest_collection_finish() -> None:
    """What is loaded now stays until the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


def has_its_turn(item: pytest.Item) -> bool:
    """Whether an ordinary run looks at this page on this engine.

    Rules and queries have tests of their own, on both engines always. A test that goes through a page, and each
    case of a table of cases, runs on the one or the other, as its name decides; `--whole` runs it on both.
    """
    names = getattr(item, "fixturenames", ())
    call = getattr(item, "callspec", None)
    if call is None or item.get_closest_marker("both_engines"):
        return True
    by_turns = item.get_closest_marker("by_turns") is not None
    if "app" not in names and call.params.keys() == {"database_url"} and not by_turns:
        return True
    engine = call.params.get("database_url")
    alone = item.get_closest_marker("one_engine") is not None
    turn = ENGINES[crc32(item.nodeid.replace(str(engine), "").encode()) % len(ENGINES)]
    return engine not in ENGINES or alone or engine == turn


@pytest.hookimpl(tryfirst=True)  # before the database server looks for its place
def pytest_configure(config: pytest.Config) -> None:
    """Keep what the tests write in memory where there is room, and collect garbage seldom: that took most of the time."""
    gc.set_threshold(100_000, 50, 100)
    if not config.option.basetemp and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test of a database runs on both engines, unless it is marked as one that no database decides."""
    if "database_url" in metafunc.fixturenames:
        alone = metafunc.definition.get_closest_marker("one_engine")
        metafunc.parametrize("database_url", ENGINES[:1] if alone else ENGINES, indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database, once per engine."""
    engine = request.param
    if "people_in_place" in request.fixturenames:
        template, request.node.world = request.getfixturevalue("peopled")(engine, clock.today())
    else:
        template = request.getfixturevalue(f"{engine}_template")
    if engine == "sqlite":
        path = tmp_path / "elearn.db"
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    name = f"test_{uuid4().hex}"
    yield create_database(server_url(), name, template=template)
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
def people_in_place() -> None:
    """Asked for, it tells `database_url` to copy a database with people: a test file may have a `world` of its own."""


@pytest.fixture
def world(request: pytest.FixtureRequest, people_in_place: None, database_url: str) -> World:
    """The small cast of tests/people.py, in place."""
    world: World = request.node.world
    return replace(world, units=dict(world.units), people=dict(world.people))  # a test may add to its own


@pytest.fixture
def arranged(database: Database, world: World) -> None:
    """The company lets HR of the group see its people by name."""
    with database.writing() as session, session.begin():
        arrange(session, world)


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    return Config(database_url=database_url, secret_key=SECRET, instance_dir=tmp_path, content_dir=CONTENT)


@pytest.fixture(scope="session", autouse=True)
def compiled_addresses() -> Iterator[None]:
    """Addresses compiled once per run: most of the time of making an application went there."""
    known: dict[tuple[str, str, bool], Callable[..., tuple[str, str]]] = {}
    compile_builder = Rule._compile_builder

    def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = rule.rule, repr(rule.defaults), append_unknown
        if key not in known:
            known[key] = compile_builder(rule, append_unknown)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compile_once)
        yield


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
