"""The first page and a section on a telephone at the edge of its net: bytes, requests, and how long until usable."""

import statistics
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from elearn import clock
from elearn.database import Database
from elearn.modules.catalogue import Catalogue
from elearn.modules.publishing import publish
from elearn.upgrade import upgrade
from tests.bench.line import Line
from tests.e2e.conftest import CHROMIUM, SWITCHES
from tests.loading import Loaded, Loading, icon_bytes
from tests.serving import Serving
from tests.staging import PASSWORD, email_of, stage

ROUNDS = 3
SIGN_IN, SECTION, HELP = "/logga-in", "/moduler/1/2", "/hjalp/sv"
FIELDS = {SIGN_IN: "[name=email]", SECTION: "main a", HELP: "main a"}


def measure_first_page(directory: Path, catalogue: Catalogue) -> None:
    """Print what each page costs, for somebody who has never been here (cold) and who has its files (warm)."""
    url = f"sqlite:///{directory / 'first-page.db'}"
    _prepare(url, catalogue)
    with (
        Serving(url, directory, ELEARN_CONTENT_DIR=str(directory / "content")) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        print("400 kbit/s, 400 ms there and back; the icon is counted, not waited for")
        print(f"{'':<48}{'bytes':>10}{'requests':>14}{'usable':>9}{'shift':>7}")
        for what, loads in _measure(browser, server.address):
            _show(what, loads)
        with Line(server.port) as line:
            address = f"http://127.0.0.1:{line.port}"
            for path in (SIGN_IN, HELP):
                loads = [_through_a_line(browser, address, path) for _ in range(ROUNDS)]
                _show(f"{path}, cold, connections opened over TLS", loads)
        browser.close()
        print()


def _show(what: str, loads: list[Loaded]) -> None:
    first = loads[0]
    seconds = statistics.median(one.seconds for one in loads)
    shift = "" if first.shift is None else f"{first.shift:.3f}"
    print(f"{what:<48}{first.bytes:>10,}{len(first.fetched):>14}{seconds:>7.2f} s{shift:>7}")


def _prepare(url: str, catalogue: Catalogue) -> None:
    database = Database(url)
    upgrade(database)
    with database.writing() as session, session.begin():
        publish(session, catalogue.modules, at=clock.now())
    stage(database)
    database.dispose()


def _measure(browser: Browser, address: str) -> Iterator[tuple[str, list[Loaded]]]:
    cookies = _sign_in(browser, address)
    for path in (SIGN_IN, HELP, SECTION):
        for script in (True, False):
            rounds = [
                _cold_and_warm(browser, address, path, cookies if path == SECTION else [], script=script)
                for _ in range(ROUNDS)
            ]
            how = path if script else f"{path} without JavaScript"
            yield f"{how}, cold", [cold for cold, _ in rounds]
            yield f"{how}, warm", [warm for _, warm in rounds]


def _cold_and_warm(
    browser: Browser, address: str, path: str, cookies: list[dict[str, str]], *, script: bool
) -> tuple[Loaded, Loaded]:
    context = _telephone(browser, script=script)
    context.add_cookies([{"name": one["name"], "value": one["value"], "url": address} for one in cookies])
    loading = Loading(context.new_page(), script=script)
    loading.slow_down()
    cold, warm = (loading.open(f"{address}{path}", FIELDS[path]) for _ in range(2))
    cold = _with_icon(cold, icon_bytes(loading.page))
    context.close()
    return cold, warm


def _through_a_line(browser: Browser, address: str, path: str) -> Loaded:
    context = _telephone(browser)
    loading = Loading(context.new_page())
    loaded = _with_icon(loading.open(f"{address}{path}", FIELDS[path]), icon_bytes(loading.page))
    context.close()
    return loaded


def _with_icon(loaded: Loaded, icon: int) -> Loaded:
    return replace(loaded, bytes=loaded.bytes + icon, fetched=(*loaded.fetched, "icon"))


def _sign_in(browser: Browser, address: str) -> list[dict[str, str]]:
    context = _telephone(browser)
    page = context.new_page()
    page.goto(f"{address}{SIGN_IN}")
    page.fill("[name=email]", email_of("alice"))
    page.fill("[name=password]", PASSWORD)
    page.locator(f"main form[action='{SIGN_IN}'] button[type=submit]").first.click()
    page.wait_for_url(lambda url: not url.endswith(SIGN_IN))
    cookies = [{"name": one["name"], "value": one["value"]} for one in context.cookies()]
    context.close()
    return cookies


def _telephone(browser: Browser, *, script: bool = True) -> BrowserContext:
    return browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=script)
