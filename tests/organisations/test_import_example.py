"""The example on the page with HR's files is a file that can be read."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from elearn.organisations.examples import example
from elearn.organisations.facts import FileKind
from elearn.organisations.files.reading import read_managers, read_people, read_units
from tests.organisations.handing_in import hand_in
from tests.people import World

READERS = {FileKind.UNITS: read_units, FileKind.PEOPLE: read_people, FileKind.MANAGERS: read_managers}


@pytest.mark.parametrize(("kind", "read"), READERS.items())
def test_the_example_is_read_without_a_fault(kind: FileKind, read: Callable[[bytes], Any]) -> None:
    found = read("\r\n".join(";".join(line) for line in example(kind)).encode())
    assert (found.faults, found.notices, len(found.records)) == ((), (), 1)


@pytest.mark.one_engine
def test_the_page_shows_how_a_file_looks_and_a_faulty_one_leads_back(
    client: FlaskClient, world: World, sign_in_as: Callable[[FlaskClient, UUID], FlaskClient]
) -> None:
    hr = sign_in_as(client, world.dana)
    page = hr.get("/hr/import").get_data(as_text=True).replace("<wbr>", "")
    for kind in READERS:
        assert all(";".join(line) in page for line in example(kind))
    faulty = hr.get(hand_in(hr, "100;Anna;Ås;;F1;kung;;;;;;;blå", extra=";favoritfärg").location)
    assert "Ladda upp den rättade filen" in faulty.get_data(as_text=True)
    assert '(rad 1: <bdi lang="sv">favoritfärg</bdi>)' in faulty.get_data(as_text=True)
