"""What the page remembers of each source: the mapping that its files are read with."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.services import record_event
from elearn.organisations.files.faults import Fault, FileRefused
from elearn.organisations.files.mapping import Mapping, load_mapping
from elearn.organisations.models import ImportMapping


def find_mapping(session: Session, source: str) -> ImportMapping | None:
    """The mapping of a source, if one is remembered."""
    return session.scalars(select(ImportMapping).where(ImportMapping.source == source)).one_or_none()


def get_mapping(session: Session, mapping_id: int) -> ImportMapping:
    return session.execute(select(ImportMapping).where(ImportMapping.id == mapping_id)).scalar_one()


def read_remembered(remembered: ImportMapping | None) -> tuple[Mapping | None, tuple[Fault, ...]]:
    """A mapping as files are read with it, or what is wrong with one that was right when it was saved."""
    if remembered is None:
        return None, ()
    try:
        return load_mapping(remembered.content), ()
    except FileRefused:
        message = _(
            "Mappningen som sidan minns för källan %(source)s går inte längre att använda. Ladda upp en ny, "
            "eller ta bort den.",
            source=remembered.source,
        )
        return None, (Fault(None, None, None, message),)


def list_mappings(session: Session, sources: Iterable[str] | None) -> list[ImportMapping]:
    """The mappings of these sources or of all, by the source's name."""
    remembered = select(ImportMapping).order_by(ImportMapping.source)
    if sources is not None:
        remembered = remembered.where(ImportMapping.source.in_(list(sources)))
    return list(session.scalars(remembered))


def remember_mapping(
    session: Session, *, source: str, name: str, content: str, at: datetime, actor: UUID
) -> None:
    """Read the files of a source with this mapping from now on, instead of any that it had.

    `content` is the text of a mapping file without a mistake.
    """
    remembered = find_mapping(session, source)
    if remembered is None:
        remembered = ImportMapping(source=source)
        session.add(remembered)
    remembered.name, remembered.content = name, content
    remembered.saved_by, remembered.saved_at = actor, at
    digest = hashlib.sha256(content.encode()).hexdigest()
    record_event(
        session, "hr.mapping_saved", at=at, actor=actor, details={"source": source, "sha256": digest}
    )


def forget_mapping(session: Session, remembered: ImportMapping, *, at: datetime, actor: UUID) -> None:
    """Read the files of its source with our own headers and words again."""
    session.delete(remembered)
    record_event(session, "hr.mapping_forgotten", at=at, actor=actor, details={"source": remembered.source})
