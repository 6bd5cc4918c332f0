"""Units, persons, employments and posts, each fact with its days and the time it was known."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from elearn.database import Base, Dated, word
from elearn.organisations.kinds import Form, Kind, Level, PostRole


class Source(Base):
    """The HR system or register that files come from."""

    __tablename__ = "source"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class HrImport(Base):
    """One applied HR file: when, by whom, effective which day, and what it changed. Never the file itself.

    Taking one back is recorded as another, which says what it `undoes`.
    """

    __tablename__ = "hr_import"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    effective: Mapped[date]
    applied_at: Mapped[datetime]
    applied_by: Mapped[UUID | None]
    rows: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    ended: Mapped[int]
    unchanged: Mapped[int]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("hr_import.id"))


class HrUndo(Base):
    """One officer has confirmed that an applied file is taken back and another has to: for at most 24 hours.

    `plan` is the fingerprint of the difference that was confirmed; another difference needs two officers again.
    """

    __tablename__ = "hr_undo"
    import_id: Mapped[int] = mapped_column(ForeignKey("hr_import.id"), primary_key=True, autoincrement=False)
    plan: Mapped[str]
    confirmed_by: Mapped[UUID]
    confirmed_at: Mapped[datetime]


class HrUpload(Base):
    """A file that HR has uploaded and not yet applied: kept at most 24 hours, then only its difference remains.

    `confirmed_by` is the first officer where the brake asks for a second one.
    """

    __tablename__ = "hr_upload"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str]
    source: Mapped[str]
    effective: Mapped[date]
    correction: Mapped[bool]
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    uploaded_by: Mapped[UUID]
    uploaded_at: Mapped[datetime]
    confirmed_by: Mapped[UUID | None]


class ImportMapping(Base):
    """What a source calls our columns and words: the text of the mapping file that its uploads are read with."""

    __tablename__ = "import_mapping"
    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    content: Mapped[str]
    saved_by: Mapped[UUID]
    saved_at: Mapped[datetime]


class Unit(Base):
    """The identity of an organisational unit: its code, unique in the group, and the source that owns it."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))


class UnitVersion(Dated, Base):
    """What a unit is called, what it is and where it stands in the tree, for some days."""

    __tablename__ = "unit_version"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str]
    kind: Mapped[Kind] = mapped_column(word(Kind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    legal_entity: Mapped[str | None]
    responsible_code: Mapped[str | None]
    counts_in_group: Mapped[bool]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("hr_import.id"))


class Person(Base):
    """A human being, by a random id that no name or number can be read from. `person_key` is HR's own, opaque."""

    __tablename__ = "person"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_key: Mapped[str | None] = mapped_column(unique=True)
    recorded_at: Mapped[datetime]


class PersonKey(Base):
    """Since when a person has had HR's key, and until when: what a file gave can be taken back."""

    __tablename__ = "person_key"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    person_key: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    superseded_at: Mapped[datetime | None]


class PersonNumber(Base):
    """An employee number in a source, and whose it is. Colliding numbers of two sources are two rows."""

    __tablename__ = "person_number"
    __table_args__ = (UniqueConstraint("source_id", "employee_number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    employee_number: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)


class PersonJoin(Base):
    """Two persons that a later `person_key` showed to be one: facts about `person_id` are read as `into_id`'s."""

    __tablename__ = "person_join"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    into_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    recorded_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class PersonalDetails(Dated, Base):
    """What a person is called in one source, in which language we write, and whether the identity is protected."""

    __tablename__ = "personal_details"
    number_id: Mapped[int] = mapped_column(ForeignKey("person_number.id"), index=True)
    given_name: Mapped[str]
    family_name: Mapped[str]
    language: Mapped[str]
    protected: Mapped[bool]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("hr_import.id"))


class Employment(Dated, Base):
    """A person in a unit at a level for some days; an elected office is one too. Key: number, unit, level."""

    __tablename__ = "employment"
    number_id: Mapped[int] = mapped_column(ForeignKey("person_number.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    level: Mapped[Level] = mapped_column(word(Level))
    title: Mapped[str]
    role: Mapped[PostRole | None] = mapped_column(word(PostRole))
    email: Mapped[str] = mapped_column(index=True)
    form: Mapped[Form | None] = mapped_column(word(Form))
    fraction: Mapped[str]
    absent_from: Mapped[date | None]
    absent_to: Mapped[date | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("hr_import.id"))


class Post(Dated, Base):
    """A post in a unit that a managers file gives to somebody who may be employed elsewhere."""

    __tablename__ = "post"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("person_number.id"), index=True)
    role: Mapped[PostRole] = mapped_column(word(PostRole))
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    import_id: Mapped[int | None] = mapped_column(ForeignKey("hr_import.id"))


class Arrangement(Dated, Base):
    """A legal entity of its own lets the HR of the units above it see its people by name, for some days.

    `decided_by`, `decided_on` and `record_number` say what it rests on; without one there are figures only.
    """

    __tablename__ = "arrangement"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    decided_by: Mapped[str]
    decided_on: Mapped[date]
    record_number: Mapped[str]
    recorded_by: Mapped[UUID | None]


class Delegation(Dated, Base):
    """The manager of a unit lets somebody of their own stand in for them there, for some days.

    It rests on two employments: the deputy's (`number_id` in `employed_in`) and the manager's (`manager_id`) with the
    post in the unit. `delegated.stands` says when it holds; no row is written when it lapses.
    """

    __tablename__ = "delegation"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    number_id: Mapped[int] = mapped_column(ForeignKey("person_number.id"), index=True)
    employed_in: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    manager_id: Mapped[int] = mapped_column(ForeignKey("person_number.id"))


Index("ix_unit_version_current", UnitVersion.superseded_at, UnitVersion.valid_from)
# The few who hold a post, and the few who are protected, among all.
Index(
    "ix_employment_role",
    Employment.role,
    sqlite_where=Employment.role.is_not(None),
    postgresql_where=Employment.role.is_not(None),
)
Index(
    "ix_personal_details_protected",
    PersonalDetails.number_id,
    sqlite_where=text("protected = 1"),
    postgresql_where=text("protected"),
)
