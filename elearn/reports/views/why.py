"""HR's page about why one module stands as it does for one person."""

from typing import NamedTuple
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.audit.services import record_event
from elearn.completions.corrections import list_entries
from elearn.completions.words import REASON_NAMES
from elearn.extensions import get_reports_session, get_session, write_aside
from elearn.guard import actor, requires
from elearn.modules.catalogue import get_catalogue
from elearn.modules.content import Module
from elearn.organisations.scope import get_scope, is_hrs_alone
from elearn.permissions import Actor, Permission
from elearn.reports.members import ELSEWHERE, Member
from elearn.reports.people import get_card
from elearn.reports.views.blueprint import bp
from elearn.reports.views.people import find_member
from elearn.requirements.explaining import Explanation, explain
from elearn.requirements.queries import is_held


class Asked(NamedTuple):
    """Of whom and of which module an explanation is asked."""

    person_id: UUID
    module: Module


def load_named(actor: Actor, person_id: UUID, number: int) -> Asked:
    """Somebody whom HR sees by name today; NoResultFound for anybody else, protected identities too."""
    session = get_session()
    if get_card(session, get_scope(session, actor, clock.today()), person_id).named is None:
        raise NoResultFound
    return Asked(person_id, get_catalogue().by_number(number))


@bp.get("/hr/personer/<uuid:person_id>/varfor/<int:number>")
@requires(Permission.PERSON_SEARCH, load_named)
def why(target: Asked) -> ResponseReturnValue:
    """The decision, the days and the rows that a state follows from. Opening it is recorded as opening the person is."""
    reader, at, (person_id, module) = actor(), clock.now(), target
    with write_aside() as writing:
        record_event(writing, "person.viewed", at=at, actor=reader.person_id, object=person_id.hex)
    session, today = get_reports_session(), clock.day_of(at)
    scope = get_scope(session, reader, today)
    member = find_member(session, scope, person_id)
    found = _explain(member, module.slug) if member else None
    alone = is_hrs_alone(session, scope, person_id)
    renewing = {module.slug, *(found.asked.refreshers if found else ())}
    return render_template(
        "reports/why.html",
        card=get_card(session, scope, person_id),
        module=module,
        why=found,
        elsewhere=found is not None and found.asked.requirement_id == ELSEWHERE,
        held=is_held(session, person_id, today),
        corrected=[
            entry
            for entry in (list_entries(session, person_id) if alone else [])
            if entry.corrected_by is not None and entry.completion.module in renewing
        ],
        titles={each.slug: each.title for each in get_catalogue().modules},
        reason_names=REASON_NAMES,
        on=today,
    )


def _explain(member: Member, module: str) -> Explanation | None:
    """By what HR may know of the member alone: of the grounds of not being late nothing goes along."""
    found = next((each for each in member.states if each.obligation.module == module), None)
    if found is None:
        return None
    return explain(*found, member.done, member.start, member.on)
