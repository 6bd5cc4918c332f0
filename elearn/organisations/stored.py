"""Reads of what earlier files have stored, as plain values for the comparison with a new one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, or_, select
from sqlalchemy.orm import Session, aliased

from elearn.database import known
from elearn.organisations.facts import (
    FileKind,
    PostFacts,
    PostKey,
    UnitFacts,
)
from elearn.organisations.models import (
    Employment,
    HrImport,
    PersonNumber,
    Post,
    Source,
    Unit,
    UnitVersion,
)
from elearn.organisations.timeline import Stored


@dataclass(frozen=True, slots=True)
class StoredUnit:
    """A unit, the source that owns it, and its periods in order of time: none when all were voided."""

    id: int
    source: str
    rows: tuple[Stored[UnitFacts], ...]

    def on(self, day: date) -> Stored[UnitFacts] | None:
        """The row that holds on a day."""
        for row in self.rows:
            if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day):
                return row
        return None

    @property
    def name(self) -> str:
        return self.rows[-1].values.name if self.rows else ""


def find_source_id(session: Session, name: str) -> int | None:
    return session.scalars(select(Source.id).where(Source.name == name)).one_or_none()


def list_sources(session: Session) -> list[str]:
    return list(session.scalars(select(Source.name).order_by(Source.name)))


def find_last_import(session: Session, kind: FileKind, source: str) -> HrImport | None:
    """The file of a source and kind that was applied last and has not been taken back."""
    return next((applied for applied in list_standing(session, kind, source) if applied.undoes is None), None)


def list_standing(session: Session, kind: FileKind | str, source: str) -> Iterator[HrImport]:
    """What was applied of a source and kind and not taken back, the newest first."""
    rows = session.scalars(
        select(HrImport)
        .join(Source, Source.id == HrImport.source_id)
        .where(HrImport.kind == kind, Source.name == source)
        .order_by(HrImport.id.desc())
    )
    return standing(rows)


def standing(newest_first: Iterable[HrImport]) -> Iterator[HrImport]:
    """What is left when whatever undoes something has taken it away; the newest first."""
    undone: set[int] = set()
    for applied in newest_first:
        if applied.id not in undone:
            if applied.undoes is not None:
                undone.add(applied.undoes)
            yield applied


def list_stored_units(session: Session, known_at: datetime | None = None) -> dict[str, StoredUnit]:
    """Every unit of every source, by code, as known now or at an instant."""
    codes: dict[int, str] = {}
    sources: dict[int, str] = {}
    for unit in session.execute(select(Unit.id, Unit.code, Source.name).join(Source)):
        codes[unit.id], sources[unit.id] = unit.code, unit.name
    rows: dict[int, list[Stored[UnitFacts]]] = defaultdict(list)
    version = UnitVersion
    for row in session.execute(
        select(
            version.unit_id,
            version.id,
            version.began_on,
            version.valid_from,
            version.valid_to,
            version.name,
            version.kind,
            version.parent_id,
            version.legal_entity,
            version.responsible_code,
            version.counts_in_group,
        )
        .where(known(version, known_at))
        .order_by(version.unit_id, version.valid_from)
    ):
        parent = None if row.parent_id is None else codes[row.parent_id]
        facts = UnitFacts(
            row.name, row.kind, parent, row.legal_entity, row.responsible_code, row.counts_in_group
        )
        rows[row.unit_id].append(Stored(row.id, row.began_on, row.valid_from, row.valid_to, facts))
    return {
        code: StoredUnit(unit_id, sources[unit_id], tuple(rows.get(unit_id, ())))
        for unit_id, code in codes.items()
    }


def id_of_source(source: str) -> ScalarSelect[int]:
    """The id of a source, inside a query."""
    return select(Source.id).where(Source.name == source).scalar_subquery()


def list_stored_posts(
    session: Session, source: str, known_at: datetime | None = None
) -> dict[PostKey, list[Stored[PostFacts]]]:
    """The posts that the managers files of one source have given."""
    owner = aliased(Source)
    posts: dict[PostKey, list[Stored[PostFacts]]] = defaultdict(list)
    for row in session.execute(
        select(
            Post.id,
            Post.began_on,
            Post.valid_from,
            Post.valid_to,
            Unit.code,
            owner.name,
            PersonNumber.employee_number,
            Post.role,
        )
        .join(Unit, Unit.id == Post.unit_id)
        .join(PersonNumber, PersonNumber.id == Post.number_id)
        .join(owner, owner.id == PersonNumber.source_id)
        .where(Post.source_id == id_of_source(source), known(Post, known_at))
        .order_by(Post.id)
    ):
        key = PostKey(row.code, row.name, row.employee_number, row.role)
        posts[key].append(Stored(row.id, row.began_on, row.valid_from, row.valid_to, PostFacts()))
    return posts


def list_units_with_people_after(session: Session, unit_ids: Iterable[int], day: date) -> set[int]:
    """Which of the units still have an employment some day after a day."""
    wanted = list(unit_ids)
    found: set[int] = set()
    for place in range(0, len(wanted), 500):
        found |= set(
            session.scalars(
                select(Employment.unit_id)
                .where(
                    Employment.unit_id.in_(wanted[place : place + 500]),
                    known(Employment),
                    or_(Employment.valid_to.is_(None), Employment.valid_to > day),
                )
                .distinct()
            )
        )
    return found
