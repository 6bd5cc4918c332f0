"""A group of any size, put into the tables as the importers and the ledger would have left it, the same every time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.roles import grant_role
from elearn.audit.models import ChainHead
from elearn.database import Database
from elearn.modules.catalogue import Catalogue
from elearn.modules.publishing import publish
from elearn.organisations.kinds import Form, Level
from elearn.organisations.queries import get_tree
from elearn.permissions import Role
from elearn.reports.counting import make_counts
from elearn.requirements.services import Terms, set_requirement
from elearn.upgrade import upgrade
from tests.bench.group_ledger import COMPLETIONS, DAYS, LINKS, MONTHS, Deeds, Ledger
from tests.bench.group_people import HR_OFFICER, Job, Someone, crowd, id_of
from tests.bench.group_tree import Outline, outline
from tests.bench.rows import Loader, Row, gather_statistics, in_parts

LONG_AGO = "1971-01-01"
DATED = ("began_on", "valid_from", "valid_to", "recorded_at", "superseded_at")
PERSONS = ("id", "person_key", "recorded_at")
NUMBERS = ("id", "source_id", "employee_number", "person_id")
DETAILS = ("number_id", "given_name", "family_name", "language", "protected", "import_id", *DATED)
EMPLOYMENTS = (
    *(
        "number_id",
        "unit_id",
        "level",
        "title",
        "role",
        "email",
        "form",
        "fraction",
        "absent_from",
        "absent_to",
    ),
    *("import_id", *DATED),
)
JOINS = ("person_id", "into_id", "recorded_at", "superseded_at")
VERSIONS = (
    *(
        "unit_id",
        "name",
        "kind",
        "parent_id",
        "legal_entity",
        "responsible_code",
        "counts_in_group",
        "import_id",
    ),
    *DATED,
)
IMPORTS = (
    *("id", "kind", "source_id", "effective", "applied_at", "rows", "added", "changed", "ended", "unchanged"),
)
ONE_HELD_IN = 400


@dataclass(frozen=True, slots=True)
class BigGroup:
    """What a measurement needs to know of a group: who looks, and at which units."""

    people: int
    outline: Outline
    officer: UUID
    manager: UUID


def build_group(database: Database, people: int, catalogue: Catalogue) -> BigGroup:
    """Fill an empty database with so many people, their units, requirements and completions."""
    today, at = clock.today(), clock.now()
    shape = outline(people)
    upgrade(database)
    with database.writing() as session, session.begin():
        publish(session, catalogue.modules, at - timedelta(days=DAYS))
        _Filling(Loader(session.connection()), shape, today, at).fill(session, people, catalogue)
    with database.writing() as session, session.begin():
        settle(session, today)
    gather_statistics(database)
    manager = UUID(hex=id_of("person", shape.workplace + 1))
    return BigGroup(people, shape, UUID(hex=id_of("person", HR_OFFICER)), manager)


def settle(session: Session, today: date) -> None:
    """Whatever is stored besides the facts and follows from them is worked out here, as an import would have done."""
    make_counts(session, today)


class _Filling:
    """The rows of a group on a day."""

    def __init__(self, loader: Loader, shape: Outline, today: date, at: datetime) -> None:
        self._loader, self._shape, self._today = loader, shape, today
        began = at - timedelta(days=DAYS + 300)
        self._recorded = began.replace(tzinfo=None).isoformat(" ", "microseconds")
        self._began = began

    def fill(self, session: Session, people: int, catalogue: Catalogue) -> None:
        self._fill_units()
        modules = [(module.slug, module.version) for module in catalogue.modules]
        deeds = Deeds(people, len(modules))
        for some in in_parts(crowd(people, self._shape, self._today)):
            self._fill_people(some)
            for someone in some:
                deeds.add(someone, self._today)
        self._loader.settle()
        self._decide(session, tuple(slug for slug, _version in modules))
        self._fill_ledger(session, deeds, modules)

    def _dated(self, first: str, last: date | None = None) -> Row:
        return first, first, last.isoformat() if last else None, self._recorded, None

    def _fill_units(self) -> None:
        fill, all_units = self._loader.fill, list(self._shape.units())
        fill("source", ("id", "name"), [(1, "hr"), (2, "bolag")])
        applied = (LONG_AGO, self._recorded, len(all_units), len(all_units), 0, 0, 0)
        fill("hr_import", IMPORTS, [(1, "units", 1, *applied), (2, "people", 1, *applied)])
        fill("unit", ("id", "code", "source_id"), [(unit.place + 1, unit.code, 1) for unit in all_units])
        fill(
            "unit_version",
            VERSIONS,
            (
                (
                    *(unit.place + 1, f"Enhet {unit.place}", unit.kind.value),
                    None if unit.above is None else unit.above + 1,
                    *(None, None, int(unit.counts), 1, *self._dated(LONG_AGO)),
                )
                for unit in all_units
            ),
        )

    def _fill_people(self, people: list[Someone]) -> None:
        fill, joined = self._loader.fill, [each for each in people if each.elsewhere]
        fill(
            "person",
            PERSONS,
            [
                *((id_of("person", each.place), None, self._recorded) for each in people),
                *((id_of("elsewhere", each.place), None, self._recorded) for each in joined),
            ],
        )
        fill("person_number", NUMBERS, self._numbers(people))
        fill("personal_details", DETAILS, self._details(people))
        fill("employment", EMPLOYMENTS, (row for each in people for row in self._employments(each)))
        fill(
            "person_join",
            JOINS,
            [
                (id_of("elsewhere", each.place), id_of("person", each.place), self._recorded, None)
                for each in joined
            ],
        )
        held = (each.place for each in people if each.place % ONE_HELD_IN == ONE_HELD_IN - 1)
        since = self._dated((self._today - timedelta(days=100)).isoformat())
        fill("hold", ("person_id", *DATED), [(id_of("person", place), *since) for place in held])

    def _numbers(self, people: Iterable[Someone]) -> Iterator[Row]:
        for each in people:
            yield 2 * each.place + 1, 1, str(10_000 + each.place), id_of("person", each.place)
            if each.elsewhere:
                yield 2 * each.place + 2, 2, str(10_000 + each.place), id_of("elsewhere", each.place)

    def _details(self, people: Iterable[Someone]) -> Iterator[Row]:
        for each in people:
            said = (each.given_name, each.family_name, "sv", int(each.protected), 2)
            yield 2 * each.place + 1, *said, *self._dated(each.jobs[0].first.isoformat())
            if each.elsewhere:
                yield 2 * each.place + 2, *said, *self._dated(each.elsewhere.first.isoformat())

    def _employments(self, someone: Someone) -> Iterator[Row]:
        for job in someone.jobs:
            yield self._employment(2 * someone.place + 1, job, someone.email)
        if someone.elsewhere:
            yield self._employment(2 * someone.place + 2, someone.elsewhere, someone.email)

    def _employment(self, number_id: int, job: Job, email: str) -> Row:
        title = "Ledamot" if job.level is Level.POLITICIAN else "Handläggare"
        role = job.role.value if job.role else None
        fraction = "" if job.form is Form.FEE else "100"
        away = job.away_since.isoformat() if job.away_since else None
        values = (job.level.value, title, role, email, job.form.value, fraction, away, None, 2)
        return number_id, job.unit + 1, *values, *self._dated(job.first.isoformat(), job.last)

    def _decide(self, session: Session, modules: tuple[str, ...]) -> None:
        """All modules of everybody, decided for those employed and recommended to the elected; HR for the group."""
        root = get_tree(session, self._today).by_code["U0"].id
        began = self._today - timedelta(days=DAYS)
        recommended = Terms(unit_id=root, modules=modules, valid_months=MONTHS, levels=(Level.POLITICIAN,))
        decision: dict[str, Any] = {
            "decided_by": "Styrelsen",
            "decided_on": began,
            "record_number": "KS (exempel) 1",
        }
        decided = replace(recommended, levels=(Level.MANAGER, Level.EMPLOYEE), **decision)
        for terms in (decided, recommended):
            set_requirement(session, terms, valid_from=began, at=self._began)
        grant_role(
            session,
            UUID(hex=id_of("person", HR_OFFICER)),
            Role.HR,
            unit_id=root,
            valid_from=began,
            valid_to=None,
            at=self._began,
            actor=None,
        )
        session.flush()

    def _fill_ledger(self, session: Session, deeds: Deeds, modules: list[tuple[str, str]]) -> None:
        """Completions without their audit events: no report reads those, and they are half of all rows."""
        head = session.execute(select(ChainHead.seq, ChainHead.link)).one()
        ledger = Ledger(head.seq, head.link, modules, self._today)
        rows = ledger.rows(deeds.in_order())
        for some in in_parts(rows):
            self._loader.fill("chain_link", LINKS, [link for link, _row in some])
            self._loader.fill("completion", COMPLETIONS, [row for _link, row in some])
        session.execute(update(ChainHead).values(seq=ledger.seq, link=ledger.link))
