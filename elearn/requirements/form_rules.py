"""What the fields of a requirement's form must be together. Each rule says at a field what is wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from flask_babel import gettext as _

from elearn.organisations.kinds import Form, Kind, Level
from elearn.requirements.form_fields import EARLIEST, is_too_far, refuse

# The fields of what is taken instead of a module, in their order.
REFRESHERS = ("refresher_1", "refresher_2", "refresher_3")

WORDS: dict[str, frozenset[str]] = {
    "levels": frozenset(Level),
    "kinds": frozenset(Kind),
    "forms": frozenset(Form),
}


class Offered(Protocol):
    """A form whose view has said what can be chosen."""

    unit_names: dict[str, str]
    module_names: dict[str, str]
    undecided: frozenset[str]
    stands: bool
    whom: tuple[UUID, int] | None

    def __getitem__(self, name: str) -> Any: ...
    def __contains__(self, name: str) -> bool: ...


Rule = Callable[[Offered, date], bool]


def broken(form: Offered, today: date, find_person: Callable[[str], tuple[UUID, int] | str] | None) -> bool:
    """Whether any rule is; all are looked at, so that every mistake is told at once."""
    kept = [rule(form, today) for rule in RULES]
    return not all([_whom_known(form, find_person), *kept])


def _whom_known(form: Offered, find_person: Callable[[str], tuple[UUID, int] | str] | None) -> bool:
    unit = form["unit"]
    number = (form["person"].data or "").strip() if "person" in form else ""
    if unit.data and unit.data not in form.unit_names:
        return refuse(unit, _("Välj en av enheterna i listan."))
    if not number:
        return bool(unit.data) or refuse(unit, _("Välj en enhet."))
    found = find_person(number) if find_person else _("Kravet kan inte göras om till en enda person.")
    if isinstance(found, str):
        return refuse(form["person"], found)
    form.whom = found
    return True


def _modules_known(form: Offered, _today: date) -> bool:
    modules = form["modules"]
    if not modules.data:
        return refuse(modules, _("Välj minst en modul."))
    if not set(modules.data) <= set(form.module_names):
        return refuse(modules, _("Välj bland modulerna i listan."))
    return True


def _words_known(form: Offered, _today: date) -> bool:
    sentences = {
        "levels": _("Välj bland nivåerna i listan."),
        "kinds": _("Välj bland slagen i listan."),
        "forms": _("Välj bland anställningsformerna i listan."),
    }
    wrong = [name for name in WORDS if not set(form[name].data or ()) <= WORDS[name]]
    for name in wrong:
        refuse(form[name], sentences[name])
    return not wrong


def _refreshers_in_order(form: Offered, _today: date) -> bool:
    """What is taken the next times: other modules, one after the other, of one module."""
    fields = [form[name] for name in REFRESHERS]
    chosen = [field for field in fields if field.data]
    modules = form["modules"].data or ()
    if not chosen:
        return True
    for field in chosen:
        if field.data not in form.module_names:
            return refuse(field, _("Välj bland modulerna i listan."))
        if field.data in modules:
            return refuse(field, _("Välj en annan modul än den som kravet gäller, eller Samma modul."))
    if len(modules) != 1:
        return refuse(
            chosen[0],
            _(
                "En annan modul nästa gång går bara att välja när kravet gäller en enda modul. "
                "Gör ett krav för varje modul."
            ),
        )
    gap = next((field for field in fields[: len(chosen)] if not field.data), None)
    return gap is None or refuse(gap, _("Fyll i gångerna i ordning: den här först."))


def _days_in_order(form: Offered, today: date) -> bool:
    first, last, due_on = form["valid_from"], form["valid_to"], form["due_on"]
    for field in (first, last, due_on):
        if is_too_far(field.data, today):
            return refuse(field, _("Dagen är för långt bort. Kontrollera årtalet."))
    if first.data and last.data and last.data < first.data:
        return refuse(last, _("Sista dagen ligger före den första. Ändra en av dem."))
    # Of a requirement that stands it may have passed, and still say when most people were to be done.
    if not form.stands and first.data and due_on.data and due_on.data < first.data:
        return refuse(due_on, _("Den fasta dagen ligger före kravets första dag. Ändra en av dem."))
    return True


def _validity_whole(form: Offered, _today: date) -> bool:
    """A month and a window say something of a number of months only."""
    months, anchor, window = form["valid_months"], form["anchor_month"], form["window_days"]
    if anchor.data and anchor.data not in {str(number) for number in range(1, 13)}:
        return refuse(anchor, _("Välj en månad i listan."))
    if (anchor.data or window.data) and months.data is None and not months.errors:
        return refuse(months, _("Skriv hur många månader modulerna gäller, annars finns inget att förnya."))
    if anchor.data and not months.errors and months.data % 12:
        return refuse(
            months,
            _("När alla förnyar samma månad gäller modulerna hela år. Skriv 12, 24, 36 eller så vidare."),
        )
    return True


def _decision_whole(form: Offered, today: date) -> bool:
    fields = _decision(form)
    missing = [field for field in fields if not str(field.data or "").strip() and not field.errors]
    if len(missing) == len(fields):
        return True
    for field in missing:
        refuse(field, _("Ett beslut har beslutsfattare, dag och diarienummer. Fyll i alla tre, eller inget."))
    decided_on = form["decided_on"]
    if decided_on.data and not EARLIEST <= decided_on.data <= today:
        return refuse(decided_on, _("Beslutsdagen har inte varit. Skriv dagen då beslutet fattades."))
    return not missing


def _decides_no_draft(form: Offered, _today: date) -> bool:
    """What nobody has reviewed can be recommended, but nobody can be late with it."""
    asked = [*(form["modules"].data or ()), *(form[name].data for name in REFRESHERS)]
    drafts = [form.module_names[slug] for slug in asked if slug in form.undecided]
    if not drafts or not any(str(field.data or "").strip() for field in _decision(form)):
        return True
    sentence = _(
        "Det här är utkast och kan inte krävas genom ett beslut: %(modules)s. Ta bort beslutet, så rekommenderas "
        "de så länge. Eller be redaktören göra klart granskningen, tills elearn content check --release "
        "går igenom.",
        modules=", ".join(drafts),
    )
    return refuse(form["modules"], sentence)


def _decision(form: Offered) -> list[Any]:
    return [form[name] for name in ("decided_by", "decided_on", "record_number")]


RULES: tuple[Rule, ...] = (
    _modules_known,
    _words_known,
    _refreshers_in_order,
    _days_in_order,
    _validity_whole,
    _decision_whole,
    _decides_no_draft,
)
