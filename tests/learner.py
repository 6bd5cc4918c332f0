"""Somebody who takes modules and their checks through the pages, as a browser without JavaScript would."""

import re
from collections.abc import Iterable
from http.client import HTTPMessage
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn.clock import now
from elearn.database import Database
from elearn.modules.draw import Asked
from elearn.modules.queries import Sitting, find_sitting
from tests.browsing import Form, Page


class Learner:
    """A signed-in client. Nothing is followed: a test sees each answer with its status."""

    def __init__(self, client: FlaskClient, database: Database, person_id: UUID) -> None:
        self.client = client
        self.database = database
        self.person_id = person_id

    def get(self, address: str) -> Page:
        return page_of(address, self.client.get(address))

    def send(self, page: Page, form: Form, **chosen: str | list[str]) -> Page:
        """Send a form with these values in place of its own."""
        address = form.action or page.address
        return page_of(address, self.client.post(address, data={**values_of(form), **chosen}))

    def follow(self, page: Page) -> Page:
        assert page.status == 303, page.text
        return self.get(page.headers["Location"])

    def speak(self, language: str) -> None:
        """Choose the language of the interface, as the button at the top does."""
        page = self.get("/")
        assert self.send(page, page.form("/sprak"), language=language).status == 303

    def sitting(self, slug: str) -> Sitting:
        """The open attempt as the database holds it: a test may know what a browser may not."""
        with self.database.reading() as session:
            sitting = find_sitting(session, self.person_id, slug, now())
        assert sitting is not None
        return sitting

    def start(self, number: int, way: str = "all") -> Page:
        """Begin a check, or go on with it; the page after the choice."""
        page = self.get(f"/moduler/{number}/kunskapskontroll")
        return self.follow(self.send(page, page.form("/kunskapskontroll"), way=way))

    def hand_in(self, number: int, slug: str, wrong: Iterable[int] = ()) -> Page:
        """Begin a check, answer it on one page, with the questions at these places wrong, and hand it in."""
        page = self.start(number)
        return self.send(page, page.form("/lamna-in"), **chosen(self.sitting(slug).asked, wrong))


def chosen(asked: Iterable[Asked], wrong: Iterable[int] = ()) -> dict[str, list[str]]:
    """The values of the form fields that answer these questions: right but for some places."""
    avoided = set(wrong)
    return {f"q{one.place}": answer(one, right=one.place not in avoided) for one in asked}


def values_of(form: Form) -> dict[str, list[str]]:
    """What a form would send as it stands, by field."""
    values: dict[str, list[str]] = {}
    for name, value in form.values:
        values.setdefault(name, []).append(value)
    return {name: sorted(given) for name, given in values.items()}


def answer(asked: Asked, *, right: bool) -> list[str]:
    """The options that answer one question right, or one that is wrong."""
    if right:
        return sorted(asked.question.right)
    return [next(option.id for option in asked.options if not option.correct)]


def harmless(asked: Iterable[Asked]) -> int:
    """The place of a question that may be wrong alone: not must-know, and not the only one on its goal."""
    asked = list(asked)
    goals = [one.question.goal for one in asked]
    return next(
        one.place for one in asked if not one.question.must_know and goals.count(one.question.goal) > 1
    )


def found(pattern: str, text: str) -> re.Match[str]:
    """The first match of a pattern in a page."""
    match = re.search(pattern, text, re.S)
    assert match, f"no {pattern} in {text}"
    return match


def page_of(address: str, response: TestResponse) -> Page:
    headers = HTTPMessage()
    for name, value in response.headers:
        headers[name] = value
    return Page(address, response.status_code, response.get_data(as_text=True), headers)


def without_marks(page: str) -> str:
    """A page with its texts as they were written: no marks of language, no escaped quotation marks."""
    spoken = re.sub(r'<span lang="sv">([^<]*)</span>', r"\1", page)
    return spoken.replace("&#39;", "'").replace("&#34;", '"')
