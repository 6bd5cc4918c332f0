"""The throw-away cluster does what the other tests trust it to do."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.postgres import CannotStartError, create_database, drop_database, server_url, start_cluster


def ask(url: str, question: str) -> object:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        answer = connection.execute(question.encode())
        row = answer.fetchone() if answer.description else None
    return row and row[0]


def test_a_database_can_be_copied_from_another() -> None:
    first = create_database(server_url(), f"first_{os.getpid()}")
    ask(first, "CREATE TABLE words (word text)")
    ask(first, "INSERT INTO words VALUES ('åäö') RETURNING word")
    second = create_database(server_url(), f"second_{os.getpid()}", template=f"first_{os.getpid()}")

    assert ask(second, "SELECT word FROM words") == "åäö"
    assert ask(second, "SHOW server_encoding") == "UTF8"
    assert ask(second, "SHOW fsync") == "off"

    drop_database(server_url(), f"first_{os.getpid()}")
    drop_database(server_url(), f"second_{os.getpid()}")
    with pytest.raises(psycopg.OperationalError):
        ask(first, "SELECT 1")


def test_a_cluster_of_ones_own_can_be_durable_and_leaves_nothing() -> None:
    with start_cluster(durable=True, settings={"shared_buffers": "64MB"}) as cluster:
        assert cluster.url != server_url()
        assert ask(cluster.url, "SHOW fsync") == "on"
        assert ask(cluster.url, "SHOW shared_buffers") == "64MB"
    assert not cluster.directory.exists()


def test_a_port_that_somebody_took_is_left_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        ports = [postgres._free_port(), taken.getsockname()[1]]
        monkeypatch.setattr(postgres, "_free_port", ports.pop)
        with start_cluster() as cluster:
            assert ask(cluster.url, "SELECT 1") == 1


def test_a_server_that_cannot_start_says_why() -> None:
    with pytest.raises(CannotStartError, match="nonsense"):
        start_cluster(settings={"nonsense": "1"})


def test_a_run_that_is_killed_leaves_nothing() -> None:
    program = "from tests.postgres import start_cluster as s; print(s().directory, flush=True); input()"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        directory = Path(run.stdout.readline().strip())
        assert directory.exists()
        run.send_signal(signal.SIGKILL)

    end = time.monotonic() + 10
    while directory.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not directory.exists()
