"""A small group built fact by fact, for tests that need to say exactly which facts there are."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from elearn.completions.models import Completion, Evidence
from elearn.completions.services import record_completion
from elearn.organisations.kinds import Form, Kind, Level
from elearn.organisations.models import (
    Employment,
    Person,
    PersonalDetails,
    PersonJoin,
    PersonNumber,
    Source,
    Unit,
    UnitVersion,
)
from elearn.reports.queries import Question, Report, get_figures
from elearn.requirements.models import RequirementVersion
from elearn.requirements.services import Terms, set_requirement

ON = date(2026, 3, 1)
DAY = timedelta(days=1)
LONG_AGO = date(2020, 1, 1)
MODULE = "anmalningsskyldigheten"
DECISION: dict[str, Any] = {"decided_by": "Styrelsen", "decided_on": LONG_AGO, "record_number": "7"}


def evening(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 20, tzinfo=UTC)


@dataclass
class Group:
    """Root G, with whatever a test adds. Facts are recorded on their first day unless it says otherwise."""

    session: Session
    units: dict[str, int] = field(default_factory=dict)
    source_id: int = 0
    numbers: dict[UUID, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        source = Source(name="hr")
        self.session.add(source)
        self.session.flush()
        self.source_id = source.id
        self.unit("G", Kind.GROUP)

    def unit(self, code: str, kind: Kind = Kind.DEPARTMENT, above: str | None = None, **values: Any) -> int:
        unit = Unit(code=code, source_id=self.source_id)
        self.session.add(unit)
        self.session.flush()
        self.units[code] = unit.id
        self.place(code, kind, above if above or code == "G" else "G", **values)
        return unit.id

    def place(
        self,
        code: str,
        kind: Kind = Kind.DEPARTMENT,
        above: str | None = None,
        *,
        first: date = LONG_AGO,
        last: date | None = None,
        counts: bool = True,
        name: str = "",
    ) -> UnitVersion:
        version = UnitVersion(
            unit_id=self.units[code],
            name=name or f"Enhet {code}",
            kind=kind,
            parent_id=self.units[above] if above else None,
            legal_entity=None,
            responsible_code=None,
            counts_in_group=counts,
            import_id=None,
            **dated(first, last),
        )
        self.session.add(version)
        self.session.flush()
        return version

    def person(
        self, unit: str | None = None, *, protected: bool = False, name: str = "", **values: Any
    ) -> UUID:
        person = Person(id=uuid4(), person_key=None, recorded_at=evening(LONG_AGO))
        self.session.add(person)
        self.session.flush()
        number = PersonNumber(
            source_id=self.source_id, employee_number=str(len(self.numbers) + 1), person_id=person.id
        )
        self.session.add(number)
        self.session.flush()
        self.numbers[person.id] = number.id
        self.session.add(
            PersonalDetails(
                number_id=number.id,
                given_name="" if protected else "Kim",
                family_name="" if protected else name or f"Nummer {number.employee_number}",
                language="sv",
                protected=protected,
                import_id=None,
                **dated(LONG_AGO),
            )
        )
        if unit:
            self.employ(person.id, unit, **values)
        return person.id

    def employ(
        self,
        person_id: UUID,
        unit: str,
        *,
        first: date = LONG_AGO,
        last: date | None = None,
        level: Level = Level.EMPLOYEE,
        form: Form = Form.PERMANENT,
        absent: tuple[date, date | None] | None = None,
        recorded: datetime | None = None,
    ) -> Employment:
        employment = Employment(
            number_id=self.numbers[person_id],
            unit_id=self.units[unit],
            level=level,
            title="",
            role=None,
            email="",
            form=form,
            fraction="",
            absent_from=absent[0] if absent else None,
            absent_to=absent[1] if absent else None,
            import_id=None,
            **dated(first, last, recorded),
        )
        self.session.add(employment)
        self.session.flush()
        return employment

    def require(
        self,
        unit: str = "G",
        *modules: str,
        first: date = date(2025, 1, 1),
        last: date | None = None,
        levels: tuple[Level, ...] = (),
        days: int = 90,
        months: int | None = 24,
        decided: bool = True,
        at: datetime | None = None,
        **values: Any,
    ) -> RequirementVersion:
        terms = Terms(
            unit_id=self.units[unit],
            modules=modules or (MODULE,),
            levels=levels,
            due_days=days,
            valid_months=months,
            **(DECISION if decided else {}),
            **values,
        )
        return set_requirement(
            self.session, terms, valid_from=first, valid_to=last, at=at or evening(min(first, LONG_AGO))
        )

    def complete(
        self, person_id: UUID, on: date = ON, *, module: str = MODULE, until: date | None = None
    ) -> Completion:
        return record_completion(
            self.session,
            person_id=person_id,
            module=module,
            version="1.0",
            evidence=Evidence.CHECK,
            completed_on=on,
            valid_until=until,
            origin=uuid4().hex,
            at=evening(on),
        )

    def join(self, person_id: UUID, into: UUID, at: datetime) -> None:
        self.session.add(PersonJoin(person_id=person_id, into_id=into, recorded_at=at, superseded_at=None))
        self.session.flush()

    def report(self, on: date = ON, **asked: Any) -> Report:
        return get_figures(self.session, Question(on=on, today=asked.pop("today", on), **asked))

    def row(self, code: str = "G", on: date = ON, module: str = MODULE, **asked: Any) -> dict[str, int]:
        """One row of a report, without its zeros."""
        found = [
            row for row in self.report(on, **asked).rows if row.unit_code == code and row.module == module
        ]
        assert len(found) == 1, f"{len(found)} rows for {code}"
        names = ("people", "required", "completed", "expired", "overdue", "due", "held", "absent")
        return {name: getattr(found[0], name) for name in names if getattr(found[0], name)}


def dated(first: date, last: date | None = None, recorded: datetime | None = None) -> dict[str, Any]:
    return {
        "began_on": first,
        "valid_from": first,
        "valid_to": last,
        "recorded_at": recorded or evening(first),
        "superseded_at": None,
    }
