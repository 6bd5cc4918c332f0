"""The chain of digests, and the events that it holds together with the ledger of completions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base


class ChainHead(Base):
    """The one row that everybody who appends must lock first: where the chain ends."""

    __tablename__ = "chain_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    link: Mapped[str]


class ChainLink(Base):
    """One link: the salted digest of a row kept elsewhere, and the link before it.

    The link of a row is SHA-256 (FIPS 180-4) of its predecessor and its digest. When retention removes
    the row with its salt, the link stays, proves that something stood here, and tells nothing of whom.
    """

    __tablename__ = "chain_link"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    digest: Mapped[str]
    predecessor: Mapped[str]


class Removal(Base):
    """The retention decision without which the database lets no ledger or audit row go."""

    __tablename__ = "removal"
    seq: Mapped[int] = mapped_column(ForeignKey("chain_link.seq"), primary_key=True, autoincrement=False)
    decision_reference: Mapped[str]
    removed_at: Mapped[datetime]


class AuditEvent(Base):
    """Who did what to which object. People stand by their random id; details hold no name and no answer."""

    __tablename__ = "audit_event"
    seq: Mapped[int] = mapped_column(ForeignKey("chain_link.seq"), primary_key=True, autoincrement=False)
    salt: Mapped[str]
    at: Mapped[datetime]
    actor: Mapped[UUID | None]
    action: Mapped[str]
    object: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
