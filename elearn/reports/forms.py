"""The forms of reports: what to show, and whom to look for. Their names stand in addresses, in Swedish."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import DataRequired, Length, Optional

from elearn.accounts.forms import printable
from elearn.organisations.forms import DayField
from elearn.organisations.kinds import Level
from elearn.reports.lists import Order
from elearn.reports.queries import Structure

STRUCTURES = {"da": Structure.THEN, "nu": Structure.NOW}
LEVELS = {"politiker": Level.POLITICIAN, "chef": Level.MANAGER, "medarbetare": Level.EMPLOYEE}


class FilterForm(FlaskForm):  # type: ignore[misc]
    """What a report is asked, in its address. A day that cannot be is answered with today's report and a sentence."""

    class Meta:
        csrf = False  # it changes nothing

    per = DayField(_l("Per den"), [Optional()])
    struktur = SelectField(
        _l("Organisationen"),
        choices=[SelectChoice("da", _l("som då")), SelectChoice("nu", _l("som i dag"))],
        default="da",
        validate_choice=False,
    )

    def __init__(self, today: date) -> None:
        super().__init__(formdata=request.args, per=today)
        self._today = today
        self.is_whole: bool = self.validate() and self._has_been()

    def _has_been(self) -> bool:
        if self.per.data is not None and self.per.data > self._today:
            self.per.errors = [
                *self.per.errors,
                _("Den dagen har inte varit än. Välj i dag eller en tidigare dag."),
            ]
            return False
        return True

    @property
    def on(self) -> date:
        return (self.per.data if self.is_whole else None) or self._today

    @property
    def structure(self) -> Structure:
        return STRUCTURES.get(self.struktur.data, Structure.THEN)

    @property
    def placed_on(self) -> date:
        """The day whose organisation people are placed in."""
        return self.on if self.structure is Structure.THEN else self._today

    def same_day(self) -> dict[str, Any]:
        """What the address says beyond the ordinary, for links to other reports of the same day."""
        day = {"per": self.on.isoformat()} if self.on != self._today else {}
        return day | ({"struktur": "nu"} if self.structure is Structure.NOW else {})


class UnitFilterForm(FilterForm):
    """What a unit's page is asked."""

    ordning = SelectField(
        _l("Ordna efter"),
        choices=[
            SelectChoice(Order.ATTENTION.value, _l("behov")),
            SelectChoice(Order.NAME.value, _l("efternamn")),
        ],
        default=Order.ATTENTION.value,
        validate_choice=False,
    )

    @property
    def order(self) -> Order:
        return Order.NAME if self.ordning.data == Order.NAME else Order.ATTENTION


class GroupFilterForm(FilterForm):
    """What HR's overview is asked."""

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

    def offer(self, modules: Iterable[tuple[str, str]]) -> None:
        """The modules that can be shown one at a time, by number, each with its title."""
        self.modul.choices = [
            SelectChoice("", _("alla moduler")),
            *(SelectChoice(number, title) for number, title in modules),
        ]

    @property
    def level(self) -> Level | None:
        return LEVELS.get(self.niva.data)

    def chosen(self) -> dict[str, Any]:
        """What the address says beyond the ordinary, for links to other columns of the same report."""
        return self.same_day() | ({"niva": self.niva.data} if self.level else {})


class SearchForm(FlaskForm):  # type: ignore[misc]
    """Whom HR looks for."""

    text = StringField(
        _l("Namn, e-postadress eller anställningsnummer"),
        [DataRequired(_l("Skriv ett namn, en adress eller ett nummer.")), Length(max=200), printable],
        description=_l(
            "Början av ett namn räcker. Den som har skyddade uppgifter visas bara på sitt exakta nummer."
        ),
    )
