"""Open cases of those who do a module in a way of their own. A case that ends leaves no row."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base, word


class Refusal(StrEnum):
    """Why a certificate from elsewhere is not accepted. The learner alone is told."""

    UNREADABLE = "unreadable"
    OTHER_PERSON = "other_person"
    NOT_LISTED = "not_listed"
    TOO_OLD = "too_old"
    NO_DATE = "no_date"


class FileKind(StrEnum):
    """What a file is by its first bytes, whatever it is called."""

    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"


class WayCase(Base):
    """Somebody has asked to do a module another way, or has handed in a certificate from elsewhere; not yet ended.

    With a certificate: the course (`equivalent`), the day on it, and its file by the random name that it has while it
    is reviewed. `refused_as`: the certificate was not accepted, and the learner has not yet read so and gone on.
    `unread_at`: it was removed then because nobody had reviewed it in time; what it was went with it.
    `named`: the contact persons whom the learner was told of, by id; nobody else sees the case.
    """

    __tablename__ = "way_case"
    __table_args__ = (UniqueConstraint("person_id", "module"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    module: Mapped[str]
    opened_at: Mapped[datetime]
    named: Mapped[list[Any]] = mapped_column(JSON)
    equivalent: Mapped[str | None]
    dated_on: Mapped[date | None]
    file: Mapped[str | None]
    file_kind: Mapped[FileKind | None] = mapped_column(word(FileKind))
    handed_in_at: Mapped[datetime | None]
    unread_at: Mapped[datetime | None]
    refused_as: Mapped[Refusal | None] = mapped_column(word(Refusal))
    refused_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether it waits for a contact person."""
        return self.refused_as is None

    @property
    def told_of(self) -> list[UUID]:
        """The contact persons whom the learner was told of."""
        return [UUID(each) for each in self.named]

    @property
    def number(self) -> str:
        """What the learner can say instead of a name."""
        return f"{self.id.hex[:4]}-{self.id.hex[4:8]}".upper()
