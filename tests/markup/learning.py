"""Pages that somebody who learns meets on the way, and whoever helps them."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from elearn import clock
from elearn.accounts.credentials import issue_link
from elearn.completions.way_models import WayCase
from elearn.database import Database
from elearn.modules.models import Attempt
from tests.completions.meetings import hold
from tests.completions.ways import CASES, ELSEWHERE, MODULE, WAY, hand_in, name_contacts
from tests.learner import Learner
from tests.markup.printing import Look, Printer
from tests.staging import catalogue

CHECK = "/moduler/1/kunskapskontroll"
SLUG = catalogue().modules[0].slug
EVERY_PLACE = range(1, 20)


def learning(printer: Printer, database: Database) -> Iterator[Look]:
    yield from _checks(printer, database)
    yield from _another_way(printer, database)
    yield from _sessions(printer, database)
    with database.writing() as session, session.begin():
        token = issue_link(session, printer.world.people["vera"], clock.now())
    yield Look("", f"/losenord/{token}")
    yield Look("", f"/losenord/{token}", {"password": "kort"})


def _checks(printer: Printer, database: Database) -> Iterator[Look]:
    def learner(name: str) -> Learner:
        return Learner(printer.client(name), database, printer.world.people[name])

    learner("vera").start(1)
    yield from (Look("vera", f"{CHECK}{page}") for page in ("", "/1", "/alla", "/granska"))
    yield Look("vera", f"{CHECK}/1", {})
    yield Look("vera", f"{CHECK}/lamna-in", {})
    for name in ("alice", "karl"):
        certificate = learner(name).hand_in(1, SLUG).headers["Location"]
        yield from (Look(name, page) for page in (str(certificate), "/", "/min-utbildning", CHECK))
        yield Look(name, f"{certificate}/lattlast")
    repetition = learner("karl").get("/repetition").form("/repetition")
    options = {name: given[0] for name, given in repetition.choices.items()}
    yield Look("karl", "/repetition", {**dict(repetition.values), **options})
    failed = learner("anders").hand_in(1, SLUG, wrong=EVERY_PLACE).headers["Location"]
    yield Look("anders", str(failed))
    forgotten = str(learner("doris").hand_in(1, SLUG, wrong=EVERY_PLACE).headers["Location"])
    with database.writing() as session, session.begin():
        long_ago = clock.now() - timedelta(days=2)
        old = update(Attempt).where(Attempt.id == UUID(forgotten.rsplit("/", 1)[1]))
        session.execute(old.values(finished_at=long_ago))
    yield Look("doris", forgotten)


def _another_way(printer: Printer, database: Database) -> Iterator[Look]:
    with database.writing() as session, session.begin():
        name_contacts(session, printer.world, gustav="G")
    for name in ("david", "lena", "ivar"):
        printer.client(name).post(WAY)
    for name in ("david", "lena"):
        hand_in(printer.client(name))
    cases = {case: _case(database, printer.world.people[case]) for case in ("david", "lena", "ivar")}
    printer.client("gustav").post(f"{cases['lena']}/avsla", data={"reason": "unreadable"})
    yield from (Look(name, page) for name in ("david", "lena", "ivar") for page in (WAY, ELSEWHERE))
    yield from (Look("gustav", page) for page in (CASES, cases["david"], cases["ivar"]))
    yield from (Look("gustav", f"{cases['david']}/{form}", {}) for form in ("klart", "senare", "avsla"))
    yield Look("gustav", CASES, {"case_number": "x"})


def _case(database: Database, person_id: UUID) -> str:
    with database.reading() as session:
        case_id = session.scalars(select(WayCase.id).where(WayCase.person_id == person_id)).one()
    return f"{CASES}/{case_id}"


def _sessions(printer: Printer, database: Database) -> Iterator[Look]:
    with database.writing() as session:
        today = clock.today()
        coming = hold(session, printer.world, MODULE, today + timedelta(days=20)).id
        held = hold(
            session, printer.world, catalogue().modules[1].slug, today, there=("anders", "cecilia")
        ).id
    yield from (Look(name, "/") for name in ("anders", "cecilia", "bob"))
    yield from (
        Look("bob", page) for page in ("/enheter/F1/traffar", f"/traffar/{coming}", f"/traffar/{held}")
    )
    yield Look("bob", f"/traffar/{coming}/flytta")
    yield Look("bob", f"/traffar/{coming}/stall-in")
    yield Look("bob", f"/traffar/{coming}/flytta", {})
    yield Look("bob", f"/traffar/{held}/narvaro")
    yield from (Look("bob", f"/traffar/{held}/visa/{place}") for place in (1, 2, 4))
