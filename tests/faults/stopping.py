"""`elearn` that stands still after so many writes, says so, and waits to be killed.

Run as `python -m tests.faults.stopping 3 import people file.csv`.
"""

import sys
from itertools import count

from sqlalchemy import Engine, event

from elearn.cli import main

WRITES = ("INSERT", "UPDATE")
STOPPED = "stopped"


def stop_after(writes: int) -> None:
    """Stand still once the database has carried out so many statements that write."""
    counted = count(1)

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(WRITES) and next(counted) == writes:
            print(STOPPED, flush=True)  # noqa: T201 -- what the test waits for
            sys.stdin.read()  # until whoever started us is gone too

    event.listen(Engine, "after_cursor_execute", note)


if __name__ == "__main__":
    stop_after(int(sys.argv[1]))
    sys.argv = ["elearn", *sys.argv[2:]]
    main()
