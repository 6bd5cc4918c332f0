"""Corrections of completions that wait for a second officer, as far as HR's scope goes."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from elearn.completions.corrections import list_waiting
from elearn.completions.models import Completion
from elearn.organisations.scope import Scope, is_hrs_alone
from elearn.reports.lists import Named
from elearn.reports.people import get_card


@dataclass(frozen=True, slots=True)
class Waiting:
    """One of them; no name where the identity is protected. `mine`: the reader asked for it, so another must confirm."""

    person_id: UUID
    completion: Completion
    named: Named | None
    mine: bool


def list_own_waiting(session: Session, scope: Scope) -> list[Waiting]:
    """Those that an HR officer may confirm, or has asked for."""
    me = scope.actor.person_id
    found: list[Waiting] = []
    for person_id, completion, asked in list_waiting(session):
        if person_id != me and is_hrs_alone(session, scope, person_id):
            named = get_card(session, scope, person_id).named
            found.append(Waiting(person_id, completion, named, mine=asked.asked_by == me))
    return found
