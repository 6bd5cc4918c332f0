"""HR corrects a completion: one officer asks, another confirms."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.audit.services import record_event
from elearn.completions.corrections import (
    CorrectionRefusedError,
    ask_correction,
    confirm_correction,
    drop_correction,
    find_request,
)
from elearn.completions.forms import CorrectionForm
from elearn.completions.models import Completion
from elearn.completions.queries import get_completion
from elearn.completions.words import EVIDENCE_NAMES, REASON_NAMES
from elearn.extensions import get_session, write_aside
from elearn.guard import actor, requires
from elearn.organisations.scope import get_scope
from elearn.permissions import Actor, Permission
from elearn.reports.people import get_card
from elearn.reports.views.blueprint import bp, list_heads
from elearn.reports.views.people import load_own_person


@dataclass(frozen=True, slots=True)
class Registered:
    """A completion that counts, and whose it is."""

    person_id: UUID
    completion: Completion

    @property
    def persons_page(self) -> str:
        return url_for("reports.person", person_id=self.person_id)


def load_registered(actor: Actor, person_id: UUID, completion_id: UUID) -> Registered:
    """What somebody who works within HR's scope alone has done; nobody corrects what is their own."""
    if person_id == actor.person_id:
        raise NoResultFound
    load_own_person(actor, person_id)
    return Registered(person_id, get_completion(get_session(), person_id, completion_id))


@bp.get("/hr/personer/<uuid:person_id>/registrerat/<uuid:completion_id>")
@requires(Permission.COMPLETION_CORRECT, load_registered)
def correction(registered: Registered) -> ResponseReturnValue:
    reader = actor().person_id
    with write_aside() as writing:
        record_event(writing, "person.viewed", at=clock.now(), actor=reader, object=registered.person_id.hex)
    return _page(registered, CorrectionForm(formdata=None))


@bp.post("/hr/personer/<uuid:person_id>/registrerat/<uuid:completion_id>")
@requires(Permission.COMPLETION_CORRECT, load_registered)
def ask_for_correction(registered: Registered) -> ResponseReturnValue:
    form, at, completion = CorrectionForm(), clock.now(), registered.completion
    if not form.is_complete(completion, clock.day_of(at)):
        return _page(registered, form), 422

    def ask() -> None:
        day = form.completed_on.data
        ask_correction(get_session(), completion, form.why, day, at=at, actor=actor().person_id)

    return _carry_out(registered, ask, _("Rättelsen är sparad. Den börjar gälla när en till i HR bekräftar."))


@bp.post("/hr/personer/<uuid:person_id>/registrerat/<uuid:completion_id>/bekrafta")
@requires(Permission.COMPLETION_CORRECT, load_registered)
def confirm_the_correction(registered: Registered) -> ResponseReturnValue:
    def confirm() -> None:
        confirm_correction(
            get_session(),
            registered.person_id,
            registered.completion,
            at=clock.now(),
            actor=actor().person_id,
        )

    return _carry_out(registered, confirm, _("Rättelsen gäller nu. Båda raderna finns kvar."))


@bp.post("/hr/personer/<uuid:person_id>/registrerat/<uuid:completion_id>/ta-bort")
@requires(Permission.COMPLETION_CORRECT, load_registered)
def drop_the_correction(registered: Registered) -> ResponseReturnValue:
    def drop() -> None:
        drop_correction(get_session(), registered.completion, at=clock.now(), actor=actor().person_id)

    return _carry_out(registered, drop, _("Förslaget är borttaget. Registreringen gäller som förut."))


def _carry_out(registered: Registered, act: Callable[[], None], done: str) -> ResponseReturnValue:
    try:
        act()
    except CorrectionRefusedError:
        message = _("Rättelsen har redan föreslagits, bekräftats eller tagits bort. Inget mer är ändrat.")
        flash(message, "warning")
        return redirect(registered.persons_page, 303)
    get_session().commit()
    flash(done, "success")
    return redirect(registered.persons_page, 303)


def _page(registered: Registered, form: CorrectionForm) -> str:
    session, completion = get_session(), registered.completion
    asked = find_request(session, completion)
    card = get_card(session, get_scope(session, actor(), clock.today()), registered.person_id)
    return render_template(
        "reports/correction.html",
        person_id=registered.person_id,
        name=card.named.name if card.named else _("Skyddad uppgift") if card.protected else _("Utan namn"),
        completion=completion,
        form=form,
        asked=asked,
        mine=asked is not None and asked.asked_by == actor().person_id,
        titles={head.slug: head.title for head in list_heads()},
        evidence_names=EVIDENCE_NAMES,
        reason_names=REASON_NAMES,
    )
