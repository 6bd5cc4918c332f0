"""Announcing the group sessions of a unit, moving them and calling them off."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.completions.group_forms import PlanForm
from elearn.completions.group_models import GroupSession
from elearn.completions.group_queries import (
    get_group_session,
    list_unit_sessions,
)
from elearn.completions.group_rules import first_day, proves_until
from elearn.completions.group_services import (
    KeyUsedError,
    WrongDayError,
    announce,
    cancel,
    may_cancel,
    move,
)
from elearn.completions.words import ROOM_NAMES
from elearn.extensions import get_session
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.views.blueprint import language
from elearn.organisations.queries import get_tree
from elearn.organisations.tree import Node
from elearn.permissions import Actor, Permission

bp = Blueprint("completions_group", __name__)


def load_led_unit(actor: Actor, code: str) -> Node:
    """A unit that the actor manages or deputises in; NoResultFound for any other."""
    node = get_tree(get_session(), clock.today()).by_code.get(code)
    if node is None or node.ended or node.id not in actor.manages | actor.deputises:
        raise NoResultFound
    return node


@dataclass(frozen=True, slots=True)
class Led:
    """A session of a unit that the actor leads."""

    session: GroupSession
    node: Node


def load_led(actor: Actor, session_id: UUID) -> Led:
    """A session that the actor may lead; NoResultFound for another unit's, or one that was called off."""
    session = get_session()
    announced = get_group_session(session, session_id, actor.manages | actor.deputises)
    return Led(announced, get_tree(session, clock.today())[announced.unit_id])


@bp.get("/enheter/<path:code>/traffar")
@requires(Permission.GROUP_LEAD, load_led_unit)
def sessions(node: Node) -> str:
    """The unit's sessions, and the form that announces one."""
    return _sessions_page(node, _plan_form(blank=True))


@bp.post("/enheter/<path:code>/traffar")
@requires(Permission.GROUP_LEAD, load_led_unit)
def add_session(node: Node) -> ResponseReturnValue:
    form, at = _plan_form(), clock.now()
    plan = form.read(clock.day_of(at))
    if plan is None:
        return _sessions_page(node, form), 422
    session, by = get_session(), actor().person_id
    try:
        announced = announce(session, node.id, plan, at=at, actor=by, key=form.read_key())
    except KeyUsedError:
        session.rollback()
        form.refuse_key()
        return _sessions_page(node, form), 409
    session.commit()
    flash(_("Träffen är annonserad. Enhetens medarbetare ser den på sin startsida."), "success")
    return redirect(url_for("completions_group.lead", session_id=announced.id), 303)


def _plan_form(*, blank: bool = False) -> PlanForm:
    form = PlanForm(formdata=None) if blank else PlanForm()
    form.offer(get_catalogue().modules, language())
    return form


def _sessions_page(node: Node, form: PlanForm) -> str:
    today = clock.today()
    return render_template(
        "completions/group_sessions.html",
        node=node,
        form=form,
        first=first_day(today),
        sessions=list_unit_sessions(get_session(), node.id, today),
        proves_until=proves_until,
        today=today,
        room_names=ROOM_NAMES,
        find_module=get_catalogue().find,
    )


@bp.get("/traffar/<uuid:session_id>/flytta")
@requires(Permission.GROUP_LEAD, load_led)
def moving(led: Led) -> ResponseReturnValue:
    """Another day for a session that has not been held."""
    if not may_cancel(get_session(), led.session, clock.today()):
        return redirect(url_for("completions_group.lead", session_id=led.session.id), 303)
    form = _plan_form(blank=True)
    form.fill(led.session, get_catalogue().modules)
    return _moving_page(led, form)


@bp.post("/traffar/<uuid:session_id>/flytta")
@requires(Permission.GROUP_LEAD, load_led)
def move_session(led: Led) -> ResponseReturnValue:
    session, form, at = get_session(), _plan_form(), clock.now()
    plan = form.read(clock.day_of(at))
    if plan is None:
        return _moving_page(led, form), 422
    try:
        moved = move(session, led.session, plan, at=at, actor=actor().person_id, key=form.read_key())
    except KeyUsedError:
        session.rollback()
        form.refuse_key()
        return _moving_page(led, form), 409
    except WrongDayError:
        return _too_late_to_change(led)
    session.commit()
    flash(_("Träffen är flyttad. Enhetens medarbetare ser den nya dagen på sin startsida."), "success")
    return redirect(url_for("completions_group.lead", session_id=moved.id), 303)


def _moving_page(led: Led, form: PlanForm) -> str:
    first = first_day(clock.today())
    return render_template("completions/group_moving.html", led=led, form=form, first=first)


@bp.get("/traffar/<uuid:session_id>/stall-in")
@requires(Permission.GROUP_LEAD, load_led)
def cancelling(led: Led) -> ResponseReturnValue:
    """What calling a session off means, before it is done."""
    if not may_cancel(get_session(), led.session, clock.today()):
        return redirect(url_for("completions_group.lead", session_id=led.session.id), 303)
    return render_template(
        "completions/group_cancelling.html",
        led=led,
        room_names=ROOM_NAMES,
        find_module=get_catalogue().find,
    )


@bp.post("/traffar/<uuid:session_id>/stall-in")
@requires(Permission.GROUP_LEAD, load_led)
def cancel_session(led: Led) -> ResponseReturnValue:
    session = get_session()
    try:
        cancel(session, led.session, at=clock.now(), actor=actor().person_id)
    except WrongDayError:
        return _too_late_to_change(led)
    session.commit()
    flash(
        _(
            "Träffen är inställd. Enhetens medarbetare ser det på sin startsida."
            " Inget mejl skickas, så säg det till gruppen."
        ),
        "success",
    )
    return redirect(url_for("completions_group.sessions", code=led.node.code), 303)


def _too_late_to_change(led: Led) -> ResponseReturnValue:
    get_session().rollback()
    flash(_("Träffen kan inte ändras: den har redan hållits."), "warning")
    return redirect(url_for("completions_group.lead", session_id=led.session.id), 303)
