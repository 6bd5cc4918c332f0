"""An export as a test reads it: its JSON Lines, checked for wholeness."""

import io
import json
from typing import Any

from elearn.clock import today
from elearn.database import Database
from elearn.reports.export_people import Readers
from elearn.reports.exports import Format, Subject, Wish, write_export


def exported(
    database: Database, subject: Subject, readers: frozenset[int] | None = None, **given: Any
) -> list[dict[str, Any]]:
    """The rows of an export with everything that was not said at its default."""
    wish = Wish(**{"subject": subject, "as_of": today(), "today": today(), "format": Format.JSONL, **given})
    file = io.BytesIO()
    with database.reading() as session:
        seen = None if readers is None else Readers(names=readers, figures=readers)
        count = write_export(session, wish, seen, file)
        assert not session.in_transaction()
    *rows, closing = [json.loads(line) for line in file.getvalue().decode().splitlines()]
    assert count == len(rows) == closing["rows"]
    return rows
