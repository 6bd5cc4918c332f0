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


class Reason(StrEnum):
    """Why a completion is corrected. A wrong date gets the right one; for every other reason it is withdrawn."""

    WRONG_PERSON = "wrong_person"
    WRONG_DATE = "wrong_date"
    WRONG_MODULE = "wrong_module"
    REGISTERED_TWICE = "registered_twice"
    EVIDENCE_WITHDRAWN = "evidence_withdrawn"


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


class CorrectionRequest(Base):
    """A correction that one HR officer has asked for and another has not yet confirmed: it changes nothing.

    `completed_on` is the right day where the date was wrong, otherwise None: the completion is withdrawn.
    """

    __tablename__ = "correction_request"
    completion_id: Mapped[UUID] = mapped_column(ForeignKey("completion.id"), primary_key=True)
    reason: Mapped[Reason] = mapped_column(word(Reason))
    completed_on: Mapped[date | None]
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
