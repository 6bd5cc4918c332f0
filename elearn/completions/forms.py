"""The form in which HR asks for a correction."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired, Optional

from elearn.completions.models import Completion, Reason
from elearn.completions.words import REASON_NAMES
from elearn.organisations.forms import DayField

FIRST_DAY = date(2000, 1, 1)


class CorrectionForm(FlaskForm):  # type: ignore[misc]
    """Why a completion is corrected, and the right day where the day was wrong."""

    reason = RadioField(
        _l("Vad som är fel"),
        [InputRequired(_l("Välj vad som är fel."))],
        choices=[SelectChoice(reason.value, name) for reason, name in REASON_NAMES.items()],
    )
    completed_on = DayField(
        _l("Rätt dag"),
        [Optional()],
        description=_l("Fylls bara i när dagen är fel. I alla andra fall räknas registreringen inte längre."),
    )

    def is_complete(self, completion: Completion, today: date) -> bool:
        """Whether everything is there and fits; every mistake is in `errors`."""
        if not self.validate_on_submit():
            return False
        mistake = self._mistake(completion, today)
        if mistake:
            self.completed_on.errors = [mistake]
        return not mistake

    def _mistake(self, completion: Completion, today: date) -> str:
        day = self.completed_on.data
        if self.why is not Reason.WRONG_DATE:
            return str(_("Lämna dagen tom när det inte är dagen som är fel.")) if day else ""
        if day is None:
            return str(_("Skriv den rätta dagen, till exempel 2026-11-22."))
        if not FIRST_DAY <= day <= today:
            return str(_("Dagen kan inte ligga i framtiden eller före år 2000."))
        return str(_("Det är den dag som redan står.")) if day == completion.completed_on else ""

    @property
    def why(self) -> Reason:
        return Reason(self.reason.data)
