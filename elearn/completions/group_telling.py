"""What a page needs that tells somebody of their own group sessions."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from elearn.completions.group_queries import list_own_sessions
from elearn.completions.words import ROOM_NAMES


def tell_of_sessions(session: Session, person_id: UUID, on: date) -> dict[str, Any]:
    """The values of `completions/_group_sessions.html`."""
    return {"group": list_own_sessions(session, person_id, on), "room_names": ROOM_NAMES}
