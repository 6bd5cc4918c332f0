"""HR's pages about what is asked of whom. What a change touches is shown, and then saved, by `reports`."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_session
from elearn.guard import requires
from elearn.organisations.scope import Scope, get_scope
from elearn.permissions import Actor, Permission
from elearn.requirements.ending_form import EndForm
from elearn.requirements.forms import RequirementForm
from elearn.requirements.models import RequirementVersion
from elearn.requirements.people import number_of
from elearn.requirements.queries import list_versions
from elearn.requirements.views.blueprint import bp
from elearn.requirements.views.shown import Versions, current, list_shown, offer, own_scope, shown, words


@bp.get("/hr/krav")
@requires(Permission.REQUIREMENT_SET)
def overview() -> ResponseReturnValue:
    """What is asked of HR's own people, by whomever: what is asked from above can be read here and not changed."""
    by_requirement: dict[int, list[RequirementVersion]] = defaultdict(list)
    for version in list_versions(get_session()):
        by_requirement[version.requirement_id].append(version)
    return render_template(
        "requirements/overview.html",
        requirements=sorted(
            list_shown(by_requirement.values(), own_scope()),
            key=lambda each: (each.over, each.coming, each.version.valid_from, each.version.id),
        ),
        words=words(),
    )


@bp.get("/hr/krav/nytt")
@requires(Permission.REQUIREMENT_SET)
def new() -> ResponseReturnValue:
    """An empty form; `person` in the address fills in the number of somebody whom HR sees by name."""
    scope = own_scope()
    asked_for = request.args.get("person", type=UUID)
    number = number_of(get_session(), scope, asked_for) if asked_for else ""
    form = RequirementForm(
        formdata=None, valid_from=clock.today(), due_days=90, valid_months=24, person=number
    )
    return new_page(form, scope)


def new_page(form: RequirementForm, scope: Scope) -> str:
    """The form of a new requirement, with what stands in it."""
    if not form.modules.choices:
        offer(form, scope)
    return render_template("requirements/new.html", form=form)


@dataclass(frozen=True, slots=True)
class Found:
    """A requirement of a unit in HR's own scope, as known now."""

    versions: Versions
    scope: Scope

    @property
    def requirement_id(self) -> int:
        return self.versions[0].requirement_id

    @property
    def first(self) -> date:
        return self.versions[0].valid_from

    @property
    def begun(self) -> bool:
        return self.first <= self.scope.on

    @property
    def kept(self) -> Versions:
        """What a change leaves standing before its first day: of what has not begun, nothing."""
        return self.versions if self.begun else ()

    @property
    def current(self) -> RequirementVersion:
        return current(self.versions, self.scope.on)


def load_requirement(actor: Actor, requirement_id: int) -> Found:
    versions = list_versions(get_session(), [requirement_id])
    scope = get_scope(get_session(), actor, clock.today())
    if not versions or not all(version.unit_id in scope.hr_figures for version in versions):
        raise NoResultFound
    return Found(versions, scope)


@bp.get("/hr/krav/<int(max=2147483647):requirement_id>")
@requires(Permission.REQUIREMENT_SET, load_requirement)
def requirement(found: Found) -> ResponseReturnValue:
    today = found.scope.on
    form = filled(found, valid_from=max(today, found.first))
    last_on = today if found.begun else found.first - timedelta(days=1)
    return requirement_page(found, form, EndForm(formdata=None, last_on=last_on))


def filled(found: Found, valid_from: date) -> RequirementForm:
    """The form as the requirement stands, with the last day of all of it: a day of change is not the last one."""
    values = RequirementForm.values_of(found.current) | {"valid_to": found.versions[-1].valid_to}
    return RequirementForm(formdata=None, valid_from=valid_from, **values)


def requirement_page(found: Found, form: RequirementForm, end_form: EndForm) -> str:
    """A requirement with the forms that change and end it, with what stands in them."""
    if not form.modules.choices:
        offer(form, found.scope, found.current)
    return render_template(
        "requirements/requirement.html",
        shown=shown(found.current, found.scope, found.versions),
        begun=found.begun,
        form=form,
        end_form=end_form,
        words=words(),
    )
