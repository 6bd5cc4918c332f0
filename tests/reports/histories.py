"""Random histories of a small group: what its files say, and what people and HR do, one deed after another.

A deed is its name and a few numbers that hypothesis makes up, so that it can find the shortest history that shows
a fault. The files go through the real importer; all of them are known some days after the day they hold from.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.clock import day_of
from elearn.organisations.facts import FileKind
from elearn.organisations.finding import find_person_by_number
from elearn.organisations.importing import apply_import, plan_import
from elearn.organisations.models import HrImport, Source
from elearn.organisations.undoing import plan_undo
from tests.organisations.loading import content

START = date(2024, 1, 1)
DAY = timedelta(days=1)
SOURCES = ("hr", "bolag")
LEVELS = ("medarbetare", "medarbetare", "chef", "politiker")
FOREVER = date(2030, 12, 31)
PEOPLE_EXTRA = ";personnyckel;anställningsform;frånvarande_från;frånvarande_till"


@dataclass(frozen=True)
class UnitRow:
    """A line of a units file."""

    source: str
    kind: str
    above: str
    first: date = date(2020, 1, 1)
    counts: bool = True


@dataclass(frozen=True)
class Job:
    """A line of a people file."""

    source: str
    number: str
    unit: str
    level: str
    first: date
    last: date | None = None
    form: str = "tillsvidare"
    absent: tuple[date, date | None] | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.source, self.number, self.unit, self.level


@dataclass
class Files:
    """What the two sources say of the group. Keys and protection belong to a number of a source."""

    units: dict[str, UnitRow] = field(default_factory=dict)
    jobs: list[Job] = field(default_factory=list)
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    protected: set[tuple[str, str]] = field(default_factory=set)

    def texts(self) -> Iterator[tuple[str, str, bytes]]:
        """Source, kind and content of each file, units before people."""
        for source in SOURCES:
            yield source, "units", content("units", *self._unit_lines(source), extra=";räknas_i_koncernen")
        for source in SOURCES:
            yield source, "people", content("people", *self._job_lines(source), extra=PEOPLE_EXTRA)

    def _unit_lines(self, source: str) -> Iterator[str]:
        for code, unit in self.units.items():
            if unit.source == source:
                counts = "ja" if unit.counts else "nej"
                yield f"{code};Enhet {code};{unit.kind};{unit.above};{unit.first};;{counts}"

    def _job_lines(self, source: str) -> Iterator[str]:
        for job in self.jobs:
            if job.source == source:
                who = (job.source, job.number)
                away = job.absent or ("", None)
                hidden = "ja" if who in self.protected else ""
                yield (
                    f"{job.number};Kim;Nr {job.number};;{job.unit};{job.level};;;{job.first};{job.last or ''};;{hidden}"
                    f";{self.keys.get(who, '')};{job.form};{away[0]};{away[1] or ''}"
                )


class History:
    """A group with a database, on its way through time."""

    def __init__(self, session: Session, crowd: int) -> None:
        self.session, self.today, self.at = session, START, evening(START)
        self.files, self._loaded = Files(), dict[tuple[str, str], bytes]()
        self.ledger: list[UUID] = []
        self.requirements: list[int] = []
        self.holidays: list[int] = []
        self.moments: list[tuple[date, datetime]] = []  # the days that were lived, and when they were known
        self._numbers = 0
        rows = (("G", "hr", "koncern", ""), ("F", "hr", "förvaltning", "G"), ("F1", "hr", "enhet", "F"))
        more = (("F2", "hr", "enhet", "F"), ("N", "hr", "nämnd", "G"), ("B", "bolag", "bolag", "G"))
        for code, source, kind, above in (*rows, *more, ("B1", "bolag", "enhet", "B")):
            self.files.units[code] = UnitRow(source, kind, above)
        for unit in ("F1", "F2", "B1", *["F1"] * crowd):
            source = "bolag" if unit == "B1" else "hr"
            self.files.jobs.append(Job(source, self.new_number(), unit, "medarbetare", START - 400 * DAY))
        self.load()

    def new_number(self) -> str:
        self._numbers += 1
        return str(self._numbers)

    def pass_time(self, days: int, lag: int) -> None:
        """Go on to a later day, of which everything is recorded some days late."""
        self.today += days * DAY
        self.at = max(self.at + timedelta(hours=1), evening(self.today + lag * DAY))

    @property
    def recorded_on(self) -> date:
        return day_of(self.at)

    def load(self, effective: date | None = None) -> bool:
        """Hand in the files that say something new, if the importer takes them all."""
        for source, kind, text in self.files.texts():
            if self._loaded.get((source, kind)) == text and effective is None:
                continue
            on = effective or self.today
            terms = {"source": source, "effective": on, "correction": True, "max_ended": 100.0}
            made = plan_import(self.session, kind, text, **terms)  # type: ignore[arg-type]
            if made.refused:
                return False
            applied = apply_import(self.session, made, at=self.at)
            if applied is not None:  # imports of one moment are recorded one after the other
                self.at = max(self.at, applied.applied_at)
            self._loaded[source, kind] = text
        return True

    def change_files(self, changed: Files, effective: date | None = None) -> None:
        """Let the files say something else from today on; a step that cannot be said is left out."""
        before, loaded = self.files, dict(self._loaded)
        savepoint = self.session.begin_nested()
        self.files = changed
        if self.load(effective):
            savepoint.commit()
        else:
            savepoint.rollback()
            self.files, self._loaded = before, loaded

    def take_back(self, source: str, kind: FileKind) -> None:
        """Undo the newest file of a kind or its undoing, where nothing speaks against it."""
        newest = self.session.scalars(
            select(HrImport)
            .join(Source, Source.id == HrImport.source_id)
            .where(Source.name == source, HrImport.kind == kind.value)
            .order_by(HrImport.id.desc())
        ).first()
        planned = plan_undo(self.session, newest, max_ended=100.0) if newest else None
        if planned is not None and not planned.refused:
            undone = apply_import(self.session, planned, at=self.at)
            self.at = self.at if undone is None else max(self.at, undone.applied_at)
            self._loaded.pop((source, kind.value), None)

    def draft(self) -> Files:
        return deepcopy(self.files)

    def person(self, pick: int) -> UUID:
        """Anybody who was ever employed."""
        numbers = sorted({(job.source, job.number) for job in self.files.jobs}) or [("hr", "1")]
        found = find_person_by_number(self.session, *numbers[pick % len(numbers)])
        assert found is not None
        return found


def evening(day: date) -> datetime:
    return datetime.combine(day, time(18), UTC)


def swap(jobs: list[Job], old: Job, **values: object) -> None:
    """Let a line say something else, unless that makes two lines of one key."""
    new = replace(old, **values)  # type: ignore[arg-type]
    if new.key == old.key or new.key not in {job.key for job in jobs}:
        jobs[jobs.index(old)] = new


def some(pick: int, things: list[Job]) -> Job | None:
    return things[pick % len(things)] if things else None


picks = st.integers(0, 30)
Deed = tuple[int, int, str, int, int, int]


def deeds(names: list[str]) -> st.SearchStrategy[Deed]:
    """So many days later, known so many days after, what is done, and three numbers to choose with."""
    return st.tuples(st.integers(1, 75), st.integers(0, 20), st.sampled_from(names), picks, picks, picks)
