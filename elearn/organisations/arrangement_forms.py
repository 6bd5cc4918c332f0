"""The form in which an arrangement is recorded."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from elearn.organisations.arrangements import Agreement
from elearn.organisations.forms import DayField, printable


class ArrangementForm(FlaskForm):  # type: ignore[misc]
    """For which company, what it rests on, and on which days. The view says whom the reader may speak for."""

    unit = SelectField(
        _l("Bolag eller annan juridisk person"),
        [InputRequired(_l("Välj vem överenskommelsen gäller."))],
        validate_choice=False,
    )
    decided_by = StringField(
        _l("Beslutat av"),
        [DataRequired(_l("Skriv vem som beslutade.")), Length(max=200), printable],
        description=_l("Till exempel bolagets styrelse."),
    )
    decided_on = DayField(_l("Beslutsdag"), [InputRequired(_l("Skriv beslutsdagen som ÅÅÅÅ-MM-DD."))])
    record_number = StringField(
        _l("Diarienummer"), [DataRequired(_l("Skriv diarienumret.")), Length(max=100), printable]
    )
    valid_from = DayField(_l("Gäller från"), [InputRequired(_l("Skriv första dagen som ÅÅÅÅ-MM-DD."))])
    valid_to = DayField(
        _l("Gäller till och med"),
        [Optional()],
        description=_l("Tomt betyder tills vidare. Skriv som ÅÅÅÅ-MM-DD."),
    )

    def offer(self, units: Iterable[tuple[str, str]]) -> None:
        """Whom the reader may speak for, by id, each with its name."""
        self._units = dict(units)
        self.unit.choices = [
            SelectChoice("", _("Välj i listan")),
            *(SelectChoice(value, name) for value, name in self._units.items()),
        ]

    def read(self, today: date) -> Agreement | None:
        """What the form says; None where its fields say what is wrong."""
        whole: bool = self.validate_on_submit()
        checks = (self._unit_known(), self._days_in_order(today))
        decided_on, valid_from = self.decided_on.data, self.valid_from.data
        decided_by, record_number = self.decided_by.data or "", self.record_number.data or ""
        if not (whole and all(checks)) or decided_on is None or valid_from is None:
            return None
        return Agreement(
            unit_id=int(self.unit.data),
            decided_by=decided_by.strip(),
            decided_on=decided_on,
            record_number=record_number.strip(),
            valid_from=valid_from,
            valid_to=self.valid_to.data,
        )

    def _unit_known(self) -> bool:
        if self.unit.data and self.unit.data not in self._units:
            return _refuse(self.unit, _("Välj en av dem i listan."))
        return True

    def _days_in_order(self, today: date) -> bool:
        decided_on, first, last = self.decided_on.data, self.valid_from.data, self.valid_to.data
        if decided_on and decided_on > today:
            return _refuse(self.decided_on, _("Beslutsdagen har inte varit än. Kontrollera dagen."))
        # What was not agreed then must not look as if it had been.
        if first and first < today:
            return _refuse(self.valid_from, _("Den dagen har varit. Välj i dag eller senare."))
        if first and last and last < first:
            return _refuse(self.valid_to, _("Sista dagen ligger före den första. Ändra en av dem."))
        return True


def _refuse(field: Field, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False
