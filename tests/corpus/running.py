"""Putting a case to the test: every way in which its file gives something else than it must, as sentences."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.database import known
from elearn.organisations.applying import apply_import, lock_imports
from elearn.organisations.exporting import export_file
from elearn.organisations.files.faults import Fault, Notice
from elearn.organisations.importing import plan_import
from elearn.organisations.models import Employment, PersonalDetails, PersonNumber, Unit, UnitVersion
from elearn.organisations.planning import ImportPlan
from tests.corpus.case import Case, Given, Said
from tests.organisations.loading import content, counts, days_of, days_of_unit, everything


def prepare(session: Session, case: Case) -> None:
    """Load what stands before the case's file."""
    lock_imports(session)
    for given in case.given:
        put(session, given)


def put(session: Session, given: Given) -> None:
    made = plan_import(
        session,
        given.kind,
        content(given.kind, *given.rows, extra=given.extra),
        source=given.source,
        effective=given.on,
        max_ended=100,
    )
    assert made.faults == (), made.faults
    apply_import(session, made, at=clock.now())


def plan(session: Session, case: Case, file: bytes | None = None) -> ImportPlan:
    """What the case's file would do or, given another file, what that would in its place."""
    options = case.options if file is None else {}
    return plan_import(
        session,
        case.kind,
        case.file if file is None else file,
        source=case.source,
        effective=case.on,
        **options,
    )


def run(session: Session, case: Case) -> list[str]:
    """What is wrong with what comes of the case's file, in a transaction that is not committed."""
    prepare(session, case)
    before = everything(session)
    made = plan(session, case)
    wrong = list(_told_wrong(made, case))
    if wrong:
        return wrong
    if case.refused:
        return [] if everything(session) == before else ["the plan of a refused file has changed something"]
    apply_import(session, made, at=clock.now())
    return [*_stored_wrong(session, case), *_not_settled(session, case)]


def _told_wrong(made: ImportPlan, case: Case) -> Iterator[str]:
    """How the plan differs from what the case says: as it was read, its faults and notices, its difference."""
    if (made.encoding, made.separator) != (case.encoding, case.separator):
        yield f"read as {made.encoding} with {made.separator!r}"
    yield from _said_wrong("fault", made.faults, case.faults)
    yield from _said_wrong("notice", made.notices, case.notices)
    if made.refused != case.refused:
        yield f"refused is {made.refused}"
    if case.difference is not None and counts(made) != case.difference:
        yield f"the difference is {counts(made)}, not {case.difference}"
    everything_said: list[Fault | Notice] = [*made.faults, *made.notices]
    for said in everything_said:
        if not said.message.endswith("."):
            yield f"no sentence: {said.message}"
        if case.never and case.never in repr(said):
            yield f"repeated what must not be: {said}"


def _said_wrong(
    what: str, found: Sequence[Fault] | Sequence[Notice], expected: Sequence[Said]
) -> Iterator[str]:
    """Each must be said, in this place and this order, and nothing else."""
    told = [(each.line, each.column, each.message) for each in found]
    if [each[:2] for each in told] != [each[:2] for each in expected]:
        yield f"{what}s {told}, not {list(expected)}"
        return
    for (_line, _column, message), (_place, _name, part) in zip(told, expected, strict=True):
        if part not in message:
            yield f"{what} ”{message}” does not say ”{part}”"


def _stored_wrong(session: Session, case: Case) -> Iterator[str]:
    for name, days in case.stored.items():
        found = days_of_unit(session, name) if case.kind == "units" else days_of(session, name, case.source)
        if found != days:
            yield f"{name} is stored as {found}"
    missing = set(case.texts) - _texts(session)
    if missing:
        yield f"not stored letter by letter: {missing}"


def _texts(session: Session) -> set[str]:
    """Every text that a file can bring in."""
    columns = (
        *(PersonalDetails.given_name, PersonalDetails.family_name),
        *(Employment.title, Employment.email, Employment.fraction),
        *(UnitVersion.name, UnitVersion.legal_entity),
    )
    texts = {
        text
        for column in columns
        for text in session.scalars(select(column).where(known(column.class_)))
        if text is not None
    }
    return (
        texts
        | set(session.scalars(select(PersonNumber.employee_number)))
        | set(session.scalars(select(Unit.code)))
    )


def _not_settled(session: Session, case: Case) -> Iterator[str]:
    """The same file again changes nothing, nor does what an export of it gives back."""
    again = plan(session, case)
    if again.refused or not again.changes_nothing or counts(again)[:3] != (0, 0, 0):
        yield f"a second time: {again.faults or counts(again)}"
    back = plan(session, case, export_file(session, again.kind, case.source, case.on))
    if back.refused or not back.changes_nothing:
        yield f"its export read back: {back.faults or counts(back)}"
