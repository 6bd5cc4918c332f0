"""HR's page about holidays: the days on which some people are off, and nobody reminds them or calls them late."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.organisations.kinds import Form, Level
from elearn.organisations.scope import Scope, get_scope
from elearn.organisations.words import FORM_NAMES
from elearn.permissions import Actor, Permission
from elearn.requirements.form_fields import LEVEL_NAMES
from elearn.requirements.holiday_forms import HOLIDAY_NAMES, EndHolidayForm, HolidayForm
from elearn.requirements.holidays import end_holiday, set_holiday
from elearn.requirements.models import Holiday
from elearn.requirements.queries import list_holidays
from elearn.requirements.views.blueprint import bp
from elearn.requirements.views.shown import list_units, own_scope


@dataclass(frozen=True, slots=True)
class HolidayShown:
    """A holiday as the list shows it."""

    holiday: Holiday
    name: str
    unit_name: str
    over: bool
    own: bool


@bp.get("/hr/ledigheter")
@requires(Permission.REQUIREMENT_SET)
def holidays() -> ResponseReturnValue:
    """The holidays of HR's own people, whoever set them, and the form for another one."""
    return _page(HolidayForm(formdata=None), own_scope())


@bp.post("/hr/ledigheter")
@requires(Permission.REQUIREMENT_SET)
def add_holiday() -> ResponseReturnValue:
    form, scope, at = HolidayForm(), own_scope(), clock.now()
    form.offer(_units(scope))
    days = form.read(scope.on)
    if days is None:
        return _page(form, scope), 422
    set_holiday(
        get_session(),
        int(form.unit.data),
        form.called.data,
        *days,
        levels=[Level(value) for value in form.levels.data or ()],
        forms=[Form(value) for value in form.forms.data or ()],
        at=at,
        actor=actor().person_id,
    )
    get_session().commit()
    flash(_("Ledigheten är sparad."), "success")
    return redirect(url_for("requirements.holidays"), 303)


def load_holiday(actor: Actor, holiday_id: int) -> Holiday:
    """A holiday of one of HR's own units, as known now."""
    scope = get_scope(get_session(), actor, clock.today())
    found = (each for each in list_holidays(get_session()) if each.id == holiday_id)
    holiday = next(found, None)
    if holiday is None or holiday.unit_id not in scope.hr_figures:
        raise NoResultFound
    return holiday


@bp.get("/hr/ledigheter/<int(max=2147483647):holiday_id>")
@requires(Permission.REQUIREMENT_SET, load_holiday)
def holiday(found: Holiday) -> ResponseReturnValue:
    return _end_page(found, EndHolidayForm(formdata=None, last_on=found.valid_to))


@bp.post("/hr/ledigheter/<int(max=2147483647):holiday_id>")
@requires(Permission.REQUIREMENT_SET, load_holiday)
def change_holiday(found: Holiday) -> ResponseReturnValue:
    """Another last day, an earlier or a later one."""
    form = EndHolidayForm()
    last_on = form.read(found)
    if last_on is None:
        return _end_page(found, form), 422
    end_holiday(get_session(), found.id, last_on, at=clock.now(), actor=actor().person_id)
    get_session().commit()
    flash(_("Sista dagen är sparad."), "success")
    return redirect(url_for("requirements.holidays"), 303)


def _page(form: HolidayForm, scope: Scope) -> str:
    if not form.unit.choices:
        form.offer(_units(scope))
    tree = scope.line.tree
    concerned = scope.hr_figures | {unit for top in actor().hr_units for unit in tree.upward(top)}
    found = [_shown(each, scope) for each in list_holidays(get_session()) if each.unit_id in concerned]
    found.sort(key=lambda each: (each.over, each.holiday.valid_from, each.holiday.id))
    return render_template(
        "requirements/holidays.html",
        form=form,
        holidays=found,
        level_names=LEVEL_NAMES,
        form_names=FORM_NAMES,
    )


def _end_page(found: Holiday, form: EndHolidayForm) -> str:
    return render_template("requirements/holiday.html", shown=_shown(found, own_scope()), form=form)


def _shown(each: Holiday, scope: Scope) -> HolidayShown:
    tree, named = scope.line.tree, {word.value: str(name) for word, name in HOLIDAY_NAMES.items()}
    return HolidayShown(
        holiday=each,
        name=named.get(each.name, each.name),
        unit_name=tree[each.unit_id].name if each.unit_id in tree else "",
        over=each.valid_to is not None and each.valid_to < scope.on,
        own=each.unit_id in scope.hr_figures,
    )


def _units(scope: Scope) -> list[tuple[str, str]]:
    return [(str(node.id), name) for node, name in list_units(scope)]
