"""The forms of whoever leads a group session: what, when and where; and who was there."""

from collections.abc import Iterable
from datetime import date, time
from uuid import UUID, uuid4

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, TimeField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired

from elearn.completions.group_models import GroupSession, Room
from elearn.completions.group_queries import Participant
from elearn.completions.group_rules import first_day, last_day
from elearn.completions.group_services import Plan
from elearn.completions.words import ROOM_NAMES
from elearn.formatting import day as shown
from elearn.modules.content import Module
from elearn.organisations.forms import DayField

# The first is how a time is shown; the others are how people write one.
TIME_FORMATS = ["%H:%M", "%H.%M", "%H", "kl %H:%M", "kl %H.%M", "kl %H"]


class ClockField(TimeField):
    """A time of day; what is none gets a sentence that says what to do."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Den tiden finns inte. Skriv som 14:00.")) from error


class PlanForm(FlaskForm):  # type: ignore[misc]
    """What a unit goes through together, when and where. Nothing in words of one's own: people are told as it stands."""

    module = SelectField(_l("Modul"), [InputRequired(_l("Välj en modul."))], validate_choice=False)
    held_on = DayField(_l("Dag"), [InputRequired(_l("Skriv dagen som ÅÅÅÅ-MM-DD."))])
    starts_at = ClockField(
        _l("Klockslag"),
        [InputRequired(_l("Skriv när träffen börjar, till exempel 14:00."))],
        format=TIME_FORMATS,
        description=_l("Till exempel 14:00."),
    )
    room = SelectField(_l("Plats"), validate_choice=False)
    # One for each form that is shown: a form that is sent twice announces once.
    key = HiddenField(default=lambda: uuid4().hex)

    def offer(self, modules: Iterable[Module], language: str) -> None:
        """What can be chosen: the modules that have a guide, and the places of the list or none."""
        self._slugs = {str(module.number): module.slug for module in modules if module.guide}
        titles = {str(module.number): module.title.read(language) for module in modules}
        self.module.choices = [
            SelectChoice("", _("Välj modul")),
            *(SelectChoice(number, titles[number]) for number in self._slugs),
        ]
        self.room.choices = [
            SelectChoice("", _("Skrivs inte här")),
            *(SelectChoice(room.value, name) for room, name in ROOM_NAMES.items()),
        ]

    def fill(self, announced: GroupSession, modules: Iterable[Module]) -> None:
        """Begin with what is announced, save for its day."""
        number = next((each.number for each in modules if each.slug == announced.module), "")
        self.module.data, self.starts_at.data = str(number), announced.starts_at
        self.room.data = announced.room.value if announced.room else ""

    def read(self, today: date) -> Plan | None:
        """What was asked for; None when something is wrong, and `errors` then says what."""
        whole = bool(self.validate_on_submit())
        if not self.module.errors and self.module.data not in self._slugs:
            self.module.errors = [_("Välj en modul i listan.")]
        if not self.room.errors and (self.room.data or "") not in {"", *Room}:
            self.room.errors = [_("Välj en plats i listan, eller ingen.")]
        if not self.held_on.errors and (mistake := _wrong_day(self.held_on.data, today)):
            self.held_on.errors = [mistake]
        if not whole or self.errors:
            return None
        day, starts_at = self.held_on.data or date.min, self.starts_at.data or time.min
        room = Room(self.room.data) if self.room.data else None
        return Plan(self._slugs[self.module.data], day, starts_at, room)

    def read_key(self) -> UUID:
        """The form's own key; another one where somebody has made it unreadable."""
        try:
            return UUID(hex=self.key.data or "")
        except ValueError:
            return uuid4()

    def refuse_key(self) -> None:
        """Say that this form has announced another session already; sent once more it announces this one too."""
        self.key.data = uuid4().hex
        self.module.errors = [
            _(
                "Formuläret har redan annonserat en annan träff. Ska den här också annonseras, kontrollera "
                "uppgifterna och skicka en gång till."
            )
        ]


def _wrong_day(day: date | None, today: date) -> str:
    first, last, mistake = shown(first_day(today)), shown(last_day(today)), ""
    if day is None or day < first_day(today):
        mistake = _(
            "Välj den %(day)s eller en senare dag. Alla ska få veta det minst 14 dagar före, så att var och en hinner välja.",
            day=first,
        )
    elif day > last_day(today):
        mistake = _("Välj en dag inom ett år, senast den %(day)s.", day=last)
    return str(mistake)


class AttendanceForm(FlaskForm):  # type: ignore[misc]
    """Who was there, among the unit's own people."""

    present = SelectMultipleField(_l("Namn"), validate_choice=False)

    def offer(self, people: Iterable[Participant]) -> None:
        self._people = {one.person_id.hex: one.person_id for one in people}
        self.present.choices = [SelectChoice(one.person_id.hex, one.name) for one in people]

    def choose(self, ticked: Iterable[UUID]) -> None:
        """Begin with those who are ticked already; at first nobody is."""
        self.present.data = [person_id.hex for person_id in ticked]

    def read(self) -> frozenset[UUID] | None:
        """Who was ticked; None where somebody is not the leader's to tick."""
        whole = bool(self.validate_on_submit())
        ticked = self.present.data or []
        if not set(ticked) <= set(self._people):
            self.present.errors = [
                _("Någon som du kryssade för hör inte längre till enheten. Se över listan och spara igen.")
            ]
            return None
        return frozenset(self._people[each] for each in ticked) if whole else None
