"""The form in which a manager names a deputy."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired

from elearn.organisations.delegation_rules import FURTHEST, MOST_DAYS, ONE_DAY
from elearn.organisations.delegations import Candidate
from elearn.organisations.forms import DayField


class DeputyForm(FlaskForm):  # type: ignore[misc]
    """Who, and on which days. The view says whom the manager sees by name."""

    person = SelectField(
        _l("Vem"), [InputRequired(_l("Välj vem som ska vara ställföreträdare."))], validate_choice=False
    )
    first = DayField(_l("Första dagen"), [InputRequired(_l("Skriv första dagen som ÅÅÅÅ-MM-DD."))])
    last = DayField(
        _l("Sista dagen"),
        [InputRequired(_l("Skriv sista dagen som ÅÅÅÅ-MM-DD."))],
        description=_l("Högst 90 dagar med den första. Skriv som ÅÅÅÅ-MM-DD."),
    )

    def offer(self, candidates: Iterable[Candidate]) -> None:
        """Whom the manager may name."""
        self._candidates = {each.person_id.hex: each for each in candidates}
        self.person.choices = [
            SelectChoice("", _("Välj i listan")),
            *(SelectChoice(value, f"{each.name}, {each.place}") for value, each in self._candidates.items()),
        ]

    def read(self, today: date) -> tuple[Candidate, tuple[date, date]] | None:
        """Who on which days; None where the fields say what is wrong."""
        whole: bool = self.validate_on_submit()
        checks = (self._is_known(), self._days_in_order(today))
        chosen, first, last = self._candidates.get(self.person.data), self.first.data, self.last.data
        if not (whole and all(checks)) or chosen is None or first is None or last is None:
            return None
        return chosen, (first, last)

    def _is_known(self) -> bool:
        if self.person.data and self.person.data not in self._candidates:
            return _refuse(self.person, _("Välj en av dem i listan."))
        return True

    def _days_in_order(self, today: date) -> bool:
        first, last = self.first.data, self.last.data
        if first and first < today:
            return _refuse(self.first, _("Den dagen har varit. Välj i dag eller senare."))
        if first and first > today + FURTHEST:
            return _refuse(self.first, _("Första dagen ligger mer än ett år fram. Välj en tidigare dag."))
        if first and last and last < first:
            return _refuse(self.last, _("Sista dagen ligger före den första. Ändra en av dem."))
        if first and last and last > first + (MOST_DAYS - 1) * ONE_DAY:
            return _refuse(
                self.last, _("Det blir mer än 90 dagar. Välj en tidigare sista dag och utse igen sedan.")
            )
        return True


def _refuse(field: Field, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False
