"""The forms in which HR says when people are off."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from elearn.organisations.forms import DayField
from elearn.organisations.kinds import Form, Level
from elearn.organisations.words import FORM_NAMES
from elearn.requirements.form_fields import LEVEL_NAMES, choices, is_too_far, refuse, with_none
from elearn.requirements.models import Holiday

# Longer than any: who is off for half a year is absent, and that comes with HR's file.
LONGEST = timedelta(days=184)


class HolidayName(StrEnum):
    """What a holiday is called. A list, so that no cause of anybody's absence is written down."""

    SUMMER = "summer"
    AUTUMN = "autumn"
    CHRISTMAS = "christmas"
    SPORT = "sport"
    EASTER = "easter"
    OTHER = "other"


HOLIDAY_NAMES = {
    HolidayName.SUMMER: _l("Sommarlov"),
    HolidayName.AUTUMN: _l("Höstlov"),
    HolidayName.CHRISTMAS: _l("Jullov"),
    HolidayName.SPORT: _l("Sportlov"),
    HolidayName.EASTER: _l("Påsklov"),
    HolidayName.OTHER: _l("Annan ledighet"),
}


class HolidayForm(FlaskForm):  # type: ignore[misc]
    """Who is off, and from which day to which. The view says which units there are."""

    called = SelectField(_l("Vad det är"), validate_choice=False)
    unit = SelectField(
        _l("Var?"),
        validate_choice=False,
        description=_l("Gäller dem som är anställda i enheten och under den, till exempel en skola."),
    )
    levels = SelectMultipleField(
        _l("Nivåer"),
        choices=choices(LEVEL_NAMES),
        validate_choice=False,
        description=_l("Inget val betyder alla."),
    )
    forms = SelectMultipleField(
        _l("Anställningsformer"),
        choices=choices(FORM_NAMES),
        validate_choice=False,
        description=_l("Inget val betyder alla."),
    )
    first = DayField(_l("Första dagen"), [InputRequired(_l("Skriv första dagen som ÅÅÅÅ-MM-DD."))])
    last = DayField(
        _l("Sista dagen"),
        [InputRequired(_l("Skriv sista dagen som ÅÅÅÅ-MM-DD."))],
        description=_l(
            "Till exempel 2027-08-15. Vill du att alla ska hinna i gång igen, välj en senare dag."
        ),
    )

    def offer(self, units: Iterable[tuple[str, str]]) -> None:
        """What can be chosen: units by id, each with its name."""
        self.unit_names = dict(units)
        self.unit.choices = with_none(_("Välj enhet"), self.unit_names.items())
        self.called.choices = with_none(
            _("Välj i listan"), ((n.value, str(HOLIDAY_NAMES[n])) for n in HolidayName)
        )

    def read(self, today: date) -> tuple[date, date] | None:
        """The first day and the last; None where the fields say what is wrong with them, or with the rest."""
        whole: bool = self.validate_on_submit()
        right = all([whole, self._is_known(), self._has_its_days(today)])
        first, last = self.first.data, self.last.data
        return (first, last) if right and first and last else None

    def _is_known(self) -> bool:
        known = {
            self.called: (self.called.data in set(HolidayName), _("Välj vad det är i listan.")),
            self.unit: (self.unit.data in self.unit_names, _("Välj en av enheterna i listan.")),
            self.levels: (set(self.levels.data or ()) <= set(Level), _("Välj bland nivåerna i listan.")),
            self.forms: (
                set(self.forms.data or ()) <= set(Form),
                _("Välj bland anställningsformerna i listan."),
            ),
        }
        wrong = [(field, sentence) for field, (right, sentence) in known.items() if not right]
        for field, sentence in wrong:
            refuse(field, sentence)
        return not wrong

    def _has_its_days(self, today: date) -> bool:
        first, last = self.first.data, self.last.data
        for field in (self.first, self.last):
            if is_too_far(field.data, today):
                return refuse(field, _("Dagen är för långt bort. Kontrollera årtalet."))
        if first is None or last is None:
            return False
        if last < first:
            return refuse(self.last, _("Sista dagen ligger före den första. Ändra en av dem."))
        if last - first > LONGEST:
            return refuse(self.last, _("Det är mer än ett halvår. Kontrollera dagarna."))
        return True


class EndHolidayForm(FlaskForm):  # type: ignore[misc]
    """Another last day of a holiday."""

    last_on = DayField(
        _l("Sista dagen"),
        [InputRequired(_l("Skriv sista dagen som ÅÅÅÅ-MM-DD."))],
        description=_l("Dagen före den första tar bort ledigheten helt. Skriv som ÅÅÅÅ-MM-DD."),
    )

    def read(self, holiday: Holiday) -> date | None:
        """The last day; None where the field says why it cannot be."""
        last_on = self.last_on.data if self.validate_on_submit() else None
        if last_on is None:
            return None
        if last_on < holiday.valid_from - timedelta(days=1):
            refuse(self.last_on, _("Så tidigt hade ledigheten inte börjat. Välj en senare dag."))
            return None
        if last_on - holiday.valid_from > LONGEST:
            refuse(self.last_on, _("Det är mer än ett halvår. Kontrollera dagarna."))
            return None
        return last_on
