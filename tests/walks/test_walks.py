"""Every task of every role can be done with the keyboard alone, and without JavaScript.

An ordinary run walks one task of each role, one way or the other; `make a11y` walks all of them both ways.
"""

from collections.abc import Iterator
from itertools import cycle

import pytest
from flask import Flask

from tests.walks.conftest import Begin
from tests.walks.task import Task
from tests.walks.tasks import ROLES, TASKS
from tests.walks.walking import WAYS

# Forms that ask for a page, and change nothing.
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


@pytest.mark.browser
@pytest.mark.parametrize(("task", "way"), list(walks()))
def test_a_task_can_be_done(begin: Begin, task: Task, way: str) -> None:
    walk = begin(task, way)
    sent: list[str] = []
    walk.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    task.walk(walk)
    walk.sees(task.end)
    assert bool(sent) == bool(task.forms), sent


@pytest.mark.one_engine
def test_every_form_is_in_some_task(app: Flask) -> None:
    forms = {rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) - LOOKS}
    walked = {endpoint for task in TASKS for endpoint in task.forms}
    assert walked == forms
