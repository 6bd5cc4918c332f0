"""The forms of HR's requirements."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from elearn.accounts.forms import printable
from elearn.organisations.forms import DayField
from elearn.organisations.kinds import Level
from elearn.requirements.models import RequirementVersion
from elearn.requirements.services import Terms

LEVEL_NAMES = {
    Level.POLITICIAN: _l("Politiker"),
    Level.MANAGER: _l("Chefer"),
    Level.EMPLOYEE: _l("Medarbetare"),
}
EARLIEST = date(2000, 1, 1)
YEARS_AHEAD = 10
MOST_DAYS = 3650
MOST_MONTHS = 120


class Asked(NamedTuple):
    """What a form asks, and on which days."""

    terms: Terms
    valid_from: date
    valid_to: date | None


class WholeField(IntegerField):
    """A whole number; what is none gets a sentence of ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Skriv ett helt tal med siffror.")) from error


class RequirementForm(FlaskForm):  # type: ignore[misc]
    """What is asked of whom, from when, and who decided it. The view says which units and modules there are."""

    unit = SelectField(
        _l("Vilka gäller det?"),
        [InputRequired(_l("Välj en enhet."))],
        validate_choice=False,
        description=_l("Kravet gäller alla i enheten och under den."),
    )
    levels = SelectMultipleField(
        _l("Nivåer"),
        choices=[SelectChoice(level.value, name) for level, name in LEVEL_NAMES.items()],
        validate_choice=False,
        description=_l("Inget val betyder alla."),
    )
    modules = SelectMultipleField(_l("Moduler"), validate_choice=False)
    valid_from = DayField(_l("Gäller från"), [InputRequired(_l("Skriv första dagen som ÅÅÅÅ-MM-DD."))])
    valid_to = DayField(
        _l("Gäller till och med"),
        [Optional()],
        description=_l("Tomt betyder tills vidare. Skriv som ÅÅÅÅ-MM-DD."),
    )
    due_days = WholeField(
        _l("Antal dagar att bli klar på"),
        [
            InputRequired(_l("Skriv hur många dagar var och en har på sig.")),
            NumberRange(0, MOST_DAYS, _l("Skriv ett tal mellan %(min)s och %(max)s.", min=0, max=MOST_DAYS)),
        ],
        description=_l("Räknas från kravets första dag, eller från den dag då anställningen började."),
    )
    valid_months = WholeField(
        _l("Antal månader som modulerna gäller"),
        [
            Optional(),
            NumberRange(
                1, MOST_MONTHS, _l("Skriv ett tal mellan %(min)s och %(max)s.", min=1, max=MOST_MONTHS)
            ),
        ],
        description=_l("Därefter görs de om. Tomt betyder att de gäller tills vidare."),
    )
    decided_by = StringField(_l("Beslutat av"), [Optional(), Length(max=200), printable])
    decided_on = DayField(_l("Beslutsdag"), [Optional()])
    record_number = StringField(
        _l("Diarienummer"),
        [Optional(), Length(max=100), printable],
        description=_l("Utan beslut rekommenderas modulerna, och ingen blir försenad."),
    )

    def offer(
        self,
        units: Iterable[tuple[str, str]],
        modules: Iterable[tuple[str, str]],
        drafts: Collection[str],
        *,
        decided: Collection[str],
    ) -> None:
        """What can be chosen: units by id, modules by slug, each with its name.

        Drafts are marked, and no decision can ask for one, save for those of `decided`: a decision from before a
        word was changed stands, and the rest of it can be changed.
        """
        self._units, self._modules = dict(units), dict(modules)
        self._undecided = frozenset(drafts) - frozenset(decided)
        self.unit.choices = [
            SelectChoice("", _("Välj enhet")),
            *(SelectChoice(value, name) for value, name in self._units.items()),
        ]
        self.modules.choices = [
            SelectChoice(
                slug, _("%(module)s (utkast, inte granskad)", module=title) if slug in drafts else title
            )
            for slug, title in self._modules.items()
        ]

    def read(self, today: date) -> "Asked | None":
        """What the form asks; None where its fields say what is wrong."""
        whole: bool = self.validate_on_submit()
        checks = (
            self._choices_known(),
            self._days_in_order(today),
            self._decision_whole(today),
            self._decides_no_draft(),
        )
        first, due_days = self.valid_from.data, self.due_days.data
        if not (whole and all(checks)) or first is None or due_days is None:
            return None
        terms = Terms(
            unit_id=int(self.unit.data),
            modules=tuple(self.modules.data or ()),
            levels=tuple(Level(value) for value in self.levels.data or ()),
            due_days=due_days,
            valid_months=self.valid_months.data,
            decided_by=_text(self.decided_by),
            decided_on=self.decided_on.data,
            record_number=_text(self.record_number),
        )
        return Asked(terms, first, self.valid_to.data)

    def _choices_known(self) -> bool:
        if self.unit.data and self.unit.data not in self._units:
            return _refuse(self.unit, _("Välj en av enheterna i listan."))
        if not self.modules.data:
            return _refuse(self.modules, _("Välj minst en modul."))
        if not set(self.modules.data) <= set(self._modules):
            return _refuse(self.modules, _("Välj bland modulerna i listan."))
        if not set(self.levels.data or ()) <= {level.value for level in Level}:
            return _refuse(self.levels, _("Välj bland nivåerna i listan."))
        return True

    def _days_in_order(self, today: date) -> bool:
        latest = today + timedelta(days=366 * YEARS_AHEAD)
        for field in (self.valid_from, self.valid_to):
            if field.data is not None and not EARLIEST <= field.data <= latest:
                return _refuse(field, _("Dagen är för långt bort. Kontrollera årtalet."))
        if self.valid_from.data and self.valid_to.data and self.valid_to.data < self.valid_from.data:
            return _refuse(self.valid_to, _("Sista dagen ligger före den första. Ändra en av dem."))
        return True

    def _decision_whole(self, today: date) -> bool:
        fields = (self.decided_by, self.decided_on, self.record_number)
        missing = [field for field in fields if not str(field.data or "").strip() and not field.errors]
        if len(missing) == len(fields):
            return True
        for field in missing:
            _refuse(
                field, _("Ett beslut har beslutsfattare, dag och diarienummer. Fyll i alla tre, eller inget.")
            )
        if self.decided_on.data and not EARLIEST <= self.decided_on.data <= today:
            return _refuse(
                self.decided_on, _("Beslutsdagen har inte varit. Skriv dagen då beslutet fattades.")
            )
        return not missing

    def _decides_no_draft(self) -> bool:
        """What nobody has reviewed can be recommended, but nobody can be late with it."""
        fields = (self.decided_by, self.decided_on, self.record_number)
        drafts = [self._modules[slug] for slug in self.modules.data or () if slug in self._undecided]
        if not drafts or not any(str(field.data or "").strip() for field in fields):
            return True
        sentence = _(
            "Det här är utkast och kan inte krävas genom ett beslut: %(modules)s. Ta bort beslutet, så rekommenderas "
            "de så länge. Eller be redaktören göra klart granskningen, tills elearn content check --release "
            "går igenom.",
            modules=", ".join(drafts),
        )
        return _refuse(self.modules, sentence)

    @staticmethod
    def values_of(version: RequirementVersion) -> dict[str, Any]:
        """What the fields show of a requirement that stands."""
        return {
            "unit": str(version.unit_id),
            "levels": version.levels,
            "modules": version.modules,
            "valid_to": version.valid_to,
            "due_days": version.due_days,
            "valid_months": version.valid_months,
            "decided_by": version.decided_by,
            "decided_on": version.decided_on,
            "record_number": version.record_number,
        }


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
            _refuse(self.last_on, _("Så tidigt gällde inte kravet. Välj en senare dag."))
            return None
        if last_on > today + timedelta(days=366 * YEARS_AHEAD):
            _refuse(self.last_on, _("Dagen är för långt bort. Kontrollera årtalet."))
            return None
        return last_on


def _text(field: StringField) -> str | None:
    return (field.data or "").strip() or None


def _refuse(field: Field, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False
