"""`elearn` for which every export is a large one, and which stands still once it has stored a file.

Run as `python -m tests.faults.standing_still serve --bind …`.
"""

import threading

from sqlalchemy import Engine, event

from elearn.cli import main
from elearn.reports import export_size


def stand_still() -> None:
    """All pieces are written, and nothing says yet that the file is whole."""
    stored = threading.Event()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO export_chunk"):
            stored.set()
        elif statement.startswith("UPDATE export_job") and stored.is_set():
            threading.Event().wait()  # until we are killed

    event.listen(Engine, "after_cursor_execute", note)


if __name__ == "__main__":
    export_size.MOST_AT_ONCE = 0
    stand_still()
    main()
