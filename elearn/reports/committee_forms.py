"""What the page for a committee is asked: a day, and the earlier one to compare with."""

from datetime import date

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from elearn.organisations.forms import DayField


class CommitteeForm(FlaskForm):  # type: ignore[misc]
    """Two days, in the address. Days that cannot be are answered with today, the last turn of the year and a sentence."""

    class Meta:
        csrf = False  # it changes nothing

    per = DayField(_l("Per den"), [Optional()])
    jamfort = DayField(_l("Jämfört med"), [Optional()])

    def __init__(self, today: date) -> None:
        super().__init__(formdata=request.args, per=today)
        self._today = today
        self.is_whole: bool = self.validate() and self._is_in_order()
        if self.jamfort.data is None and not self.jamfort.errors:
            self.jamfort.data = self.earlier

    def _is_in_order(self) -> bool:
        if self.per.data is not None and self.per.data > self._today:
            self.per.errors = [_("Den dagen har inte varit än. Välj i dag eller en tidigare dag.")]
        elif self.jamfort.data is not None and self.jamfort.data >= self.on_asked:
            self.jamfort.errors = [_("Välj en dag före den som sidan gäller.")]
        return not (self.per.errors or self.jamfort.errors)

    @property
    def on_asked(self) -> date:
        return self.per.data or self._today

    @property
    def on(self) -> date:
        return self.on_asked if self.is_whole else self._today

    @property
    def earlier(self) -> date:
        """The day to compare with: the end of the year before unless another is asked for."""
        asked = self.jamfort.data if self.is_whole else None
        return asked or date(self.on.year - 1, 12, 31)
