"""Somebody with a browser: what they do on our pages, and what must hold on each."""

from functools import cache
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from babel.support import Translations
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

import elearn
from elearn.modules.content import Question
from tests.reading import as_read
from tests.staging import PASSWORD, catalogue, email_of

TRANSLATIONS = Path(elearn.__file__).parent / "translations"
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What no title, address or file name may say.
TELLING = ("våld", "heder", "utsatt", "förtryck", "violence", "honour", "abuse", "kvinnofrid", "anmäl")
DONE = "Klart. Det är registrerat."


class Visitor:
    """One person's browser, from opening it to closing it."""

    def __init__(self, context: BrowserContext, address: str, language: str) -> None:
        self.context = context
        self.address = address
        self.language = language
        self.page: Page = context.new_page()
        self.strayed: list[str] = []
        self.complaints: list[str] = []
        context.on("request", self._note_request)
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def close(self) -> None:
        self.context.close()
        assert self.strayed == [], "requests to other hosts"
        assert self.complaints == [], "what the browser complained of"

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.strayed.append(request.url)

    def _note_message(self, message: ConsoleMessage) -> None:
        # Chromium also notes every page whose status is an error; those we ask for ourselves.
        if message.type in {"error", "warning"} and "the server responded with a status" not in message.text:
            self.complaints.append(message.text)

    def said(self, text: str) -> str:
        """One of our sentences in the language of this visit."""
        return str(_translations(self.language).gettext(text))

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def at(self, path: str) -> bool:
        return self.page.url == f"{self.address}{path}"

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        self.open("/logga-in")
        self.page.fill("[name=email]", email_of(name))
        self.page.fill("[name=password]", password)
        self.submit("/logga-in")
        expect(self.page).not_to_have_url(f"{self.address}/logga-in")
        self.speak()
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def speak(self) -> None:
        """Choose the language of the visit where the page is in the other one."""
        button = self.page.locator(f"header button[name=language][value={self.language}]")
        if button.count():
            button.click()

    def sign_out(self) -> None:
        self.page.locator("form[action='/logga-ut'] button").click()
        expect(self.page).to_have_url(f"{self.address}/logga-in")

    def submit(self, action: str) -> None:
        """Press the first button of the form that goes to an address."""
        self.page.locator(f"main form[action='{action}'] button[type=submit]").first.click()

    def answer(self, *, right: bool) -> list[str]:
        """Answer every question on the page; returns the feedback that belongs to what was chosen."""
        explained = []
        self.page.locator("main fieldset").first.wait_for()  # all() takes what is there at that instant
        for group in self.page.locator("main fieldset").all():
            options = frozenset(as_read(label.strip()) for label in group.locator("label").all_inner_texts())
            question = _questions(self.language)[options]
            chosen = question.right if right else {_wrong(question)}
            for option_id in sorted(chosen):
                group.locator(f"input[value='{option_id}']").check()
                explained.append(question.option(option_id).feedback.read(self.language))
        return explained

    def assert_in_order(self, width: int) -> None:
        """What holds for every page at every width: nothing for axe, no scrolling sideways, a title that tells nothing."""
        self.page.wait_for_load_state()  # of a form that has only just been sent, its answer
        self.page.set_viewport_size({"width": width, "height": 900})
        where = f"{self.page.url} at {width} px"
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{where} scrolls sideways: {wide}"
        assert self.page.locator("h1").count() == 1, f"{where} has not one main heading"
        telling = [word for word in TELLING if word in f"{self.page.title()} {self.page.url}".lower()]
        assert telling == [], f"{where}: the title or address tells too much"
        found = Axe().run(self.page, options=AXE_RULES).response["violations"]
        assert found == [], f"{where}: " + "; ".join(
            f"{one['help']} {[node['html'] for node in one['nodes']][:3]}" for one in found
        )


def _wrong(question: Question) -> str:
    return next(option.id for option in question.options if not option.correct)


@cache
def _questions(language: str) -> dict[frozenset[str], Question]:
    """Every question by the options that it is shown with: two may ask the same of different situations."""
    return {
        frozenset(option.text.read(language) for option in question.options): question
        for module in catalogue().modules
        for question in module.questions
    }


@cache
def _translations(language: str) -> Translations:
    found = Translations.load(str(TRANSLATIONS), [language])
    return found if isinstance(found, Translations) else Translations()
