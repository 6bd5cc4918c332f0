"""Which part of the trail an auditor reads."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import Optional

from elearn.audit.words import ACTIONS
from elearn.clock import STOCKHOLM
from elearn.formatting import swedish_order


class _DayField(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Den dagen finns inte. Skriv som ÅÅÅÅ-MM-DD.")) from error


class TrailForm(FlaskForm):  # type: ignore[misc]
    """What happened, and between which days. A kind that is none means all of them."""

    class Meta:
        csrf = False  # it changes nothing

    vad = SelectField(_l("Vad"), choices=(), validate_choice=False)
    fran = _DayField(_l("Från"), [Optional()])
    till = _DayField(_l("Till och med"), [Optional()])

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        named = sorted(
            ((word, str(name)) for word, name in ACTIONS.items()), key=lambda each: swedish_order(each[1])
        )
        self.vad.choices = [SelectChoice("", _("Allt")), *(SelectChoice(word, name) for word, name in named)]
        self.is_whole: bool = self.validate()
        if self.is_whole and self.fran.data and self.till.data and self.till.data < self.fran.data:
            self.till.errors = [_("Sista dagen ligger före den första. Ändra en av dem.")]
            self.is_whole = False

    @property
    def action(self) -> str | None:
        return self.vad.data if self.vad.data in ACTIONS else None

    @property
    def since(self) -> datetime | None:
        return _midnight(self.fran.data) if self.is_whole and self.fran.data else None

    @property
    def until(self) -> datetime | None:
        """The first instant that is too late."""
        if not self.is_whole or not self.till.data or self.till.data == date.max:
            return None
        return _midnight(self.till.data + timedelta(days=1))

    @property
    def asked(self) -> Mapping[str, str]:
        """The choice as an address says it, so that the next page keeps it."""
        days = {"fran": self.fran.data, "till": self.till.data} if self.is_whole else {}
        chosen = {name: day.isoformat() for name, day in days.items() if day}
        return {"vad": self.action, **chosen} if self.action else chosen


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, STOCKHOLM)
