"""The forms of signing in, passwords, settings, codes and roles."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.fields.core import Field
from wtforms.validators import EqualTo, InputRequired, Length, Optional, ValidationError

from elearn.accounts.passwords import LONGEST, SHORTEST, Weakness, weakness
from elearn.accounts.queries import LONGEST_NAME
from elearn.organisations.forms import DayField
from elearn.organisations.forms import printable as printable
from elearn.permissions import Role

WEAKNESSES = {
    Weakness.SHORT: _l("Lösenordet är för kort. Välj minst %(least)d tecken.", least=SHORTEST),
    Weakness.LONG: _l("Lösenordet är för långt. Välj högst %(most)d tecken.", most=LONGEST),
    Weakness.COMMON: _l("Det lösenordet är lätt att gissa. Välj till exempel tre ord som inte hör ihop."),
    Weakness.OWN: _l("Lösenordet liknar din adress, ditt namn eller ditt nummer. Välj något annat."),
}

ROLE_NAMES = {
    Role.HR: _l("HR"),
    Role.CONTACT: _l("Kontaktperson"),
    Role.EDITOR: _l("Redaktör"),
    Role.ADMINISTRATOR: _l("Administratör"),
    Role.AUDITOR: _l("Revisor"),
}


def typed(field: Field) -> str:
    """What was typed into a field, nothing being an empty text."""
    return field.data or ""


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Who you are; wrong and unknown look the same, so nothing here is checked but that it is there."""

    email = StringField(
        _l("E-postadress eller anställningsnummer"),
        [InputRequired(_l("Skriv din e-postadress eller ditt anställningsnummer."))],
        description=_l("Har du ingen egen adress? Skriv numret på pappret från HR, till exempel hr/10001."),
    )
    password = PasswordField(_l("Lösenord"), [InputRequired(_l("Skriv ditt lösenord."))])


class AskLinkForm(FlaskForm):  # type: ignore[misc]
    email = StringField(
        _l("E-postadress"),
        [
            InputRequired(_l("Skriv din e-postadress.")),
            Length(max=LONGEST_NAME, message=_l("Det är för långt för en adress. Skriv om den.")),
            printable,
        ],
        description=_l("Länken skickas till adressen som din arbetsgivare har lämnat."),
    )


def _new_password() -> PasswordField:
    return PasswordField(
        _l("Nytt lösenord"),
        [InputRequired(_l("Skriv ett nytt lösenord."))],
        description=_l(
            "Minst %(least)d tecken. Tre ord som inte hör ihop är lätta att minnas och svåra att gissa.",
            least=SHORTEST,
        ),
    )


def _again() -> PasswordField:
    return PasswordField(
        _l("Samma lösenord en gång till"),
        [EqualTo("password", _l("Lösenorden är inte lika. Skriv samma två gånger."))],
    )


class _WithNewPassword(FlaskForm):  # type: ignore[misc]
    password: PasswordField

    def accepts(self, own_words: Iterable[str]) -> bool:
        """Whether the password can be used by whom these words belong to; otherwise the field says why not."""
        found = weakness(typed(self.password), own_words)
        if found is not None:
            self.password.errors = [*self.password.errors, WEAKNESSES[found]]
        return found is None


class NewPasswordForm(_WithNewPassword):
    """A new password, twice."""

    password = _new_password()
    again = _again()


class CodeForm(_WithNewPassword):
    """A code from paper, whose it is, and the password to be."""

    name = StringField(
        _l("Anställningsnummer eller e-postadress"),
        [InputRequired(_l("Skriv det som står på pappret.")), printable],
        description=_l("Som det står på pappret, till exempel hr/10001."),
    )
    code = StringField(
        _l("Kod"), [InputRequired(_l("Skriv koden från pappret.")), printable], description=_l("Tolv tecken.")
    )
    password = _new_password()
    again = _again()


class ChangePasswordForm(_WithNewPassword):
    current = PasswordField(_l("Nuvarande lösenord"), [InputRequired(_l("Skriv ditt nuvarande lösenord."))])
    password = _new_password()
    again = _again()


class IssueCodeForm(FlaskForm):  # type: ignore[misc]
    """Whom HR makes a code for."""

    source = StringField(
        _l("Källa"),
        [InputRequired(_l("Skriv källan, till exempel hr.")), Length(max=200), printable],
        description=_l("Systemet som numret kommer från, till exempel hr."),
    )
    number = StringField(
        _l("Anställningsnummer"), [InputRequired(_l("Skriv anställningsnumret.")), Length(max=200), printable]
    )


class GrantRoleForm(FlaskForm):  # type: ignore[misc]
    """Who gets which role, where and when."""

    who = StringField(
        _l("E-postadress eller källa/anställningsnummer"),
        [InputRequired(_l("Skriv vem som ska ha rollen.")), Length(max=LONGEST_NAME), printable],
        description=_l("Till exempel hr/10001, där hr är systemet som numret kommer från."),
    )
    role = SelectField(
        _l("Roll"),
        choices=[
            SelectChoice("", _l("Välj roll")),
            *(SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()),
        ],
        validators=[InputRequired(_l("Välj en roll."))],
        validate_choice=False,
    )
    # What the address names stands among the choices, or is refused by the view with a sentence of its own.
    unit = SelectField(
        _l("Enhet"),
        choices=(),
        validators=[Optional()],
        validate_choice=False,
        description=_l(
            "Bara för HR och kontaktperson: gruppen, en förvaltning eller ett bolag. Rollen gäller allt under den."
        ),
    )
    valid_from = DayField(_l("Från"), [InputRequired(_l("Skriv första dagen som ÅÅÅÅ-MM-DD."))])
    valid_to = DayField(
        _l("Till och med"), [Optional()], description=_l("Tomt betyder tills vidare. Skriv som ÅÅÅÅ-MM-DD.")
    )

    def validate_role(self, field: SelectField) -> None:
        if field.data and field.data not in {role.value for role in ROLE_NAMES}:
            raise ValidationError(_("Välj en av rollerna i listan."))

    def offer_units(self, units: Iterable[tuple[str, str]]) -> None:
        """The units to choose from, each by its code and name."""
        self.unit.choices = [
            SelectChoice("", _("Välj enhet")),
            *(SelectChoice(code, name) for code, name in units),
        ]

    def starts_in_time(self, on: date) -> bool:
        """Whether the first day is not past; otherwise the field says so."""
        if self.valid_from.data is not None and self.valid_from.data < on:
            self.valid_from.errors = [
                *self.valid_from.errors,
                _("Den dagen har varit. Välj i dag eller senare."),
            ]
            return False
        return True


class LanguageForm(FlaskForm):  # type: ignore[misc]
    language = HiddenField()
    next = HiddenField()
