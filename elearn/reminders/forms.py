"""The forms of HR's pages: when people are reminded, and which day's mails are listed."""

import re
from datetime import date

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from elearn.organisations.forms import DayField
from elearn.reminders.schedule import Rules
from elearn.reminders.words import WEEKDAYS
from elearn.requirements.form_fields import WholeField

MOST_DAYS = 365
MOST_TIMES = 10
HOURS = range(24)


def days(_form: Form, field: Field) -> None:
    """Whole numbers of days with commas between them, or nothing at all."""
    numbers = split(field.data)
    if numbers is None or not all(1 <= number <= MOST_DAYS for number in numbers):
        raise ValidationError(
            _("Skriv hela tal mellan 1 och %(most)s med komma emellan, till exempel 7, 21.", most=MOST_DAYS)
        )
    if len(numbers) > MOST_TIMES:
        raise ValidationError(_("Det är för många påminnelser. Skriv högst %(most)s tal.", most=MOST_TIMES))


def split(text: str | None) -> list[int] | None:
    """The numbers of a field, each once and in order; None where something else stands there."""
    words = [word for word in re.split(r"[\s,;]+", (text or "").strip()) if word]
    if not all(re.fullmatch(r"[0-9]{1,5}", word) for word in words):
        return None
    return sorted({int(word) for word in words})


class MailsForm(FlaskForm):  # type: ignore[misc]
    """Which day's mails are listed. A day that cannot be is answered with today's and a sentence."""

    class Meta:
        csrf = False  # it changes nothing

    dag = DayField(_l("Dag"), [Optional()])

    def __init__(self, today: date) -> None:
        super().__init__(formdata=request.args, dag=today)
        self.is_whole: bool = self.validate()
        self.day: date = (self.dag.data if self.is_whole else None) or today


class RulesForm(FlaskForm):  # type: ignore[misc]
    """When people are reminded, who is told besides, and when nothing is sent."""

    before = StringField(
        _l("Dagar före sista dagen"),
        [days],
        description=_l("Flera tal går bra, med komma emellan. Tomt: ingen påminnelse då."),
    )
    on_day = BooleanField(_l("Påminn på sista dagen"))
    after = StringField(
        _l("Dagar efter sista dagen"),
        [days],
        description=_l("Flera tal går bra, med komma emellan. Tomt: ingen påminnelse då."),
    )
    stop_days = WholeField(
        _l("Stopp: så många dagar efter sista dagen skickas inget mer"),
        [
            InputRequired(_l("Skriv efter hur många dagar det ska ta slut.")),
            NumberRange(0, MOST_DAYS, _l("Skriv ett tal mellan %(min)s och %(max)s.", min=0, max=MOST_DAYS)),
        ],
    )
    renewal = StringField(
        _l("Dagar innan en modul slutar gälla"),
        [days],
        description=_l("Flera tal går bra, med komma emellan. Tomt: ingen påminnelse då."),
    )
    digest_weekday = SelectField(
        _l("Veckans sammanställning till chefer och HR"),
        validate_choice=False,
        description=_l("Antal och en länk, inga namn. Bara till den som har något att titta på."),
    )
    escalate_days = WholeField(
        _l("Mejl till chefen ovanför efter så många försenade dagar"),
        [
            Optional(),
            NumberRange(1, MOST_DAYS, _l("Skriv ett tal mellan %(min)s och %(max)s.", min=1, max=MOST_DAYS)),
        ],
        description=_l("Bara antal. Tomt: aldrig."),
    )
    quiet_from = SelectField(_l("Tyst från klockan"), validate_choice=False)
    quiet_to = SelectField(_l("Tyst till klockan"), validate_choice=False)

    @classmethod
    def of(cls, rules: Rules) -> "RulesForm":
        """The form with what holds today."""
        form: RulesForm = cls(
            formdata=None,
            before=_join(rules.before),
            on_day=rules.on_day,
            after=_join(rules.after),
            stop_days=rules.stop_days,
            renewal=_join(rules.renewal),
            digest_weekday=_written(rules.digest_weekday),
            escalate_days=rules.escalate_days,
            quiet_from=_written(rules.quiet_from),
            quiet_to=_written(rules.quiet_to),
        )
        return form.offered()

    def offered(self) -> "RulesForm":
        """With what can be chosen in its lists."""
        self.digest_weekday.choices = [
            SelectChoice("", _("Ingen sammanställning")),
            *(
                SelectChoice(str(number), _("På %(weekdays)s", weekdays=name))
                for number, name in WEEKDAYS.items()
            ),
        ]
        for field in (self.quiet_from, self.quiet_to):
            field.choices = [
                SelectChoice("", _("Inga tysta timmar")),
                *(SelectChoice(str(hour), f"{hour:02}:00") for hour in HOURS),
            ]
        return self

    def read(self) -> Rules | None:
        """What the form says; None where its fields say what is wrong."""
        whole: bool = self.validate_on_submit()
        checks = (self._choices_known(), self._stops_after_the_last(), self._hours_whole())
        stop_days = self.stop_days.data
        if not (whole and all(checks)) or stop_days is None:
            return None
        return Rules(
            before=tuple(split(self.before.data) or ()),
            on_day=self.on_day.data,
            after=tuple(split(self.after.data) or ()),
            stop_days=stop_days,
            renewal=tuple(split(self.renewal.data) or ()),
            digest_weekday=_number(self.digest_weekday),
            escalate_days=self.escalate_days.data,
            quiet_from=_number(self.quiet_from),
            quiet_to=_number(self.quiet_to),
        )

    def _choices_known(self) -> bool:
        known = {
            self.digest_weekday: {"", *map(str, WEEKDAYS)},
            self.quiet_from: {"", *map(str, HOURS)},
            self.quiet_to: {"", *map(str, HOURS)},
        }
        wrong = [field for field, values in known.items() if (field.data or "") not in values]
        for field in wrong:
            _refuse(field, _("Välj i listan."))
        return not wrong

    def _stops_after_the_last(self) -> bool:
        after, stop_days = split(self.after.data), self.stop_days.data
        if after and stop_days is not None and max(after) > stop_days:
            return _refuse(
                self.stop_days,
                _("Stoppet ligger före den sista påminnelsen, dag %(day)s. Ändra en av dem.", day=max(after)),
            )
        return True

    def _hours_whole(self) -> bool:
        first, last = self.quiet_from.data or "", self.quiet_to.data or ""
        if bool(first) != bool(last):
            return _refuse(self.quiet_to, _("Välj båda klockslagen, eller inget av dem."))
        if first and first == last:
            return _refuse(self.quiet_to, _("Klockslagen är lika. Välj två olika, eller inget av dem."))
        return True


def _join(numbers: object) -> str:
    return ", ".join(str(number) for number in numbers) if isinstance(numbers, (list, tuple)) else ""


def _written(number: int | None) -> str:
    return "" if number is None else str(number)


def _number(field: Field) -> int | None:
    return int(field.data) if field.data else None


def _refuse(field: Field, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False
