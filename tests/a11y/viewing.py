"""A browser that shows what was written down, in the form that is asked for, and asks nobody for anything."""

import re
from pathlib import Path
from types import TracebackType
from typing import Any

import axe_playwright_python
from flask.testing import FlaskClient
from playwright.sync_api import Browser, ConsoleMessage, Page, Route

from tests.a11y.forms import Form
from tests.a11y.recording import Recorder, Sight

HOST = "http://127.0.0.1:9"  # where nobody answers
AXE = (Path(axe_playwright_python.__file__ or "").parent / "axe.min.js").read_text(encoding="utf-8")
TEXT_PIXELS = 16
# What is folded up is a part of the page too, and colours that fade into others have done so.
READY = """() => {
  for (const one of document.getAnimations())
    if (one.effect.getComputedTiming().endTime !== Infinity) one.finish()
  document.querySelectorAll('details').forEach((one) => { one.open = true })
  if (document.activeElement) document.activeElement.blur()
  window.scrollTo(0, 0)
}"""
NO_SCRIPT = {"content-type": "text/javascript"}


class Viewer:
    """One window. What it shows comes out of the recording; static files out of the application."""

    def __init__(self, browser: Browser, cast: Recorder) -> None:
        self.context = browser.new_context(service_workers="block")
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self._client: FlaskClient = cast.app.test_client()
        self._files: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self._sight: Sight | None = None
        self._form: Form | None = None
        self._version = ""
        self._text = self.context.new_cdp_session(self.page)
        self.context.route("**/*", self._answer)
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def show(self, sight: Sight, form: Form) -> Page:
        """Put a page in the window as it looks in a form. One that is there already only changes its form."""
        there = self._sight is sight and self._form is not None and self._form.script == form.script
        self._form, self._sight, self.complaints = form, sight, []
        if version := re.search(r'data-version="([^"]*)"', sight.page):
            self._version = version[1]  # stays when the next page is asked for: this one may still wonder
        width, height = form.viewport
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(
            color_scheme=form.scheme,
            forced_colors="active" if form.colours == "forced" else "none",
            reduced_motion="reduce" if form.still else "no-preference",
        )
        size = {"standard": TEXT_PIXELS * form.zoomed, "fixed": 13 * form.zoomed}
        self._text.send("Page.setFontSizes", {"fontSizes": size})
        if not there:
            self.page.goto(f"{HOST}{sight.path}", wait_until="load")
        self.page.evaluate(READY)
        return self.page

    def ask_axe(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        """What axe finds on the page as it stands."""
        self.page.evaluate(AXE)
        found: dict[str, Any] = self.page.evaluate("(options) => axe.run(options)", options)
        return list(found["violations"])

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if self._sight is not None and path == self._sight.path and route.request.is_navigation_request():
            route.fulfill(status=self._sight.status, headers=self._sight.headers, body=self._sight.page)
        elif path == "/version":  # the author's preview asks whether it is still the same
            route.fulfill(status=200, body=self._version)
        elif not path.startswith("/static/"):
            self.complaints.append(f"asked for {route.request.url}")
            route.abort()
        elif self._form is not None and not self._form.script and route.request.resource_type == "script":
            route.fulfill(status=200, headers=NO_SCRIPT, body="")
        else:
            status, headers, body = self._file(path)
            route.fulfill(status=status, headers=headers, body=body)

    def _file(self, path: str) -> tuple[int, dict[str, str], bytes]:
        if path not in self._files:
            answer = self._client.get(path)
            self._files[path] = answer.status_code, dict(answer.headers), answer.get_data()
        return self._files[path]

    def _note_message(self, message: ConsoleMessage) -> None:
        # Chromium also notes every page whose status is an error; those we ask for ourselves.
        if message.type in {"error", "warning"} and "the server responded with a status" not in message.text:
            self.complaints.append(message.text)

    def __enter__(self) -> "Viewer":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.context.close()
