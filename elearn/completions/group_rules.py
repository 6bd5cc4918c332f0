"""The days of a group session: when it may be held, when it is led, and until when it proves something. Pure."""

from datetime import date, timedelta

# Everybody has two weeks to choose how they want to do the module, and two to take the check afterwards.
NOTICE = timedelta(days=14)
PROVES_FOR = timedelta(days=14)
# So long everything can still be put right; then nothing is left but the evidence in the ledger.
KEPT_AFTER = timedelta(days=30)
FURTHEST = timedelta(days=365)


def first_day(today: date) -> date:
    """The first day on which a session that is announced today may be held."""
    return today + NOTICE


def last_day(today: date) -> date:
    """The last day on which a session that is announced today may be held."""
    return today + FURTHEST


def proves_until(held_on: date) -> date:
    """The last day on which a check that is passed counts as done together."""
    return held_on + PROVES_FOR


def is_open(held_on: date, on: date) -> bool:
    """Whether the leader may tick who was there, and those confirm it."""
    return held_on <= on <= proves_until(held_on)


def earliest_that_proves(on: date) -> date:
    """The earliest session that a check passed on a day can still belong to."""
    return on - PROVES_FOR


def earliest_kept(on: date) -> date:
    """Sessions before this day are deleted."""
    return on - PROVES_FOR - KEPT_AFTER
