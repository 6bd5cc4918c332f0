"""The administrator's pages: how the service stands, and who was granted which role."""

from collections import Counter
from datetime import date
from importlib.metadata import version
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn import clock
from elearn.accounts import roles as granting
from elearn.accounts.actors import may_sign_in
from elearn.accounts.contacts import without_contacts
from elearn.accounts.forms import ROLE_NAMES, GrantRoleForm, typed
from elearn.accounts.models import RoleGrant
from elearn.accounts.queries import (
    find_person,
    get_grant,
    get_unit_for_role,
    list_grants,
    list_units_for_role,
)
from elearn.accounts.views.blueprint import bp
from elearn.extensions import get_config, get_database, get_session
from elearn.guard import actor, requires
from elearn.permissions import Actor, Permission, Role


@bp.get("/admin")
@requires(Permission.ROLE_GRANT)
def admin() -> ResponseReturnValue:
    """The service on one page; nothing about anybody's training."""
    holders = Counter(grant.role for grant in list_grants(get_session(), clock.today()))
    return render_template(
        "accounts/admin.html",
        counts=[(name, holders[role]) for role, name in ROLE_NAMES.items()],
        version=version("elearn"),
        database="SQLite" if get_database().is_sqlite else "PostgreSQL",
        mail=get_config().smtp_url is not None,
        exit_url=get_config().exit_url,
    )


@bp.get("/admin/roller")
@requires(Permission.ROLE_GRANT)
def roles() -> ResponseReturnValue:
    return _page(GrantRoleForm(valid_from=clock.today()))


@bp.post("/admin/roller")
@requires(Permission.ROLE_GRANT)
def grant_role() -> ResponseReturnValue:
    form, at = GrantRoleForm(), clock.now()
    on, writing = clock.day_of(at), get_session()
    if not (form.validate_on_submit() and form.starts_in_time(on)):
        return _page(form), 422
    person_id, unit_id = _find_person(writing, form, on), _find_unit(writing, form, on)
    if person_id is None or form.errors:
        return _page(form), 422
    try:
        grant = granting.grant_role(
            writing,
            person_id,
            Role(form.role.data),
            unit_id=unit_id,
            valid_from=form.valid_from.data or on,
            valid_to=form.valid_to.data,
            at=at,
            actor=actor().person_id,
        )
    except granting.RoleRefusedError as refusal:
        field = form.unit if isinstance(refusal, granting.UnitRefusedError) else form.who
        field.errors = [str(refusal)]
        return _page(form), 422
    writing.commit()
    flash(_("Rollen är given. %(who)s: %(role)s.", **_said(writing, grant.id, on)), "success")
    return redirect(url_for("accounts.roles"), 303)


def load_grant(_actor: Actor, grant_id: int) -> RoleGrant:
    return get_grant(get_session(), grant_id, clock.today())


@bp.get("/admin/roller/<int(max=2147483647):grant_id>")
@requires(Permission.ROLE_GRANT, load_grant)
def revoking(grant: RoleGrant) -> str:
    """What revoking a role means, before it is done."""
    shown = next(each for each in list_grants(get_session(), clock.today()) if each.id == grant.id)
    return render_template("accounts/revoking.html", grant=shown, role_names=ROLE_NAMES)


@bp.post("/admin/roller/<int(max=2147483647):grant_id>/aterkalla")
@requires(Permission.ROLE_GRANT, load_grant)
def revoke_role(grant: RoleGrant) -> ResponseReturnValue:
    writing = get_session()
    try:
        granting.revoke_role(writing, grant, at=clock.now(), actor=actor().person_id)
    except granting.RoleRefusedError as refusal:
        return _page(GrantRoleForm(formdata=None, valid_from=clock.today()), str(refusal)), 422
    writing.commit()
    flash(_("Rollen är återkallad."), "success")
    return redirect(url_for("accounts.roles"), 303)


def _said(session: Session, grant_id: int, on: date) -> dict[str, str]:
    """Who holds which role where, so that whoever has given it sees whether it was the right one."""
    held = next(each for each in list_grants(session, on) if each.id == grant_id)
    who = _("Skyddad uppgift") if held.protected else held.name or held.who
    where = [held.unit.name] if held.unit else []
    return {"who": who, "role": ", ".join([str(ROLE_NAMES[held.role]), *where])}


def _find_person(session: Session, form: GrantRoleForm, on: date) -> UUID | None:
    person_id = find_person(session, typed(form.who), on)
    if person_id is None or not may_sign_in(session, person_id, on):
        form.who.errors = [
            _(
                "Ingen som kan logga in har den adressen eller det numret för sig själv. Kontrollera stavningen."
            )
        ]
        return None
    return person_id


def _find_unit(session: Session, form: GrantRoleForm, on: date) -> int | None:
    code = typed(form.unit).strip()
    if not code:
        return None
    try:
        return get_unit_for_role(session, code, on).id
    except NoResultFound:
        form.unit.errors = [_("Enheten är inte gruppen, en förvaltning eller ett bolag. Välj en i listan.")]
        return None


def _page(form: GrantRoleForm, refusal: str = "") -> str:
    session, on = get_session(), clock.today()
    form.offer_units((unit.code, unit.name) for unit in list_units_for_role(session, on))
    return render_template(
        "accounts/roles.html",
        form=form,
        grants=list_grants(session, on),
        role_names=ROLE_NAMES,
        refusal=refusal,
        without_contacts=without_contacts(session, on),
    )
