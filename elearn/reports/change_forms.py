"""What the pages about change are asked, in their addresses."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import Optional

from elearn.organisations.forms import DayField
from elearn.organisations.kinds import Level
from elearn.reports.causes import Cause
from elearn.reports.forms import LEVELS

# What the address calls a cause; a correction is of one of the two days.
CAUSE_WORDS = {
    "nya": Cause.NEW,
    "slutat": Cause.LEFT,
    "flyttat-hit": Cause.MOVED_IN,
    "flyttat-harifran": Cause.MOVED_OUT,
    "bytt-plats": Cause.MOVED_WITHIN,
    "klara": Cause.COMPLETIONS,
    "gatt-ut": Cause.EXPIRIES,
    "forsenade": Cause.OVERDUE,
    "hr": Cause.HOLDS,
    "sista-dagen": Cause.LAST_DAY,
    "krav": Cause.REQUIREMENTS,
}
CORRECTED_FIRST, CORRECTED_LAST = "rattat-fran", "rattat-till"


class ChangeForm(FlaskForm):  # type: ignore[misc]
    """Two days. Days that cannot be are answered with this year's change and a sentence."""

    class Meta:
        csrf = False  # it changes nothing

    fran = DayField(_l("Från den"), [Optional()])
    till = DayField(_l("Till den"), [Optional()])
    niva = SelectField(
        _l("Nivå"),
        choices=[
            SelectChoice("", _l("alla nivåer")),
            SelectChoice("politiker", _l("politiker")),
            SelectChoice("chef", _l("chefer")),
            SelectChoice("medarbetare", _l("medarbetare")),
        ],
        default="",
        validate_choice=False,
    )
    modul = SelectField(_l("Modul"), default="", validate_choice=False)

    def __init__(self, today: date) -> None:
        super().__init__(formdata=request.args)
        self._today = today
        self.is_whole: bool = self.validate() and self._are_days_in_order()
        for field, day in ((self.fran, self.first), (self.till, self.last)):
            if field.data is None and not field.errors:
                field.data = day

    def _are_days_in_order(self) -> bool:
        if self._given_last > self._today:
            self.till.errors = [_("Den dagen har inte varit än. Välj i dag eller en tidigare dag.")]
        elif self._given_first >= self._given_last:
            self.fran.errors = [_("Välj en dag före den andra dagen.")]
        return not self.fran.errors and not self.till.errors

    @property
    def _given_last(self) -> date:
        return self.till.data or self._today

    @property
    def _given_first(self) -> date:
        return self.fran.data or _end_of_year_before(self._given_last)

    @property
    def first(self) -> date:
        return self._given_first if self.is_whole else _end_of_year_before(self._today)

    @property
    def last(self) -> date:
        return self._given_last if self.is_whole else self._today

    @property
    def level(self) -> Level | None:
        return LEVELS.get(self.niva.data)

    @property
    def cause(self) -> str:
        """Whose names are asked for: a word of the address, or nothing."""
        asked = request.args.get("orsak", "")
        return asked if asked in {*CAUSE_WORDS, CORRECTED_FIRST, CORRECTED_LAST} else ""

    def offer(self, modules: Iterable[tuple[str, str]]) -> None:
        """The modules that can be shown one at a time, by number, each with its title."""
        self.modul.choices = [
            SelectChoice("", _("alla moduler")),
            *(SelectChoice(number, title) for number, title in modules),
        ]

    def last_day(self) -> dict[str, Any]:
        """The later day with the level and the module, for links to reports of one day."""
        chosen = {
            "per": self.last.isoformat() if self.last != self._today else "",
            "niva": self.niva.data if self.level else "",
            "modul": self.modul.data or "",
        }
        return {name: value for name, value in chosen.items() if value}

    def chosen(self) -> dict[str, Any]:
        """The days and the level, for links to the people of one number."""
        days = {"fran": self.first.isoformat(), "till": self.last.isoformat()}
        return days | ({"niva": self.niva.data} if self.level else {})


def _end_of_year_before(day: date) -> date:
    return date(max(day.year - 1, 1), 12, 31)
