"""What the fields of a requirement's form can hold, and what they are called."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import Field, IntegerField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import NumberRange

from elearn.organisations.kinds import Level

LEVEL_NAMES = {
    Level.POLITICIAN: lazy_pgettext("several", "Politiker"),
    Level.MANAGER: _l("Chefer"),
    Level.EMPLOYEE: lazy_pgettext("several", "Medarbetare"),
}
EARLIEST = date(2000, 1, 1)
YEARS_AHEAD = 10
MOST_DAYS = 3650
MOST_MONTHS = 120
LONGEST_WINDOW = 366


class WholeField(IntegerField):
    """A whole number; what is none gets a sentence of ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Skriv ett helt tal med siffror.")) from error


def between(fewest: int, most: int) -> NumberRange:
    return NumberRange(fewest, most, _l("Skriv ett tal mellan %(min)s och %(max)s.", min=fewest, max=most))


def choices(names: Mapping[Any, Any]) -> list[SelectChoice]:
    """Each word with its name."""
    return [SelectChoice(word.value, name) for word, name in names.items()]


def with_none(none: str, offered: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """What can be chosen, after a first choice that chooses nothing."""
    return [SelectChoice("", none), *(SelectChoice(value, name) for value, name in offered)]


def refuse(field: Field, sentence: str) -> bool:
    """Say at a field what is wrong with it."""
    field.errors = [*field.errors, sentence]
    return False


def is_too_far(day: date | None, today: date) -> bool:
    """Whether a day is one that nobody means."""
    return day is not None and not EARLIEST <= day <= today + timedelta(days=366 * YEARS_AHEAD)
