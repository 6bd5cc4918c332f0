"""The cast of the tests ready for a real server: with passwords, and with all modules asked of everybody."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts.passwords import hash_password, hasher
from elearn.accounts.services import set_password
from elearn.database import Database
from elearn.modules.catalogue import Catalogue
from elearn.requirements.holidays import set_holiday
from elearn.requirements.services import Terms, set_requirement
from tests.delivered import delivered_content
from tests.people import World, build_world

PASSWORD = "kastanj-regn-9"
QUICK = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


def stage(database: Database) -> World:
    """Put the cast in place. Everybody has the same password, and a month left to do the modules."""
    with database.writing() as session, session.begin():
        world = build_world(session, clock.today())
        stored = hash_password(PASSWORD, hasher(QUICK))
        for person_id in world.people.values():
            set_password(session, person_id, stored, at=clock.now())
        _require(session, world, clock.today() - timedelta(days=60))
        # So long ago that nobody is off any more.
        last_year = clock.today() - timedelta(days=400)
        set_holiday(session, world.units["F"], "autumn", last_year, last_year, at=clock.now())
    return world


def catalogue() -> Catalogue:
    return Catalogue(delivered_content())


def email_of(name: str) -> str:
    """The sign-in name of somebody in the cast, by the word that tests call them."""
    return f"{name}@exempel.example"


def _require(session: Session, world: World, since: date) -> None:
    terms = Terms(
        unit_id=world.units["G"],
        modules=tuple(module.slug for module in catalogue().modules),
        decided_by="Kommunstyrelsen",
        decided_on=since,
        record_number="KS 2026-1",
    )
    set_requirement(session, terms, valid_from=since, at=clock.now())
