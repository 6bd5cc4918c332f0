"""Who may be reminded: the people of a day with what is asked of them, and where mail reaches them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.accounts.models import Account, RoleGrant
from elearn.database import holds
from elearn.organisations.models import Employment
from elearn.organisations.queries import numbers, persons
from elearn.organisations.tree import Tree
from elearn.permissions import Role
from elearn.reminders.schedule import reminded_of
from elearn.reports.facts import People, get_facts
from elearn.reports.members import Member, ModuleState, Spell, members_of


class Hired(Spell):
    """An employment of somebody who works here for another employer only: they are asked like everybody else."""

    __slots__ = ()

    @property
    def external(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a day. `external`: those who work here for another employer only; no figure counts them."""

    members: Mapping[UUID, Member]
    external: frozenset[UUID]

    @property
    def counted(self) -> list[Member]:
        """Those whom figures count."""
        return [member for person_id, member in self.members.items() if person_id not in self.external]

    @property
    def aside(self) -> dict[UUID, frozenset[str]]:
        """The modules that people do in a way of their own."""
        return {person_id: member.aside for person_id, member in self.members.items() if member.aside}

    def reminded_of(self, person_id: UUID) -> list[ModuleState]:
        """What somebody may be reminded of; nothing while nobody may be reminded: away, held by HR, protected."""
        member = self.members.get(person_id)
        if member is None or member.excused or member.protected:
            return []
        return reminded_of(member.states, member.aside, member.off)


def get_group(session: Session, tree: Tree, on: date, people: People | None = None) -> Group:
    """Everybody who is employed in the group on a day, or some of them."""
    facts = get_facts(session, tree, on, None, people)
    external = {key for key, spells in facts.spells.items() if _is_external(spells, on)}
    spells = {key: _hired(spells) if key in external else spells for key, spells in facts.spells.items()}
    return Group(
        members={member.person_id: member for member in members_of(replace(facts, spells=spells))},
        external=frozenset(UUID(key) for key in external),
    )


def _is_external(spells: Iterable[Spell], on: date) -> bool:
    """Whether somebody works here on a day, and only for another employer."""
    valid = [spell for spell in spells if spell.covers(on)]
    return bool(valid) and all(spell.external for spell in valid)


def _hired(spells: Iterable[Spell]) -> list[Spell]:
    return [Hired(*spell) for spell in spells]


def list_reachable(session: Session, on: date) -> frozenset[UUID]:
    """Everybody who has an address that is theirs alone. When a mail is sent, `find_recipient` has the last word."""
    number = numbers()
    rows = session.execute(
        select(number.c.person_id, Employment.email)
        .join(Employment, Employment.number_id == number.c.id)
        .where(holds(Employment, on), Employment.email != "")
    )
    owners: dict[str, set[UUID]] = defaultdict(set)
    for person_id, email in rows:
        owners[email.strip().casefold()].add(person_id)
    standing = session.execute(
        select(Account.email, Account.person_id).where(Account.standing, Account.email.is_not(None))
    )
    for email, person_id in standing:  # a standing account keeps its address
        owners[str(email)] = {person_id}
    return frozenset(next(iter(owner)) for owner in owners.values() if len(owner) == 1)


def list_officers(session: Session, tree: Tree, on: date) -> dict[UUID, frozenset[int]]:
    """Everybody who has HR for some units on a day, with those units and all below them."""
    person = persons()
    rows = session.execute(
        select(person.c.person_id, RoleGrant.unit_id)
        .join(RoleGrant, RoleGrant.person_id == person.c.recorded_id)
        .where(RoleGrant.role == Role.HR, RoleGrant.unit_id.is_not(None), holds(RoleGrant, on))
    )
    found: dict[UUID, set[int]] = defaultdict(set)
    for person_id, unit_id in rows:
        found[person_id].update(tree.subtree(unit_id))
    return {person_id: frozenset(units) for person_id, units in found.items()}
