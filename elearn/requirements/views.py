"""HR's pages about what is asked of whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Flask, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_config, get_session
from elearn.formatting import swedish_order
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.organisations.kinds import Kind
from elearn.organisations.scope import Scope, get_scope
from elearn.permissions import Actor, Permission
from elearn.requirements.forms import LEVEL_NAMES, EndForm, RequirementForm
from elearn.requirements.models import RequirementVersion
from elearn.requirements.queries import list_versions
from elearn.requirements.services import end_requirement, set_requirement

bp = Blueprint("requirements", __name__)

# What a requirement may belong to.
ASKING_KINDS = frozenset({Kind.GROUP, Kind.ADMINISTRATION, Kind.COMPANY})

Versions = Sequence[RequirementVersion]


@dataclass(frozen=True, slots=True)
class Shown:
    """A requirement as the list shows it: the version of today, else the next, else the last."""

    version: RequirementVersion
    unit_name: str
    coming: bool
    over: bool
    own: bool


def init_app(app: Flask) -> None:
    """Put the pages on the application."""
    app.register_blueprint(bp)


@bp.get("/hr/krav")
@requires(Permission.REQUIREMENT_SET)
def overview() -> ResponseReturnValue:
    """What is asked of HR's own people, by whomever: what is asked from above can be read here and not changed."""
    scope = _scope()
    tree = scope.line.tree
    concerned = scope.hr_figures | {unit for top in actor().hr_units for unit in tree.upward(top)}
    by_requirement: dict[int, list[RequirementVersion]] = defaultdict(list)
    for version in list_versions(get_session()):
        by_requirement[version.requirement_id].append(version)
    shown = [_shown(versions, scope) for versions in by_requirement.values()]
    return render_template(
        "requirements/overview.html",
        requirements=sorted(
            (each for each in shown if each.version.unit_id in concerned),
            key=lambda each: (each.over, each.coming, each.version.valid_from, each.version.id),
        ),
        titles=_titles(),
        drafts=_drafts(),
        level_names=LEVEL_NAMES,
    )


@bp.get("/hr/krav/nytt")
@requires(Permission.REQUIREMENT_SET)
def new() -> ResponseReturnValue:
    form = RequirementForm(formdata=None, valid_from=clock.today(), due_days=90, valid_months=24)
    _offer(form, _scope())
    return render_template("requirements/new.html", form=form)


@bp.post("/hr/krav/nytt")
@requires(Permission.REQUIREMENT_SET)
def add() -> ResponseReturnValue:
    form, at = RequirementForm(), clock.now()
    _offer(form, _scope())
    asked = form.read(clock.day_of(at))
    if asked is None:
        return render_template("requirements/new.html", form=form), 422
    set_requirement(
        get_session(),
        asked.terms,
        valid_from=asked.valid_from,
        valid_to=asked.valid_to,
        at=at,
        actor=actor().person_id,
    )
    get_session().commit()
    flash(_("Kravet är sparat."), "success")
    return redirect(url_for("requirements.overview"), 303)


@dataclass(frozen=True, slots=True)
class Found:
    """A requirement of a unit in HR's own scope, as known now."""

    versions: Versions
    scope: Scope


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
    form = _filled(found, valid_from=max(today, found.versions[0].valid_from))
    return _page(found, form, EndForm(formdata=None, last_on=today))


@bp.post("/hr/krav/<int(max=2147483647):requirement_id>")
@requires(Permission.REQUIREMENT_SET, load_requirement)
def change(found: Found) -> ResponseReturnValue:
    form, at = RequirementForm(), clock.now()
    _offer(form, found.scope, _current(found.versions, found.scope.on))
    asked = form.read(found.scope.on)
    if asked is None:
        return _page(found, form, EndForm(formdata=None)), 422
    set_requirement(
        get_session(),
        asked.terms,
        valid_from=asked.valid_from,
        valid_to=asked.valid_to,
        at=at,
        actor=actor().person_id,
        requirement_id=found.versions[0].requirement_id,
    )
    get_session().commit()
    flash(_("Ändringen är sparad."), "success")
    return redirect(url_for("requirements.overview"), 303)


@bp.post("/hr/krav/<int(max=2147483647):requirement_id>/avsluta")
@requires(Permission.REQUIREMENT_SET, load_requirement)
def end(found: Found) -> ResponseReturnValue:
    form, at = EndForm(), clock.now()
    last_on = form.read(found.versions, found.scope.on)
    if last_on is None:
        return _page(found, _filled(found, valid_from=found.scope.on), form), 422
    end_requirement(get_session(), found.versions[0].requirement_id, last_on, at=at, actor=actor().person_id)
    get_session().commit()
    flash(_("Sista dagen är sparad."), "success")
    return redirect(url_for("requirements.overview"), 303)


def _filled(found: Found, valid_from: date) -> RequirementForm:
    values = RequirementForm.values_of(_current(found.versions, found.scope.on))
    return RequirementForm(formdata=None, valid_from=valid_from, **values)


def _page(found: Found, form: RequirementForm, end_form: EndForm) -> str:
    _offer(form, found.scope, _current(found.versions, found.scope.on))
    shown = _shown(found.versions, found.scope)
    return render_template(
        "requirements/requirement.html",
        shown=shown,
        form=form,
        end_form=end_form,
        titles=_titles(),
        drafts=_drafts(),
        level_names=LEVEL_NAMES,
    )


def _scope() -> Scope:
    return get_scope(get_session(), actor(), clock.today())


def _current(versions: Versions, today: date) -> RequirementVersion:
    """The version of a day, else the next one, else the last."""
    lasting = [each for each in versions if each.valid_to is None or each.valid_to >= today]
    return lasting[0] if lasting else versions[-1]


def _shown(versions: Versions, scope: Scope) -> Shown:
    version, tree = _current(versions, scope.on), scope.line.tree
    return Shown(
        version=version,
        unit_name=tree[version.unit_id].name if version.unit_id in tree else "",
        coming=version.valid_from > scope.on,
        over=version.valid_to is not None and version.valid_to < scope.on,
        own=version.unit_id in scope.hr_figures,
    )


def _offer(form: RequirementForm, scope: Scope, standing: RequirementVersion | None = None) -> None:
    tree = scope.line.tree
    units = [
        tree[unit] for unit in scope.hr_figures if tree[unit].kind in ASKING_KINDS and not tree[unit].ended
    ]
    units.sort(key=lambda node: (node.kind is not Kind.GROUP, swedish_order(node.name)))
    drafts = _drafts()
    decided = standing.modules if standing is not None and standing.decided_by else ()
    form.offer(
        [(str(node.id), node.name) for node in units],
        _titles().items(),
        drafts,
        decided=drafts if get_config().demo else decided,
    )


def _drafts() -> frozenset[str]:
    catalogue = get_catalogue()
    return frozenset(module.slug for module in catalogue.modules if catalogue.is_draft(module))


def _titles() -> dict[str, str]:
    language = str(get_locale() or "sv")
    return {module.slug: module.title.read(language) for module in get_catalogue().modules}
