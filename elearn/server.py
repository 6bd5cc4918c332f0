"""Serving: gunicorn within the command, with threads, without an access log (docs/adr/0011-the-server.md)."""

import errno
import os
import re
import socket
import stat
from pathlib import Path
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from elearn.app import create_app
from elearn.config import Config
from elearn.opening import fail
from elearn.readiness import check_ready
from elearn.reports.export_running import Runner

DEFAULT_BIND = "127.0.0.1:8000"
FEWEST_WORKERS, USUAL_MOST_WORKERS, MOST_WORKERS = 2, 8, 64
# A thread waits for its client while it sends, so a few slow downloads leave the others of their process free.
THREADS = 8
# How long a request may go on after SIGTERM.
GRACEFUL_SECONDS = 30
# How long a process that ends waits for its large export to let go; otherwise others wait for the lease.
GIVING_BACK_SECONDS = 5
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes a private file there


class BindError(Exception):
    """The address cannot be listened on; the message says why and what to do."""


@click.command()
@click.option(
    "--bind",
    default=DEFAULT_BIND,
    show_default=True,
    metavar="VÄRD:PORT",
    help="Adressen att lyssna på, eller unix:SÖKVÄG.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, MOST_WORKERS),
    default=lambda: usual_workers(),
    show_default="en per processor, minst 2 och högst 8",
    help="Antalet processer.",
)
def serve(bind: str, workers: int) -> None:
    """Kör tjänsten tills den får SIGTERM."""
    app = open_app(Config.from_env(os.environ))
    try:
        listener = listen(claim(bind))
    except BindError as error:
        fail(str(error))
    click.echo(f"elearn lyssnar på {address_of(listener)}", err=True)
    run(app, listener, workers=workers)


def usual_workers() -> int:
    return min(max(os.cpu_count() or 1, FEWEST_WORKERS), USUAL_MOST_WORKERS)


def open_app(config: Config) -> Flask:
    """The application, once its database is upgraded and its content published. Raises ConfigError otherwise."""
    app = create_app(config)
    check_ready(app.extensions["elearn_database"], app.extensions["elearn_catalogue"])
    return app


def claim(bind: str) -> socket.socket:
    """A socket that is bound to an address and does not listen yet. Raises BindError when it is taken, or none."""
    if bind.startswith("unix:"):
        return _bound(socket.AF_UNIX, _free_path(bind.removeprefix("unix:")), bind)
    found = re.fullmatch(r"(?:\[([0-9a-fA-F:.]+)\]|([^:\[\]]*)):(\d{1,5})", bind)
    if found is None or int(found[3]) > 65535:
        raise BindError(
            f"”{bind}” är ingen adress att lyssna på. Skriv värd:port, till exempel {DEFAULT_BIND}."
        )
    host, port = found[1] or found[2] or "0.0.0.0", int(found[3])  # noqa: S104 - an empty host is the caller's wish
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise BindError(f"Värden ”{host}” finns inte. Kontrollera --bind.") from error
    return _bound(family, address, bind)


def _bound(family: int, address: Any, shown: str) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise BindError(_reason(error, shown)) from error
    return listener


def _free_path(path: str) -> str:
    """The path, without the socket that a server which is gone left there."""
    if Path(path).exists() and stat.S_ISSOCK(Path(path).stat().st_mode):
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(path) == errno.ECONNREFUSED:
                Path(path).unlink()
    return path


def listen(listener: socket.socket) -> socket.socket:
    """Begin to listen: from now on clients wait for us instead of being refused."""
    try:
        listener.listen(1024)
    except OSError as error:
        shown = address_of(listener)
        listener.close()
        raise BindError(_reason(error, shown)) from error
    return listener


def _reason(error: OSError, shown: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{shown} är upptagen av ett annat program. Stoppa det, eller välj en annan port."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"{shown}: rättighet saknas. Välj en port över 1023, eller en sökväg som du får skriva i."
    return f"Det går inte att lyssna på {shown}. Kontrollera adressen."


def address_of(listener: socket.socket) -> str:
    """Where a browser, or a proxy, finds us."""
    address = listener.getsockname()
    if listener.family == socket.AF_UNIX:
        return f"unix:{address}"
    host = f"[{address[0]}]" if listener.family == socket.AF_INET6 else address[0]
    return f"http://{host}:{address[1]}"


def run(app: Flask, listener: socket.socket, *, workers: int) -> None:
    """Serve on a listening socket until SIGTERM or SIGINT, then exit with status 0."""
    for name in ("elearn_database", "elearn_reports"):
        app.extensions[name].dispose()  # a connection must not be shared by the processes that are made next
    settings = {
        "bind": f"fd://{listener.detach()}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "graceful_timeout": GRACEFUL_SECONDS,
        "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else None,
        "accesslog": None,
        "loglevel": "warning",
        "logger_class": AnonymousLogger,
        "control_socket_disable": True,
        "proc_name": "elearn",
    }
    if "elearn_exports" in app.extensions:
        settings |= _exporting(app.extensions["elearn_exports"])
    _Server(app, settings).run()


def _exporting(runner: Runner) -> dict[str, object]:
    """A process takes up what others left when it starts, and gives back what it is at when it ends."""

    def begin(_worker: object) -> None:
        runner.wake()

    def end(_server: object, _worker: object) -> None:
        runner.stop(GIVING_BACK_SECONDS)

    return {"post_worker_init": begin, "worker_exit": end}


class AnonymousLogger(Logger):  # type: ignore[misc]
    """gunicorn's log without clients' addresses, which it would write where a request is malformed."""

    def warning(self, msg: object, *args: object, **kwargs: object) -> None:
        text = str(msg)
        if text.startswith("Invalid request from ip="):
            text = "Invalid request: " + text.partition(": ")[2]
        super().warning(text, *args, **kwargs)


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our settings, and nobody else's: neither its file nor its environment variable is read."""

    def __init__(self, app: Flask, settings: dict[str, object]) -> None:
        self.app = app
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app
