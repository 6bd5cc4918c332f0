"""Trying again and again stops, for every worker together."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from elearn.accounts.models import Throttle
from elearn.accounts.throttling import Limit, clear, count, network_of, purge_throttles, seconds_left
from elearn.accounts.views.blueprint import client_limits
from elearn.app import create_app
from elearn.config import Config, ConfigError
from elearn.database import Database

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
THRICE = Limit("test", 3, timedelta(minutes=15))
KEY = THRICE.key("secret", "somebody")


def test_the_limit_is_reached_after_so_many_times_and_says_how_long_to_wait(session: Session) -> None:
    assert [count(session, THRICE, KEY, AT + timedelta(seconds=n)) for n in range(3)] == [0, 0, 0]
    assert seconds_left(session, THRICE, KEY, AT + timedelta(minutes=5)) == 600
    assert count(session, THRICE, KEY, AT + timedelta(minutes=5)) == 600


def test_below_the_limit_there_is_nothing_to_wait_for(session: Session) -> None:
    assert seconds_left(session, THRICE, KEY, AT) == 0
    count(session, THRICE, KEY, AT)
    assert seconds_left(session, THRICE, KEY, AT) == 0


def test_a_new_window_opens_when_the_old_one_is_over(session: Session) -> None:
    for _ in range(4):
        count(session, THRICE, KEY, AT)
    later = AT + THRICE.window
    assert seconds_left(session, THRICE, KEY, later) == 0
    assert count(session, THRICE, KEY, later) == 0
    assert session.get_one(Throttle, KEY, populate_existing=True).times == 1


def test_clearing_forgets_one_key_and_no_other(session: Session) -> None:
    other = THRICE.key("secret", "another")
    for key in (KEY, other):
        for _ in range(3):
            count(session, THRICE, key, AT)
    clear(session, KEY)
    assert (seconds_left(session, THRICE, KEY, AT), seconds_left(session, THRICE, other, AT)) == (0, 900)


def test_the_table_holds_no_name_and_needs_the_secret_to_be_guessed(session: Session) -> None:
    assert Limit("test", 3, timedelta(minutes=15)).key("another secret", "somebody") != KEY
    assert "somebody" not in KEY
    assert len(KEY) == 64


def test_tries_at_the_same_time_are_counted_one_after_another(database: Database) -> None:
    def attempt(_number: int) -> int:
        with database.writing() as session, session.begin():
            return count(session, THRICE, KEY, AT)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(24)))
    assert answers.count(0) == 3


def test_old_windows_are_deleted(session: Session) -> None:
    count(session, THRICE, KEY, AT)
    assert purge_throttles(session, AT + timedelta(minutes=59)) == 0
    assert purge_throttles(session, AT + timedelta(minutes=61)) == 1


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (None, ""),
        ("unix:", ""),
    ],
)
def test_what_one_client_can_change_by_itself_is_one_subject(address: str | None, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "counted"),
    [
        (0, "127.0.0.1", "192.0.2.7", []),
        (0, "::1", "192.0.2.7", []),
        (0, "", "192.0.2.7", []),
        (0, "198.51.100.4", "192.0.2.7", ["198.51.100.4"]),
        (1, "127.0.0.1", "203.0.113.9, 192.0.2.7", ["192.0.2.7"]),
    ],
)
def test_a_proxys_address_is_nobodys(
    config: Config, proxies: int, peer: str, forwarded: str, counted: list[str]
) -> None:
    """Otherwise one who tries wrong passwords locks everybody out, or anybody writes themselves free."""
    app = create_app(replace(config, trusted_proxies=proxies))
    seen: list[list[tuple[Limit, str]]] = []
    app.before_request(lambda: seen.append(client_limits(THRICE)))
    app.test_client().get(
        "/hjalp", environ_overrides={"REMOTE_ADDR": peer}, headers={"X-Forwarded-For": forwarded}
    )
    app.extensions["elearn_database"].dispose()
    assert seen == [[(THRICE, THRICE.key(config.secret_key, address)) for address in counted]]


def test_the_number_of_proxies_is_a_number(tmp_path: Path) -> None:
    environ = {"ELEARN_INSTANCE_DIR": str(tmp_path)}
    assert Config.from_env({**environ, "ELEARN_TRUSTED_PROXIES": "2"}, serving=False).trusted_proxies == 2
    assert Config.from_env(environ, serving=False).trusted_proxies == 0
    with pytest.raises(ConfigError, match="ELEARN_TRUSTED_PROXIES"):
        Config.from_env({**environ, "ELEARN_TRUSTED_PROXIES": "-1"}, serving=False)
