"""What the audit trail keeps of an export: what was asked for, by whom, and how much came out. Never a name."""

import hashlib
import os
from datetime import datetime
from typing import IO, Any
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
    sha256: str | None = None,
) -> AuditEvent:
    """Note that a file was taken out. `headers`: the name of the mapping file; no actor: from the command line."""
    details: dict[str, Any] = {
        "as_of": wish.as_of.isoformat(),
        "structure": wish.structure.value,
        "unit": wish.unit,
        "module": wish.module,
        "format": wish.format.value,
        "rows": rows,
    }
    chosen = {"level": wish.level.value if wish.level else None, "headers": headers, "sha256": sha256}
    details |= {name: value for name, value in chosen.items() if value}
    return record_event(session, ACTION, at=at, actor=actor, object=wish.subject.value, details=details)


def digest_of(file: IO[bytes]) -> str:
    """The SHA-256 of everything written into a file that can be read back; it stands at its end afterwards."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any file that reads bytes
    file.seek(0, os.SEEK_END)
    return digest
