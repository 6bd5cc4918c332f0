"""The forms of doing a module another way: a certificate from elsewhere, and what a contact person does with a case."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired, Length, ValidationError

from elearn.completions.way_files import MOST_BYTES, kind_of
from elearn.completions.way_models import FileKind, Refusal
from elearn.completions.way_words import REFUSAL_NAMES
from elearn.formatting import day as shown_day
from elearn.modules.equivalents import MONTHS, Equivalent
from elearn.organisations.forms import DayField, printable
from elearn.requirements.validity import valid_until

FIRST_DAY = date(2000, 1, 1)
LONGEST_DELAY = timedelta(days=366)


class CertificateForm(FlaskForm):  # type: ignore[misc]
    """A certificate from elsewhere: of which course, of which day, and its file."""

    equivalent = RadioField(
        _l("Kurs"), [InputRequired(_l("Välj kursen som intyget gäller."))], validate_choice=False
    )
    dated_on = DayField(
        _l("Dagen på intyget"),
        [InputRequired(_l("Skriv dagen som står på intyget, till exempel 2026-03-14."))],
    )
    file = FileField(_l("Intyget"), description=_l("PDF, JPEG eller PNG, högst 5 MB."))

    # The file once it is found to be one.
    content: bytes = b""
    kind: FileKind | None = None

    def offer(self, equivalents: Iterable[Equivalent], language: str) -> None:
        """Let the reader choose among the courses that answer to the module."""
        self.known = {each.key: each for each in equivalents}
        self.equivalent.choices = [
            SelectChoice(key, f"{each.name.read(language)}, {each.issuer.read(language)}")
            for key, each in self.known.items()
        ]

    def is_complete(self, today: date) -> bool:
        """Whether everything is there and fits; every mistake is in `errors`."""
        complete = bool(self.validate_on_submit())
        found = self._day_mistake(today) if complete else ""
        if self.equivalent.data and self.equivalent.data not in self.known:
            self.equivalent.errors = [_("Välj en av kurserna i listan.")]
            complete = False
        if found:
            self.dated_on.errors = [found]
        return self._read_file() and complete and not found

    def _day_mistake(self, today: date) -> str:
        if not FIRST_DAY <= self.day <= today:
            return str(_("Dagen kan inte ligga i framtiden eller före år 2000."))
        chosen = self.known.get(self.equivalent.data or "")
        last = valid_until(self.day, chosen.valid_months) if chosen else None
        if last is not None and last < today:
            return str(_("Intyget gällde till och med %(day)s. Det räcker inte i dag.", day=shown_day(last)))
        return ""

    @property
    def day(self) -> date:
        return self.dated_on.data or date.min

    def _read_file(self) -> bool:
        """Whether there is a file that we take."""
        if not (self.file.data and self.file.data.filename):
            self.file.errors = [_("Välj filen med intyget.")]
            return False
        self.content = self.file.data.read(MOST_BYTES + 1)
        self.kind = kind_of(self.content)
        if not self.content:
            self.file.errors = [_("Filen är tom. Spara intyget på nytt och välj det igen.")]
        elif len(self.content) > MOST_BYTES:
            self.file.errors = [
                _(
                    "Filen är större än 5 MB. Spara intyget som PDF eller i ett mindre format och välj det igen."
                )
            ]
        elif self.kind is None:
            self.file.errors = [
                _("Filen är varken PDF, JPEG eller PNG. Spara den som PDF och välj den igen.")
            ]
        return not self.file.errors


class RegisterForm(FlaskForm):  # type: ignore[misc]
    """The day on which a contact person has seen it done, and how long it holds; the same whatever was done."""

    completed_on = DayField(
        _l("Dagen då det gjordes"),
        [InputRequired(_l("Skriv dagen då det gjordes, till exempel 2026-03-14."))],
        description=_l(
            "Dagen för samtalet eller läsningen, eller dagen på intyget. Från den räknas hur länge det gäller."
        ),
    )
    months = SelectField(
        _l("Hur länge det gäller"),
        description=_l("Välj något annat bara när det är beslutat."),
        validate_choice=False,
    )

    def offer(self) -> None:
        named = [(str(months), ngettext("%(num)d månad", "%(num)d månader", months)) for months in MONTHS]
        choices = [("", _("Så länge som kravet säger")), *named]
        self.months.choices = [SelectChoice(value, name) for value, name in choices]

    @property
    def day(self) -> date:
        return self.completed_on.data or date.min

    @property
    def held_for(self) -> int | None:
        """So many months; None: as the requirement says."""
        return next((months for months in MONTHS if str(months) == self.months.data), None)

    def is_complete(self, today: date) -> bool:
        """Whether everything is there; every mistake is in `errors`."""
        if not self.validate_on_submit():
            return False
        if not FIRST_DAY <= self.day <= today:
            self.completed_on.errors = [_("Dagen kan inte ligga i framtiden eller före år 2000.")]
        return not self.completed_on.errors

    def lasts(self, last: date | None, today: date) -> bool:
        """Whether what was done still holds; otherwise the field says until when it did."""
        if last is None or last >= today:
            return True
        day = shown_day(last)
        self.completed_on.errors = [_("Det gällde till och med %(day)s. Det räcker inte i dag.", day=day)]
        return False


class PostponeForm(FlaskForm):  # type: ignore[misc]
    """The last day on which nobody reminds somebody."""

    until = DayField(
        _l("Till och med"), [InputRequired(_l("Skriv en dag efter i dag, till exempel 2026-12-31."))]
    )

    def is_complete(self, today: date) -> bool:
        """Whether it is a day to come; otherwise the field says so."""
        if not self.validate_on_submit():
            return False
        if not today < self.day <= today + LONGEST_DELAY:
            self.until.errors = [_("Välj en dag efter i dag, högst ett år fram.")]
        return not self.until.errors

    @property
    def day(self) -> date:
        return self.until.data or date.min


class RefuseForm(FlaskForm):  # type: ignore[misc]
    """Why a certificate is not accepted."""

    reason = RadioField(
        _l("Varför intyget inte räknas"),
        [InputRequired(_l("Välj varför intyget inte räknas."))],
        choices=[SelectChoice(reason.value, name) for reason, name in REFUSAL_NAMES.items()],
        validate_choice=False,
    )

    def validate_reason(self, field: RadioField) -> None:
        if field.data and field.data not in {reason.value for reason in REFUSAL_NAMES}:
            raise ValidationError(_("Välj varför intyget inte räknas."))

    @property
    def why(self) -> Refusal:
        return Refusal(self.reason.data)


class NumberForm(FlaskForm):  # type: ignore[misc]
    """The number of a case, as somebody who tells no name says it."""

    case_number = StringField(
        _l("Ärendenummer"),
        [InputRequired(_l("Skriv numret, till exempel 4F2A-09C1.")), Length(max=40), printable],
        description=_l("Den som har skyddade uppgifter står inte i listan. Hen säger ett nummer i stället."),
    )
