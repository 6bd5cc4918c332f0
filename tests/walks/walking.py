"""Two ways to walk through the pages: with the keyboard alone, and with a pointer where no script runs."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.visitor import Visitor

MOST_TABS = 200
MOST_OPTIONS = 40
# The parts of a date stand in the order of the browser's own language, whatever the page's.
ORDERS = ("%m %d %Y", "%Y %m %d", "%d %m %Y")
# Where Tab has come to, and whether what is wanted lies behind it.
WHERE = """(wanted) => {
    const here = document.activeElement
    if (here.matches(wanted)) return 'here'
    const there = document.querySelector(wanted)
    if (!there) return 'nowhere'
    const behind = here.compareDocumentPosition(there) & Node.DOCUMENT_POSITION_PRECEDING
    return here !== document.body && behind ? 'behind' : 'ahead'
}"""
# After a page has come: at the place that the address names, at its error or message, or at its top.
FOCUS = """() => {
    const here = document.activeElement
    const named = location.hash && document.querySelector(location.hash)
    const first = named || document.querySelector('[data-error-summary]') ||
        document.querySelector('[data-focus]') || document.querySelector('[autofocus]') || document.body
    return here === first ? '' : here.outerHTML.slice(0, 200)
}"""

# The summary, by its place on the page, of the outermost fold that hides what is wanted.
FOLD = """(wanted) => {
    const control = document.querySelector(wanted)
    if (!control || control.checkVisibility()) return ''
    let fold = null
    for (let above = control; above; above = above.parentElement) {
        if (above.localName === 'details' && !above.open) fold = above
    }
    let place = 'summary'
    for (let here = fold; here && here !== document.body; here = here.parentElement) {
        const nth = [...here.parentElement.children].indexOf(here) + 1
        place = here.localName + ':nth-child(' + nth + ') > ' + place
    }
    return fold ? 'body > ' + place : ''
}"""


class Hands(Protocol):
    """What somebody can do to one control of a page."""

    def press(self, control: str) -> None: ...
    def write(self, control: str, text: str) -> None: ...
    def day(self, control: str, day: date) -> None: ...
    def choose(self, group: str, value: str) -> None: ...
    def tick(self, box: str) -> None: ...
    def pick(self, control: str, value: str) -> None: ...
    def attach(self, control: str, file: FilePayload) -> None: ...
    def arrived(self) -> None: ...


class Keyboard:
    """Tab, Shift+Tab, Space, Enter, arrows and letters. Nothing is clicked, and nothing filled in from outside."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.key = page.keyboard.press
        # Watched from the beginning: the window to choose a file may be asked for before anybody waits for it.
        page.on("filechooser", lambda _chooser: None)

    def reach(self, wanted: str) -> None:
        """Tab to a control, or back to it; it must be there within one round."""
        for _ in range(MOST_TABS):
            where = self.page.evaluate(WHERE, wanted)
            if where == "here":
                expect(self.page.locator("*:focus")).to_be_visible()
                return
            assert where != "nowhere", f"no {wanted} on {self.page.url}"
            self.key("Shift+Tab" if where == "behind" else "Tab")
        raise AssertionError(f"Tab never reaches {wanted} on {self.page.url}")

    def press(self, control: str) -> None:
        self.reach(control)
        self.key("Enter")

    def write(self, control: str, text: str) -> None:
        self.reach(control)
        self.key("Control+a")
        self.page.keyboard.type(text)

    def day(self, control: str, day: date) -> None:
        self.reach(control)
        if self._value("type") != "date":
            self.key("Control+a")
            self.page.keyboard.type(day.isoformat())
            return
        for order in ORDERS:
            self._type_parts(day.strftime(order).split())
            if self._value("value") == day.isoformat():
                return
        raise AssertionError(f"{control} became {self._value('value')}")

    def _type_parts(self, parts: list[str]) -> None:
        """A year has room for six figures: only after it does nobody go on by themselves."""
        for _ in parts:
            self.key("ArrowLeft")
        for part in parts:
            self.page.keyboard.type(part)
            if len(part) == 4:
                self.key("ArrowRight")

    def choose(self, group: str, value: str) -> None:
        self.reach(group)
        for _ in range(MOST_OPTIONS):
            if self._value("value") == value:
                if not self._value("checked"):
                    self.key("Space")
                return
            self.key("ArrowDown")
        raise AssertionError(f"no {value} in {group}")

    def tick(self, box: str) -> None:
        self.reach(box)
        if not self._value("checked"):
            self.key("Space")
        assert self._value("checked")

    def pick(self, control: str, value: str) -> None:
        self.reach(control)
        self.key("Home")
        for _ in range(MOST_OPTIONS):
            if self._value("value") == value:
                return
            self.key("ArrowDown")
        raise AssertionError(f"no {value} in {control}")

    def attach(self, control: str, file: FilePayload) -> None:
        self.reach(control)
        with self.page.expect_file_chooser() as choosing:
            self.key("Space")
        choosing.value.set_files(file)

    def _value(self, name: str) -> Any:
        return self.page.evaluate("(name) => document.activeElement[name]", name)

    def arrived(self) -> None:
        lost = self.page.evaluate(FOCUS)
        assert lost == "", f"the focus is lost on {self.page.url}: {lost}"


class Pointer:
    """A mouse or a finger."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: str) -> None:
        self.page.locator(control).first.click()

    def write(self, control: str, text: str) -> None:
        self.page.locator(control).fill(text)

    def day(self, control: str, day: date) -> None:
        self.page.locator(control).fill(day.isoformat())

    def choose(self, group: str, value: str) -> None:
        self.page.locator(f"{group}[value='{value}']").check()

    def tick(self, box: str) -> None:
        self.page.locator(box).check()

    def pick(self, control: str, value: str) -> None:
        self.page.locator(control).select_option(value)

    def attach(self, control: str, file: FilePayload) -> None:
        self.page.locator(control).set_input_files(file)

    def arrived(self) -> None:
        pass


WAYS: dict[str, Callable[[Page], Hands]] = {"keyboard": Keyboard, "pointer": Pointer}


class Walk:
    """Somebody on their way through a task."""

    def __init__(self, visitor: Visitor, way: str, given: str = "") -> None:
        self.visitor, self.way, self.given = visitor, way, given
        self.page = visitor.page
        self.hands = WAYS[way](self.page)

    def open(self, path: str) -> None:
        self.visitor.open(path)

    def follow(self, link: str) -> None:
        """Use a link of the page, by its selector or by its whole address."""
        self._go(f"a[href='{link}']" if link.startswith("/") else link)

    def send(self, action: str, button: str = "", within: str = "") -> None:
        """Press the button of the form that goes to an address (`*` for a part of it), or one of its buttons."""
        first, *rest = action.split("*")
        ends = f"[action$='{rest[0]}']" if rest and rest[0] else ""
        goes = f"[action^='{first}']{ends}" if rest else f"[action='{action}']"
        self._go(f"{within} form{goes} button[type=submit]{button}".strip())

    def _go(self, control: str) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.hands.press(self._unfolded(control))
        self.hands.arrived()

    def _unfolded(self, control: str) -> str:
        """The control, when the folds around it are open."""
        while summary := self.page.evaluate(FOLD, control):
            self.hands.press(summary)
        return control

    def jump(self, fragment: str) -> None:
        """Use a link to a place on the same page, as an error has to its field."""
        self.hands.press(f"a[href='{fragment}']")
        expect(self.page.locator(fragment)).to_be_focused()

    def fetch(self, control: str) -> bytes:
        """Press what gives a file, and return its bytes."""
        with self.page.expect_download() as starting:
            self.hands.press(self._unfolded(control))
        return Path(starting.value.path()).read_bytes()

    def fetch_from(self, action: str) -> bytes:
        """Send a form that gives a file, and return its bytes."""
        return self.fetch(f"form[action='{action}'] button[type=submit]")

    def open_up(self, summary: str) -> None:
        """Unfold what is folded."""
        self.hands.press(self._unfolded(summary))

    def write(self, name: str, text: str) -> None:
        self.hands.write(self._unfolded(f"main [name={name}]"), text)

    def day(self, name: str, day: date) -> None:
        self.hands.day(self._unfolded(f"main [name={name}]"), day)

    def choose(self, name: str, value: str) -> None:
        self.hands.choose(self._unfolded(f"main [name={name}]"), value)

    def tick(self, name: str, value: str) -> None:
        self.hands.tick(self._unfolded(f"main [name={name}][value='{value}']"))

    def pick(self, name: str, value: str) -> None:
        self.hands.pick(self._unfolded(f"main select[name={name}]"), value)

    def attach(self, name: str, file: FilePayload) -> None:
        self.hands.attach(self._unfolded(f"main [name={name}]"), file)

    def at(self, path: str) -> None:
        expect(self.page).to_have_url(f"{self.visitor.address}{path}")

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    @property
    def here(self) -> str:
        return self.page.url.removeprefix(self.visitor.address)
