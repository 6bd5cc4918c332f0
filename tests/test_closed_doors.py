"""What a closed door says: nothing of what is behind it, and no form goes through it without its token."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from tests.people import World
from tests.test_access_matrix import ABSENT, MATRIX


@pytest.mark.parametrize("address", ["/hr/personer/{}", "/enheter/{}"])
def test_out_of_scope_and_absent_are_the_same_page(
    client: FlaskClient, world: World, sign_in_as: Callable[[FlaskClient, UUID], FlaskClient], address: str
) -> None:
    sign_in_as(client, world.oskar)
    foreign, absent = ("F2", "finns-inte") if "enheter" in address else (world.alice, ABSENT)
    answers = [client.get(address.format(value)) for value in (foreign, absent)]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [
        re.sub(r'(csrf_token" value=)"[^"]+"', r"\1", answer.get_data(as_text=True)).replace(str(value), "")
        for answer, value in zip(answers, (foreign, absent), strict=True)
    ]
    assert pages[0] == pages[1]


def test_a_form_without_its_token_changes_nothing(
    client: FlaskClient, world: World, sign_in_as: Callable[[FlaskClient, UUID], FlaskClient]
) -> None:
    sign_in_as(client, world.erik)
    for line in MATRIX:
        method, address = line.split(" ", 1)
        if method == "POST" and "{" not in address:
            assert client.post(address).status_code == 400, address
