"""Every page as somebody gets it, written down once: what the browser of these tests then shows in every form.

The pages come from the whole application over a database with the cast at work. They are read here, with the name
of the template that made each, so that hundreds of views of them cost one request.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from elearn import clock
from elearn.accounts.sessions import open_session
from elearn.app import create_app
from elearn.config import Config
from elearn.database import Database
from tests.conftest import SECRET
from tests.delivered import CONTENT
from tests.learner import page_of, values_of
from tests.people import World
from tests.reports.cast import Cast
from tests.reports.export_queue import Sleeper
from tests.reviewed import review_everything
from tests.staging import QUICK, stage

HOST = "http://localhost"
LANGUAGES = {"sv": ("sv",), "en": ("en",), "mixed": ("sv", "en"), "swapped": ("en", "sv")}
VISITOR = "visitor"


@dataclass(frozen=True)
class Sight:
    """A page as somebody got it. What it says of itself stands in the rest; the markup is the page."""

    who: str
    language: str
    path: str
    status: int
    template: str
    sent: bool
    page: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)

    @property
    def name(self) -> str:
        """What a complaint about the page calls it: the address without the ids that differ every time."""
        path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/losenord/)[\w-]{40,}", "…", self.path)
        return f"{self.template} {path} {self.who} {self.language} {self.status}"


class Recorder(Cast):
    """The cast at their browsers, with somebody who writes down every page they see."""

    def __init__(self, app: Flask, database: Database, world: World, languages: tuple[str, ...]) -> None:
        super().__init__(app, database, world, clock.today(), self._sign_in)
        self.sights: dict[tuple[str, str, str], Sight] = {}
        self.clients: dict[str, FlaskClient] = {}
        self._turns = cycle(languages)
        self._languages: dict[str, str] = {}
        self._rendered: list[str] = []
        template_rendered.connect(self._note_template, app)

    def see(self, who: str, *paths: str) -> None:
        """Somebody opens pages, and they are written down."""
        for path in paths:
            answer = self.browser(who).get(path)
            assert answer.status_code == 200, f"{who} at {path}: {answer.status}"
            self.write_down(who, path, answer)

    def follow(self, who: str, page: str, pattern: str) -> None:
        """Somebody goes on to the first link of a page whose address is so."""
        found = re.search(rf'href="({pattern})"', self.browser(who).get(page).get_data(as_text=True))
        assert found, f"{who} finds no {pattern} on {page}"
        self.see(who, found[1])

    def send(self, who: str, path: str, *, expected: int = 303, **values: Any) -> TestResponse:
        """Somebody sends a form. An answer that is a page is written down."""
        return self._answered(who, path, self.browser(who).post(path, data=values), expected)

    def _answered(self, who: str, path: str, answer: TestResponse, expected: int) -> TestResponse:
        assert answer.status_code == expected, f"{who} sends {path}: {answer.status}"
        if expected != 303:
            self.write_down(who, path, answer, sent=True)
        return answer

    def fill(self, who: str, page: str, action: str, *, expected: int = 303, **chosen: Any) -> TestResponse:
        """Somebody fills in a form that stands on a page, and sends it."""
        form = page_of(page, self.browser(who).get(page)).form(action)
        values = {**values_of(form), **chosen}
        answer = self.browser(who).post(form.action or page, data=values)
        return self._answered(who, form.action or page, answer, expected)

    def refuse(self, who: str, *paths: str) -> None:
        """Somebody sends forms empty: the pages with their errors."""
        for path in paths:
            self.send(who, path, expected=422)

    def write_down(
        self, who: str, path: str, answer: Response, template: str = "", *, sent: bool = False
    ) -> None:
        """Keep a page, once for each reader, template and state."""
        template = template or self._rendered[-1]
        headers = {name: value for name, value in answer.headers if name != "Set-Cookie"}
        page = answer.get_data(as_text=True)
        if answer.mimetype == "text/html":
            key = who, f"{template} {answer.status_code}", path
            self.sights[key] = Sight(
                who, self.language(who), path, answer.status_code, template, sent, page, headers
            )

    def browser(self, who: str) -> FlaskClient:
        """Somebody's browser, signed in unless they are a visitor."""
        if who not in self.clients:
            self.clients[who] = self._open(who)
        return self.clients[who]

    def language(self, who: str) -> str:
        """The language that somebody reads in: in turn, so that a mixed cast has as many of each."""
        if who not in self._languages:
            self._languages[who] = next(self._turns)
        return self._languages[who]

    def _open(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = self.language(who)
        if not who.startswith(VISITOR):
            self._sign_in(client, self.world.people[who])
            assert client.post("/sprak", data={"language": self.language(who)}).status_code == 303
        return client

    def _sign_in(self, client: FlaskClient, person_id: UUID) -> FlaskClient:
        with self.database.writing() as session, session.begin():
            secret = open_session(session, person_id, at=clock.now() - timedelta(seconds=5))
        with client.session_transaction() as cookie:
            cookie["_user_id"] = secret
            cookie["_fresh"] = True
        return client

    def _note_template(self, _sender: object, template: Any, **_rest: object) -> None:
        self._rendered.append(template.name)


Story = Callable[[Recorder], None]


@contextmanager
def recording(template: Path, directory: Path, languages: str) -> Iterator[Recorder]:
    """The application over a database of its own, with the cast in place and nothing seen yet."""
    path = directory / "elearn.db"
    shutil.copy(template, path)
    config = Config(
        database_url=f"sqlite:///{path}",
        secret_key=SECRET,
        instance_dir=directory,
        content_dir=CONTENT,
        components=True,
    )
    app = create_app(config)
    review_everything(app)
    app.extensions["elearn_exports"] = Sleeper()  # an export is made when its story says so
    app.config.update(ARGON2=QUICK, WTF_CSRF_ENABLED=False)
    database: Database = app.extensions["elearn_database"]
    try:
        yield Recorder(app, database, stage(database), LANGUAGES[languages])
    finally:
        database.dispose()
