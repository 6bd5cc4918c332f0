"""Builds the demo's database: the example files through the importers that HR uses, accounts, and a past."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from tqdm import tqdm

from elearn.accounts.passwords import hash_password, hasher
from elearn.accounts.roles import grant_role
from elearn.accounts.services import set_password
from elearn.clock import day_of
from elearn.database import Database, known
from elearn.demo.answers import imagine_counts
from elearn.demo.dice import Dice
from elearn.demo.files import BASE, CAST, FILES, DemoFile, shift_dates
from elearn.demo.history import DUE_DAYS, STARTED, VALID_MONTHS, Learner, imagine
from elearn.demo.ledger import append_past
from elearn.modules.catalogue import Catalogue
from elearn.modules.publishing import get_version, publish
from elearn.modules.services import mark_section_read
from elearn.organisations.arrangements import Agreement, record_arrangement
from elearn.organisations.importing import apply_import, plan_import
from elearn.organisations.kinds import Level
from elearn.organisations.models import Employment, Source, Unit
from elearn.organisations.queries import find_person_by_number, get_tree, numbers
from elearn.permissions import Role
from elearn.reports.counting import make_counts
from elearn.requirements.services import Terms, set_hold, set_requirement
from elearn.upgrade import upgrade

ROOT = "KONCERN"
PASSWORD = "demo-elearn-2026"  # noqa: S105 - printed for everybody, and good for the demo alone
# Account → role, and the unit whose people and figures it is for.
ROLES: dict[str, tuple[Role, str | None]] = {
    "hr": (Role.HR, ROOT),
    "hr-bolag": (Role.HR, "VIDINGEHEM"),
    "redaktor": (Role.EDITOR, None),
    "admin": (Role.ADMINISTRATOR, None),
    "revisor": (Role.AUDITOR, None),
}
DECIDED_BEFORE_DAYS = 20
# What is published of the last Sunday of a month is what was known then: the example has been known for six weeks.
KNOWN_SINCE = timedelta(days=42)
# Those whose own HR or whose size asks for it have none: VEAB, VIDINGEHEM, VIDEUM, VLSP and VRT.
ARRANGED = ("VKAB", "ELNAT", "WEXNET", "BIO", "VOFAB", "VXB", "KULTURPARKEN", "AIRPORT", "OMS-EXT")
ONE_HELD_IN = 400
BEGUN_MODULE, BEGUN_SECTIONS = 3, 2  # where the learner's place is kept


class DemoError(Exception):
    """The example cannot be loaded; the message says what is wrong with which file."""


def build(path: Path, catalogue: Catalogue, at: datetime) -> None:
    """Build the database at a path, whole or not at all: it takes the place of an older one in the end."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    _remove(unfinished)
    database = Database(f"sqlite:///{unfinished}")
    try:
        upgrade(database)
        with database.writing() as session, session.begin():
            fill(session, catalogue, at)
    finally:
        database.dispose()
    _remove(path)
    unfinished.replace(path)


def _remove(path: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def fill(session: Session, catalogue: Catalogue, at: datetime) -> None:
    """Fill an upgraded, empty database, in the caller's transaction."""
    publish(session, catalogue.modules, at - STARTED)
    known_since = at - KNOWN_SINCE
    with tqdm(
        total=len(FILES) + 1, desc="Bygger exemplet", unit="fil", disable=None, leave=False
    ) as progress:
        for file in FILES:
            load_file(session, file, at, known_since)
            progress.update()
        people = {account: person_of(session, number) for account, number in CAST.items()}
        _open_accounts(session, people, at)
        _arrange(session, people, at)
        _require(session, catalogue, at, known_since)
        _remember(session, catalogue, people, at)
        make_counts(session, day_of(at))
        progress.update()


def load_file(session: Session, file: DemoFile, at: datetime, known_since: datetime | None = None) -> None:
    """Import one of the example files as of today, with its dates moved as far as today is from the day it speaks of.

    `known_since`: when it was handed in, if earlier.
    """
    on = day_of(at)
    content = shift_dates(file.path.read_bytes().decode(), (on - BASE).days).encode()
    plan = plan_import(session, file.kind, content, source=file.source, effective=on)
    if plan.faults:
        first = plan.faults[0]
        raise DemoError(f"{file.name}, rad {first.line}: {first.message} ({len(plan.faults)} fel i filen)")
    apply_import(session, plan, at=known_since or at, actor=None)


def person_of(session: Session, number: tuple[str, str]) -> UUID:
    """Whose an employee number of the example is."""
    person_id = find_person_by_number(session, *number)
    if person_id is None:
        raise DemoError(f"Anställningsnumret {'/'.join(number)} finns inte i exemplet.")
    return person_id


def _open_accounts(session: Session, people: dict[str, UUID], at: datetime) -> None:
    tree = get_tree(session, day_of(at))
    for account, person_id in people.items():
        set_password(session, person_id, hash_password(PASSWORD, hasher()), at=at)
        if account in ROLES:
            role, code = ROLES[account]
            grant_role(
                session,
                person_id,
                role,
                unit_id=tree.by_code[code].id if code else None,
                valid_from=day_of(at),
                valid_to=None,
                at=at,
                actor=None,
            )


def _arrange(session: Session, people: dict[str, UUID], at: datetime) -> None:
    """Some of the companies let the group's HR see names, the others do not: both can be looked at."""
    tree, on = get_tree(session, day_of(at)), day_of(at)
    for number, code in enumerate(ARRANGED, start=1):
        agreement = Agreement(
            unit_id=tree.by_code[code].id,
            decided_by=f"Styrelsen för {tree.by_code[code].name}",
            decided_on=on - timedelta(days=DECIDED_BEFORE_DAYS),
            record_number=f"Exempel {number}",
            valid_from=on,
        )
        record_arrangement(session, agreement, at=at, actor=people["admin"])


def _require(session: Session, catalogue: Catalogue, at: datetime, known_since: datetime) -> None:
    """All modules of everybody: decided for those employed, recommended to the politicians."""
    root = get_tree(session, day_of(at)).by_code[ROOT]
    began = day_of(at) - STARTED
    modules = tuple(module.slug for module in catalogue.modules)
    asked = Terms(unit_id=root.id, modules=modules, due_days=DUE_DAYS, valid_months=VALID_MONTHS)
    decided = replace(
        asked,
        levels=(Level.MANAGER, Level.EMPLOYEE),
        decided_by="Kommunstyrelsen",
        decided_on=began - timedelta(days=DECIDED_BEFORE_DAYS),
        record_number="KS (exempel) 417",
    )
    for terms in (decided, replace(asked, levels=(Level.POLITICIAN,))):
        set_requirement(session, terms, valid_from=began, at=known_since)


def _remember(session: Session, catalogue: Catalogue, people: dict[str, UUID], at: datetime) -> None:
    """The past in the ledger, and the place where the learner stopped reading."""
    modules = [module.slug for module in catalogue.modules]
    versions = {module.slug: module.version for module in catalogue.modules}
    cast = {person_id: account for account, person_id in people.items()}
    learners = _learners(session)
    append_past(session, imagine(learners, modules, day_of(at), cast), versions)
    for learner in learners:
        if learner.person_id not in cast and Dice(f"held {learner.name}").below(ONE_HELD_IN) == 0:
            set_hold(session, learner.person_id, on=day_of(at), at=at, actor=people["hr"])
    begun = catalogue.by_number(BEGUN_MODULE)
    for section in begun.sections[:BEGUN_SECTIONS]:
        mark_section_read(session, people["larande"], begun, section.number)
    for module in catalogue.modules:
        session.add_all(imagine_counts(module, get_version(session, module).id))


def _learners(session: Session) -> list[Learner]:
    number = numbers()
    rows = session.execute(
        select(
            number.c.person_id,
            Source.name,
            number.c.employee_number,
            Unit.code,
            Employment.valid_from,
            Employment.valid_to,
        )
        .join(number, number.c.id == Employment.number_id)
        .join(Source, Source.id == number.c.source_id)
        .join(Unit, Unit.id == Employment.unit_id)
        .where(known(Employment))
        .order_by(Employment.valid_from, Unit.code)
    ).all()
    employments = defaultdict(list)
    for row in rows:
        employments[row.person_id].append(row)
    return [
        Learner(
            person_id,
            min(f"{row.name}/{row.employee_number}" for row in own),
            own[-1].code,
            tuple((row.valid_from, row.valid_to) for row in own),
        )
        for person_id, own in employments.items()
    ]
