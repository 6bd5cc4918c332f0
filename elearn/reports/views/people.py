"""HR's pages about one person: search, how far somebody is, and the hold."""

import math
from collections.abc import Iterable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn import clock
from elearn.audit.services import record_event
from elearn.completions.corrections import list_entries
from elearn.completions.words import EVIDENCE_NAMES, REASON_NAMES
from elearn.extensions import get_reports_database, get_reports_session, get_session, write_aside
from elearn.guard import actor, requires
from elearn.organisations.models import Person
from elearn.organisations.queries import get_tree
from elearn.organisations.scope import Scope, get_scope, is_hrs_alone
from elearn.organisations.words import FORM_NAMES, LEVEL_NAMES
from elearn.permissions import Actor, Permission
from elearn.reports.forms import SearchForm
from elearn.reports.members import Member, ModuleState
from elearn.reports.people import MOST_FOUND, get_card, search_people
from elearn.reports.queries import list_members
from elearn.reports.views.blueprint import bp, list_heads
from elearn.reports.waiting import list_own_waiting
from elearn.requirements.queries import is_held
from elearn.requirements.services import clear_hold, set_hold


@bp.get("/hr/personer")
@requires(Permission.PERSON_SEARCH)
def people() -> ResponseReturnValue:
    session = get_session()
    waiting = list_own_waiting(session, get_scope(session, actor(), clock.today()))
    form, titles = SearchForm(formdata=None), {head.slug: head.title for head in list_heads()}
    return render_template(
        "reports/people.html", form=form, found=None, most=MOST_FOUND, waiting=waiting, titles=titles
    )


@bp.post("/hr/personer")
@requires(Permission.PERSON_SEARCH)
def search() -> ResponseReturnValue:
    """Who was looked for stands in no address. Reads only, so it waits for nobody who writes."""
    form = SearchForm()
    if not form.validate_on_submit():
        return render_template("reports/people.html", form=form, found=None, most=MOST_FOUND), 422
    with get_reports_database().reading() as session:
        scope = get_scope(session, actor(), clock.today())
        found = search_people(session, scope, form.text.data or "")
    return render_template("reports/people.html", form=form, found=found, most=MOST_FOUND)


def load_person(actor: Actor, person_id: UUID) -> UUID:
    """Somebody employed today within HR's scope; NoResultFound for anybody else."""
    session = get_session()
    get_card(session, get_scope(session, actor, clock.today()), person_id)
    return person_id


def load_own_person(actor: Actor, person_id: UUID) -> UUID:
    """Somebody who works within HR's scope alone: a hold is felt wherever the person works."""
    scope = get_scope(get_session(), actor, clock.today())
    if not is_hrs_alone(get_session(), scope, load_person(actor, person_id)):
        raise NoResultFound
    return person_id


@bp.get("/hr/personer/<uuid:person_id>")
@requires(Permission.PERSON_SEARCH, load_person)
def person(person_id: UUID) -> ResponseReturnValue:
    """How far one person is. That it was opened, and by whom, is recorded before anything is shown."""
    reader, at = actor(), clock.now()
    with write_aside() as writing:
        record_event(writing, "person.viewed", at=at, actor=reader.person_id, object=person_id.hex)
    session, today = get_reports_session(), clock.day_of(at)
    scope = get_scope(session, reader, today)
    alone = is_hrs_alone(session, scope, person_id)
    member = find_member(session, scope, person_id)
    return render_template(
        "reports/person.html",
        card=get_card(session, scope, person_id),
        member=member,
        states=_in_order(member.states) if member else [],
        numbers={head.slug: head.number for head in list_heads()},
        titles={head.slug: head.title for head in list_heads()},
        held=is_held(session, person_id, today),
        may_hold=alone,
        entries=[entry for entry in list_entries(session, person_id) if alone or entry.counts],
        whole_ledger=alone,
        may_correct=alone and person_id != reader.person_id,
        evidence_names=EVIDENCE_NAMES,
        reason_names=REASON_NAMES,
        level_names=LEVEL_NAMES,
        form_names=FORM_NAMES,
        on=today,
    )


def find_member(session: Session, scope: Scope, person_id: UUID) -> Member | None:
    """Somebody as HR's scope may know them: by what is asked in it. None for whom reports do not count."""
    only = select(Person.id).where(Person.id == person_id)
    found = list_members(session, get_tree(session, scope.on), scope.on, people=only)
    return found[0].within(scope.told_of) if found else None


def _in_order(states: Iterable[ModuleState]) -> list[ModuleState]:
    """In the order of the modules' numbers; what the catalogue has let go comes last."""
    numbers = {head.slug: head.number for head in list_heads()}
    return sorted(states, key=lambda state: numbers.get(state.obligation.module, math.inf))


@bp.post("/hr/personer/<uuid:person_id>/hanteras-av-hr")
@requires(Permission.HOLD_SET, load_own_person)
def hold(person_id: UUID) -> ResponseReturnValue:
    at = clock.now()
    set_hold(get_session(), person_id, on=clock.day_of(at), at=at, actor=actor().person_id)
    get_session().commit()
    flash(_("Hanteras av HR från och med i dag."), "success")
    return redirect(url_for("reports.person", person_id=person_id), 303)


@bp.post("/hr/personer/<uuid:person_id>/hanteras-inte-av-hr")
@requires(Permission.HOLD_SET, load_own_person)
def release(person_id: UUID) -> ResponseReturnValue:
    at = clock.now()
    clear_hold(get_session(), person_id, on=clock.day_of(at), at=at, actor=actor().person_id)
    get_session().commit()
    flash(_("Hanteras inte längre av HR."), "success")
    return redirect(url_for("reports.person", person_id=person_id), 303)
