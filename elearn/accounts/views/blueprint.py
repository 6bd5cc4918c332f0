"""The blueprint of the room, and what several of its pages need."""

import ipaddress
from datetime import datetime

from argon2 import PasswordHasher
from flask import Blueprint, current_app, request, session
from sqlalchemy.orm import Session
from werkzeug.exceptions import TooManyRequests

from elearn.accounts import passwords
from elearn.accounts.throttling import Limit, count, network_of, seconds_left
from elearn.extensions import get_config, get_database

bp = Blueprint("accounts", __name__)


def get_hasher() -> PasswordHasher:
    """The hasher of this application; only tests set other parameters."""
    return passwords.hasher(current_app.config.get("ARGON2"))


def key_for(limit: Limit, subject: str) -> str:
    return limit.key(get_config().secret_key, subject)


def client_limits(limit: Limit) -> list[tuple[Limit, str]]:
    """The limit on the visitor's network; none where every visitor would share it, behind a proxy that we were not told of."""
    if _is_near(request.remote_addr) and not get_config().trusted_proxies:
        return []
    return [(limit, key_for(limit, network_of(request.remote_addr)))]


def _is_near(address: str | None) -> bool:
    """Whether a request comes from this very machine, as from a proxy on it."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:  # a socket in the file system has none
        return True
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_loopback


def count_client(writing: Session, limit: Limit, at: datetime) -> int:
    """Count one try of the visitor's network and return how many seconds to wait."""
    return max((count(writing, each, key, at) for each, key in client_limits(limit)), default=0)


def refuse_if_busy(at: datetime, *limits: tuple[Limit, str]) -> None:
    """Answer 429 when one of the limits is already reached. Reads aside, so that no write lock is held."""
    with get_database().reading() as reading:
        refuse_for(max(seconds_left(reading, limit, key, at) for limit, key in limits))


def refuse_for(seconds: int) -> None:
    if seconds:
        raise TooManyRequests(retry_after=seconds)


def own_secret() -> str | None:
    """The secret in the visitor's cookie, whether or not it still opens anything."""
    secret = session.get("_user_id")
    return secret if isinstance(secret, str) else None
