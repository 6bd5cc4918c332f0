"""What was measured, and how it is measured and printed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


@dataclass(frozen=True)
class Result:
    """One measured thing beside its floor."""

    what: str
    ours: str
    floor: str
    ratio: float


def show(results: list[Result]) -> None:
    print(f"{'':<44}{'ours':>14}{'floor':>14}{'ratio':>8}")
    for one in results:
        print(f"{one.what:<44}{one.ours:>14}{one.floor:>14}{one.ratio:>8.3f}")
    print()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


@contextmanager
def queries_of(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)
