"""The forms of reports: what to show, and whom to look for. Their names stand in addresses, in Swedish."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import DataRequired, Length, Optional

from elearn.accounts.forms import printable
from elearn.organisations.forms import DayField
from elearn.organisations.kinds import Level
from elearn.reports.lists import Order
from elearn.reports.queries import Structure
from elearn.reports.sorting import Sorting, UnitOrder

STRUCTURES = {"da": Structure.THEN, "nu": Structure.NOW}
LEVELS = {"politiker": Level.POLITICIAN, "chef": Level.MANAGER, "medarbetare": Level.EMPLOYEE}
LATE = "forsenade"


class FilterForm(FlaskForm):  # type: ignore[misc]
    """What a report is asked, in its address. A day that cannot be is answered with today's report and a sentence."""

    class Meta:
        csrf = False  # it changes nothing

    per = DayField(_l("Per den"), [Optional()])
    struktur = SelectField(
        _l("Organisationen"),
        choices=[SelectChoice("da", _l("som den dagen")), SelectChoice("nu", _l("som i dag"))],
        default="da",
        validate_choice=False,
    )

    def __init__(self, today: date) -> None:
        super().__init__(formdata=request.args, per=today)
        self._today = today
        self.is_whole: bool = self.validate() and self._has_been()

    def _has_been(self) -> bool:
        if self.per.data is not None and self.per.data > self._today:
            self.per.errors = [
                *self.per.errors,
                _("Den dagen har inte varit än. Välj i dag eller en tidigare dag."),
            ]
            return False
        return True

    @property
    def on(self) -> date:
        return (self.per.data if self.is_whole else None) or self._today

    @property
    def structure(self) -> Structure:
        return STRUCTURES.get(self.struktur.data, Structure.THEN)

    @property
    def placed_on(self) -> date:
        """The day whose organisation people are placed in."""
        return self.on if self.structure is Structure.THEN else self._today

    @property
    def is_past(self) -> bool:
        """Whether the day is before today: then no name goes with being late."""
        return self.on < self._today

    def same_day(self) -> dict[str, Any]:
        """What the address says beyond the ordinary, for links to other reports of the same day."""
        day = {"per": self.on.isoformat()} if self.on != self._today else {}
        return day | ({"struktur": "nu"} if self.structure is Structure.NOW else {})


class GroupFilterForm(FilterForm):
    """What a report is asked that can show one level or one module alone."""

    niva = SelectField(
        _l("Nivå"),
        choices=[
            SelectChoice("", _l("alla nivåer")),
            SelectChoice("politiker", _l("politiker")),
            SelectChoice("chef", _l("chefer")),
            SelectChoice("medarbetare", _l("medarbetare")),
        ],
        default="",
        validate_choice=False,
    )
    modul = SelectField(_l("Modul"), default="", validate_choice=False)
    _numbers: frozenset[str] = frozenset()

    def offer(self, modules: Iterable[tuple[str, str]]) -> None:
        """The modules that can be shown one at a time, by number, each with its title."""
        titles = dict(modules)
        self._numbers = frozenset(titles)
        self.modul.choices = [
            SelectChoice("", _("alla moduler")),
            *(SelectChoice(number, title) for number, title in titles.items()),
        ]

    @property
    def level(self) -> Level | None:
        return LEVELS.get(self.niva.data)

    def chosen(self) -> dict[str, Any]:
        """What the address says beyond the ordinary, for links to other columns of the same report."""
        return self.same_day() | ({"niva": self.niva.data} if self.level else {})

    def narrow(self) -> dict[str, Any]:
        """The level and the module alone, for links to reports of other days."""
        return {name: value for name, value in self.same().items() if name in {"niva", "modul"}}

    def same(self) -> dict[str, Any]:
        """The same with the module, for links up, down and to other reports of the same thing."""
        return self.chosen() | ({"modul": self.modul.data} if self.modul.data in self._numbers else {})


UNIT_ORDERS = (
    SelectChoice(UnitOrder.NEED.value, _l("hur långt efter")),
    SelectChoice(UnitOrder.NAME.value, _l("namn")),
    SelectChoice(UnitOrder.DONE.value, _l("andel klara")),
    SelectChoice(UnitOrder.PEOPLE.value, _l("antal personer")),
    SelectChoice(UnitOrder.OVERDUE.value, _l("antal försenade")),
)


def offer_orders(field: SelectField, sorting: Sorting) -> None:
    """The orders of units; the other way round only where the head of a column has asked for it."""
    turned = [
        SelectChoice(sorting.text, _("%(order)s, omvänt", order=each.label))
        for each in UNIT_ORDERS
        if sorting.turned and each.value == sorting.order
    ]
    field.choices = [*UNIT_ORDERS, *turned]


class OverviewForm(GroupFilterForm):
    """What HR's overview is asked."""

    ordning = SelectField(
        _l("Ordna efter"), choices=UNIT_ORDERS, default=UnitOrder.NAME.value, validate_choice=False
    )

    def __init__(self, today: date) -> None:
        super().__init__(today)
        offer_orders(self.ordning, self.sorting)

    @property
    def sorting(self) -> Sorting:
        return Sorting.read(self.ordning.data, UnitOrder.NAME)

    def in_order(self) -> dict[str, Any]:
        """The same with the order, for links to other columns."""
        return self.chosen() | self.sorting.said("ordning", UnitOrder.NAME)


class UnitFilterForm(GroupFilterForm):
    """What a unit's page is asked: `enheter` sorts the units below it, `ordning` its people."""

    enheter = SelectField(
        _l("Ordna enheterna efter"), choices=UNIT_ORDERS, default=UnitOrder.NEED.value, validate_choice=False
    )
    ordning = SelectField(
        _l("Ordna namnen efter"),
        choices=[
            SelectChoice(Order.ATTENTION.value, _l("behov")),
            SelectChoice(Order.NAME.value, _l("efternamn")),
            SelectChoice(Order.STATE.value, _l("läge")),
            SelectChoice(Order.DUE.value, _l("sista dag")),
        ],
        default=Order.ATTENTION.value,
        validate_choice=False,
    )
    visa = SelectField(
        _l("Visa namn på"),
        choices=[SelectChoice("", _l("närmaste medarbetare")), SelectChoice(LATE, _l("alla försenade"))],
        default="",
        validate_choice=False,
    )

    def __init__(self, today: date) -> None:
        super().__init__(today)
        offer_orders(self.enheter, self.sorting)

    @property
    def order(self) -> Order:
        return Order(self.ordning.data) if self.ordning.data in set(Order) else Order.ATTENTION

    @property
    def sorting(self) -> Sorting:
        return Sorting.read(self.enheter.data, UnitOrder.NEED)

    @property
    def late_only(self) -> bool:
        return bool(self.visa.data == LATE)

    def whole(self) -> dict[str, Any]:
        """Everything that the address says beyond the ordinary."""
        people = {} if self.order is Order.ATTENTION else {"ordning": self.order.value}
        late = {"visa": LATE} if self.late_only else {}
        return self.same() | self.sorting.said("enheter", UnitOrder.NEED) | people | late


SPANS = {"ar": 1, "fem-ar": 5}


class OverTimeForm(GroupFilterForm):
    """What a line over time is asked: up to which day, and how far back."""

    spann = SelectField(
        _l("Tid"),
        choices=[
            SelectChoice("ar", _l("ett år, per månad")),
            SelectChoice("fem-ar", _l("fem år, per kvartal")),
        ],
        default="ar",
        validate_choice=False,
    )

    @property
    def years(self) -> int:
        return SPANS.get(self.spann.data, 1)

    def on_day(self, day: date) -> dict[str, Any]:
        """The same on another day, for links from a point of the line to the report about it."""
        same = {name: value for name, value in self.same().items() if name != "per"}
        return ({"per": day.isoformat()} if day != self._today else {}) | same

    def whole(self) -> dict[str, Any]:
        """Everything that the address says beyond the ordinary."""
        return self.same() | ({} if self.years == 1 else {"spann": self.spann.data})


class SearchForm(FlaskForm):  # type: ignore[misc]
    """Whom HR looks for."""

    text = StringField(
        _l("Namn, e-postadress eller anställningsnummer"),
        [DataRequired(_l("Skriv ett namn, en adress eller ett nummer.")), Length(max=200), printable],
        description=_l(
            "Början av ett namn räcker. Den som har skyddade uppgifter visas bara på sitt exakta nummer."
        ),
    )
