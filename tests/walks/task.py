"""A task: what somebody of a role comes to do, where it begins, and what they see when it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.e2e.conftest import Stage
from tests.walks.walking import Walk

NOBODY = ""


@dataclass(frozen=True)
class Task:
    """One row of the table. `before` makes what the task needs, and says what that is: it fills `{}` in `start`.

    `forms` are the endpoints of the forms that are sent on the way.
    """

    role: str
    task: str
    person: str
    start: str
    walk: Callable[[Walk], None]
    end: str
    forms: tuple[str, ...] = ()
    before: Callable[[Stage], str] | None = None

    def __str__(self) -> str:
        return f"{self.role}: {self.task}"
