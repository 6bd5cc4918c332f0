"""Every task of every role can be done with the keyboard alone, and without JavaScript.

An ordinary run walks one task of each role, one way or the other; `make a11y` walks all of them both ways.
"""

from collections.abc import Iterator
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request
from werkzeug.routing import Map

from elearn.app import create_app
from elearn.config import Config
from elearn.permissions import Role
from tests.conftest import SECRET
from tests.delivered import CONTENT
from tests.walks.conftest import Begin
from tests.walks.task import Task
from tests.walks.tasks import ROLES, TASKS
from tests.walks.walking import WAYS

# What asks for a page, and changes nothing.
LOOKS = frozenset({"OPTIONS", "HEAD", "GET"})


def walks() -> Iterator[object]:
    """Every task both ways; in an ordinary run only the first of each role, every other one with the keyboard."""
    some = dict(zip(ROLES, cycle(WAYS), strict=False))
    firsts = {task.role: task for task in reversed(TASKS)}
    for task in TASKS:
        for way in WAYS:
            chosen = firsts[task.role] is task and some[task.role] == way
            marks = [] if chosen else [pytest.mark.whole]
            yield pytest.param(task, way, marks=marks, id=f"{way}-{task}")


@pytest.fixture(scope="module")
def url_map(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Map]:
    """Every address that there is."""
    directory = tmp_path_factory.mktemp("addresses")
    url = f"sqlite:///{directory}/elearn.db"
    app = create_app(Config(database_url=url, secret_key=SECRET, instance_dir=directory, content_dir=CONTENT))
    yield app.url_map
    app.extensions["elearn_database"].dispose()


@pytest.mark.browser
@pytest.mark.parametrize(("task", "way"), list(walks()))
def test_a_task_can_be_done(begin: Begin, url_map: Map, task: Task, way: str) -> None:
    walk = begin(task, way)
    addresses = url_map.bind("localhost")
    sent: set[str] = set()

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.add(str(addresses.match(urlsplit(request.url).path, "POST")[0]))

    walk.page.on("request", note)
    task.walk(walk)
    walk.sees(task.end)
    assert sent == set(task.forms)


def test_every_role_has_tasks() -> None:
    assert {role.split()[0].lower() for role in ROLES} >= set(Role)


def test_every_form_is_in_some_task(url_map: Map) -> None:
    forms = {rule.endpoint for rule in url_map.iter_rules() if (rule.methods or set()) - LOOKS}
    walked = {endpoint for task in TASKS for endpoint in task.forms}
    assert walked == forms
