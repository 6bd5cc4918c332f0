"""Reads about who may sign in with what, and who holds which role."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from elearn.accounts.actors import find_language, may_sign_in
from elearn.accounts.models import Account, RoleGrant
from elearn.database import holds, known
from elearn.formatting import swedish_order
from elearn.languages import spoken
from elearn.organisations.finding import find_person_by_number, list_people_with_email
from elearn.organisations.kinds import Kind
from elearn.organisations.models import Employment, PersonalDetails, PersonNumber, Source
from elearn.organisations.queries import get_tree, numbers_of, recorded_ids
from elearn.organisations.scope import get_scope, is_hrs_alone
from elearn.organisations.tree import Node
from elearn.permissions import Actor, Role

LONGEST_NAME = 320  # an e-mail address (RFC 3696, erratum 1690)
HR_KINDS = frozenset({Kind.GROUP, Kind.ADMINISTRATION, Kind.COMPANY})


@dataclass(frozen=True, slots=True)
class SignInName:
    """Who a typed name means, if anybody, and the password that they have, if any."""

    person_id: UUID | None
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where and in which language to write to somebody."""

    person_id: UUID
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A granted role as the administrator sees it. No name where the identity is protected."""

    id: int
    person_id: UUID
    who: str
    name: str
    protected: bool
    role: Role
    unit: Node | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class _Name:
    """What somebody signs in with, and is called unless that is protected."""

    signs_in_with: str
    name: str
    protected: bool = False


def normal_name(typed: str) -> str:
    """A sign-in name as we compare it: no blanks around it, small letters, one form per character."""
    return unicodedata.normalize("NFC", typed).strip().casefold()


def find_person(session: Session, typed: str, on: date) -> UUID | None:
    """Whom a sign-in name means: an address that is one person's alone, or `source/employee number`.

    A standing account keeps its address even where a file gives the same one to somebody, so that no
    file can lock the administrator out.
    """
    name = unicodedata.normalize("NFC", typed).strip()
    if len(name) > LONGEST_NAME or any(unicodedata.category(character) == "Cc" for character in name):
        return None
    if "@" in name:
        standing = session.scalars(
            select(Account.person_id).where(Account.email == name.casefold(), Account.standing)
        ).one_or_none()
        if standing is not None:
            return standing
        people = list_people_with_email(session, name, on)
        return people[0] if len(people) == 1 else None
    source, slash, number = (part.strip() for part in name.partition("/"))
    if not slash:
        return None
    return find_person_by_number(session, source, number) or find_person_by_number(
        session, source.casefold(), number
    )


def find_sign_in(session: Session, typed: str, on: date) -> SignInName:
    """Who a name signs in, with the hash to compare with. Neither for those who may not sign in that day."""
    person_id = find_person(session, typed, on)
    if person_id is None or not may_sign_in(session, person_id, on):
        return SignInName(None, None)
    return SignInName(person_id, find_password(session, person_id))


def find_password(session: Session, person_id: UUID) -> str | None:
    """The hash of a person's own password; never that of somebody whom a file has joined with them."""
    account = session.get(Account, person_id)
    return None if account is None else account.password_hash


def find_recipient(session: Session, person_id: UUID, on: date) -> Recipient | None:
    """Where to tell somebody who may sign in what was done: an address that is theirs alone. Never for a link."""
    if not may_sign_in(session, person_id, on):
        return None
    account = session.get(Account, person_id)
    emails = [account.email] if account is not None and account.standing else _emails(session, person_id, on)
    for email in emails:
        if email and find_person(session, email, on) == person_id:
            return Recipient(person_id, email, spoken(find_language(session, person_id, on)))
    return None


def find_link_recipient(session: Session, typed: str, on: date) -> Recipient | None:
    """Where to mail a link for a password: to the address that was typed, as it is stored, and to no other."""
    person_id = find_person(session, typed, on) if "@" in typed else None
    if person_id is None or not may_sign_in(session, person_id, on):
        return None
    account = session.get(Account, person_id)
    standing = account is not None and account.standing
    stored = [account.email] if account and standing else _emails(session, person_id, on)
    # A standing account's address is compared as that account was found, an employment's as a file's are.
    email = next((one for one in stored if one and (standing or _same_address(one, typed))), None)
    if email is None or not (standing or _may_be_trusted(session, person_id, email, on)):
        return None
    return Recipient(person_id, email, spoken(find_language(session, person_id, on)))


def _may_be_trusted(session: Session, person_id: UUID, email: str, on: date) -> bool:
    """Whether an address may open an account: of those with a role, only one that was theirs before it was granted.

    Otherwise whoever hands in the next HR file could become an administrator.
    """
    grants = session.execute(
        select(RoleGrant.person_id, RoleGrant.recorded_at).where(
            RoleGrant.person_id.in_(recorded_ids(person_id)), _goes_on(on)
        )
    ).all()
    for granted_to, granted_at in grants:
        before = session.scalars(
            select(Employment.email).where(
                Employment.number_id.in_(numbers_of(granted_to, granted_at)),
                Employment.recorded_at < granted_at,
                Employment.email != "",
            )
        )
        if not any(_same_address(one, email) for one in before):
            return False
    return True


def _same_address(one: str, other: str) -> bool:
    return one.strip().lower() == other.strip().lower()


def _emails(session: Session, person_id: UUID, on: date) -> list[str | None]:
    """Somebody's addresses, that of the longest employment first, whatever a later file changes of it."""
    return list(
        session.scalars(
            select(Employment.email)
            .where(
                Employment.number_id.in_(numbers_of(person_id)), holds(Employment, on), Employment.email != ""
            )
            .order_by(Employment.began_on, Employment.number_id, Employment.email)
        )
    )


def list_own_words(session: Session, person_id: UUID, on: date) -> list[str]:
    """What is close at hand for somebody who guesses a person's password: address, name, number."""
    rows = session.execute(
        select(PersonNumber.employee_number, PersonalDetails.given_name, PersonalDetails.family_name)
        .outerjoin(
            PersonalDetails, (PersonalDetails.number_id == PersonNumber.id) & holds(PersonalDetails, on)
        )
        .where(PersonNumber.id.in_(numbers_of(person_id)))
    )
    account = session.get(Account, person_id)
    words = [word for row in rows for word in row] + _emails(session, person_id, on)
    return [word for word in [*words, account.email if account else None] if word]


def find_person_in_scope(session: Session, actor: Actor, source: str, number: str, on: date) -> UUID | None:
    """Whose number this is, when the person works within HR's scope alone; a protected identity too, by number only."""
    person_id = find_person(session, f"{source}/{number}", on)
    if person_id is None:
        return None
    return person_id if is_hrs_alone(session, get_scope(session, actor, on), person_id) else None


def has_granted_role(session: Session, person_id: UUID, on: date) -> bool:
    """Whether a role was granted to a person that holds on a day or later."""
    found = session.scalars(
        select(RoleGrant.id).where(RoleGrant.person_id.in_(recorded_ids(person_id)), _goes_on(on))
    ).first()
    return found is not None


def get_grant(session: Session, grant_id: int, on: date) -> RoleGrant:
    """A grant that holds or will hold; raises NoResultFound for one that has ended or was revoked."""
    return session.scalars(select(RoleGrant).where(RoleGrant.id == grant_id, _goes_on(on))).one()


def _goes_on(on: date) -> ColumnElement[bool]:
    """Granted, not revoked, and good on a day or later."""
    return known(RoleGrant) & or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= on)


def list_grants(session: Session, on: date) -> list[Grant]:
    """Every granted role that holds or will hold, by role.

    The administrator's list of who was given what by hand; it shows nothing else about anybody.
    """
    tree = get_tree(session, on)
    rows = session.scalars(
        select(RoleGrant).where(_goes_on(on)).order_by(RoleGrant.role, RoleGrant.valid_from, RoleGrant.id)
    ).all()
    names = _names(session, {row.person_id for row in rows}, on)
    return [
        Grant(
            id=row.id,
            person_id=row.person_id,
            who=names[row.person_id].signs_in_with,
            name=names[row.person_id].name,
            protected=names[row.person_id].protected,
            role=row.role,
            unit=tree.nodes.get(row.unit_id) if row.unit_id is not None else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
    ]


def _names(session: Session, people: set[UUID], on: date) -> dict[UUID, _Name]:
    names = {person: _Name("", "") for person in people}
    for account in session.scalars(select(Account).where(Account.person_id.in_(people), Account.standing)):
        names[account.person_id] = _Name(account.email or "", account.name or "")
    rows = session.execute(
        select(
            PersonNumber.person_id,
            Source.name,
            PersonNumber.employee_number,
            func.coalesce(PersonalDetails.given_name + " " + PersonalDetails.family_name, ""),
            func.coalesce(PersonalDetails.protected, false()),
        )
        .join(Source, Source.id == PersonNumber.source_id)
        .outerjoin(
            PersonalDetails, (PersonalDetails.number_id == PersonNumber.id) & holds(PersonalDetails, on)
        )
        .where(PersonNumber.person_id.in_(people))
        .order_by(PersonNumber.id.desc())
    )
    for person_id, source, number, name, protected in rows:
        hidden = bool(protected) or names[person_id].protected
        names[person_id] = _Name(f"{source}/{number}", "" if hidden else name, hidden)
    return names


def list_units_for_role(session: Session, on: date) -> list[Node]:
    """What a role of a unit can be given for: the group first, then administrations and companies by name."""
    nodes = get_tree(session, on).nodes.values()
    asked = [node for node in nodes if node.kind in HR_KINDS and not node.ended]
    return sorted(asked, key=lambda node: (node.kind is not Kind.GROUP, swedish_order(node.name)))


def get_unit_for_role(session: Session, code: str, on: date) -> Node:
    """The group, an administration or a company by its code; raises NoResultFound for anything else."""
    node = next((each for each in list_units_for_role(session, on) if each.code == code), None)
    if node is None:
        raise NoResultFound
    return node
