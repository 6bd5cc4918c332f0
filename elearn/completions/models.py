"""The ledger: one row per completion, appended and never changed."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base, word


class Evidence(StrEnum):
    """What proves a completion."""

    CHECK = "check"
    GROUP = "group"
    OTHER = "other"


class Completion(Base):
    """Somebody completed a module. `person_id` is the random id; `origin` is what it was made from, once only.

    A correction is a row of its own that names the row it `corrects`; `annulled` says that the corrected
    row no longer counts and nothing replaces it.
    """

    __tablename__ = "completion"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    seq: Mapped[int] = mapped_column(ForeignKey("chain_link.seq"), unique=True)
    salt: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    module: Mapped[str]
    version: Mapped[str]
    evidence: Mapped[Evidence] = mapped_column(word(Evidence))
    completed_on: Mapped[date]
    valid_until: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
    corrects: Mapped[UUID | None] = mapped_column(ForeignKey("completion.id"), index=True)
    annulled: Mapped[bool]
    reason: Mapped[str | None]
    origin: Mapped[str] = mapped_column(unique=True)
