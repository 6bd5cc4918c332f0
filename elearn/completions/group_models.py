"""Group sessions at a workplace meeting, and who was there. Both are kept for a short time only."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base, word


class Room(StrEnum):
    """Where a session is held. A short list: nobody writes to people in words of their own."""

    USUAL = "usual"
    MEETING_ROOM = "meeting_room"
    STAFF_ROOM = "staff_room"
    REMOTE = "remote"


class GroupSession(Base):
    """A module that a unit goes through together. What was announced never changes: a move is another session."""

    __tablename__ = "group_session"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    module: Mapped[str]
    held_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[time]
    room: Mapped[Room | None] = mapped_column(word(Room))
    announced_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class Attendance(Base):
    """The leader says that somebody was there. It proves nothing until that person has confirmed it.

    `ticked` is the leader's word and all that the leader sees, `confirmed` the person's own. A row whose tick was taken
    back stays: where one went and another did not, the leader would learn who had confirmed.
    """

    __tablename__ = "group_attendance"
    session_id: Mapped[UUID] = mapped_column(ForeignKey("group_session.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    confirmed: Mapped[bool]
    ticked: Mapped[bool] = mapped_column(default=True)
