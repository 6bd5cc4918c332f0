"""One run of the demonstration with a browser in front of it, in a folder that is thrown away."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.conftest import CHROMIUM, SWITCHES
from tests.guides.camera import WIDE, Camera
from tests.guides.standing import READY
from tests.serving import free_port


@dataclass(frozen=True)
class Studio:
    """Where a tour takes place."""

    browser: Browser
    address: str
    pictures: Path
    desk: Path  # for the files that somebody uploads

    def arrive(self, width: int = WIDE) -> Camera:
        """Somebody opens a browser."""
        return Camera(self.browser, self.address, self.pictures, width)


@contextmanager
def open_studio(pictures: Path) -> Iterator[Studio]:
    """Start the demonstration anew, for what one tour changes another one must not see."""
    with (
        TemporaryDirectory(prefix="elearn-guides-") as folder,
        _demonstration(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield Studio(browser, address, pictures, Path(folder))
        browser.close()


@contextmanager
def _demonstration(folder: Path) -> Iterator[str]:
    port = free_port()
    settings = {name: value for name, value in os.environ.items() if not name.startswith("ELEARN_")}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.guides.standing", str(port)],
        env=settings | {"ELEARN_INSTANCE_DIR": str(folder)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            if process.stdout is None or process.stdout.readline().strip() != READY:
                raise RuntimeError("The demonstration did not start.")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
