"""Every form of the service comes back with what was written in it: no page has to know how, and none is left out."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.client import HTTPMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from elearn import clock
from elearn.accounts.keeping import NEVER_KEPT
from elearn.accounts.models import WebSession
from elearn.database import Database
from tests.accounts.conftest import Send
from tests.browsing import Form, Page
from tests.people import World
from tests.staging import PASSWORD, email_of, stage

pytestmark = pytest.mark.one_engine

Enter = Callable[[str], tuple[FlaskClient, str]]

CHECK = "/moduler/1/kunskapskontroll"
# By whom, where the form stands, and the end of its address.
FORMS = (
    ("erik", "/admin/roller", "/admin/roller"),
    ("dana", "/hr/export", "/hr/export"),
    ("dana", "/hr/export/lista", "/lista"),
    ("dana", "/hr/personer", "/hr/personer"),
    ("dana", "/hr/krav/nytt", "/nytt"),
    ("dana", "/hr/krav/1", "/1"),
    ("dana", "/hr/krav/1", "/avsluta"),
    ("dana", "/hr/ledigheter", "/ledigheter"),
    ("dana", "/hr/koder", "/koder"),
    ("dana", "/hr/paminnelser/regler", "/regler"),
    ("bob", "/enheter/F1/traffar", "/traffar"),
    ("bob", "/enheter/F1/stallforetradare", "/stallforetradare"),
    ("alice", "/moduler/1", "/arbetsplats"),
    ("alice", f"{CHECK}/1", f"{CHECK}/1"),
    ("alice", f"{CHECK}/alla", "/lamna-in"),
)


@pytest.fixture
def staged(database: Database) -> World:
    return stage(database)


@pytest.fixture
def enter(app: Flask, send: Send, staged: World) -> Enter:
    """Sign somebody in, or in again in the same browser; the browser, and where it was led."""
    browsers: dict[str, FlaskClient] = {}

    def sign_in(name: str) -> tuple[FlaskClient, str]:
        client = browsers.setdefault(name, app.test_client())
        answer = send(client, "/logga-in", email=email_of(name), password=PASSWORD)
        assert answer.status_code == 303
        return client, answer.location

    return sign_in


def test_what_was_written_in_any_form_comes_back(enter: Enter, database: Database) -> None:
    lost = []
    for name, address, action in FORMS:
        client, _where = enter(name)
        if address.startswith(f"{CHECK}/"):
            begin(client, "one" if address.endswith("1") else "all")
        before = at(client, address)
        form = before.form(action)
        written = dict(fill_in(form, before.text))
        assert written, address
        with database.writing() as session, session.begin():
            session.execute(update(WebSession).values(last_seen_at=clock.now() - timedelta(hours=1)))
        answer = client.post(form.action, data={**hidden(form, before.text), **written})
        assert answer.location == "/logga-in", address
        _client, where = enter(name)
        after = at(client, where).form(action)
        lost += [
            f"{address} -> {where}: {field}"
            for field, values in written.items()
            if sorted(value for known, value in after.values if known == field) != sorted(values)
        ]
    assert lost == []


def at(client: FlaskClient, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return Page(address, answer.status_code, answer.text, HTTPMessage())


def begin(client: FlaskClient, way: str) -> None:
    page = at(client, CHECK)
    client.post(CHECK, data={**dict(page.form(CHECK).values), "way": way})


def fill_in(form: Form, page: str) -> Iterator[tuple[str, list[str]]]:
    """Something in every field: a choice in each group, a text in the rest."""
    for name, options in form.choices.items():
        yield name, options[-1:]
    own = {name for name, _value in form.values} - form.choices.keys() - hidden(form, page).keys()
    for place, name in enumerate(sorted(own - NEVER_KEPT)):
        yield name, [f'Åsa "{place}" & <Bo>']


def hidden(form: Form, page: str) -> dict[str, str]:
    names = re.findall(r'<input type="hidden"[^>]* name="([^"]+)"', page)
    return {name: value for name, value in form.values if name in names}
