"""A real browser in front of a real server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy

import pytest
from playwright.sync_api import Browser, expect

from elearn.database import Database
from tests.e2e.visitor import Visitor
from tests.people import World
from tests.serving import Serving
from tests.staging import stage

CHROMIUM = "/usr/bin/chromium"
# No sandbox: the tests may run as root. The rest keeps the browser from talking to anybody on its own.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MILLISECONDS = 20_000
LOCALES = {"sv": "sv-SE", "en": "en-GB"}


class Stage:
    """A server with the small cast, and who is in it."""

    def __init__(self, address: str, database: Database, world: World) -> None:
        self.address = address
        self.database = database
        self.world = world


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    return {"executable_path": CHROMIUM, "args": SWITCHES}


@contextmanager
def staging(template: Path, directory: Path) -> Iterator[Stage]:
    """A server on a database of its own in a directory."""
    path = directory / "elearn.db"
    copy(template, path)
    database = Database(f"sqlite:///{path}")
    world = stage(database)
    with Serving(f"sqlite:///{path}", directory, ELEARN_COMPONENTS="1") as server:
        yield Stage(server.address, database, world)
    database.dispose()


@pytest.fixture(scope="session")
def standing(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One server for all tests that change nothing that another one looks at."""
    with staging(sqlite_template, tmp_path_factory.mktemp("standing")) as one:
        yield one


@pytest.fixture
def staged(sqlite_template: Path, tmp_path: Path) -> Iterator[Stage]:
    """A server of the test's own."""
    with staging(sqlite_template, tmp_path) as one:
        yield one


@pytest.fixture
def arrive(browser: Browser, staged: Stage) -> Iterator[Callable[..., Visitor]]:
    """Somebody opens a browser: `arrive(language="en", javascript=False)`. Whatever went wrong in it fails the test."""
    visitors: list[Visitor] = []

    def open_browser(language: str = "sv", *, javascript: bool = True, width: int = 1280) -> Visitor:
        context = browser.new_context(
            base_url=staged.address,
            locale=LOCALES[language],
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )
        visitors.append(Visitor(context, staged.address, language))
        return visitors[-1]

    yield open_browser
    for visitor in visitors:
        visitor.close()
