"""Who stands in for the manager of a unit: the manager names and ends, HR reads."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.organisations.delegation_forms import DeputyForm
from elearn.organisations.delegations import (
    DeputyRefusedError,
    end_delegation,
    get_delegation,
    list_candidates,
    list_deputies,
    name_deputy,
    own_scope,
)
from elearn.organisations.models import Delegation
from elearn.organisations.scope import Scope, get_scope
from elearn.organisations.tree import Node
from elearn.organisations.views.blueprint import bp
from elearn.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class Led:
    """A unit that the reader manages, or whose people HR sees by name, with what they see there."""

    node: Node
    scope: Scope
    leads: bool


def load_seen(actor: Actor, code: str) -> Led:
    """A unit that the reader manages or has HR for; NoResultFound for any other, a deputy's too."""
    scope = get_scope(get_session(), actor, clock.today())
    node = scope.line.tree.by_code.get(code)
    leads = node is not None and node.id in actor.manages
    if node is None or node.ended or not (leads or node.id in scope.hr):
        raise NoResultFound
    return Led(node, own_scope(scope, node.id) if leads else scope, leads)


def load_led(actor: Actor, code: str) -> Led:
    """A unit that the reader manages."""
    led = load_seen(actor, code)
    if not led.leads:
        raise NoResultFound
    return led


def load_delegation(actor: Actor, code: str, delegation_id: int) -> tuple[Led, Delegation]:
    led = load_led(actor, code)
    return led, get_delegation(get_session(), led.node.id, delegation_id, led.scope.on)


@bp.get("/enheter/<path:code>/stallforetradare")
@requires(Permission.UNIT_READ, load_seen)
def deputies(led: Led) -> ResponseReturnValue:
    return _page(led, DeputyForm(formdata=None, first=led.scope.on) if led.leads else None)


@bp.post("/enheter/<path:code>/stallforetradare")
@requires(Permission.DEPUTY_NAME, load_led)
def name(led: Led) -> ResponseReturnValue:
    writing, at, form = get_session(), clock.now(), DeputyForm()
    form.offer(list_candidates(writing, led.scope, led.node.id))
    wanted = form.read(led.scope.on)
    if wanted is None:
        return _page(led, form), 422
    chosen, days = wanted
    try:
        name_deputy(writing, chosen, led.node.id, days=days, at=at, on=led.scope.on, actor=actor().person_id)
    except DeputyRefusedError as refusal:
        form.person.errors = [str(refusal)]
        return _page(led, form), 422
    writing.commit()
    flash(_("Ställföreträdaren är utsedd. Inget mejl skickas, så säg till personen själv."), "success")
    return redirect(url_for("organisations.deputies", code=led.node.code), 303)


@bp.get("/enheter/<path:code>/stallforetradare/<int(max=2147483647):delegation_id>/avsluta")
@requires(Permission.DEPUTY_NAME, load_delegation)
def ending_deputy(target: tuple[Led, Delegation]) -> str:
    """What ending a deputy's days means, before it is done."""
    led, delegation = target
    listed = list_deputies(get_session(), led.scope, led.node.id)
    names = [each.name for each in listed if each.delegation and each.delegation.id == delegation.id]
    return render_template(
        "organisations/ending_deputy.html",
        node=led.node,
        delegation=delegation,
        name=names[0] if names else "",
        today=led.scope.on,
    )


@bp.post("/enheter/<path:code>/stallforetradare/<int(max=2147483647):delegation_id>/avsluta")
@requires(Permission.DEPUTY_NAME, load_delegation)
def end_deputy(target: tuple[Led, Delegation]) -> ResponseReturnValue:
    led, delegation = target
    writing = get_session()
    end_delegation(writing, delegation, on=led.scope.on, at=clock.now(), actor=actor().person_id)
    writing.commit()
    flash(_("Uppdraget är avslutat. Personen ser inte längre enheten som ställföreträdare."), "success")
    return redirect(url_for("organisations.deputies", code=led.node.code), 303)


def _page(led: Led, form: DeputyForm | None) -> str:
    session = get_session()
    candidates = list_candidates(session, led.scope, led.node.id) if form else []
    if form:
        form.offer(candidates)
    return render_template(
        "organisations/deputies.html",
        node=led.node,
        deputies=list_deputies(session, led.scope, led.node.id),
        form=form if candidates else None,
        leads=led.leads,
        today=led.scope.on,
    )
