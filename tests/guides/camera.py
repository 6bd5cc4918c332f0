"""Who does what a guide says, by the words on the page, and takes its pictures."""

from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Locator, Page

from elearn.demo.load import PASSWORD
from tests.e2e.visitor import Visitor
from tests.guides.png import pack

WIDE, NARROW = 1280, 320
MARGIN, BELOW = 20, 8
PATIENCE_MILLISECONDS = 60_000
TALLEST = 800  # of a picture that begins at the top of its page

# Dates as a Swedish browser writes them: Debian's chromium has American ones where its translations are not installed.
SWEDISH_DATES = """() => document.querySelectorAll('input[type=date]').forEach((input) => {
  input.type = 'text';
  input.placeholder = 'åååå-mm-dd';
})"""


class Camera:
    """One person's browser. What is pressed, followed and filled in is named as the guide names it."""

    def __init__(self, browser: Browser, address: str, folder: Path, width: int = WIDE) -> None:
        context = browser.new_context(
            base_url=address,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            color_scheme="light",
        )
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        self.visitor = Visitor(context, address, "sv")
        self.page: Page = self.visitor.page
        self.main = self.visitor.main
        self.browser, self.folder = browser, folder

    def sign_in(self, account: str) -> None:
        self.visitor.sign_in(account, PASSWORD)

    def open(self, path: str) -> None:
        answer = self.page.goto(path)
        if answer is None or answer.status != 200:
            raise AssertionError(f"{path} answers {answer and answer.status}")

    def menu(self, name: str) -> None:
        """Choose a page in the main menu."""
        self._go(self.page.get_by_role("banner").get_by_role("link", name=name, exact=True))

    def press(self, name: str) -> None:
        """Press the first button or link of that name."""
        self._go(self.button(name))

    def _go(self, where: Locator) -> None:
        where.click()
        self.page.wait_for_load_state()

    def fill(self, label: str, text: str) -> None:
        self.main.get_by_role("textbox", name=label).or_(
            self.main.get_by_label(label, exact=True)
        ).first.fill(text)

    def tick(self, label: str) -> None:
        """Choose a box or a radio button by its label."""
        self.main.get_by_label(label).first.check()

    def pick(self, label: str, option: str) -> None:
        """Choose in a list."""
        self.main.get_by_role("combobox", name=label).first.select_option(label=option)

    def heading(self, name: str) -> Locator:
        return self.main.get_by_role("heading", name=name).first

    def button(self, name: str) -> Locator:
        """A button, or a link, for the eye does not always tell them apart."""
        return self.main.get_by_role("button", name=name).or_(self.main.get_by_role("link", name=name)).first

    def text(self, words: str) -> Locator:
        return self.main.get_by_text(words).first

    def paragraph(self, words: str) -> Locator:
        return self.main.get_by_role("paragraph").filter(has_text=words).first

    def row(self, words: str) -> Locator:
        """The first row of a table that holds these words."""
        return self.main.get_by_role("row").filter(has_text=words).first

    def keep(self, name: str, first: Locator | None = None, last: Locator | None = None) -> None:
        """Take a picture of the page from its top, or of the part from one element to the end of another."""
        self.page.wait_for_load_state()
        self.page.mouse.move(0, 0)
        self.page.evaluate("document.activeElement?.blur()")
        self.page.evaluate(SWEDISH_DATES)
        shot = self.page.screenshot(full_page=True, clip=self._area(first, last), animations="disabled")
        bench = self.browser.new_page()
        (self.folder / f"{name}.png").write_bytes(pack(shot, bench))
        bench.close()

    def _area(self, first: Locator | None, last: Locator | None) -> FloatRect:
        sheet = self.page.locator("html").bounding_box()
        if sheet is None:
            raise AssertionError("there is no page")
        end = last or first
        lower = min(sheet["height"], self._edge(end, bottom=True) if end else float(TALLEST))
        if first is None:
            return FloatRect(x=0, y=0, width=sheet["width"], height=lower)
        column, upper = self.main.bounding_box(), self._edge(first, bottom=False)
        if column is None:
            raise AssertionError("the page has no main part")
        left = max(0.0, column["x"] - MARGIN)
        right = min(sheet["width"], column["x"] + column["width"] + MARGIN)
        return FloatRect(x=left, y=upper, width=right - left, height=lower - upper)

    def _edge(self, element: Locator | None, *, bottom: bool) -> float:
        box = element.bounding_box() if element else None
        if box is None:
            raise AssertionError(f"{element} is not on {self.page.url}")
        scrolled: float = self.page.evaluate("window.scrollY")
        edge = box["y"] + scrolled
        return edge + box["height"] + BELOW if bottom else max(0.0, edge - MARGIN)

    def close(self) -> None:
        self.visitor.close()
