"""The page of all pages: whatever somebody may open, and nothing that would be closed to them."""

import re

import pytest

from elearn.pages.directory import GROUPS

# What leads away, answers machines, or is a step on the way somewhere.
NO_PAGES_OF_THEIR_OWN = {
    "accounts.ask_link",
    "accounts.issued_code",
    "accounts.leave",
    "accounts.link_asked",
    "accounts.sign_in",
    "accounts.stay",
    "accounts.use_code",
    "components.components",
    "pages.alive",
    "pages.directory",
    "pages.ready",
    "support.pause",
}


def links_in(page):
    return re.findall(r'<a [^>]*href="([^"]+)"', page)


def listed(client):
    return links_in(client.get("/sidor").text.partition("<main")[2].partition("</main>")[0])


def test_every_address_that_names_no_object_is_listed(app):
    every = {
        rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments
    }
    assert {endpoint for _name, pages in GROUPS for endpoint, _text in pages} == every - NO_PAGES_OF_THEIR_OWN


@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["alice", "bob", "dana", "oskar", "frida", "erik", "gustav", "ivar"])
def test_everything_listed_opens(client, world, sign_in_as, name):
    found = listed(sign_in_as(client, world.people[name]))
    assert len(found) > 10
    answers = {path: client.get(path).status_code for path in found}
    assert {path: status for path, status in answers.items() if status not in (200, 303)} == {}


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("name", "there", "absent"),
    [
        ("alice", {"/moduler/1", "/repetition", "/ordlista"}, {"/hr", "/enheter", "/admin", "/hr/arenden"}),
        ("bob", {"/enheter", "/enheter/F1", "/enheter/F11"}, {"/enheter/F", "/enheter/F2", "/hr"}),
        (
            "dana",
            {"/hr/paminnelser/regler", "/hr/export/underlag", "/enheter/F11", "/enheter/B"},
            {"/admin", "/laget"},
        ),
        (
            "oskar",
            {"/hr/export", "/enheter/B"},
            {"/hr/paminnelser/regler", "/hr/export/underlag", "/enheter/F1"},
        ),
        ("erik", {"/admin/roller", "/hr/overenskommelser"}, {"/hr", "/hr/export"}),
    ],
)
def test_it_lists_what_the_readers_roles_open(client, world, sign_in_as, name, there, absent):
    found = set(listed(sign_in_as(client, world.people[name])))
    assert there <= found
    assert not absent & found


def test_the_foot_of_every_page_of_somebody_signed_in_leads_to_it(client, world, sign_in_as):
    assert "/sidor" not in links_in(client.get("/logga-in").text)
    sign_in_as(client, world.alice)
    for path in ("/", "/moduler/1", "/finns-inte"):
        assert "/sidor" in links_in(client.get(path).text)
    assert "/sidor" not in links_in(client.get("/hjalp/sv").text)  # the same for everybody
