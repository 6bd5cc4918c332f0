"""Leading a group session: the guide, the screen for everybody, who was there; and each one's own word for it."""

from uuid import UUID

from flask import Flask, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from elearn import clock
from elearn.completions.group_forms import AttendanceForm
from elearn.completions.group_models import GroupSession
from elearn.completions.group_queries import get_attendance, list_participants, list_ticked
from elearn.completions.group_rules import is_open, proves_until
from elearn.completions.group_services import WrongDayError, confirm, may_cancel, tick
from elearn.completions.group_views import Led, bp, load_led
from elearn.completions.words import ROOM_NAMES
from elearn.extensions import get_session
from elearn.formatting import day
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.composing import compose
from elearn.modules.guides import Screen, read_guide, screens_of
from elearn.modules.markdown import Setting
from elearn.modules.views.blueprint import language
from elearn.modules.views.reading import names, show
from elearn.permissions import Actor, Permission
from elearn.support.views import category_headings, shown_groups


def init_app(app: Flask) -> None:
    """Put the pages on the application."""
    app.register_blueprint(bp)


@bp.get("/traffar/<uuid:session_id>")
@requires(Permission.GROUP_LEAD, load_led)
def lead(led: Led) -> str:
    """All that leading a session takes. No names: it may stand on the screen in the room for a moment."""
    today, module = clock.today(), get_catalogue().find(led.session.module)
    guide = module.guide if module else None
    return render_template(
        "completions/group_lead.html",
        led=led,
        module=module,
        shown=show(guide, language(), module, setting=Setting(deeper=True)) if guide and module else None,
        open=is_open(led.session.held_on, today),
        coming=today < led.session.held_on,
        may_cancel=may_cancel(get_session(), led.session, today),
        room_names=ROOM_NAMES,
        **names(),
    )


@bp.get("/traffar/<uuid:session_id>/narvaro")
@requires(Permission.GROUP_LEAD, load_led)
def present(led: Led) -> ResponseReturnValue:
    """Who was there; at first nobody is ticked. Outside its days nobody stands here."""
    if not is_open(led.session.held_on, clock.today()):
        return redirect(url_for("completions_group.lead", session_id=led.session.id), 303)
    form = AttendanceForm(formdata=None)
    form.offer(list_participants(get_session(), actor(), led.node.id, clock.today()))
    form.choose(list_ticked(get_session(), led.session.id))
    return _present_page(led, form)


@bp.post("/traffar/<uuid:session_id>/narvaro")
@requires(Permission.GROUP_LEAD, load_led)
def tick_present(led: Led) -> ResponseReturnValue:
    """Keep who was there. Whoever is not ticked hears nothing, and a tick alone completes nothing."""
    session, at, form = get_session(), clock.now(), AttendanceForm()
    people = list_participants(session, actor(), led.node.id, clock.day_of(at))
    form.offer(people)
    there = form.read()
    if there is None:
        return _present_page(led, form), 422
    try:
        tick(session, led.session, [one.person_id for one in people], there, at)
    except WrongDayError:
        session.rollback()
        form.offer([])
        form.present.errors = [_not_now(led)]
        return _present_page(led, form), 422
    session.commit()
    flash(_("Sparat. Var och en bekräftar själv."), "success")
    return redirect(url_for("completions_group.lead", session_id=led.session.id), 303)


def _not_now(led: Led) -> str:
    held_on = led.session.held_on
    return str(
        _(
            "Det går att kryssa för vilka som var med från den %(first)s till den %(last)s.",
            first=day(held_on),
            last=day(proves_until(held_on)),
        )
    )


def _present_page(led: Led, form: AttendanceForm) -> str:
    last = proves_until(led.session.held_on)
    return render_template("completions/group_present.html", led=led, form=form, last=last)


@bp.get("/traffar/<uuid:session_id>/visa/<int:place>")
@requires(Permission.GROUP_LEAD, load_led)
def screen(led: Led, place: int) -> str:
    """One step of the meeting in very large type, for everybody in the room: no names and no numbers of people."""
    module = get_catalogue().find(led.session.module)
    if module is None or module.guide is None:
        abort(404)
    spoken = module.guide.language(language())
    guide = read_guide(module.guide.read(spoken))
    screens = screens_of(guide)
    if not 1 <= place <= len(screens):
        abort(404)
    step: Screen = screens[place - 1]
    text = step.lines[0] if step.question else "\n".join(f"- {line}" for line in step.lines)
    return render_template(
        "completions/group_screen.html",
        led=led,
        module=module,
        spoken=spoken,
        guide=guide,
        step=step,
        place=place,
        total=len(screens),
        text=compose(text, spoken, module, get_catalogue().shelves),
        groups=shown_groups() if step.help else (),
        headings=category_headings(),
        **names(),
    )


def _load_own(actor: Actor, session_id: UUID) -> GroupSession:
    return get_attendance(get_session(), session_id, actor.person_id)[0]


@bp.post("/traffar/<uuid:session_id>/bekrafta")
@requires(Permission.MODULE_TAKE, _load_own)
def confirm_own(held: GroupSession) -> ResponseReturnValue:
    """I was there: on to the check, which I take alone."""
    session, module = get_session(), get_catalogue().find(held.module)
    try:
        confirm(session, held, actor().person_id, module, clock.now())
    except WrongDayError:
        session.rollback()
        flash(
            _("Tiden att bekräfta träffen har gått ut. Det går lika bra att göra modulen själv."), "warning"
        )
        return redirect(url_for("pages.start"), 303)
    session.commit()
    if module is None:
        return redirect(url_for("pages.start"), 303)
    flash(
        _("Tack. Gör kunskapskontrollen senast den %(day)s.", day=day(proves_until(held.held_on))), "success"
    )
    return redirect(url_for("modules.check", number=module.number), 303)
