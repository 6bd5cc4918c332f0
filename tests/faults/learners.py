"""Learners who hand in checks to a server that may be gone, and remember what they were told."""

import http.client
import threading
import time
from collections.abc import Callable
from uuid import UUID

from elearn.database import Database
from elearn.modules.models import Attempt
from elearn.modules.queries import get_sitting
from tests.browsing import Browser, Page
from tests.staging import PASSWORD

PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.05


class Told:
    """What learners were told is registered: the receipt by attempt."""

    def __init__(self) -> None:
        self.receipts: dict[UUID, str] = {}
        self._more = threading.Condition()

    def add(self, attempt_id: UUID, receipt: str) -> None:
        with self._more:
            self.receipts[attempt_id] = receipt
            self._more.notify_all()

    def wait_for(self, count: int) -> None:
        with self._more:
            assert self._more.wait_for(lambda: len(self.receipts) >= count, PATIENCE_SECONDS)


class Learner:
    """Somebody who takes one check after the other and asks again while nobody answers."""

    def __init__(self, address: str, database: Database, told: Told) -> None:
        self.browser = Browser(address)
        self.database = database
        self.told = told

    def work(self, email: str, modules: list[int]) -> None:
        until_answered(lambda: self.browser.sign_in(email, PASSWORD))
        for number in modules:
            self._take(f"/moduler/{number}/kunskapskontroll")

    def _take(self, check: str) -> None:
        page = until_answered(lambda: self._begin(check))
        form = page.form(f"{check}/lamna-in")
        attempt_id = UUID(dict(form.values)["attempt"])
        answers = right_answers(self.database, attempt_id)
        answer = until_answered(lambda: self.browser.post(page, form, **answers))
        assert answer.status == 303, answer.text
        self.told.add(attempt_id, answer.headers["Location"])

    def _begin(self, check: str) -> Page:
        page = self.browser.get(check)
        return self.browser.send(page, page.form(check), way="all")


def right_answers(database: Database, attempt_id: UUID) -> dict[str, str | list[str]]:
    """What to send to pass: by field name, the right options of the drawn questions."""
    with database.reading() as session:
        asked = get_sitting(session, session.get_one(Attempt, attempt_id)).asked
    return {f"q{one.place}": sorted(one.question.right) for one in asked}


def until_answered(ask: Callable[[], Page]) -> Page:
    """Ask until an answer comes that is not "try again soon"."""
    end = time.monotonic() + PATIENCE_SECONDS
    pause = threading.Event()
    while time.monotonic() < end:
        try:
            page = ask()
        except (OSError, http.client.HTTPException):
            pause.wait(PAUSE_SECONDS)
            continue
        if page.status != 503:
            return page
        pause.wait(PAUSE_SECONDS)
    raise AssertionError("the server did not come back")
