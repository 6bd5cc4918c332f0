"""What HR should mend."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn import clock
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.organisations.mending import Mending, SharedAddress, UnitGap, get_mending
from elearn.organisations.views.blueprint import bp
from elearn.organisations.words import KIND_NAMES
from elearn.permissions import Permission

MOST_SHOWN = 200
PEOPLE_COLUMN = (2,)


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing to mend: what it means, and a table of the first ones. `id` names its place on the page."""

    id: str
    title: str
    text: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    count: int
    numeric: Sequence[int] = ()


@bp.get("/hr/att-ordna")
@requires(Permission.FILE_IMPORT)
def mending() -> ResponseReturnValue:
    found = get_mending(get_session(), actor(), clock.today())
    sections = [*_unit_sections(found), *_people_sections(found)]
    return render_template("organisations/mending.html", sections=sections, most=MOST_SHOWN)


def _unit_sections(found: Mending) -> list[Section]:
    head = [_("Enhet"), _("Typ"), _("Personer")]
    return [
        Section(
            "utan-chef",
            _("Enheter utan chef"),
            _("Personerna svarar till närmaste chef ovanför."),
            [*head, _("Svarar till")],
            [
                [*_unit(gap), gap.answers_to.name if gap.answers_to else _("ingen")]
                for gap in found.without_manager[:MOST_SHOWN]
            ],
            len(found.without_manager),
            PEOPLE_COLUMN,
        ),
        _units(
            "ingen-ovanfor",
            _("Enheter där ingen ovanför heller är chef"),
            _("Personerna har ingen närmaste chef. De hanteras av HR."),
            found.nobody_above,
        ),
        _units(
            "utan-samordnare",
            _("Förtroendevalda organ utan samordnare"),
            _("Ledamöterna hanteras av HR tills organet har en samordnare."),
            found.without_coordinator,
        ),
        _units(
            "upphorda",
            _("Upphörda enheter med personer"),
            _("Personerna räknas där tills en personfil flyttar dem."),
            found.ended_with_people,
        ),
    ]


def _people_sections(found: Mending) -> list[Section]:
    return [
        Section(
            "utan-adress",
            _("Personer utan e-postadress"),
            _("De loggar in med anställningsnummer och får inga påminnelser."),
            [_("Namn"), _("Nummer"), _("Enhet")],
            [[each.name, each.number, each.unit.name] for each in found.without_email[:MOST_SHOWN]],
            len(found.without_email),
        ),
        Section(
            "delad-adress",
            _("Adresser som delas"),
            _("Ingen av dem kan logga in med adressen eller få post dit förrän den är en persons egen."),
            [_("Adress"), _("Personer")],
            [[shared.address, _owners(shared)] for shared in found.shared[:MOST_SHOWN]],
            len(found.shared),
        ),
    ]


def _units(id: str, title: str, text: str, gaps: Sequence[UnitGap]) -> Section:
    rows = [_unit(gap) for gap in gaps[:MOST_SHOWN]]
    return Section(id, title, text, [_("Enhet"), _("Typ"), _("Personer")], rows, len(gaps), PEOPLE_COLUMN)


def _unit(gap: UnitGap) -> list[object]:
    return [f"{gap.unit.name} ({gap.unit.code})", KIND_NAMES[gap.unit.kind], gap.people]


def _owners(shared: SharedAddress) -> str:
    names = ", ".join(each.name for each in shared.people)
    return str(_("%(names)s och någon mer", names=names)) if shared.others else names
