"""What a browser fetches to show a page, counted on the wire, and when the page can be used."""

import http.client
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

# A telephone at the edge of its net: 400 kbit/s either way, 400 ms there and back.
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
# From before the page's first line on; a shift that follows what somebody did is no surprise to them.
WATCH_SHIFTS = """
window.shifted = 0
const add = (entries) => entries.forEach((one) => { if (!one.hadRecentInput) window.shifted += one.value })
window.shifts = new PerformanceObserver((list) => add(list.getEntries()))
window.shifts.observe({ type: 'layout-shift', buffered: true })
window.shiftedSoFar = () => { add(window.shifts.takeRecords()); return window.shifted }
"""
FIRST_PAINT = """() => new Promise((done) => new PerformanceObserver((list) => {
  if (list.getEntriesByName('first-contentful-paint').length) done()
}).observe({ type: 'paint', buffered: true }))"""
# The frame that is under way, and the one in which its shifts are told.
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


@dataclass(frozen=True)
class Loaded:
    """One page as it arrived: bytes with their headers, and the addresses that were fetched, not found at hand.

    Without scripts nothing can see a shift: there is none to tell.
    """

    bytes: int
    fetched: tuple[str, ...]
    seconds: float
    shift: float | None


class Loading:
    """Opens pages in one browser page, and counts."""

    def __init__(self, page: Page, *, script: bool = True) -> None:
        self.page = page
        self.script = script
        page.add_init_script(WATCH_SHIFTS)
        self._wire = page.context.new_cdp_session(page)
        self._addresses: dict[str, str] = {}
        self._cached: set[str] = set()
        self._icons: set[str] = set()
        self._sizes: dict[str, int] = {}
        self._wire.on("Network.requestWillBeSent", self._sent)
        self._wire.on("Network.responseReceived", self._received)
        self._wire.on("Network.requestServedFromCache", lambda event: self._cached.add(event["requestId"]))
        self._wire.on("Network.loadingFinished", self._finished)
        self._wire.send("Network.enable")

    def slow_down(self) -> None:
        self._wire.send("Network.emulateNetworkConditions", SLOW)

    def open(self, address: str, field: str) -> Loaded:
        """Go to a page, and wait until all of it is there and a field (or link) can be used."""
        for kept in (self._addresses, self._cached, self._icons, self._sizes):
            kept.clear()
        begun = time.perf_counter()
        self.page.goto(address, wait_until="load")
        self.page.locator(field).first.click(trial=True)
        seconds = time.perf_counter() - begun
        shift = self.shift() if self.script else None
        unwanted = self._cached | self._icons
        # Something of the page before may end while this one is fetched: its address is not among these.
        over_the_wire = [one for one in self._sizes if one in self._addresses and one not in unwanted]
        return Loaded(
            bytes=sum(self._sizes[one] for one in over_the_wire),
            fetched=tuple(self._addresses[one] for one in over_the_wire),
            seconds=seconds,
            shift=shift,
        )

    def shift(self) -> float:
        """Once the page has been drawn: how far what is on the page has jumped, as browsers count it; nothing has where it is 0."""
        self.page.evaluate(TWO_FRAMES)
        return float(self.page.evaluate("window.shiftedSoFar()"))

    def _sent(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]
        if event.get("type") == "Other":
            self._icons.add(event["requestId"])

    def _received(self, event: dict[str, Any]) -> None:
        if event["response"].get("fromDiskCache"):
            self._cached.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        self._sizes[event["requestId"]] = int(event["encodedDataLength"])


def icon_bytes(page: Page) -> int:
    """What the icon adds to a first visit. The browser fetches it when it has time, so `Loaded` never counts it."""
    address = urlsplit(page.locator("link[rel=icon]").evaluate("link => link.href"))
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    connection.request("GET", address.path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    size = len(str(answer.headers).encode()) + len(answer.read())
    connection.close()
    return size
