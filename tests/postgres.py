"""A PostgreSQL cluster of the test run's own, gone when the run is over.

As a pytest plugin (`pytest_plugins = ["tests.postgres"]` in tests/conftest.py) it gives a run one cluster,
and the workers of pytest-xdist the address of that one. Tests and fixtures ask `server_url()` for the
address and `create_database()` for a database of their own. `start_cluster()` is for what needs a cluster
to itself.

PYTEST_DONT_REWRITE, for conftest.py imports this module before pytest loads it as a plugin.
"""

import atexit
import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

ADDRESS_VARIABLE = "ELEARN_TEST_POSTGRES_URL"  # set: the tests use that server, and start none
START_SECONDS = 30
LONGEST_PARENT = 60  # the path of a socket holds 107 characters, ours included
ATTEMPTS = 5  # somebody else can take a free port between our asking for it and our using it

QUICK = {  # what lives for minutes need not survive a power cut
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}

# Waits for the end of its input, which comes when our process closes it or dies, however it dies. Then it
# stops the server and deletes the files.
NURSE = (
    'cat >/dev/null; [ ! -e "$1/data/postmaster.pid" ] || "$0" stop -D "$1/data" -m immediate -s; rm -rf "$1"'
)


class CannotStartError(Exception):
    """PostgreSQL is not installed, or does not start."""


@dataclass
class Cluster:
    """A running server. `url` names its maintenance database; its user may do everything."""

    url: str
    directory: Path
    _nurse: subprocess.Popen[bytes] = field(repr=False)
    _server: subprocess.Popen[bytes] = field(repr=False)

    @property
    def log(self) -> str:
        return (self.directory / "log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """Stop the server and delete its files. A second call does nothing."""
        _dismiss(self._nurse)
        self._server.wait()
        atexit.unregister(self.stop)

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()


def start_cluster(*, durable: bool = False, settings: Mapping[str, str] | None = None) -> Cluster:
    """Make and start a cluster; `durable` writes to disk as a real one does, for tests about losing power."""
    programs, user = _programs(), _server_user()
    directory = _make_directory(user)
    nurse = _popen(
        user, ["/bin/sh", "-c", NURSE, str(programs / "pg_ctl"), str(directory)], stdin=subprocess.PIPE
    )
    chosen = {"max_connections": "200", **({} if durable else QUICK), **(settings or {})}
    try:
        _make_data(programs, user, directory)
        cluster = _start(programs, user, directory, nurse, chosen)
    except BaseException:
        _dismiss(nurse)
        raise
    atexit.register(cluster.stop)
    return cluster


def create_database(url: str, name: str, template: str | None = None) -> str:
    """Create a database on the server of `url`, a copy of `template` rows and all; return its address."""
    command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template is not None:
        command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
    _execute(url, command)
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str, name: str) -> None:
    """Drop a database of the server of `url`, also from under open connections."""
    _execute(url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


# The cluster of the run, and the pytest plugin that keeps it

_of_the_run: list[Cluster] = []


def server_url() -> str:
    """The address of this run's server, started at the first call where no worker waits for it."""
    if ADDRESS_VARIABLE not in os.environ:
        _of_the_run.append(start_cluster())
        os.environ[ADDRESS_VARIABLE] = _of_the_run[0].url
    return os.environ[ADDRESS_VARIABLE]


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster before the workers, who take over the environment and could not agree later."""
    if getattr(config.option, "tx", None) and not config.option.collectonly:
        with contextlib.suppress(CannotStartError):  # the tests that need it say so
            server_url()


def pytest_unconfigure() -> None:
    if _of_the_run:
        del os.environ[ADDRESS_VARIABLE]
        _of_the_run.pop().stop()


# How it is done


def _programs() -> Path:
    """The directory with initdb and postgres: the newest that Debian installed, else that of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    if on_path is not None:
        return Path(on_path).resolve().parent
    raise CannotStartError("PostgreSQL is not installed; `.ci/need test` installs it or says how.")


def _server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as where that cannot be oneself: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _make_directory(user: pwd.struct_passwd | None) -> Path:
    """A private directory which the server's user can reach, with a path short enough for a socket."""
    for place in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108 - mkdtemp makes a private one there
        parent = Path(place).resolve()
        reachable = user is None or all(step.stat().st_mode & 0o001 for step in (parent, *parent.parents))
        if reachable and len(str(parent)) < LONGEST_PARENT:
            directory = Path(tempfile.mkdtemp(prefix="elearn-postgres-", dir=parent))
            if user is not None:
                os.chown(directory, user.pw_uid, user.pw_gid)
            return directory
    raise CannotStartError("There is no directory for temporary files that the server could use.")


def _make_data(programs: Path, user: pwd.struct_passwd | None, directory: Path) -> None:
    initdb = [
        str(programs / "initdb"),
        "--pgdata",
        str(directory / "data"),
        "--username=elearn",
        "--auth=trust",
    ]
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    process = _popen(user, [*initdb, *options], stdout=subprocess.PIPE)
    output, _ = process.communicate()
    if process.returncode != 0:
        raise CannotStartError(output.decode())


def _start(
    programs: Path,
    user: pwd.struct_passwd | None,
    directory: Path,
    nurse: subprocess.Popen[bytes],
    settings: Mapping[str, str],
) -> Cluster:
    for _ in range(ATTEMPTS):
        port = _free_port()
        place = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": str(directory),
        }
        options = [
            part for name, value in {**place, **settings}.items() for part in ("-c", f"{name}={value}")
        ]
        with (directory / "log").open("ab") as log:
            server = _popen(
                user,
                [str(programs / "postgres"), "-D", str(directory / "data"), *options],
                stdout=log.fileno(),
            )
        cluster = Cluster(f"postgresql+psycopg://elearn@127.0.0.1:{port}/postgres", directory, nurse, server)
        if _answers(cluster):
            return cluster
    raise CannotStartError(cluster.log)


def _answers(cluster: Cluster) -> bool:
    """Wait until the server answers; False when it gives up, most likely for its port."""
    end = time.monotonic() + START_SECONDS
    while cluster._server.poll() is None:
        try:
            _execute(cluster.url, sql.SQL("SELECT 1"))
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise CannotStartError(cluster.log) from None
            time.sleep(0.05)
        else:
            return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _popen(
    user: pwd.struct_passwd | None,
    command: list[str],
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a program as `user`, in a session of its own so that no Ctrl-C meant for us reaches it."""
    return subprocess.Popen(
        command,
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.STDOUT,
        user=None if user is None else user.pw_uid,
        group=None if user is None else user.pw_gid,
        extra_groups=None if user is None else [],
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        cwd="/",
        start_new_session=True,
    )


def _dismiss(nurse: subprocess.Popen[bytes]) -> None:
    if nurse.stdin is not None:
        nurse.stdin.close()
    nurse.wait()


def _execute(url: str, command: sql.SQL | sql.Composed) -> None:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
        connection.execute(command)
