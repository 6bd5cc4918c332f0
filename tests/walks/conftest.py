"""One server for each way of walking, and a browser for each task."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import browsing
from tests.completions.ways import name_contacts
from tests.e2e.conftest import Stage, browser_type_launch_args, staging
from tests.e2e.visitor import Visitor
from tests.staging import PASSWORD, email_of
from tests.walks.task import NOBODY, Task
from tests.walks.walking import Walk

__all__ = ["browser_type_launch_args"]

# A desk, and a telephone.
WIDTHS = {"keyboard": 1280, "pointer": 320}

Begin = Callable[[Task, str], Walk]


@pytest.fixture(scope="module")
def stage_of(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Stage]]:
    """The server of a way, started when the first task asks for it: no task touches what another one looks at."""
    stages: dict[str, Stage] = {}
    with ExitStack() as running:

        def start(way: str) -> Stage:
            if way not in stages:
                stages[way] = running.enter_context(staging(sqlite_template, tmp_path_factory.mktemp(way)))
                with stages[way].database.writing() as session, session.begin():
                    name_contacts(session, stages[way].world, gustav="G")
            return stages[way]

        yield start


@pytest.fixture
def begin(browser: Browser, stage_of: Callable[[str], Stage]) -> Iterator[Begin]:
    """Somebody stands where a task begins, signed in."""
    visitors: list[Visitor] = []

    def stand(task: Task, way: str) -> Walk:
        stage = stage_of(way)
        given = task.before(stage) if task.before else ""
        context = browser.new_context(
            base_url=stage.address,
            locale="sv-SE",
            java_script_enabled=way == "keyboard",
            viewport={"width": WIDTHS[way], "height": 900},
            reduced_motion="reduce",
        )
        if task.person != NOBODY:
            signed_in = browsing.Browser(stage.address)
            signed_in.sign_in(email_of(task.person), PASSWORD)
            for name, value in signed_in.cookies.items():
                context.add_cookies([{"name": name, "value": value, "url": stage.address}])
            assert signed_in.get("/installningar").address == "/installningar", task.person
        visitors.append(Visitor(context, stage.address, "sv"))
        walk = Walk(visitors[-1], way, given)
        walk.open(task.start.format(given))
        return walk

    yield stand
    for visitor in visitors:
        visitor.close()
