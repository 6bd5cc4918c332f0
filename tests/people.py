"""The cast of the tests: a small group of units and people, the same in every test.

G   the group, led by Gunilla
├─ F   an administration, led by Hanna; responsible committee N
│   ├─ F1  a department, led by Bob, deputy Cecilia: Alice, Anders (by the hour), Petra (protected), Xerxes (external)
│   │   └─ F11 a workplace, vacant: Vera
│   └─ F2  a workplace, led by Doris (a sibling of F1): David
├─ B   a company, led by Maja, HR Oskar: Karl
│   └─ S   its board, no coordinator: Styrbjörn
└─ N   a committee, coordinator Lena (employed in F): Ivar, who is also employed in F2
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from elearn.accounts.models import Account, RoleGrant
from elearn.clock import now
from elearn.organisations.kinds import Form, Kind, Level, PostRole
from elearn.organisations.models import (
    Arrangement,
    Employment,
    Person,
    PersonalDetails,
    PersonNumber,
    Post,
    Source,
    Unit,
    UnitVersion,
)
from elearn.permissions import Role

SINCE_YEARS = 3


@dataclass(frozen=True)
class World:
    """Unit ids by code and person ids by name."""

    units: dict[str, int]
    people: dict[str, UUID]
    source_id: int
    since: date

    def __getattr__(self, name: str) -> UUID:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


UNITS = (
    ("G", "Gruppen", Kind.GROUP, None),
    ("F", "Förvaltningen", Kind.ADMINISTRATION, "G"),
    ("F1", "Ängens avdelning", Kind.DEPARTMENT, "F"),
    ("F11", "Östra enheten", Kind.WORKPLACE, "F1"),
    ("F2", "Åkerns enhet", Kind.WORKPLACE, "F"),
    ("B", "Bolaget", Kind.COMPANY, "G"),
    ("S", "Bolagets styrelse", Kind.BOARD, "B"),
    ("N", "Nämnden", Kind.COMMITTEE, "G"),
)

# name, number, unit, level, role, given, family, extra
PEOPLE: tuple[tuple[str, str, str, Level, PostRole | None, str, str], ...] = (
    ("gunilla", "1", "G", Level.MANAGER, PostRole.MANAGER, "Gunilla", "Grupp"),
    ("hanna", "2", "F", Level.MANAGER, PostRole.MANAGER, "Hanna", "Hägg"),
    ("bob", "3", "F1", Level.MANAGER, PostRole.MANAGER, "Bob", "Björk"),
    ("cecilia", "4", "F1", Level.EMPLOYEE, PostRole.DEPUTY, "Cecilia", "Ceder"),
    ("alice", "5", "F1", Level.EMPLOYEE, None, "Alice", "Alm"),
    ("anders", "6", "F1", Level.EMPLOYEE, None, "Anders", "Åkesson"),
    ("petra", "7", "F1", Level.EMPLOYEE, None, "Petra", "Poppel"),
    ("xerxes", "8", "F1", Level.EMPLOYEE, None, "Xerxes", "Extern"),
    ("vera", "9", "F11", Level.EMPLOYEE, None, "Vera", "Vide"),
    ("doris", "10", "F2", Level.MANAGER, PostRole.MANAGER, "Doris", "Druva"),
    ("david", "11", "F2", Level.EMPLOYEE, None, "David", "Ek"),
    ("maja", "12", "B", Level.MANAGER, PostRole.MANAGER, "Maja", "Malm"),
    ("oskar", "13", "B", Level.EMPLOYEE, None, "Oskar", "Oxel"),
    ("karl", "14", "B", Level.EMPLOYEE, None, "Karl", "Kastanj"),
    ("styrbjorn", "15", "S", Level.POLITICIAN, None, "Styrbjörn", "Sälg"),
    ("ivar", "16", "N", Level.POLITICIAN, None, "Ivar", "Idegran"),
    ("lena", "17", "F", Level.EMPLOYEE, None, "Lena", "Lind"),
    ("dana", "18", "F", Level.EMPLOYEE, None, "Dana", "Ärlig"),
    ("erik", "19", "F", Level.EMPLOYEE, None, "Erik", "En"),
    ("frida", "20", "F", Level.EMPLOYEE, None, "Frida", "Fura"),
    ("gustav", "21", "F", Level.EMPLOYEE, None, "Gustav", "Gran"),
)

GRANTS = (
    ("dana", Role.HR, "G"),
    ("oskar", Role.HR, "B"),
    ("erik", Role.ADMINISTRATOR, None),
    ("frida", Role.EDITOR, None),
    ("gustav", Role.AUDITOR, None),
)


def build_world(session: Session, on: date) -> World:
    """Put the cast in place, employed since three years before a day. The caller commits."""
    since = on - timedelta(days=365 * SINCE_YEARS)
    at = now() - timedelta(days=365 * SINCE_YEARS)
    source = Source(name="hr")
    session.add(source)
    session.flush()
    units = _units(session, source.id, since, at)
    people = {name: _person(session, source.id, units, row, since, at) for name, *row in PEOPLE}
    ivar = session.query(PersonNumber).filter_by(employee_number="16").one()
    session.add(_employment(ivar.id, units["F2"], Level.EMPLOYEE, None, "ivar", since, at))
    lena = session.query(PersonNumber).filter_by(employee_number="17").one()
    session.add(
        Post(
            unit_id=units["N"],
            number_id=lena.id,
            role=PostRole.COORDINATOR,
            source_id=source.id,
            **_dated(since, at),
        )
    )
    for name, role, code in GRANTS:
        session.add(
            RoleGrant(
                person_id=people[name],
                role=role,
                unit_id=units[code] if code else None,
                valid_from=since,
                valid_to=None,
                recorded_at=at,
                superseded_at=None,
                granted_by=None,
            )
        )
    for person_id in people.values():
        session.add(
            Account(
                person_id=person_id,
                email=None,
                password_hash=None,
                language=None,
                standing=False,
                created_at=at,
            )
        )
    session.flush()
    return World(units, people, source.id, since)


def arrange(session: Session, world: World, code: str = "B") -> None:
    """The company lets HR of the group see its people by name, since everybody has been there."""
    session.add(
        Arrangement(
            unit_id=world.units[code],
            decided_by="Bolagets styrelse",
            decided_on=world.since,
            record_number="B 2023/7",
            recorded_by=world.oskar,
            **_dated(world.since, now()),
        )
    )


def _dated(since: date, at: datetime) -> dict[str, object]:
    return {
        "began_on": since,
        "valid_from": since,
        "valid_to": None,
        "recorded_at": at,
        "superseded_at": None,
    }


def _units(session: Session, source_id: int, since: date, at: datetime) -> dict[str, int]:
    units: dict[str, int] = {}
    for code, name, kind, parent in UNITS:
        unit = Unit(code=code, source_id=source_id)
        session.add(unit)
        session.flush()
        units[code] = unit.id
        session.add(
            UnitVersion(
                unit_id=unit.id,
                name=name,
                kind=kind,
                parent_id=units[parent] if parent else None,
                legal_entity=None,
                responsible_code="N" if code == "F" else None,
                counts_in_group=True,
                import_id=None,
                **_dated(since, at),
            )
        )
    return units


def _person(
    session: Session,
    source_id: int,
    units: dict[str, int],
    row: Sequence[str | None],
    since: date,
    at: datetime,
) -> UUID:
    number, unit, level, role, given, family = row
    person = Person(id=uuid4(), person_key=None, recorded_at=at)
    session.add(person)
    session.flush()
    held = PersonNumber(source_id=source_id, employee_number=str(number), person_id=person.id)
    session.add(held)
    session.flush()
    session.add(
        PersonalDetails(
            number_id=held.id,
            given_name=str(given),
            family_name=str(family),
            language="sv",
            protected=given == "Petra",
            import_id=None,
            **_dated(since, at),
        )
    )
    session.add(
        _employment(
            held.id,
            units[str(unit)],
            Level(str(level)),
            PostRole(str(role)) if role else None,
            str(given),
            since,
            at,
        )
    )
    return person.id


def _employment(
    number_id: int, unit_id: int, level: Level, role: PostRole | None, given: str, since: date, at: datetime
) -> Employment:
    form = {"Anders": Form.HOURLY, "Xerxes": Form.EXTERNAL}.get(given, Form.PERMANENT)
    if level is Level.POLITICIAN:
        form = Form.FEE
    return Employment(
        number_id=number_id,
        unit_id=unit_id,
        level=level,
        title="",
        role=role,
        email=f"{given.lower()}@exempel.example",
        form=form,
        fraction="",
        absent_from=None,
        absent_to=None,
        import_id=None,
        **_dated(since, at),
    )


def add_employee(session: Session, world: World, name: str, unit: str) -> UUID:
    """One more employee of a unit, who becomes one of the cast. The caller commits."""
    row = (f"x-{name}", unit, Level.EMPLOYEE, None, name.capitalize(), "Extra")
    added = _person(session, world.source_id, world.units, row, world.since, now())
    world.people[name] = added
    return added
