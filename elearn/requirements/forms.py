"""The form in which HR says what is asked of whom, from when, and who decided it."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired, Length, Optional

from elearn.formatting import month
from elearn.organisations.forms import DayField, printable
from elearn.organisations.kinds import Form, Kind, Level
from elearn.organisations.words import FORM_NAMES, KIND_NAMES
from elearn.requirements.changing import Terms
from elearn.requirements.form_fields import (
    LEVEL_NAMES,
    LONGEST_WINDOW,
    MOST_DAYS,
    MOST_MONTHS,
    WholeField,
    between,
    choices,
    with_none,
)
from elearn.requirements.form_rules import REFRESHERS, broken
from elearn.requirements.models import RequirementVersion

# Who a number belongs to, and the unit of HR's that a requirement for that person belongs to; a text says what is wrong.
FindPerson = Callable[[str], tuple[UUID, int] | str]


class Asked(NamedTuple):
    """What a form asks, and on which days."""

    terms: Terms
    valid_from: date
    valid_to: date | None


class RequirementForm(FlaskForm):  # type: ignore[misc]
    """What is asked of whom, from when, and who decided it. The view says which units and modules there are."""

    unit = SelectField(
        _l("Vilka gäller det?"),
        validate_choice=False,
        description=_l("Kravet gäller alla i enheten och under den."),
    )
    levels = SelectMultipleField(
        _l("Nivåer"),
        choices=choices(LEVEL_NAMES),
        validate_choice=False,
        description=_l("Inget val betyder alla."),
    )
    kinds = SelectMultipleField(
        _l("Slag av enhet"),
        choices=choices(KIND_NAMES),
        validate_choice=False,
        description=_l(
            "Slaget på den enhet där någon är anställd. Till exempel bara styrelser i hela koncernen. "
            "Inget val betyder alla."
        ),
    )
    forms = SelectMultipleField(
        _l("Anställningsformer"),
        choices=choices(FORM_NAMES),
        validate_choice=False,
        description=_l("Till exempel bara timavlönade. Inget val betyder alla."),
    )
    person = StringField(
        _l("En enda person"),
        [Optional(), Length(max=200), printable],
        description=_l(
            "Fyll bara i om kravet gäller en enda person: anställningsnumret, till exempel 1042 eller hr/1042. "
            "Då behöver du inte välja enhet."
        ),
    )
    modules = SelectMultipleField(_l("Moduler"), validate_choice=False)
    refresher_1 = SelectField(_l("Andra gången"), validate_choice=False)
    refresher_2 = SelectField(_l("Tredje gången"), validate_choice=False)
    refresher_3 = SelectField(_l("Fjärde gången och sedan"), validate_choice=False)
    valid_from = DayField(_l("Gäller från"), [InputRequired(_l("Skriv första dagen som ÅÅÅÅ-MM-DD."))])
    valid_to = DayField(
        _l("Gäller till och med"),
        [Optional()],
        description=_l("Tomt betyder tills vidare. Skriv som ÅÅÅÅ-MM-DD."),
    )
    due_days = WholeField(
        _l("Antal dagar att bli klar på"),
        [InputRequired(_l("Skriv hur många dagar var och en har på sig.")), between(0, MOST_DAYS)],
        description=_l("Räknas från kravets första dag, eller från den dag då anställningen började."),
    )
    due_on = DayField(
        _l("Fast sista dag"),
        [Optional()],
        description=_l(
            "Ingen behöver vara klar före den dagen, till exempel 2026-12-31. Den som börjar sent får ändå antalet "
            "dagar här ovanför. Tomt betyder att bara antalet dagar gäller."
        ),
    )
    valid_months = WholeField(
        _l("Antal månader som modulerna gäller"),
        [Optional(), between(1, MOST_MONTHS)],
        description=_l("Därefter görs de om. Tomt betyder att de gäller tills vidare."),
    )
    anchor_month = SelectField(
        _l("Alla förnyar samma månad"),
        validate_choice=False,
        description=_l(
            "Till exempel januari med 12 månader: den som blir klar i mars 2026 förnyar senast den 31 januari 2027."
        ),
    )
    window_days = WholeField(
        _l("Antal dagar i förväg som en förnyelse räknas till nästa period"),
        [Optional(), between(0, LONGEST_WINDOW)],
        description=_l(
            "Till exempel 60: den som förnyar högst 60 dagar i förväg förlorar ingen tid, för den nya perioden börjar "
            "när den gamla slutar."
        ),
    )
    major_days = WholeField(
        _l("Antal dagar efter en ny huvudversion"),
        [Optional(), between(0, MOST_DAYS)],
        description=_l(
            "En huvudversion är en modul som har gjorts om i grunden. Till exempel 90: den som har gjort en äldre version "
            "gör om modulen inom 90 dagar. Tomt betyder att det som är gjort står sig."
        ),
    )
    decided_by = StringField(_l("Beslutat av"), [Optional(), Length(max=200), printable])
    decided_on = DayField(_l("Beslutsdag"), [Optional()])
    record_number = StringField(
        _l("Diarienummer"),
        [Optional(), Length(max=100), printable],
        description=_l("Utan beslut rekommenderas modulerna, och ingen blir försenad."),
    )

    # Whom a requirement for one person asks.
    whom: tuple[UUID, int] | None = None

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
        self.unit_names, self.module_names = dict(units), dict(modules)
        self.undecided = frozenset(drafts) - frozenset(decided)
        marked = {
            slug: _("%(module)s (utkast, inte granskad)", module=title) if slug in drafts else title
            for slug, title in self.module_names.items()
        }
        self.unit.choices = with_none(_("Välj enhet"), self.unit_names.items())
        self.modules.choices = [SelectChoice(*each) for each in marked.items()]
        for name in REFRESHERS:
            self[name].choices = with_none(_("Samma modul"), marked.items())
        months = ((str(number), month(number)) for number in range(1, 13))
        self.anchor_month.choices = with_none(_("Nej, var och en räknar från sin egen dag"), months)

    def keep_person(self, whom: UUID | None) -> None:
        """A requirement that stands asks one person or many: a change of it leaves that as it is."""
        del self.person
        self.stands, self._kept = True, whom

    stands = False
    _kept: UUID | None = None

    def read(self, today: date, find_person: FindPerson | None = None) -> Asked | None:
        """What the form asks; None where its fields say what is wrong."""
        whole: bool = self.validate_on_submit()
        first, due_days = self.valid_from.data, self.due_days.data
        faults = broken(self, today, find_person)
        if not whole or faults or first is None or due_days is None:
            return None
        found, unit = self.whom or (self._kept, 0)
        terms = Terms(
            unit_id=int(self.unit.data) if self.unit.data else unit,
            modules=tuple(dict.fromkeys(self.modules.data or ())),
            levels=tuple(Level(value) for value in self.levels.data or ()),
            kinds=tuple(Kind(value) for value in self.kinds.data or ()),
            forms=tuple(Form(value) for value in self.forms.data or ()),
            person_id=found,
            due_days=due_days,
            due_on=self.due_on.data,
            valid_months=self.valid_months.data,
            anchor_month=int(self.anchor_month.data) if self.anchor_month.data else None,
            window_days=self.window_days.data or 0,
            refreshers=self._refreshers(),
            major_days=self.major_days.data,
            decided_by=_text(self.decided_by),
            decided_on=self.decided_on.data,
            record_number=_text(self.record_number),
        )
        return Asked(terms, first, self.valid_to.data)

    def _refreshers(self) -> dict[str, tuple[str, ...]]:
        taken = tuple(self[name].data for name in REFRESHERS if self[name].data)
        return {module: taken for module in self.modules.data or () if taken}

    @staticmethod
    def values_of(version: RequirementVersion) -> dict[str, Any]:
        """What the fields show of a requirement that stands."""
        taken: list[str] = next(iter(version.refreshers.values()), [])
        same = ("levels", "kinds", "forms", "modules", "valid_to", "due_days", "due_on", "valid_months")
        decision = ("decided_by", "decided_on", "record_number")
        return {
            "unit": str(version.unit_id),
            "anchor_month": str(version.anchor_month or ""),
            "window_days": version.window_days or None,
            "major_days": version.major_days,
            **{name: getattr(version, name) for name in (*same, *decision)},
            **dict(zip(REFRESHERS, taken, strict=False)),
        }


def _text(field: StringField) -> str | None:
    return (field.data or "").strip() or None
