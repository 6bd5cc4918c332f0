"""The form with the last day of a requirement."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from elearn.organisations.forms import DayField
from elearn.requirements.form_fields import is_too_far, refuse
from elearn.requirements.models import RequirementVersion


class EndForm(FlaskForm):  # type: ignore[misc]
    """The last day of a requirement."""

    last_on = DayField(
        _l("Sista dagen som kravet gäller"),
        [InputRequired(_l("Skriv sista dagen som ÅÅÅÅ-MM-DD."))],
        description=_l("Dagen före kravets första dag tar bort det helt. Skriv som ÅÅÅÅ-MM-DD."),
    )

    def read(self, versions: Sequence[RequirementVersion], today: date) -> date | None:
        """The last day; None where the field says why it cannot be."""
        last_on = self.last_on.data if self.validate_on_submit() else None
        if last_on is None:
            return None
        if last_on < versions[0].valid_from - timedelta(days=1):
            refuse(self.last_on, _("Så tidigt gällde inte kravet. Välj en senare dag."))
            return None
        if is_too_far(last_on, today):
            refuse(self.last_on, _("Dagen är för långt bort. Kontrollera årtalet."))
            return None
        return last_on
