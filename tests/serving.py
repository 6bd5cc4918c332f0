"""The real server as a process of its own: started, killed, stopped."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

SECRET = "a-secret-of-the-tests-that-is-long-enough"
START_SECONDS = 30


class Serving:
    """`elearn serve` on a port of its own. The same one may be started again after it was killed."""

    def __init__(
        self,
        database_url: str,
        instance_dir: Path,
        *,
        workers: int = 2,
        module: str = "elearn",
        **settings: str,
    ) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = instance_dir / f"server-{self.port}.log"
        self._command = [
            sys.executable,
            "-m",
            module,
            "serve",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--workers",
            str(workers),
        ]
        self._environment = environment(database_url, instance_dir, **settings)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(f"{self.address}/healthz", self._process, self.log)

    def kill(self) -> None:
        """End all its processes at once, without a word of warning."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def stop(self) -> int:
        """Ask it to stop, and return its exit status."""
        assert self._process is not None
        self._process.terminate()
        status = self._process.wait(timeout=START_SECONDS)
        self._process = None
        return status

    def __enter__(self) -> "Serving":
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self.kill()


def environment(database_url: str, instance_dir: Path, **settings: str) -> dict[str, str]:
    """What a command of the tests sees: our settings, and none of the machine's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ELEARN_")}
    return kept | {
        "ELEARN_DATABASE_URL": database_url,
        "ELEARN_INSTANCE_DIR": str(instance_dir),
        "ELEARN_SECRET_KEY": SECRET,
        **settings,
    }


def run_elearn(
    *arguments: str, environ: Mapping[str, str], timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "elearn", *arguments],
        env=dict(environ),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the address answers; fail with the log when the process ends or takes too long."""
    parts = urllib.parse.urlsplit(address)
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
        try:
            connection.request("GET", parts.path)
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        finally:
            connection.close()
    raise AssertionError(f"no answer from {address}: {log.read_text(encoding='utf-8', errors='replace')}")
