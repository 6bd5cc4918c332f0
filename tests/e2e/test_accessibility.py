"""Every page of the story: nothing for axe, wide and narrow, light and dark, and no scrolling sideways.

An ordinary run sees each page in one form, the next page in the other, and the other language the other
way round; `make a11y` sees every page in every form.
"""

from collections.abc import Callable, Iterator
from itertools import cycle, product
from pathlib import Path

import pytest
from playwright.sync_api import expect

from elearn import clock
from tests.completions.ways import CASES, ELSEWHERE, PDF, WAY, name_contacts
from tests.e2e.conftest import Stage, staging
from tests.e2e.visitor import Visitor

pytestmark = pytest.mark.browser

CHECK = "/moduler/1/kunskapskontroll"
OPEN = (
    "/logga-in",
    "/losenord",
    "/losenord/kod",
    "/hjalp",
    "/om",
    "/paus",
    "/tillganglighet",
    "/personuppgifter",
)
PIECES = ("/komponenter",)
READING = ("/oppet", *(f"/oppet/{number}" for number in range(1, 5)), "/ordlista")
SHEETS = tuple(f"/moduler/1/{sheet}" for sheet in ("sammanfattning", "handledning", "andrat"))
LEARNER = (
    "/",
    "/min-utbildning",
    "/min-utbildning/varfor/1",
    "/moduler/1",
    "/moduler/1/1",
    "/moduler/1/2",
    *SHEETS,
    CHECK,
)
PEOPLE = {
    "alice": ("/installningar", "/installningar/losenord", "/installningar/paminnelser"),
    "bob": (
        *("/enheter", "/enheter/F1", "/enheter/F1/over-tid"),
        *("/enheter/F1/paminn", "/enheter/F1/utan-epost", "/enheter/F1/traffar"),
        "/enheter/F1/stallforetradare",
    ),
    "dana": (
        "/hr",
        "/hr/over-tid",
        "/enheter/samtal",
        "/hr/export",
        "/hr/import",
        "/hr/att-ordna",
        "/hr/personer",
        "/hr/krav",
        "/hr/krav/nytt",
        "/hr/ledigheter",
        "/hr/koder",
        "/hr/paminnelser",
        "/hr/paminnelser/mejl",
        "/hr/paminnelser/regler",
    ),
    "erik": ("/admin", "/admin/roller", "/admin/roller/1"),
    "frida": (
        *("/redaktion", "/redaktion/granskning"),
        *(f"/redaktion/moduler/1{page}" for page in ("?niva=chef&arbetsplats=skola", "/andringar", "/svar")),
    ),
    "gustav": ("/granskning",),
}


@pytest.fixture(scope="module")
def staged(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One server for all of them: they change nothing that another one looks at."""
    with staging(sqlite_template, tmp_path_factory.mktemp("pages")) as one:
        yield one


Look = Callable[[Visitor], None]
WIDTHS, SCHEMES = (1280, 320), ("light", "dark")


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Look:
    """Look at a page as it stands: on a desk by day or on a telephone by night, or in every form."""
    whole = request.config.getoption("whole")
    forms = list(product(WIDTHS, SCHEMES)) if whole else list(zip(WIDTHS, SCHEMES, strict=True))
    turns = {"sv": cycle(forms), "en": cycle(reversed(forms))}

    def at(visitor: Visitor) -> None:
        for width, scheme in forms if whole else [next(turns[visitor.language])]:
            visitor.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words
            visitor.assert_in_order(width)

    return at


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_before_sign_in(look: Look, arrive: Callable[..., Visitor], language: str) -> None:
    visitor = arrive(language)
    for path in (*OPEN, *PIECES, *READING):
        visitor.open(path)
        look(visitor)


@pytest.mark.parametrize("name", PEOPLE)
def test_pages_of_each_role(look: Look, arrive: Callable[..., Visitor], name: str) -> None:
    visitor = arrive()
    visitor.sign_in(name)
    for path in PEOPLE[name]:
        answer = visitor.page.goto(f"{visitor.address}{path}")
        assert answer is not None
        assert answer.status == 200
        look(visitor)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_of_a_learner(look: Look, arrive: Callable[..., Visitor], language: str) -> None:
    visitor = arrive(language)
    visitor.sign_in("karl" if language == "sv" else "maja")
    for path in LEARNER:
        visitor.open(path)
        look(visitor)
    visitor.page.check("input[name=way][value=one]")
    visitor.submit(CHECK)
    visitor.submit(f"{CHECK}/1")  # without an answer: the page with its error
    look(visitor)
    visitor.answer(right=False)
    visitor.submit(f"{CHECK}/1")
    for path in ("2", "granska", "alla"):
        visitor.open(f"{CHECK}/{path}")
        look(visitor)
    for right in (False, True):
        visitor.open(CHECK)
        visitor.page.check("input[name=way][value=all]")
        visitor.submit(CHECK)
        visitor.answer(right=right)
        visitor.submit(f"{CHECK}/lamna-in")
        look(visitor)
    visitor.open("/repetition")
    visitor.submit("/repetition")  # without answers
    look(visitor)
    visitor.answer(right=True)
    visitor.submit("/repetition")
    look(visitor)


def test_pages_of_another_way(look: Look, arrive: Callable[..., Visitor], staged: Stage) -> None:
    """From the one click to a certificate that a contact person does not accept."""
    with staged.database.writing() as session, session.begin():
        name_contacts(session, staged.world, gustav="G")
    learner, contact = arrive("en"), arrive()
    learner.sign_in("david")
    contact.sign_in("gustav")
    learner.open(WAY)
    look(learner)
    learner.submit(WAY)
    look(learner)
    learner.open(ELSEWHERE)
    learner.submit(ELSEWHERE)
    look(learner)
    learner.page.check("input[name=equivalent]")
    learner.page.fill("input[name=dated_on]", clock.today().isoformat())
    learner.page.set_input_files(
        "input[name=file]", {"name": "intyg.jpg", "mimeType": "image/jpeg", "buffer": PDF}
    )
    learner.submit(ELSEWHERE)
    look(learner)
    contact.open(CASES)
    look(contact)
    contact.page.click("main table a")
    look(contact)
    contact.page.check("input[name=reason][value=unreadable]")
    contact.submit(f"{contact.page.url.removeprefix(contact.address)}/avsla")
    look(contact)
    learner.open("/min-utbildning")
    look(learner)
    learner.open(WAY)
    look(learner)


@pytest.mark.parametrize(
    ("path", "status"), [("/finns-inte", 404), ("/hr", 403), ("/moduler/99", 404), ("/logga-ut", 405)]
)
def test_pages_that_say_no(look: Look, arrive: Callable[..., Visitor], path: str, status: int) -> None:
    visitor = arrive()
    visitor.sign_in("alice")
    answer = visitor.page.goto(f"{visitor.address}{path}")
    assert answer is not None
    assert answer.status == status
    look(visitor)


def test_a_check_can_be_taken_with_the_keyboard_alone(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.sign_in("oskar")
    visitor.open(CHECK)
    tab_to(visitor, "input[name=way][value=one]")
    visitor.page.keyboard.press("Space")
    visitor.page.keyboard.press("Enter")
    for place in range(1, 11):
        expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/{place}")
        tab_to(visitor, "main fieldset input")
        visitor.page.keyboard.press("Space")
        visitor.page.keyboard.press("Enter")
    expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/granska")
    tab_to(visitor, f"form[action='{CHECK}/lamna-in'] button")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("h1")).not_to_have_text("Granska svaren")


def tab_to(visitor: Visitor, selector: str) -> None:
    """Press Tab until the focus is where it should be; it must get there within one round."""
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        if visitor.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector} on {visitor.page.url}")
