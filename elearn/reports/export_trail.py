"""What the audit trail keeps of an export: what was asked for, by whom, and how much came out. Never a name."""

import hashlib
import os
from datetime import datetime
from typing import IO
from uuid import UUID

from sqlalchemy.orm import Session

from elearn.audit.models import AuditEvent
from elearn.audit.services import record_event
from elearn.reports.exports import Wish

ACTION = "export.made"


def record_export(
    session: Session,
    wish: Wish,
    rows: int,
    *,
    at: datetime,
    actor: UUID | None = None,
    headers: str | None = None,
    job: UUID | None = None,
    sha256: str | None = None,
) -> AuditEvent:
    """Note that a file was taken out. `headers`: the name of the mapping file; no actor: from the command line."""
    details = {**wish_details(wish, headers), "rows": rows}
    details |= {name: value for name, value in (("job", job and job.hex), ("sha256", sha256)) if value}
    return record_event(session, ACTION, at=at, actor=actor, object=wish.subject.value, details=details)


def wish_details(wish: Wish, headers: str | None) -> dict[str, object]:
    """What the trail keeps of what was asked for. `headers`: the name of a mapping file."""
    details: dict[str, object] = {
        "as_of": wish.as_of.isoformat(),
        "structure": wish.structure.value,
        "unit": wish.unit,
        "module": wish.module,
        "format": wish.format.value,
    }
    chosen = {"level": wish.level.value if wish.level else None, "headers": headers}
    return details | {name: value for name, value in chosen.items() if value}


def digest_of(file: IO[bytes]) -> str:
    """The SHA-256 of everything written into a file that can be read back; it stands at its end afterwards."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any file that reads bytes
    file.seek(0, os.SEEK_END)
    return digest
