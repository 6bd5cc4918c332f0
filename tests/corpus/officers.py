"""HR officers who came in through a file themselves, and the page as they use it."""

import io
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from elearn import clock
from elearn.accounts.models import Account, RoleGrant
from elearn.organisations.finding import find_person_by_number
from elearn.organisations.tree import Tree
from elearn.permissions import Role
from tests.corpus.case import Case, people
from tests.corpus.mapped import MAPPING
from tests.corpus.running import put
from tests.organisations.handing_in import token_of
from tests.organisations.loading import Y2020

SignIn = Callable[[FlaskClient, UUID], FlaskClient]
OFFICERS = {"81": "Disa", "82": "Ebbe"}


def appoint(session: Session, tree: Tree) -> list[UUID]:
    """Employ two officers in the root, and give them HR of the whole group."""
    root = tree.root
    assert root is not None
    rows = [
        f"{number};{name};Ask;;{root.code};medarbetare;;;2020-01-01;;;" for number, name in OFFICERS.items()
    ]
    put(session, people(*rows, source="kontor", on=Y2020))
    return [_granted(session, number, root.id) for number in OFFICERS]


def _granted(session: Session, number: str, unit_id: int) -> UUID:
    person_id = find_person_by_number(session, "kontor", number)
    assert person_id is not None
    at = clock.now() - timedelta(minutes=1)
    session.add(
        RoleGrant(
            person_id=person_id,
            role=Role.HR,
            unit_id=unit_id,
            valid_from=Y2020,
            valid_to=None,
            recorded_at=at,
            superseded_at=None,
            granted_by=None,
        )
    )
    session.add(
        Account(
            person_id=person_id, email=None, password_hash=None, language=None, standing=False, created_at=at
        )
    )
    session.flush()
    return person_id


def hand_in(client: FlaskClient, case: Case) -> TestResponse:
    """Upload the case's file with all that it needs."""
    page = client.get("/hr/import")
    known = f'value="{case.source}"' in page.get_data(as_text=True)
    given: dict[str, object] = {
        "csrf_token": token_of(page),
        "kind": case.kind,
        "source": case.source if known else "",
        "new_source": "" if known else case.source,
        "effective": case.on.isoformat(),
        "file": (io.BytesIO(case.file), "fil från <HR>.csv"),
    }
    if case.options.get("correction"):
        given["correction"] = "y"
    if "mapping" in case.options:
        given["mapping"] = (io.BytesIO(MAPPING.encode()), "ord.toml")
    return client.post("/hr/import", data=given)
