"""What happens to a small group from New Year to New Year, and a run of reminders every morning.

G   the group
├─ F   an administration, led by Pia
│   ├─ F1  a workplace, led by Olle: Anna, Bo, Eva (from April), Gun, Hugo, Ida, Kim, Mia, Nils, Sam
│   ├─ F2  a workplace: Cia (by the hour), Dan
│   └─ F3  a school: Lo
└─ B   a company: Finn, Eva (until March)
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.clock import STOCKHOLM
from elearn.completions import way_files
from elearn.completions.models import Completion, Evidence
from elearn.completions.queries import last_valid_day
from elearn.completions.services import complete_attempt, record_completion
from elearn.completions.way_ending import list_cases
from elearn.completions.way_models import FileKind
from elearn.completions.way_services import Certificate, ask_another_way, hand_in, register
from elearn.config import Config
from elearn.database import Database
from elearn.mail import Postman
from elearn.modules.catalogue import Catalogue
from elearn.modules.publishing import publish
from elearn.modules.queries import get_sitting
from elearn.modules.services import save_answers, start_attempt
from elearn.organisations.importing import apply_import, lock_imports, plan_import
from elearn.organisations.kinds import Level
from elearn.organisations.models import PersonNumber, Unit
from elearn.reminders.running import Shop, run
from elearn.requirements.holidays import set_holiday
from elearn.requirements.services import Terms, end_requirement, set_requirement
from tests.organisations.loading import content

YEAR = 2026
FIRST, LAST = date(YEAR, 1, 1), date(YEAR, 12, 31)
DAY = timedelta(days=1)
LONG_AGO = date(2019, 9, 1)
COURSE = "nck-webbkurs-om-vald"
ALL, HONOUR, DUTY, SUPPORT = (
    "kunskap-pa-alla-nivaer",
    "hedersrelaterat-vald-och-fortryck",
    "anmalningsskyldigheten",
    "stod-till-valdsutovare",
)
DECISION: dict[str, Any] = {
    "decided_by": "Kommunstyrelsen",
    "decided_on": date(2024, 11, 5),
    "record_number": "KS 2024/7",
}
UNITS = (
    "G;Gruppen;koncern;;2019-01-01;",
    "F;Förvaltningen;förvaltning;G;2019-01-01;",
    "F1;Ängen;enhet;F;2019-01-01;",
    "F2;Åkern;enhet;F;2019-01-01;",
    "F3;Skolan;enhet;F;2019-01-01;",
    "B;Bolaget;bolag;G;2019-01-01;",
)
# The days on which the scheduler stands still.
STILL = frozenset(date(YEAR, 9, day) for day in (21, 22, 23, 24))


def morning(on: date, hour: int = 8) -> datetime:
    return datetime.combine(on, time(hour), STOCKHOLM)


@dataclass
class Job:
    """A line of HR's file, as long as it stands there."""

    name: str
    unit: str
    first: date = LONG_AGO
    last: date | None = None
    level: str = "medarbetare"
    role: str = ""
    form: str = "tillsvidare"
    absent: tuple[date, date] | None = None

    def line(self, number: int) -> str:
        email = f"{self.name.lower()}@exempel.example"
        last, away = self.last or "", [day.isoformat() for day in self.absent or ()] or ["", ""]
        plain = f"{number};{self.name};Nilsson;{email};{self.unit};{self.level};;{self.role};{self.first};{last};;"
        return ";".join([plain, self.form, *away])


@dataclass
class Mailed:
    """A mail as it arrived."""

    name: str
    day: date
    message: EmailMessage

    @property
    def text(self) -> str:
        return f"{self.message['Subject']}\n{self.message.get_content()}"


@dataclass
class Year:
    """The group as it is on a day of the year, with all the mails that have come."""

    database: Database
    config: Config
    catalogue: Catalogue
    inbox: Path
    jobs: dict[str, Job] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    mails: list[Mailed] = field(default_factory=list)
    requirements: dict[str, int] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    events: dict[date, list[Callable[[], None]]] = field(default_factory=lambda: defaultdict(list))
    on: date = LONG_AGO

    def live(self, last: date = LAST) -> None:
        """Every day: what happens before the morning's run, the run, and the same run once more."""
        seen: set[Path] = set()
        self.on = FIRST
        with Postman(self.config) as postman:
            while self.on <= last:
                for happen in self.events.pop(self.on, ()):
                    happen()
                sent = self.on not in STILL and self._morning(postman, seen)
                assert not (sent and self._morning(postman, seen)), "the same run again sends nothing"
                self.on += DAY

    def _morning(self, postman: Postman, seen: set[Path]) -> bool:
        """A run; whether anybody got a mail."""
        run(Shop(self.database, self.config, postman, lambda: morning(self.on)))
        new = list(self._new(seen))
        self.mails.extend(new)
        return bool(new)

    def _new(self, seen: set[Path]) -> Iterator[Mailed]:
        for path in sorted(set(self.inbox.glob("*.eml")) - seen):
            seen.add(path)
            message = message_from_bytes(path.read_bytes(), policy=policy.default)
            assert isinstance(message, EmailMessage)
            name = str(message["To"]).partition("@")[0].strip("<").capitalize()
            yield Mailed(name, self.on, message)

    def at(self, month: int, day: int, happen: Callable[[], None]) -> None:
        self.events[date(YEAR, month, day)].append(happen)

    def write(self, do: Callable[[Session], object]) -> None:
        with self.database.writing() as session, session.begin():
            do(session)

    # What HR's files say

    def load(self, kind: str, *rows: str, extra: str = "") -> None:
        def apply(session: Session) -> None:
            lock_imports(session)
            file = content(kind, *rows, extra=extra)
            made = plan_import(session, kind, file, source="hr", effective=self.on)
            assert made.faults == ()
            apply_import(session, made, at=morning(self.on, 6))

        self.write(apply)

    def people(self, *jobs: Job) -> None:
        """The file of the day, with these lines new or changed."""
        self.jobs.update({job.name: job for job in jobs})
        for name in self.jobs:
            self.numbers.setdefault(name, len(self.numbers) + 1)
        rows = [job.line(self.numbers[name]) for name, job in self.jobs.items()]
        self.load("people", *rows, extra=";anställningsform;frånvarande_från;frånvarande_till")

    def hires(self, month: int, day: int, name: str, unit: str, **more: Any) -> None:
        job = Job(name, unit, date(YEAR, month, day), **more)
        self.at(month, day, lambda: self.people(job))

    def person(self, session: Session, name: str) -> UUID:
        number = PersonNumber.employee_number == str(self.numbers[name])
        return session.scalars(select(PersonNumber.person_id).where(number)).one()

    # What is decided, and done

    def require(self, key: str, unit: str, *modules: str, first: date, who: str = "", **terms: Any) -> None:
        def decide(session: Session) -> None:
            unit_id = session.scalars(select(Unit.id).where(Unit.code == unit)).one()
            person_id = self.person(session, who) if who else None
            asked = Terms(unit_id=unit_id, modules=modules, person_id=person_id, **(DECISION | terms))
            made = set_requirement(session, asked, valid_from=first, at=morning(self.on, 6))
            self.requirements[key] = made.requirement_id

        self.write(decide)

    def withdraw(self, key: str, last: date) -> None:
        self.write(
            lambda session: end_requirement(session, self.requirements[key], last, at=morning(self.on, 6))
        )

    def completes(self, name: str, module: str, on: date) -> None:
        """As handing in the check does it: how long it is valid follows from what is asked that day."""

        def complete(session: Session) -> None:
            person_id = self.person(session, name)
            record_completion(
                session,
                person_id=person_id,
                module=module,
                version=self.versions.get(module, "1.0"),
                evidence=Evidence.CHECK,
                completed_on=on,
                valid_until=last_valid_day(session, person_id, module, on),
                origin=f"test:{uuid4().hex}",
                at=morning(on, 15),
            )

        self.write(complete)

    def does(self, month: int, day: int, name: str, module: str) -> None:
        """Somebody completes a module on the afternoon of a day: after the run of its morning."""
        on = date(YEAR, month, day)
        self.events[on + DAY].insert(0, lambda: self.completes(name, module, on))

    def sits_the_check(self, name: str, slug: str, *, right: bool, hands_in: bool = True) -> None:
        """Somebody answers everything, all right or all wrong, on the afternoon of the day before."""
        at = morning(self.on - DAY, 15)
        module = self.catalogue.find(slug)
        assert module is not None

        def sit(session: Session) -> None:
            person_id = self.person(session, name)
            sitting = get_sitting(session, start_attempt(session, person_id, module, Random(7), at))
            chosen = {
                asked.question.id: [each.id for each in asked.question.options if each.correct is right]
                for asked in sitting.asked
            }
            sitting = save_answers(session, sitting, chosen)
            if hands_in:
                complete_attempt(session, person_id, sitting, f"{name} {at}", at)

        self.write(sit)

    def asks_for_another_way(self, name: str, module: str) -> None:
        at = morning(self.on, 6)
        self.write(lambda session: ask_another_way(session, self.person(session, name), module, at))

    def hands_in_a_certificate(self, name: str, module: str) -> None:
        file = way_files.store(self.config.instance_dir, b"%PDF-kristall")
        made = Certificate(COURSE, self.on - 30 * DAY, file, FileKind.PDF)
        at = morning(self.on, 6)
        self.write(lambda session: hand_in(session, self.person(session, name), module, made, at))

    def is_registered(self, name: str, slug: str) -> None:
        """A contact person has seen it done."""
        module = self.catalogue.find(slug)
        assert module is not None

        def see(session: Session) -> None:
            (case,) = list_cases(session, self.person(session, name), slug)
            at, actor = morning(self.on, 6), self.person(session, "Pia")
            register(session, case, module, self.on, None, at=at, actor=actor)

        self.write(see)

    def has_holidays(self, unit: str, first: date, last: date) -> None:
        def decide(session: Session) -> None:
            unit_id = session.scalars(select(Unit.id).where(Unit.code == unit)).one()
            levels, at = (Level.EMPLOYEE,), morning(self.on, 6)
            set_holiday(session, unit_id, "sommarlov", first, last, levels=levels, at=at)

        self.write(decide)

    def publish_major(self, slug: str) -> None:
        """A new major version of a module is published."""
        module = self.catalogue.find(slug)
        assert module is not None
        newer = module.model_copy(update={"version": "9.0"})
        self.versions[slug] = newer.version
        self.write(lambda session: _published(session, newer, morning(self.on, 6)))

    def completions(self, name: str) -> dict[tuple[str, date], date | None]:
        """What somebody has completed when, and the last valid day in the ledger."""
        with self.database.reading() as session:
            own = Completion.person_id == self.person(session, name)
            rows = session.scalars(select(Completion).where(own))
            return {(row.module, row.completed_on): row.valid_until for row in rows}


def _published(session: Session, module: Any, at: datetime) -> None:
    assert publish(session, [module], at)
