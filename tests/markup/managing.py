"""Pages that HR, managers and administrators meet once something has happened."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn import clock
from elearn.completions.models import Completion
from elearn.database import Database
from elearn.organisations.models import ImportMapping
from elearn.requirements.services import set_hold
from tests.completions.ways import stand_in
from tests.markup.printing import Look, Printer
from tests.organisations.handing_in import confirm
from tests.organisations.handing_in import hand_in as hand_in_file
from tests.people import World, arrange
from tests.reports.export_queue import place
from tests.staging import catalogue

ANNA = "100;Anna;Ås;anna@exempel.example;F1;medarbetare;Pedagog;;;;;"
# Before something ends that cannot be had back by itself.
CONFIRMING = (
    ("bob", "/enheter/F1/stallforetradare/2/avsluta"),
    ("oskar", "/hr/overenskommelser/1/avsluta"),
    ("dana", "/hr/import/mappning/1/ta-bort"),
    ("erik", "/admin/roller/2"),
)
WRONG = ANNA.replace(";F1;", ";XX;")


def managing(printer: Printer, database: Database) -> Iterator[Look]:
    with database.writing() as session, session.begin():
        _happen(session, printer.world)
    yield Look("cecilia", "/enheter")
    yield from (Look("bob", f"/enheter/F1/{page}") for page in ("stallforetradare", "paminn", "forandring"))
    yield from _persons(printer, database)
    yield from _files(printer)
    yield from _requirements(printer.world)
    yield from (Look(name, "/hr/overenskommelser") for name in ("oskar", "erik"))
    yield from (Look("erik", page) for page in ("/admin", "/admin/roller"))
    yield Look("dana", "/hr/koder/utskrift", before=("/hr/koder", {"source": "hr", "number": "5"}))
    yield from (Look(name, page) for name, page in CONFIRMING)
    job = place(database, printer.world.people["dana"])
    yield Look("dana", f"/hr/export/jobb/{job}")
    yield from (Look("dana", page) for page in ("/hr/export", "/hr?per=2026-01-01&struktur=nu"))
    yield from (Look("dana", f"/hr/export/{page}", {}) for page in ("underlag", "lista"))
    yield from (Look(name, "/sidor") for name in ("bob", "dana"))
    yield Look("gustav", "/granskning")


def _happen(session: Session, world: World) -> None:
    stand_in(session, world, "cecilia", "doris", "F2", clock.today())
    stand_in(session, world, "anders", "bob", "F1", clock.today())
    arrange(session, world)
    session.add(
        ImportMapping(
            source="hr", name="ord.toml", content="", saved_by=world.people["dana"], saved_at=clock.now()
        )
    )
    set_hold(session, world.people["vera"], on=clock.today(), at=clock.now(), actor=world.people["dana"])


def _persons(printer: Printer, database: Database) -> Iterator[Look]:
    alice = f"/hr/personer/{printer.world.people['alice']}"
    yield from (Look("dana", page) for page in (alice, f"/hr/personer/{printer.world.people['vera']}"))
    yield Look("dana", "/hr/personer", {"text": "al"})
    with database.reading() as session:
        done = select(Completion.id).where(Completion.person_id == printer.world.people["alice"])
        correction = f"{alice}/registrerat/{session.scalars(done).one()}"
    yield Look("dana", correction)
    yield Look("dana", correction, {})
    proposed = f"/hr/personer/{printer.world.people['karl']}"
    with database.reading() as session:
        done = select(Completion.id).where(Completion.person_id == printer.world.people["karl"])
        proposed = f"{proposed}/registrerat/{session.scalars(done).one()}"
    printer.client("dana").post(proposed, data={"reason": "registered_twice", "completed_on": ""})
    yield from (Look(name, proposed) for name in ("dana", "oskar"))


def _files(printer: Printer) -> Iterator[Look]:
    hr = printer.client("dana")
    confirm(hr, str(hand_in_file(hr, ANNA).location))
    yield Look("dana", "/hr/import/inlasta/1/angra")
    changed = ANNA.replace("Pedagog;;", "Rektor;chef;").replace("Ås", "Öst")
    yield Look("dana", str(hand_in_file(hr, changed, source="ny").location))
    yield Look("dana", str(hand_in_file(hr, WRONG, source="ny").location))
    yield Look("dana", "/hr/import")
    file = hand_in_file(printer.client("oskar"), ANNA, source="hr")
    printer.keep(file, "sv oskar a file of another source")


def _requirements(world: World) -> Iterator[Look]:
    today = clock.today()
    asked = {"unit": str(world.units["F"]), "due_days": "30", "valid_from": today.isoformat()}
    terms = {"modules": [catalogue().modules[0].slug], "kinds": ["department"], "anchor_month": "1"}
    yield Look("dana", "/hr/krav/nytt", asked | terms | {"valid_months": "12"})
    yield Look("dana", "/hr/krav/1", {})
    yield Look("dana", "/hr/krav/1/avsluta", {"last_on": (today + timedelta(days=1)).isoformat()})
    yield Look("dana", "/hr/krav/1/avsluta", {})
    yield Look("dana", "/hr/ledigheter/1", {})
