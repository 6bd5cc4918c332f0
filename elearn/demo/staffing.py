"""Fills the units with people: a manager, sometimes a deputy, and staff with titles of the trade."""

from datetime import date, timedelta

from elearn.demo.dice import Dice
from elearn.demo.files import BASE
from elearn.demo.organisation import Unit
from elearn.demo.posts import LED_FROM_ELSEWHERE, TWO_MANAGERS
from elearn.demo.profiles import PROFILES, Profile
from elearn.demo.register import Employment, Register

EARLIEST = date(1988, 1, 1)
# Whoever started later is newly employed, and those are placed evenly over the days in `lives`.
LATEST = BASE - timedelta(days=121)
EXTERNAL = "extern utförare"
DEPUTIES = 35  # percent of the units with at least ten people


def staff(register: Register, unit: Unit) -> None:
    profile, dice = PROFILES[unit.profile], Dice(f"staff {unit.code}")
    managers = (2 if unit.code in TWO_MANAGERS else 1) if unit.code not in LED_FROM_ELSEWHERE else 0
    for _ in range(managers):
        start = _start(dice, unit, years=18)
        register.add(
            unit.people_source, Employment(unit.code, profile.manager, start, level="chef", role="chef")
        )
    members = [_member(dice, unit, profile) for _ in range(unit.people - managers)]
    if unit.people >= 10 and unit.kind != EXTERNAL and dice.chance(DEPUTIES):
        _make_deputy(members[0], profile)
    for employment in members:
        register.add(unit.people_source, employment)


def _make_deputy(employment: Employment, profile: Profile) -> None:
    employment.role, employment.form, employment.extent, employment.valid_to = (
        "ställföreträdare",
        "tillsvidare",
        "100",
        "",
    )
    if profile.manager == "Rektor":
        employment.title, employment.level = "Biträdande rektor", "chef"


def _member(dice: Dice, unit: Unit, profile: Profile) -> Employment:
    title = dice.pick(profile.titles)
    if unit.kind == EXTERNAL:
        end = dice.day(BASE + timedelta(days=150), BASE + timedelta(days=500))
        return Employment(
            unit.code, title, _start(dice, unit, years=2), end.isoformat(), form="extern", extent=""
        )
    if dice.chance(profile.hourly):
        return Employment(unit.code, title, _start(dice, unit, years=5), form="timavlönad", extent="")
    extent = dice.pick(("100", "100", "100", "100", "80", "75", "50"))
    if dice.chance(7):
        end = dice.day(BASE + timedelta(days=40), BASE + timedelta(days=400))
        return Employment(
            unit.code, title, _start(dice, unit, years=2), end.isoformat(), form="visstid", extent=extent
        )
    return Employment(unit.code, title, _start(dice, unit, years=39), extent=extent)


def _start(dice: Dice, unit: Unit, *, years: int) -> str:
    """A first day, recent years more often than distant ones, half of them the first of a month."""
    earliest = max(EARLIEST, date.fromisoformat(unit.valid_from), LATEST - timedelta(days=years * 365))
    span = (LATEST - earliest).days
    day = LATEST - timedelta(days=dice.below(span + 1) * dice.below(1000) // 1000)
    first = day.replace(day=1)
    return (first if dice.chance(50) and first >= earliest else day).isoformat()
