"""The browser of these tests, which are about pages that were written down before."""

import pytest

from tests.e2e.conftest import CHROMIUM, SWITCHES


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": CHROMIUM, "args": SWITCHES}
