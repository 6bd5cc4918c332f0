"""Every page that a client is shown, printed to a folder, and which templates it was made from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, abort, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from werkzeug.test import TestResponse

from elearn.guard import public
from tests.english import SignIn
from tests.people import World

BROKEN = "/gar-sonder"
LANGUAGES = {"sv": "sv", "en": "en-GB"}


@dataclass(frozen=True)
class Look:
    """What somebody asks for: a page, or a form sent that changes nothing."""

    name: str
    address: str
    sent: dict[str, Any] | None = None
    before: tuple[str, dict[str, Any]] | None = None


@dataclass
class Printer:
    """Signs people in, asks for pages in both languages and keeps what came."""

    app: Flask
    world: World
    sign_in_as: SignIn
    folder: Path
    templates: set[str] = field(default_factory=set)
    where: dict[str, str] = field(default_factory=dict)
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app.config["WTF_CSRF_ENABLED"] = False
        self.app.config["PROPAGATE_EXCEPTIONS"] = False
        self.app.config["COMPONENTS"] = True
        self.app.add_url_rule(f"{BROKEN}/<int:code>", "broken", public(abort))
        template_rendered.connect(self._note, self.app)

    def _note(self, _app: Flask, template: Template, **_more: object) -> None:
        self.templates.add(str(template.name))

    def client(self, name: str) -> FlaskClient:
        """Somebody's browser; the empty name is somebody who has not signed in."""
        if name not in self.clients:
            fresh = self.app.test_client()
            self.clients[name] = self.sign_in_as(fresh, self.world.people[name]) if name else fresh
        return self.clients[name]

    def print_all(self, looks: Iterable[Look]) -> None:
        """Every look in every language."""
        for language, locale in LANGUAGES.items():
            for look in looks:
                client = self.client(look.name)
                client.environ_base["HTTP_ACCEPT_LANGUAGE"] = locale
                if client.post("/sprak", data={"language": language}).status_code != 303:
                    raise AssertionError(look)
                self.keep(self.ask(look), f"{language} {look.name} {look.address}")

    def ask(self, look: Look) -> TestResponse:
        client = self.client(look.name)
        if look.before is not None:
            address, sent = look.before
            client.post(address, data=sent)
        if look.sent is None:
            return client.get(look.address)
        return client.post(look.address, data=look.sent)

    def keep(self, answer: TestResponse, title: str) -> None:
        """Put the page into the folder. Whatever is no page is a mistake of the test."""
        assert answer.mimetype == "text/html", (title, answer.status)
        assert answer.status_code not in {301, 302, 303}, (title, answer.headers["Location"])
        name = f"{len(self.where):03}-{re.sub('[^a-z0-9]+', '-', title.lower())[:60]}.html"
        (self.folder / name).write_bytes(answer.get_data())
        self.where[name] = title
