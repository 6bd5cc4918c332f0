"""Looking at pages in their forms, and what was found, by what looked for it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser

from tests.a11y.checks import COMPARISONS, READINGS, SOURCES, VIEWS, name_of
from tests.a11y.forms import PAIRS, Form
from tests.a11y.markup import tree_of
from tests.a11y.recording import Recorder, Sight
from tests.a11y.viewing import Viewer

AXE = "axe"
COMPLAINTS = "the browser's complaints"
AXE_OPTIONS: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": False,  # nothing is loaded but the page
}
MOST_TOLD = 6


@dataclass
class Findings:
    """What was found, by the name of what looked for it or the tag of axe; and how much was looked at."""

    found: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    pages: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    looks: int = 0

    def add(self, name: str, where: str, said: Iterable[str]) -> None:
        self.found[name].extend(f"{where}: {one}" for one in said)

    def tell(self) -> str:
        """What somebody must mend, in words; nothing where nothing was found."""
        return "\n".join(
            f"{name} ({len(said)})\n  " + "\n  ".join(said[:MOST_TOLD])
            for name, said in sorted(self.found.items())
            if said
        )

    def summary(self) -> dict[str, Any]:
        """What the results of a whole run are made of."""
        found = {name: len(said) for name, said in self.found.items() if said}
        return {
            "found": found,
            "pages": sorted(self.pages),
            "forms": sorted(self.forms),
            "looks": self.looks,
        }


def read_all(cast: Recorder, sights: list[Sight], findings: Findings) -> None:
    """What can be said of pages without a browser."""
    for sight in sights:
        tree = tree_of(sight.page)
        for reading in READINGS:
            findings.add(name_of(reading), sight.name, reading(sight, tree))
    for comparison in COMPARISONS:
        findings.add(name_of(comparison), "all pages", comparison(sights))
    for source in SOURCES:
        findings.add(name_of(source), "served", source(cast))


def look_at(
    browser: Browser, cast: Recorder, looks: Iterable[tuple[Sight, Form]], findings: Findings
) -> None:
    """Show pages in forms, one after the other, and look for everything there is to look for."""
    with Viewer(browser, cast) as viewer:
        for sight, form in looks:
            look(viewer, sight, form, findings)


def look(viewer: Viewer, sight: Sight, form: Form, findings: Findings) -> None:
    """Axe in each size and each colours, with the other factors in turns; everything else in every form."""
    page, where = viewer.show(sight, form), f"{sight.name}, {form.name}"
    findings.add(COMPLAINTS, where, viewer.complaints)
    if form in PAIRS:
        for violation in viewer.ask_axe(AXE_OPTIONS):
            said = f"{violation['help']} {[node['html'][:90] for node in violation['nodes']][:2]}"
            for tag in _criteria_of(violation["tags"]):
                findings.add(f"{AXE} {tag}", where, [said])
    for view in VIEWS:
        findings.add(name_of(view), where, view(page, form))
    findings.pages.add(sight.template)
    findings.forms.add(form.name)
    findings.looks += 1


def _criteria_of(tags: list[str]) -> list[str]:
    """The criteria of a rule of axe, as axe writes them: wcag111. A rule of good practice has none."""
    found = [tag for tag in tags if tag.removeprefix("wcag").isdigit()]
    return found or ["best-practice"]
