"""Every page of every role: nothing for axe, and nothing of what axe does not see.

An ordinary run looks at each page in one of nine forms, in which every two sizes, colours, and settings of script and
motion meet; `make a11y` looks at each in all thirty-six, and at each in the other language too.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import elearn
from tests.a11y.forms import FORMS, PAIRS
from tests.a11y.looking import Findings, look_at, read_all
from tests.a11y.recording import Recorder, Sight, recording
from tests.a11y.stories import STORIES

pytestmark = pytest.mark.browser

TEMPLATES = Path(elearn.__file__).parent / "templates"
FRAMES = {"base.html", "errors/layout.html"}
Record = Callable[[str], Recorder]


@pytest.fixture
def record(sqlite_template: Path, tmp_path: Path) -> Iterator[Record]:
    """The cast with everything seen that the stories tell of: `record("mixed")`."""
    with ExitStack() as stack:

        def play(languages: str) -> Recorder:
            cast = stack.enter_context(recording(sqlite_template, tmp_path, languages))
            for story in STORIES:
                story(cast)
            return cast

        yield play


def one_of_each(cast: Recorder) -> list[Sight]:
    """One page for each template and status."""
    chosen: dict[tuple[str, int], Sight] = {}
    for sight in cast.sights.values():
        chosen.setdefault((sight.template, sight.status), sight)
    return list(chosen.values())


def one_of_each_template(cast: Recorder) -> list[Sight]:
    """The last page of each template: where a form was refused, the one with its errors."""
    return list({sight.template: sight for sight in one_of_each(cast)}.values())


def page_templates() -> set[str]:
    """Every template that is a page: not a part of one, nor the frame of all."""
    found = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")}
    parts = {name for name in found if name.startswith("macros/") or "/_" in name}
    return found - parts - FRAMES


def test_every_page_in_one_form(
    record: Record, browser: Browser, record_property: Callable[[str, object], None]
) -> None:
    cast, findings = record("mixed"), Findings()
    sights = list(cast.sights.values())
    assert page_templates() - {sight.template for sight in sights} == set(), "no story comes to these pages"
    read_all(cast, sights, findings)
    look_at(browser, cast, zip(one_of_each_template(cast), cycle(PAIRS), strict=False), findings)
    record_property("findings", findings.summary())
    assert findings.pages == page_templates()
    assert findings.forms == {form.name for form in PAIRS}
    assert findings.tell() == ""


@pytest.mark.whole
@pytest.mark.parametrize("half", [0, 1])
def test_every_page_in_every_form(
    record: Record, browser: Browser, record_property: Callable[[str, object], None], half: int
) -> None:
    """In two halves, so that two browsers may look at once."""
    cast, findings = record("mixed"), Findings()
    chosen = one_of_each(cast)[half::2]
    look_at(browser, cast, ((sight, form) for sight in chosen for form in FORMS), findings)
    record_property("findings", findings.summary())
    assert findings.forms == {form.name for form in FORMS}
    assert findings.tell() == ""


@pytest.mark.whole
def test_every_page_in_the_other_language(
    record: Record, browser: Browser, record_property: Callable[[str, object], None]
) -> None:
    """Those of the cast who read Swedish in an ordinary run read English, and the other way round."""
    cast, findings = record("swapped"), Findings()
    read_all(cast, list(cast.sights.values()), findings)
    look_at(browser, cast, zip(one_of_each(cast), cycle(reversed(PAIRS)), strict=False), findings)
    record_property("findings", findings.summary())
    assert findings.tell() == ""
