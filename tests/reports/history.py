"""What has happened before a test of exports begins: completions, corrections, requirements, moves."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.audit.chain import new_salt
from elearn.audit.services import append_link
from elearn.clock import now
from elearn.completions.models import Completion, Evidence
from elearn.completions.services import completion_content, record_completion
from elearn.organisations.kinds import Form, Level
from elearn.organisations.models import Employment, Person, PersonalDetails, PersonNumber, Source, UnitVersion
from elearn.requirements.models import Requirement, RequirementVersion
from elearn.requirements.standing import valid_until

MODULE = "kunskap-pa-alla-nivaer"
OTHER_MODULE = "anmalningsskyldigheten"
A_DAY = timedelta(days=1)


def complete(
    session: Session, person_id: UUID, on: date, module: str = MODULE, months: int = 24
) -> Completion:
    """Somebody completed a module on a day."""
    return record_completion(
        session,
        person_id=person_id,
        module=module,
        version="1.0",
        evidence=Evidence.CHECK,
        completed_on=on,
        valid_until=valid_until(on, months),
        origin=f"test:{uuid4().hex}",
        at=now(),
    )


def correct(session: Session, wrong: Completion, completed_on: date, *, annulled: bool = False) -> Completion:
    """A later row of the ledger corrects an earlier one."""
    right = Completion(
        id=uuid4(),
        salt=new_salt(),
        person_id=wrong.person_id,
        module=wrong.module,
        version=wrong.version,
        evidence=wrong.evidence,
        completed_on=completed_on,
        valid_until=wrong.valid_until,
        recorded_at=now(),
        recorded_by=wrong.person_id,
        corrects=wrong.id,
        annulled=annulled,
        reason="fel dag",
        origin=f"test:{uuid4().hex}",
    )
    right.seq = append_link(session, "completion", right.salt, completion_content(right))
    session.add(right)
    session.flush()
    return right


def require(
    session: Session,
    unit_id: int,
    since: date,
    *modules: str,
    record_number: str | None = "KS 2024-17",
    levels: tuple[str, ...] = (),
) -> None:
    """A unit's requirement of modules: due in 90 days, valid 24 months; without a record number a recommendation."""
    requirement = Requirement()
    session.add(requirement)
    session.flush()
    session.add(
        RequirementVersion(
            requirement_id=requirement.id,
            unit_id=unit_id,
            modules=list(modules or (MODULE,)),
            levels=list(levels),
            due_days=90,
            valid_months=24,
            decided_by="Kommunstyrelsen" if record_number else None,
            decided_on=since if record_number else None,
            record_number=record_number,
            **dated(since),
        )
    )
    session.flush()


def employ(
    session: Session,
    person_id: UUID,
    number: str,
    unit_id: int,
    since: date,
    *,
    until: date | None = None,
    level: Level = Level.EMPLOYEE,
    form: Form = Form.PERMANENT,
    source: str = "hr",
) -> None:
    """Another employment of somebody, under a number that exists or a new one."""
    number_id = _number(session, person_id, source, number)
    session.add(_employment(number_id, unit_id, form=form, since=since, until=until, level=level))
    session.flush()


def end(session: Session, person_id: UUID, last_day: date) -> None:
    """Every employment of somebody ends on a day."""
    for row in _employments(session, person_id):
        row.superseded_at = now()
        session.flush()
        session.add(
            Employment(
                number_id=row.number_id,
                unit_id=row.unit_id,
                level=row.level,
                title=row.title,
                role=row.role,
                email=row.email,
                form=row.form,
                fraction=row.fraction,
                absent_from=row.absent_from,
                absent_to=row.absent_to,
                import_id=None,
                **dated(row.began_on, last_day),
            )
        )
    session.flush()


def rename(
    session: Session, number: str, given_name: str, family_name: str, since: date, source: str = "hr"
) -> None:
    """Somebody is called something else since a day."""
    row = session.scalars(
        select(PersonalDetails)
        .join(PersonNumber, PersonNumber.id == PersonalDetails.number_id)
        .join(Source, Source.id == PersonNumber.source_id)
        .where(
            PersonNumber.employee_number == number,
            Source.name == source,
            PersonalDetails.superseded_at.is_(None),
        )
    ).one()
    row.superseded_at = now()
    session.flush()
    former = {"given_name": row.given_name, "family_name": row.family_name}
    present = {"given_name": given_name, "family_name": family_name}
    for names, first, last in ((former, row.valid_from, since - A_DAY), (present, since, None)):
        session.add(
            PersonalDetails(
                number_id=row.number_id,
                language=row.language,
                protected=row.protected,
                import_id=None,
                **names,
                **dated(first, last),
            )
        )
    session.flush()


def void(session: Session, person_id: UUID) -> None:
    """What was recorded of somebody's employments was never true."""
    for row in _employments(session, person_id):
        row.superseded_at = now()
    session.flush()


def rename_unit(session: Session, unit_id: int, name: str, since: date) -> None:
    """A unit is called something else since a day."""
    row = session.scalars(
        select(UnitVersion).where(UnitVersion.unit_id == unit_id, UnitVersion.superseded_at.is_(None))
    ).one()
    row.superseded_at = now()
    session.flush()
    for called, first, last in ((row.name, row.valid_from, since - A_DAY), (name, since, None)):
        session.add(
            UnitVersion(
                unit_id=unit_id,
                name=called,
                kind=row.kind,
                parent_id=row.parent_id,
                legal_entity=None,
                responsible_code=None,
                counts_in_group=True,
                import_id=None,
                **dated(first, last),
            )
        )
    session.flush()


def _employment(
    number_id: int,
    unit_id: int,
    *,
    form: Form,
    since: date,
    until: date | None = None,
    level: Level = Level.EMPLOYEE,
) -> Employment:
    return Employment(
        number_id=number_id,
        unit_id=unit_id,
        level=level,
        title="",
        role=None,
        email="",
        form=form,
        fraction="",
        absent_from=None,
        absent_to=None,
        import_id=None,
        **dated(since, until),
    )


def crowd(
    session: Session, unit_id: int, size: int, *, form: Form = Form.PERMANENT, prefix: str = "c"
) -> None:
    """So many more people in a unit, for two years."""
    source_id = session.scalars(select(Source.id).where(Source.name == "hr")).one()
    people = [Person(id=uuid4(), person_key=None, recorded_at=now()) for _ in range(size)]
    session.add_all(people)
    session.flush()
    numbers = [
        PersonNumber(source_id=source_id, employee_number=f"{prefix}{place}", person_id=person.id)
        for place, person in enumerate(people)
    ]
    session.add_all(numbers)
    session.flush()
    session.add_all(
        _employment(number.id, unit_id, form=form, since=now().date() - 730 * A_DAY) for number in numbers
    )
    session.flush()


def _employments(session: Session, person_id: UUID) -> Sequence[Employment]:
    return session.scalars(
        select(Employment)
        .join(PersonNumber, PersonNumber.id == Employment.number_id)
        .where(PersonNumber.person_id == person_id, Employment.superseded_at.is_(None))
    ).all()


def _number(session: Session, person_id: UUID, source_name: str, number: str) -> int:
    source = session.scalars(select(Source).where(Source.name == source_name)).one_or_none()
    if source is None:
        source = Source(name=source_name)
        session.add(source)
        session.flush()
    found = session.scalars(
        select(PersonNumber).where(
            PersonNumber.source_id == source.id, PersonNumber.employee_number == number
        )
    ).one_or_none()
    if found is None:
        found = PersonNumber(source_id=source.id, employee_number=number, person_id=person_id)
        session.add(found)
        session.flush()
    return found.id


def dated(since: date, until: date | None = None) -> dict[str, date | datetime | None]:
    """The columns of a fact that holds from one day to another and was known all the time."""
    return {
        "began_on": since,
        "valid_from": since,
        "valid_to": until,
        "recorded_at": now() - timedelta(days=1),
        "superseded_at": None,
    }
