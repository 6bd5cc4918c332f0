"""HR's pages as a browser uses them: a file handed in, its difference confirmed."""

import io
import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn import clock
from tests.organisations.loading import content


def hand_in(
    client: FlaskClient, *rows: str, kind: str = "people", source: str = "", new: str = "ny", extra: str = ""
) -> TestResponse:
    given = {
        "csrf_token": token_of(client.get("/hr/import")),
        "kind": kind,
        "source": source,
        "new_source": "" if source else new,
        "effective": clock.today().isoformat(),
        "file": (io.BytesIO(content(kind, *rows, extra=extra)), "personal.csv"),
    }
    return client.post("/hr/import", data=given)


def token_of(page: TestResponse) -> str:
    return field_of(page, "csrf_token")


def field_of(page: TestResponse, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page.get_data(as_text=True))
    assert found, name
    return found.group(1)


def confirm(client: FlaskClient, address: str) -> TestResponse:
    page = client.get(address)
    return client.post(
        f"{address}/bekrafta", data={"csrf_token": token_of(page), "plan": field_of(page, "plan")}
    )
