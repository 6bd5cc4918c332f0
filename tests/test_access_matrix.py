"""Every address × every role, as real requests. Kept by hand: a second opinion on elearn/permissions.py.

The columns: signed out, learner (Alice), manager (Bob, of F1), HR of the group (Dana), HR of the company
(Oskar, of B), editor (Frida), administrator (Erik), auditor (Gustav). `{name}` in an address is a person,
a unit's code stands as it is. A form is sent empty: 422 means that it was let in and refused for its contents.
"""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.people import World

CAST = (None, "alice", "bob", "dana", "oskar", "frida", "erik", "gustav")
ABSENT = "00000000-0000-4000-8000-000000000000"
TOKEN = "x" * 43

OPEN = (200,) * 8
SIGNED_IN = (303, *(200,) * 7)
HR = (303, 403, 403, 200, 200, 403, 403, 403)
NOT_FOUND = (303, *(404,) * 7)
LEADERS_NOT_FOUND = (303, 403, 404, 403, 403, 403, 403, 403)
NOBODY_HERE = (303, *(403,) * 7)  # contact persons only, and none of these is one
HR_NOT_FOUND = (303, 403, 403, 404, 404, 403, 403, 403)

MATRIX: dict[str, tuple[int, ...]] = {
    "GET /": SIGNED_IN,
    "GET /komponenter": (404,) * 8,  # nowhere but in development
    "GET /sidor": SIGNED_IN,
    "GET /min-utbildning": SIGNED_IN,
    "GET /min-utbildning/varfor/1": SIGNED_IN,
    "GET /moduler/1": SIGNED_IN,
    "GET /moduler/99": NOT_FOUND,
    "GET /moduler/1/1": SIGNED_IN,
    "GET /moduler/1/99": NOT_FOUND,
    "POST /moduler/1/1": (303,) * 8,
    "POST /moduler/1/arbetsplats": (303, *(422,) * 7),
    "GET /moduler/1/sammanfattning": SIGNED_IN,
    "GET /moduler/1/handledning": SIGNED_IN,
    "GET /moduler/1/andrat": SIGNED_IN,
    "GET /moduler/99/andrat": NOT_FOUND,
    "GET /moduler/1/annat-satt": SIGNED_IN,
    "GET /moduler/99/annat-satt": NOT_FOUND,
    "POST /moduler/1/annat-satt": (303,) * 8,
    "POST /moduler/1/annat-satt/som-vanligt": (303,) * 8,
    "POST /moduler/1/annat-satt/kontakt": (303,) * 8,
    "GET /moduler/1/intyg-fran-annat-hall": SIGNED_IN,
    "POST /moduler/1/intyg-fran-annat-hall": (303, *(422,) * 7),
    "GET /moduler/1/kunskapskontroll": SIGNED_IN,
    "POST /moduler/1/kunskapskontroll": (303, *(422,) * 7),
    "GET /moduler/1/kunskapskontroll/1": (303,) * 8,
    "POST /moduler/1/kunskapskontroll/1": NOT_FOUND,
    "GET /moduler/1/kunskapskontroll/alla": (303,) * 8,
    "POST /moduler/1/kunskapskontroll/alla": NOT_FOUND,
    "GET /moduler/1/kunskapskontroll/granska": (303,) * 8,
    "POST /moduler/1/kunskapskontroll/lamna-in": NOT_FOUND,
    f"GET /moduler/1/kunskapskontroll/resultat/{ABSENT}": NOT_FOUND,
    "POST /synpunkt": NOT_FOUND,
    f"GET /intyg/{ABSENT}": NOT_FOUND,
    f"GET /intyg/{ABSENT}/lattlast": NOT_FOUND,
    f"GET /intyg/{ABSENT}/pdf": NOT_FOUND,
    f"GET /intyg/{ABSENT}/pdf/sv/hel": NOT_FOUND,
    "GET /repetition": SIGNED_IN,
    "POST /repetition": (303, *(422,) * 7),
    "GET /installningar": SIGNED_IN,
    "POST /installningar/inloggningar/avsluta": (303,) * 8,
    "GET /installningar/kvar": (303, *(204,) * 7),
    "POST /installningar/genvag": (303,) * 8,
    "GET /installningar/losenord": SIGNED_IN,
    "POST /installningar/losenord": (303, *(422,) * 7),
    "GET /installningar/paminnelser": SIGNED_IN,
    "GET /enheter": (303, 403, 303, 303, 303, 403, 403, 403),
    "GET /enheter/samtal": (303, 403, 200, 200, 200, 403, 403, 403),
    "GET /enheter/F1": (303, 403, 200, 200, 404, 403, 403, 403),
    "GET /enheter/F11": (303, 403, 200, 200, 404, 403, 403, 403),
    "GET /enheter/F2": (303, 403, 404, 200, 404, 403, 403, 403),
    "GET /enheter/F": (303, 403, 404, 200, 404, 403, 403, 403),
    "GET /enheter/B": (303, 403, 404, 200, 200, 403, 403, 403),
    "GET /enheter/finns-inte": (303, 403, 404, 404, 404, 403, 403, 403),
    "GET /enheter/F1/forandring": (303, 403, 200, 200, 404, 403, 403, 403),
    "GET /enheter/F/forandring": (303, 403, 404, 200, 404, 403, 403, 403),
    "GET /enheter/B/forandring": (303, 403, 404, 200, 200, 403, 403, 403),
    "GET /enheter/finns-inte/forandring": (303, 403, 404, 404, 404, 403, 403, 403),
    "GET /enheter/F1/jamfor": (303, 403, 200, 200, 404, 403, 403, 403),
    "GET /enheter/F/jamfor": (303, 403, 404, 200, 404, 403, 403, 403),
    "GET /enheter/B/jamfor": (303, 403, 404, 200, 200, 403, 403, 403),
    "GET /enheter/finns-inte/jamfor": (303, 403, 404, 404, 404, 403, 403, 403),
    "GET /enheter/F1/over-tid": (303, 403, 200, 200, 404, 403, 403, 403),
    "GET /enheter/F/over-tid": (303, 403, 404, 200, 404, 403, 403, 403),
    "GET /enheter/B/over-tid": (303, 403, 404, 200, 200, 403, 403, 403),
    "GET /enheter/finns-inte/over-tid": (303, 403, 404, 404, 404, 403, 403, 403),
    "GET /enheter/F1/paminn": (303, 403, 200, 403, 403, 403, 403, 403),
    "GET /enheter/F2/paminn": (303, 403, 404, 403, 403, 403, 403, 403),
    "POST /enheter/F1/paminn": (303, 403, 303, 403, 403, 403, 403, 403),
    "POST /enheter/F2/paminn": (303, 403, 404, 403, 403, 403, 403, 403),
    "GET /enheter/F1/utan-epost": (303, 403, 200, 403, 403, 403, 403, 403),
    "GET /enheter/F2/utan-epost": (303, 403, 404, 403, 403, 403, 403, 403),
    "GET /enheter/F1/traffar": (303, 403, 200, 403, 403, 403, 403, 403),
    "GET /enheter/F11/traffar": (303, 403, 404, 403, 403, 403, 403, 403),
    "GET /enheter/F2/traffar": (303, 403, 404, 403, 403, 403, 403, 403),
    "POST /enheter/F1/traffar": (303, 403, 422, 403, 403, 403, 403, 403),
    f"GET /traffar/{ABSENT}": LEADERS_NOT_FOUND,
    f"GET /traffar/{ABSENT}/flytta": LEADERS_NOT_FOUND,
    f"GET /traffar/{ABSENT}/visa/1": LEADERS_NOT_FOUND,
    f"GET /traffar/{ABSENT}/narvaro": LEADERS_NOT_FOUND,
    f"POST /traffar/{ABSENT}/flytta": LEADERS_NOT_FOUND,
    f"POST /traffar/{ABSENT}/narvaro": LEADERS_NOT_FOUND,
    f"GET /traffar/{ABSENT}/stall-in": LEADERS_NOT_FOUND,
    f"POST /traffar/{ABSENT}/stall-in": LEADERS_NOT_FOUND,
    f"POST /traffar/{ABSENT}/bekrafta": NOT_FOUND,
    "GET /enheter/F1/stallforetradare": (303, 403, 200, 200, 404, 403, 403, 403),
    "GET /enheter/F11/stallforetradare": (303, 403, 404, 200, 404, 403, 403, 403),
    "GET /enheter/B/stallforetradare": (303, 403, 404, 404, 200, 403, 403, 403),
    "GET /enheter/finns-inte/stallforetradare": (303, 403, 404, 404, 404, 403, 403, 403),
    "POST /enheter/F1/stallforetradare": (303, 403, 422, 403, 403, 403, 403, 403),
    "POST /enheter/F11/stallforetradare": (303, 403, 404, 403, 403, 403, 403, 403),
    "GET /enheter/F1/stallforetradare/99/avsluta": (303, 403, 404, 403, 403, 403, 403, 403),
    "POST /enheter/F1/stallforetradare/99/avsluta": (303, 403, 404, 403, 403, 403, 403, 403),
    "GET /laget": (303, 403, 403, 403, 403, 403, 403, 200),
    "GET /hr": HR,
    "GET /hr/over-tid": HR,
    "GET /hr/att-ordna": HR,
    "GET /hr/arenden": NOBODY_HERE,
    "POST /hr/arenden": NOBODY_HERE,
    f"GET /hr/arenden/{ABSENT}": NOBODY_HERE,
    f"GET /hr/arenden/{ABSENT}/fil": NOBODY_HERE,
    f"POST /hr/arenden/{ABSENT}/klart": NOBODY_HERE,
    f"POST /hr/arenden/{ABSENT}/senare": NOBODY_HERE,
    f"POST /hr/arenden/{ABSENT}/avsla": NOBODY_HERE,
    "GET /hr/export": HR,
    "POST /hr/export": (303, 403, 403, 422, 422, 403, 403, 403),
    f"GET /hr/export/jobb/{ABSENT}": HR_NOT_FOUND,
    f"GET /hr/export/jobb/{ABSENT}/fil": HR_NOT_FOUND,
    f"POST /hr/export/jobb/{ABSENT}/igen": HR_NOT_FOUND,
    f"POST /hr/export/jobb/{ABSENT}/ta-bort": HR_NOT_FOUND,
    "GET /hr/export/underlag": (303, 403, 403, 200, 404, 403, 403, 403),
    "POST /hr/export/underlag": (303, 403, 403, 422, 404, 403, 403, 403),
    "GET /hr/export/lista": HR,
    "POST /hr/export/lista": (303, 403, 403, 422, 422, 403, 403, 403),
    "GET /hr/overenskommelser": (303, 403, 403, 200, 200, 403, 200, 403),
    "POST /hr/overenskommelser": (303, 403, 403, 422, 422, 403, 422, 403),
    "GET /hr/overenskommelser/99/avsluta": (303, 403, 403, 404, 404, 403, 404, 403),
    "POST /hr/overenskommelser/99/avsluta": (303, 403, 403, 404, 404, 403, 404, 403),
    "GET /hr/namnd": HR,
    "GET /hr/namnd/N": (303, 403, 403, 200, 404, 403, 403, 403),
    "GET /hr/namnd/S": HR,
    "GET /hr/namnd/F": HR_NOT_FOUND,
    "GET /hr/import": HR,
    "POST /hr/import": (303, 403, 403, 422, 422, 403, 403, 403),
    f"GET /hr/import/{ABSENT}": HR_NOT_FOUND,
    f"GET /hr/import/{ABSENT}/fel": HR_NOT_FOUND,
    f"POST /hr/import/{ABSENT}/bekrafta": HR_NOT_FOUND,
    f"POST /hr/import/{ABSENT}/ta-bort": HR_NOT_FOUND,
    "GET /hr/import/mappning/99/ta-bort": HR_NOT_FOUND,
    "POST /hr/import/mappning/99/ta-bort": HR_NOT_FOUND,
    "GET /hr/import/inlasta/99/angra": HR_NOT_FOUND,
    "POST /hr/import/inlasta/99/angra": HR_NOT_FOUND,
    "GET /hr/koder": HR,
    "POST /hr/koder": (303, 403, 403, 422, 422, 403, 403, 403),
    "GET /hr/koder/utskrift": (303, 403, 403, 303, 303, 403, 403, 403),
    "GET /hr/krav": HR,
    "GET /hr/krav/nytt": HR,
    "POST /hr/krav/nytt": (303, 403, 403, 422, 422, 403, 403, 403),
    "GET /hr/krav/99": HR_NOT_FOUND,
    "POST /hr/krav/99": HR_NOT_FOUND,
    "POST /hr/krav/99/avsluta": HR_NOT_FOUND,
    "GET /hr/paminnelser": HR,
    "GET /hr/paminnelser/mejl": HR,
    "GET /hr/paminnelser/regler": (303, 403, 403, 200, 404, 403, 403, 403),
    "POST /hr/paminnelser/regler": (303, 403, 403, 422, 404, 403, 403, 403),
    "GET /hr/ledigheter": HR,
    "POST /hr/ledigheter": (303, 403, 403, 422, 422, 403, 403, 403),
    "GET /hr/ledigheter/99": HR_NOT_FOUND,
    "POST /hr/ledigheter/99": HR_NOT_FOUND,
    "GET /hr/personer": HR,
    "POST /hr/personer": (303, 403, 403, 422, 422, 403, 403, 403),
    "GET /hr/personer/{alice}": (303, 403, 403, 200, 404, 403, 403, 403),
    "GET /hr/personer/{karl}": (303, 403, 403, 404, 200, 403, 403, 403),
    f"GET /hr/personer/{ABSENT}": HR_NOT_FOUND,
    "GET /hr/personer/{alice}/varfor/1": (303, 403, 403, 200, 404, 403, 403, 403),
    "GET /hr/personer/{karl}/varfor/1": (303, 403, 403, 404, 200, 403, 403, 403),
    "POST /hr/personer/{alice}/hanteras-av-hr": (303, 403, 403, 303, 404, 403, 403, 403),
    "POST /hr/personer/{alice}/hanteras-inte-av-hr": (303, 403, 403, 303, 404, 403, 403, 403),
    f"GET /hr/personer/{{karl}}/registrerat/{ABSENT}": HR_NOT_FOUND,
    f"POST /hr/personer/{{karl}}/registrerat/{ABSENT}": HR_NOT_FOUND,
    f"POST /hr/personer/{{karl}}/registrerat/{ABSENT}/bekrafta": HR_NOT_FOUND,
    f"POST /hr/personer/{{karl}}/registrerat/{ABSENT}/ta-bort": HR_NOT_FOUND,
    "GET /redaktion": (303, 403, 403, 403, 403, 200, 403, 403),
    "GET /redaktion/granskning": (303, 403, 403, 403, 403, 200, 403, 403),
    "GET /redaktion/moduler/1": (303, 403, 403, 403, 403, 200, 403, 403),
    "GET /redaktion/moduler/1/andringar": (303, 403, 403, 403, 403, 200, 403, 403),
    "GET /redaktion/moduler/1/svar": (303, 403, 403, 403, 403, 200, 403, 403),
    "GET /redaktion/moduler/99": (303, 403, 403, 403, 403, 404, 403, 403),
    "GET /admin": (303, 403, 403, 403, 403, 403, 200, 403),
    "GET /admin/roller": (303, 403, 403, 403, 403, 403, 200, 403),
    "POST /admin/roller": (303, 403, 403, 403, 403, 403, 422, 403),
    "GET /admin/roller/99": (303, 403, 403, 403, 403, 403, 404, 403),
    "POST /admin/roller/99/aterkalla": (303, 403, 403, 403, 403, 403, 404, 403),
    "GET /granskning": (303, 403, 403, 403, 403, 403, 403, 200),
    "GET /hjalp": OPEN,
    "GET /hjalp/sv": OPEN,
    "GET /hjalp/en": OPEN,
    "GET /hjalp/lattlast": OPEN,
    "GET /oppet": OPEN,
    "GET /oppet/en": OPEN,
    "GET /oppet/1": OPEN,
    "GET /oppet/1/en": OPEN,
    "GET /oppet/99": (404,) * 8,
    "GET /ordlista": OPEN,
    "GET /ordlista/en": OPEN,
    "GET /om": OPEN,
    "GET /om/sv": OPEN,
    "GET /om/en": OPEN,
    "GET /paus": OPEN,
    "GET /tillganglighet": OPEN,
    "GET /tillganglighet/en": OPEN,
    "GET /personuppgifter": OPEN,
    "GET /personuppgifter/en": OPEN,
    "GET /healthz": OPEN,
    "GET /readyz": OPEN,
    "GET /logga-in": OPEN,
    "POST /logga-in": (422,) * 8,
    "GET /losenord": OPEN,
    "POST /losenord": (422,) * 8,
    "GET /losenord/skickat": OPEN,
    "GET /losenord/kod": OPEN,
    "POST /losenord/kod": (422,) * 8,
    f"GET /losenord/{TOKEN}": (404,) * 8,
    f"POST /losenord/{TOKEN}": (404,) * 8,
    "POST /sprak": (303,) * 8,
    "POST /logga-ut": (303,) * 8,
    "GET /lamna": (303,) * 8,
}


@pytest.mark.one_engine
def test_everyone_gets_what_their_role_opens(
    app: Flask, world: World, sign_in_as: Callable[[FlaskClient, UUID], FlaskClient]
) -> None:
    """One world for all of them: making it takes longer than the requests."""
    app.config["WTF_CSRF_ENABLED"] = False

    def statuses(line: str) -> tuple[int, ...]:
        method, address = line.split(" ", 1)
        for name, person_id in world.people.items():
            address = address.replace(f"{{{name}}}", str(person_id))
        found = []
        for member in CAST:
            client = app.test_client()
            if member is not None:
                sign_in_as(client, world.people[member])
            found.append(client.open(address, method=method).status_code)
        return tuple(found)

    wrong = {
        line: (found, expected) for line, expected in MATRIX.items() if (found := statuses(line)) != expected
    }
    assert wrong == {}


def test_the_matrix_names_every_address(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    named = set()
    for line in MATRIX:
        method, address = line.split(" ", 1)
        for name in ("alice", "karl"):
            address = address.replace(f"{{{name}}}", ABSENT)
        named.add((method, adapter.match(address, method)[0]))
    every = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    assert every == named
