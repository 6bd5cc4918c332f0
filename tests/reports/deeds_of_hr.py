"""What HR decides in a history, and what people learn."""

from random import Random
from uuid import uuid4

from sqlalchemy import select

from elearn.audit.chain import new_salt
from elearn.completions.models import Completion, Evidence
from elearn.completions.services import append_row, record_completion
from elearn.modules.models import ModuleVersion
from elearn.modules.publishing import publish, read_version
from elearn.organisations.kinds import Form, Kind, Level
from elearn.organisations.models import Unit
from elearn.requirements.asides import clear_aside, set_aside
from elearn.requirements.holidays import end_holiday, set_holiday
from elearn.requirements.services import Terms, clear_hold, end_requirement, set_hold, set_requirement
from tests.reports.building import DECISION
from tests.reports.histories import DAY, History

MODULES = ("anmalningsskyldigheten", "kunskap-pa-alla-nivaer")
REFRESHERS = ("stod-till-valdsutovare", "hedersrelaterat-vald-och-fortryck")
ASKED_OF: tuple[tuple[Level, ...], ...] = ((), (), (Level.MANAGER,), (Level.EMPLOYEE, Level.POLITICIAN))
KINDS: tuple[tuple[Kind, ...], ...] = ((), (), (), (Kind.WORKPLACE, Kind.DEPARTMENT), (Kind.COMPANY,))
FORMS: tuple[tuple[Form, ...], ...] = ((), (), (), (Form.PERMANENT,), (Form.HOURLY, Form.FIXED_TERM))


def ask(history: History, one: int, two: int, three: int) -> None:
    """HR requires or recommends something new."""
    version = set_requirement(
        history.session,
        _terms(history, one, two, three),
        valid_from=history.today + (two - 15) * DAY,
        at=history.at,
    )
    history.session.flush()
    history.requirements.append(version.requirement_id)


def ask_otherwise(history: History, one: int, two: int, three: int) -> None:
    if history.requirements:
        number = history.requirements[one % len(history.requirements)]
        terms, first = _terms(history, two, three, one), history.today - (two % 20) * DAY
        set_requirement(history.session, terms, valid_from=first, at=history.at, requirement_id=number)


def ask_no_more(history: History, one: int, two: int, _three: int) -> None:
    if history.requirements:
        number = history.requirements[one % len(history.requirements)]
        end_requirement(history.session, number, history.today + (two - 20) * DAY, at=history.at)


def hold(history: History, one: int, two: int, three: int) -> None:
    """HR takes care of somebody itself, or no longer."""
    who, on = history.person(one), history.today - (two % 10) * DAY
    (set_hold if three % 3 else clear_hold)(history.session, who, on=on, at=history.at, actor=who)


def complete(history: History, one: int, two: int, three: int) -> None:
    on = history.today - (two % 20) * DAY
    made = record_completion(
        history.session,
        person_id=history.person(one),
        module=(*MODULES, *MODULES, *REFRESHERS, *REFRESHERS)[(two + three) % 8],
        version=f"{1 + (one + three) % 2}.0",
        evidence=Evidence.CHECK,
        completed_on=on,
        valid_until=None if three % 3 else on + 4 * three * DAY,
        origin=uuid4().hex,
        at=history.at,
    )
    history.ledger.append(made.id)


def correct(history: History, one: int, two: int, three: int) -> None:
    """A row of the ledger names another one, which counts no longer."""
    if not history.ledger:
        return
    wrong = history.session.get_one(Completion, history.ledger[one % len(history.ledger)])
    values = {column.name: getattr(wrong, column.name) for column in Completion.__table__.columns}
    values |= {"id": uuid4(), "salt": new_salt(), "origin": uuid4().hex, "recorded_at": history.at}
    values |= {
        "completed_on": wrong.completed_on - two * DAY,
        "corrects": wrong.id,
        "annulled": three % 2 == 1,
    }
    right = Completion(**values)
    append_row(history.session, right)
    history.ledger.append(right.id)


def go_on_holiday(history: History, one: int, two: int, three: int) -> None:
    """Whoever stands below a unit is off for some weeks."""
    first = history.today + (two % 30 - 20) * DAY
    holiday = set_holiday(
        history.session,
        _unit_id(history, one),
        "lov",
        first,
        first + 3 * three * DAY,
        levels=ASKED_OF[two % 4],
        forms=FORMS[three % 5],
        at=history.at,
    )
    history.holidays.append(holiday.id)


def go_back(history: History, one: int, two: int, _three: int) -> None:
    """A holiday ends on another day than was said."""
    if history.holidays:
        place = one % len(history.holidays)
        row = end_holiday(
            history.session, history.holidays[place], history.today + (two - 15) * DAY, at=history.at
        )
        history.holidays[place : place + 1] = [row.id] if row else []


def do_it_otherwise(history: History, one: int, two: int, three: int) -> None:
    """Somebody does a module in a way of their own, until further notice or a day, or no longer."""
    who, on = history.person(one), history.today - (two % 10) * DAY
    module = (*MODULES, *MODULES, *REFRESHERS)[(one + three) % 6]
    if three % 4:
        until = on + 2 * three * DAY if three % 3 == 1 else None
        set_aside(history.session, who, module, on=on, at=history.at, until=until)
    else:
        clear_aside(history.session, who, module, on=on, at=history.at)


def publish_major(history: History, one: int, _two: int, _three: int) -> None:
    """A module gets its next major version."""
    slug = (*MODULES, *REFRESHERS)[one % 4]
    rows = history.session.scalars(select(ModuleVersion).where(ModuleVersion.slug == slug)).all()
    newest = max(int(row.version.split(".")[0]) for row in rows)
    module = read_version(rows[0]).model_copy(update={"version": f"{newest + 1}.0"})
    publish(history.session, [module], history.at)


def _unit_id(history: History, pick: int) -> int:
    units = sorted(history.session.query(Unit), key=lambda unit: unit.code)
    return units[pick % len(units)].id


def _terms(history: History, one: int, two: int, three: int) -> Terms:
    """Half of them plain; the others with all that a requirement can say."""
    modules = (MODULES[:1], MODULES[1:], MODULES)[two % 3]
    months = (None, 1, 3, 12)[three % 4]
    plain = {
        "unit_id": _unit_id(history, one),
        "modules": modules,
        "levels": ASKED_OF[three % 4],
        "due_days": 3 * two,
        "valid_months": months,
        **({} if one % 4 == 0 else DECISION),
    }
    dice = Random(one * 961 + two * 31 + three)
    if dice.random() < 0.5:
        return Terms(**plain)
    return Terms(
        **plain,
        kinds=dice.choice(KINDS),
        forms=dice.choice(FORMS),
        person_id=history.person(two) if dice.random() < 0.2 else None,
        due_on=dice.choice((None, history.today + (three - 10) * DAY)),
        anchor_month=dice.choice((None, None, dice.randint(1, 12))) if months == 12 else None,
        window_days=dice.choice((0, 20, 60)),
        refreshers={module: dice.choice(((), REFRESHERS[:1], REFRESHERS)) for module in modules},
        major_days=dice.choice((None, 0, 30)),
    )


ASKING = (ask, ask, ask, ask, ask_otherwise, ask_no_more, hold)
EXCUSING = (go_on_holiday, go_on_holiday, go_back, do_it_otherwise, do_it_otherwise)
LEARNING = (complete, complete, complete, complete, correct, publish_major)
RULES = (*ASKING, *EXCUSING, *LEARNING)
