"""The exit from every kind of page: blank at once, nobody signed in, and nothing protected behind the Back button."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Request, expect
from sqlalchemy import update

from elearn import clock
from elearn.accounts.models import WebSession
from tests.e2e.conftest import Stage
from tests.e2e.visitor import Visitor
from tests.staging import PASSWORD

pytestmark = pytest.mark.browser

CHECK = "/moduler/1/kunskapskontroll"


@pytest.fixture
def staged(standing: Stage) -> Stage:
    return standing


def begin_check(visitor: Visitor) -> None:
    visitor.open(CHECK)
    visitor.page.check("input[name=way][value=one]")
    visitor.submit(CHECK)
    expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/1")
    visitor.answer(right=True)


def read_nothing(visitor: Visitor) -> None:
    """The last page is what each journey ends on."""


# Who it is, by which pages they came, what they did on the last, and whether the browser runs scripts.
JOURNEYS = {
    "learner in a check": ("karl", ("/", "/moduler/1", "/moduler/1/1"), begin_check, False),
    "manager": ("bob", ("/min-utbildning", "/enheter/F1", "/enheter/F1/paminn"), read_nothing, True),
    "hr": ("dana", ("/hr", "/hr/personer", "/hr/krav/nytt"), read_nothing, False),
    "administrator": ("erik", ("/", "/admin", "/admin/roller"), read_nothing, True),
    "page that is not there": ("alice", ("/", "/moduler/1", "/enheter/F2"), read_nothing, True),
    "learner in a section": ("alice", ("/min-utbildning", "/moduler/1", "/moduler/1/1"), read_nothing, True),
    "help": ("alice", ("/min-utbildning", "/moduler/1", "/hjalp"), read_nothing, True),
}


# The rest is for `make a11y`: one without scripts and one with them see what differs.
EVERY_RUN = {"learner in a check", "manager"}


@pytest.mark.parametrize(
    "journey",
    [pytest.param(name, marks=[] if name in EVERY_RUN else pytest.mark.whole) for name in JOURNEYS],
)
def test_back_after_leaving_shows_nothing_protected(arrive: Callable[..., Visitor], journey: str) -> None:
    name, paths, act, javascript = JOURNEYS[journey]
    visitor = arrive(javascript=javascript)
    visitor.sign_in(name)
    for path in paths:
        visitor.open(path)
    act(visitor)
    visitor.page.locator("a.exit").click()
    expect(visitor.page).to_have_url(f"{visitor.address}/paus")
    assert visitor.context.cookies() == []
    for _ in range(3):
        visitor.page.go_back()
        expect(visitor.page).to_have_url(f"{visitor.address}/logga-in")
        expect(visitor.page.locator("h1")).to_have_text("Logga in")


def test_the_page_is_blank_before_a_slow_network_has_answered(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.sign_in("alice")
    visitor.open("/moduler/1/1")
    visitor.page.route("**/lamna", lambda _route: None)  # never answered
    with visitor.page.expect_request("**/lamna"):
        visible = visitor.page.evaluate(
            """() => {
                document.querySelector('a.exit').click()
                return document.body.checkVisibility()
            }"""
        )
    assert visible is False


def test_shift_counts_aloud_and_forgets_after_five_seconds(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.page.clock.install()
    visitor.sign_in("alice")
    visitor.open("/moduler/1")
    status = visitor.page.locator("[data-exit-status]")
    expect(status).to_have_attribute("role", "status")
    visitor.page.keyboard.press("Shift")
    expect(status).to_contain_text("●○○")
    visitor.page.keyboard.press("Shift")
    expect(status).to_contain_text("●●○")
    visitor.page.clock.fast_forward(5100)
    assert status.inner_text() == ""  # at once: time goes on while a patient look waits
    visitor.page.keyboard.press("Shift")
    expect(status).to_contain_text("●○○")
    assert visitor.at("/moduler/1")


def test_shift_can_be_switched_off_and_on(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.sign_in("lena")
    for off in (True, False):
        visitor.open("/installningar")
        visitor.submit("/installningar/genvag")
        expect(visitor.main).to_contain_text("Ditt val är sparat.")
        visitor.open("/moduler/1")
        for _ in range(3):
            visitor.page.keyboard.press("Shift")
        expect(visitor.page).to_have_url(f"{visitor.address}{'/moduler/1' if off else '/paus'}")


def test_another_site_signs_nobody_out(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.sign_in("anders")
    trap = f'<a href="{visitor.address}/lamna">x</a><img src="{visitor.address}/lamna">'
    visitor.context.route(
        "http://annan.example/", lambda route: route.fulfill(body=trap, content_type="text/html")
    )
    visitor.page.goto("http://annan.example/")
    visitor.page.locator("a").click()
    expect(visitor.page).to_have_url(f"{visitor.address}/")
    visitor.open("/installningar")
    assert visitor.at("/installningar")
    visitor.strayed.clear()
    visitor.complaints.clear()


def test_whoever_does_nothing_is_asked_in_time_and_one_key_is_enough(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.page.clock.install()
    visitor.sign_in("petra")
    visitor.open("/moduler/1/1")
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(path_of(request)))
    warning = visitor.page.locator("[data-idle]")
    expect(warning).to_be_hidden()
    for _ in range(2):
        visitor.page.clock.fast_forward("25:15")
        expect(warning).to_contain_text("Om fem minuter loggas du ut")
        with visitor.page.expect_response("**/installningar/kvar") as answered:
            visitor.page.keyboard.press("ArrowDown")
        assert answered.value.status == 204
        expect(warning).to_be_hidden()
    assert [path for path in asked if not path.startswith("/static/")] == ["/installningar/kvar"] * 2
    visitor.page.clock.fast_forward("30:15")
    expect(warning).to_contain_text("Du är utloggad")


def path_of(request: Request) -> str:
    return "/" + request.url.split("/", 3)[3]


@pytest.mark.parametrize("javascript", [pytest.param(True, marks=pytest.mark.whole), False])
def test_what_was_written_survives_a_session_that_ran_out(
    arrive: Callable[..., Visitor], staged: Stage, javascript: bool
) -> None:
    visitor = arrive(javascript=javascript)
    visitor.sign_in("erik")
    visitor.open("/admin/roller")
    visitor.page.fill("[name=who]", "Åsa & <Bo>")
    visitor.page.select_option("[name=role]", "auditor")
    let_it_idle(staged, "erik")
    visitor.submit("/admin/roller")
    expect(visitor.page).to_have_url(f"{visitor.address}/logga-in")
    expect(visitor.main).to_contain_text("Inget är sparat än.")
    visitor.page.fill("[name=email]", "erik@exempel.example")
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.submit("/logga-in")
    expect(visitor.page).to_have_url(f"{visitor.address}/admin/roller")
    expect(visitor.main).to_contain_text("Inget är sparat än.")
    expect(visitor.page.locator("[name=who]")).to_have_value("Åsa & <Bo>")
    expect(visitor.page.locator("[name=role]")).to_have_value("auditor")


def test_an_answer_to_a_check_survives_it_too(arrive: Callable[..., Visitor], staged: Stage) -> None:
    visitor = arrive()
    visitor.sign_in("gunilla")
    begin_check(visitor)
    chosen = visitor.page.locator("main input:checked").evaluate_all("all => all.map(one => one.value)")
    let_it_idle(staged, "gunilla")
    visitor.submit(f"{CHECK}/1")
    visitor.page.fill("[name=email]", "gunilla@exempel.example")
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.submit("/logga-in")
    expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/1")
    again = visitor.page.locator("main input:checked").evaluate_all("all => all.map(one => one.value)")
    assert again == chosen != []
    visitor.submit(f"{CHECK}/1")
    expect(visitor.page).to_have_url(f"{visitor.address}{CHECK}/2")


def let_it_idle(staged: Stage, name: str) -> None:
    """Let an hour pass for somebody's sessions."""
    with staged.database.writing() as session, session.begin():
        session.execute(
            update(WebSession)
            .where(WebSession.person_id == staged.world.people[name])
            .values(last_seen_at=clock.now() - timedelta(hours=1))
        )
