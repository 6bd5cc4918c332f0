"""What the tests of reminders share."""

from datetime import date
from pathlib import Path

import pytest

from elearn import clock
from elearn.config import Config
from elearn.database import Database
from tests.reminders.mailroom import Mailroom


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def mailroom(database: Database, config: Config, tmp_path: Path) -> Mailroom:
    folder = tmp_path / "letters"
    folder.mkdir()
    return Mailroom(database, config, folder)
