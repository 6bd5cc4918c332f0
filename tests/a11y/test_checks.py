"""The checks find what they are for: a page with one thing wrong for each, and one with nothing wrong."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.a11y.checks import (
    READINGS,
    VIEWS,
    consistency,
    contrast,
    controls,
    focus,
    keys,
    language,
    media,
    motion,
    name_of,
    reflow,
    statuses,
    titles,
)
from tests.a11y.forms import FORMS, Form
from tests.a11y.markup import tree_of
from tests.a11y.recording import Sight

DESK = next(form for form in FORMS if form.size == "desk" and form.colours == "light" and form.still)
SMALL = next(form for form in FORMS if form.size == "small" and form.colours == "light")
FORCED = next(form for form in FORMS if form.size == "desk" and form.colours == "forced")
PAGE = """<!doctype html><html lang="sv"><head><title>Sida – elearn</title><style>
  body {{ font: 16px/1.4 sans-serif; color: #000; background: #fff }}
  :focus-visible {{ outline: 3px solid #000 }} input, textarea {{ border: 2px solid #000 }}</style></head>
<body><header><a href="#main">Hoppa</a></header><main id="main"><h1>Sida</h1>{}</main></body></html>"""
GOOD = """<p>Text med <a href="/hjalp">hjälp</a></p><form action="/x"><label for="a">Namn</label><input id="a" name="a">
  <button class="govuk-button" style="width: 60px; height: 44px; border: 2px solid #000">Spara</button></form>"""
READ: dict[Callable[..., Iterable[str]], str] = {
    controls.are_grouped_under_their_question: "<input type=radio name=a><input type=radio name=a>",
    controls.ask_once: "<form><input name=a><input name=a></form>",
    controls.have_labels: "<input name=a>",
    controls.let_a_password_be_pasted: "<input type=password name=a onpaste='return false'>",
    controls.say_their_own_error: "<input name=a aria-invalid=true>",
    controls.say_their_purpose: "<input type=password name=a autocomplete=off>",
    controls.say_their_state: "<span class=state-late></span>",
    controls.tell_what_is_wrong: "<div data-error-summary><a href='#borta'>Skriv ett namn.</a></div>",
    language.changes_are_said: "<p lang='på svenska'>text</p>",
    language.does_not_point_with_the_senses: "<p>Tryck på den gröna knappen.</p>",
    language.is_said: "",
    media.has_no_keys_of_its_own: "<a href='/' accesskey=s>Start</a>",
    media.has_no_pictures_of_text: "<img src=a.png alt=Spara>",
    media.has_no_time_limit: "<meta http-equiv=refresh content='60'>",
    media.has_nothing_that_moves: "<marquee>Nytt</marquee>",
    media.has_nothing_that_plays: "<video src=a.mp4></video>",
    media.has_nothing_to_drag: "<li draggable=true>Ett</li>",
    media.is_in_the_order_of_reading: "<a href='/' tabindex=3>Start</a>",
    media.pictures_are_named_or_silent: "<svg><path d='M0 0'/></svg>",
    media.says_nothing_on_hover_alone: "<b title='mer'>ord</b>",
    statuses.are_heard: "<div class=govuk-notification-banner>Sparat.</div>",
    titles.has_headings_in_order: "<h4>För långt ner</h4>",
    titles.has_labels_that_say_what: "<form><label></label></form>",
    titles.has_links_that_say_where: "<a href='/x'>Läs mer</a>",
    titles.says_what_the_page_is: "",
}
SEEN: dict[Callable[..., Iterable[str]], tuple[str, Form]] = {
    contrast.drawings_are_seen: ("<p class=bar-fill style='background: #eee'>.</p>", DESK),
    contrast.edges_are_seen: ("<input style='border: 1px solid #ddd'>", DESK),
    contrast.the_focus_is_seen: ("<a href='/' style='outline: 3px solid #eee'>Start</a>", DESK),
    contrast.what_is_pressed_is_large: ("<a class=govuk-button href='/'>Start</a>", DESK),
    focus.follows_the_page: (
        "<div style='display: flex; flex-direction: column-reverse'><a href='/1'>Ett</a><a href='/2'>Två</a></div>",
        DESK,
    ),
    focus.is_never_caught: ("<input onkeydown='event.preventDefault()'>", DESK),
    focus.is_not_covered: (
        "<a href='/'>Start</a><p style='position: fixed; inset: 0; background: #fff'>Överallt</p>",
        DESK,
    ),
    focus.is_seen: ("<a href='/' style='outline: none'>Start</a>", DESK),
    keys.choosing_changes_nothing_else: (
        "<form action='/x'><select onchange='this.form.requestSubmit()'><option>1<option>2</select></form>",
        DESK,
    ),
    keys.no_letter_is_a_command: (
        "<script>document.addEventListener('keydown', (e) => e.key === 's' && e.preventDefault())</script>",
        DESK,
    ),
    motion.nothing_moves_by_itself: (
        "<style>@keyframes a { to { opacity: 0 } } p { animation: a 1s infinite }</style><p>Blink</p>",
        DESK,
    ),
    motion.nothing_moves_for_those_who_said_so: ("<p style='transition: color 1s'>Långsamt</p>", DESK),
    reflow.cuts_nothing_off: ("<p style='height: 10px; overflow: hidden'>En lång text</p>", DESK),
    reflow.fits: ("<table><tr><td style='min-width: 700px'>Bred</td></tr></table>", SMALL),
    reflow.takes_wide_spacing: (
        "<p style='width: 9em; height: 1.6em; overflow: hidden; white-space: nowrap'>Precis lagom långt</p>",
        DESK,
    ),
}


def sight(body: str, **changed: Any) -> Sight:
    page = PAGE.format(body)
    found = Sight("alice", "sv", "/sida", 200, "pages/start.html", False, page, {})
    return replace(found, **changed)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def looked(page: Page, check: Callable[..., Iterable[str]], body: str, form: Form) -> list[str]:
    width, height = form.viewport
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(PAGE.format(body))
    return list(check(page, form))


def test_there_is_a_bad_page_for_every_check() -> None:
    assert set(READ) == set(READINGS)
    assert set(SEEN) == set(VIEWS)


@pytest.mark.parametrize("check", READINGS, ids=name_of)
def test_a_reading_finds_what_is_wrong(check: Callable[..., Iterable[str]]) -> None:
    bad = sight(READ[check])
    if check is language.is_said:
        bad = replace(bad, language="en")
    if check is titles.says_what_the_page_is:
        bad = replace(bad, page=bad.page.replace("Sida – elearn", "elearn"))
    assert list(check(bad, tree_of(bad.page))), "what is wrong is not found"
    good = sight(GOOD)
    assert list(check(good, tree_of(good.page))) == []


@pytest.mark.browser
@pytest.mark.parametrize("check", VIEWS, ids=name_of)
def test_a_view_finds_what_is_wrong(page: Page, check: Callable[..., Iterable[str]]) -> None:
    body, form = SEEN[check]
    assert looked(page, check, body, form), "what is wrong is not found"
    assert looked(page, check, GOOD, form) == []


@pytest.mark.browser
def test_a_button_without_an_edge_is_found_in_forced_colours(page: Page) -> None:
    bare = "<button class=govuk-button style='border: 0; outline: 0'>Spara</button>"
    assert looked(page, contrast.edges_are_seen, bare, FORCED)


def test_pages_that_differ_are_found() -> None:
    def framed(links: str, **changed: Any) -> Sight:
        footer = "".join(f"<a href='/{name}'>{name}</a>" for name in links)
        return sight(f"</main><footer>{footer}</footer><main hidden>", **changed)

    assert list(consistency.help_is_in_one_place([framed("ab"), framed("ab", path="/b")])) == []
    assert list(consistency.help_is_in_one_place([framed("ab"), framed("ba", path="/b")]))
    renamed = framed("a")
    renamed = replace(renamed, page=renamed.page.replace(">a<", ">annat<"))
    assert list(consistency.the_frame_says_the_same([framed("a"), renamed]))
    without = sight("")
    without = replace(without, page=without.page.replace('href="#main"', 'href="/"'))
    assert list(consistency.the_content_is_one_press_away([without]))
    menu = "<nav class='site-navigation'>{}</nav>"
    pages = [
        sight(menu.format(links)) for links in ("<a href='/1'>1</a><a href='/2'>2</a>", "<a href='/1'>1</a>")
    ]
    assert list(consistency.main_pages_are_found_everywhere(pages))
    turned = sight(menu.format("<a href='/2'>2</a><a href='/1'>1</a>"))
    assert list(consistency.navigation_is_in_one_order([pages[0], turned]))


def test_a_page_that_nothing_lists_is_found() -> None:
    listing = sight("<a href='/sidor'>Alla</a> <a href='/listad'>Listad</a>", path="/sidor")
    below, beside = sight("", path="/listad/1?visa=alla"), sight("", path="/olistad")
    assert list(consistency.every_page_is_on_the_list([listing, below])) == []
    assert list(consistency.every_page_is_on_the_list([listing, beside]))
