"""`elearn serve`: starts only when everything is in place, says what is not, stops cleanly, logs nobody."""

import socket
import threading
from pathlib import Path

import pytest

from elearn.database import Database
from elearn.server import BindError, address_of, claim, listen
from tests.browsing import Browser
from tests.serving import Serving, environment, free_port, run_elearn
from tests.staging import PASSWORD, email_of, stage

HALF_WAY_SECONDS = 0.5


def sqlite(path: Path, template: Path) -> str:
    (path / "elearn.db").write_bytes(template.read_bytes())
    return f"sqlite:///{path}/elearn.db"


def refused(tmp_path: Path, url: str, *options: str, **settings: str) -> str:
    """What a server that does not start says."""
    environ = environment(url, tmp_path, **settings)
    ended = run_elearn("serve", "--bind", f"127.0.0.1:{free_port()}", *options, environ=environ)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr
    assert ended.stdout == ""
    return ended.stderr


def test_a_database_that_is_not_upgraded_is_refused(tmp_path: Path) -> None:
    assert "Kör: elearn db upgrade" in refused(tmp_path, f"sqlite:///{tmp_path}/empty.db")


def test_a_missing_secret_is_refused(tmp_path: Path) -> None:
    assert "ELEARN_SECRET_KEY saknas" in refused(tmp_path, "", ELEARN_SECRET_KEY="")


def test_content_that_is_not_published_is_refused(tmp_path: Path, sqlite_template: Path) -> None:
    url = sqlite(tmp_path, sqlite_template)
    empty = tmp_path / "content"
    empty.mkdir()
    assert "content" in refused(tmp_path, url, ELEARN_CONTENT_DIR=str(empty))


def test_a_taken_port_is_refused(tmp_path: Path, sqlite_template: Path) -> None:
    url = sqlite(tmp_path, sqlite_template)
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        assert f"{taken} är upptagen" in refused(tmp_path, url, "--bind", taken)


def test_workers_must_be_a_sensible_number(tmp_path: Path) -> None:
    ended = run_elearn("serve", "--workers", "0", environ=environment("", tmp_path))
    assert ended.returncode == 2


def test_it_serves_stops_when_asked_to_and_logs_nobody(tmp_path: Path, sqlite_template: Path) -> None:
    server = Serving(sqlite(tmp_path, sqlite_template), tmp_path)
    server.start()
    visitor = Browser(server.address)
    assert visitor.get("/hjalp").status == 200
    assert visitor.get("/").address == "/logga-in"
    with socket.create_connection((visitor.host, visitor.port), timeout=10) as connection:
        connection.sendall(b"NONSENSE\r\n\r\n")
        assert connection.recv(12).endswith(b" 400")
    assert server.stop() == 0
    log = server.log.read_text(encoding="utf-8")
    assert f"elearn lyssnar på {server.address}" in log
    assert "Invalid request" in log
    for word in ("/hjalp", "/logga-in", "Traceback", "ip="):
        assert word not in log
    assert log.count("127.0.0.1") == 1  # its own address
    with pytest.raises(OSError):  # noqa: PT011 - refused or reset, either is gone
        visitor.get("/healthz")


@pytest.mark.by_turns
def test_who_is_sending_when_it_stops_still_gets_an_answer(
    tmp_path: Path, database: Database, database_url: str
) -> None:
    stage(database)
    server = Serving(database_url, tmp_path)
    server.start()
    visitor = Browser(server.address)
    token = dict(visitor.get("/logga-in").form("/logga-in").values)["csrf_token"]
    body = f"csrf_token={token}&email={email_of('alice')}&password={PASSWORD}".encode()
    head = (
        "POST /logga-in HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nCookie: elearn={visitor.cookies['elearn']}\r\n\r\n"
    )
    with socket.create_connection((visitor.host, visitor.port), timeout=30) as connection:
        connection.sendall(head.encode() + body[:20])
        threading.Event().wait(HALF_WAY_SECONDS)  # until a thread of it reads the rest
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        threading.Event().wait(HALF_WAY_SECONDS)
        connection.sendall(body[20:])
        answer = connection.recv(65536).decode()
    stopping.join()
    assert " 303 " in answer.splitlines()[0]
    assert "Location: /\r\n" in answer


@pytest.mark.parametrize(
    ("bind", "said"),
    [
        ("nonsense", "ingen adress att lyssna på"),
        ("127.0.0.1:70000", "ingen adress att lyssna på"),
        ("nobody.invalid:8000", "Värden ”nobody.invalid” finns inte"),
        ("192.0.2.1:8000", "Det går inte att lyssna på 192.0.2.1:8000"),
        ("unix:/sys/elearn", "unix:/sys/elearn: rättighet saknas"),
        ("unix:/nowhere/at/all", "Det går inte att lyssna på unix:/nowhere/at/all"),
    ],
)
def test_an_address_that_cannot_be_is_a_sentence(bind: str, said: str) -> None:
    with pytest.raises(BindError, match=r"adress|Värden|rättighet") as error:
        claim(bind)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("bind", "shown"),
    [("127.0.0.1:0", "http://127.0.0.1:"), ("[::1]:0", "http://[::1]:"), (":0", "http://0.0.0.0:")],
)
def test_addresses_of_every_kind_can_be_listened_on(bind: str, shown: str) -> None:
    with listen(claim(bind)) as listener:
        assert address_of(listener).startswith(shown)


def test_of_two_who_claimed_an_address_one_listens() -> None:
    first = claim("127.0.0.1:0")
    second = claim(address_of(first).removeprefix("http://"))
    with listen(first), pytest.raises(BindError, match="är upptagen"):
        listen(second)


def test_a_socket_that_a_dead_server_left_is_taken_over_and_a_living_one_is_not(tmp_path: Path) -> None:
    bind = f"unix:{tmp_path}/elearn.sock"
    listen(claim(bind)).close()
    with listen(claim(bind)) as listener:
        assert address_of(listener) == bind
        with pytest.raises(BindError, match="är upptagen"):
            claim(bind)
