"""How often something may be tried, counted in the database so that every worker counts together.

The keys are keyed digests: neither an address nor a name can be read from the table or guessed into it.
"""

import hashlib
import hmac
import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from elearn.accounts.models import Throttle
from elearn.database import UtcDateTime


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many times within a window that opens with the first one."""

    purpose: str
    times: int
    window: timedelta

    def key(self, secret: str, subject: str) -> str:
        """The row of a subject (a person, a name as typed, a client's network)."""
        return hmac.new(secret.encode(), f"{self.purpose}\n{subject}".encode(), hashlib.sha256).hexdigest()


QUARTER = timedelta(minutes=15)
SIGN_IN = Limit("sign-in", 10, QUARTER)
CODE = Limit("code", 10, QUARTER)
LINK = Limit("link", 3, QUARTER)
# A whole municipality may stand behind one address: these stop machines, not a busy morning.
CLIENT_FAILURES = Limit("client", 200, QUARTER)
CLIENT_LINKS = Limit("client-links", 1000, QUARTER)


def network_of(address: str | None) -> str:
    """What one client can change without effort is one subject: the /64 of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(parsed), 64), strict=False))
    return str(parsed)


def seconds_left(session: Session, limit: Limit, key: str, at: datetime) -> int:
    """How many seconds to wait before the next try, 0 when one is left."""
    row = session.get(Throttle, key)
    if row is None or row.times < limit.times:
        return 0
    return _until_open(limit, row.window_start, at)


def count(session: Session, limit: Limit, key: str, at: datetime) -> int:
    """Count one try and return how many seconds to wait, 0 while it is within the limit.

    Concurrent tries are counted one after another: the row is locked until the transaction ends.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    expired = Throttle.window_start <= at - limit.window
    statement = insert(Throttle).values(key=key, window_start=at, times=1)
    row = session.execute(
        statement.on_conflict_do_update(
            index_elements=[Throttle.key],
            set_={
                "window_start": case((expired, literal(at, UtcDateTime())), else_=Throttle.window_start),
                "times": case((expired, 1), else_=Throttle.times + 1),
            },
        ).returning(Throttle.window_start, Throttle.times)
    ).one()
    if row.times <= limit.times:
        return 0
    return max(1, _until_open(limit, row.window_start, at))


def _until_open(limit: Limit, window_start: datetime, at: datetime) -> int:
    return max(0, math.ceil((window_start + limit.window - at).total_seconds()))


def clear(session: Session, key: str) -> None:
    """Forget the tries of a key."""
    session.execute(delete(Throttle).where(Throttle.key == key))


def purge_throttles(session: Session, at: datetime) -> int:
    """Delete the windows that are long closed."""
    found = session.scalars(
        delete(Throttle).where(Throttle.window_start < at - timedelta(hours=1)).returning(Throttle.key)
    )
    return len(found.all())
