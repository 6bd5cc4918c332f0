"""What must hold on every page, one small module per kind, each finding as a sentence.

A reading looks at the markup alone, a view at the page in a browser, a comparison at all pages together, and a
source at the script and the style sheet.
"""

from collections.abc import Callable, Iterable
from typing import Any
from xml.etree.ElementTree import Element

from playwright.sync_api import Page

from tests.a11y.checks import (
    consistency,
    contrast,
    controls,
    focus,
    keys,
    language,
    media,
    motion,
    reflow,
    sources,
    statuses,
    titles,
)
from tests.a11y.forms import Form
from tests.a11y.recording import Recorder, Sight

READINGS: tuple[Callable[[Sight, Element], Iterable[str]], ...] = (
    controls.are_grouped_under_their_question,
    controls.ask_once,
    controls.have_labels,
    controls.let_a_password_be_pasted,
    controls.say_their_own_error,
    controls.say_their_purpose,
    controls.say_their_state,
    controls.tell_what_is_wrong,
    language.changes_are_said,
    language.does_not_point_with_the_senses,
    language.is_said,
    media.has_no_keys_of_its_own,
    media.has_no_pictures_of_text,
    media.has_no_time_limit,
    media.has_nothing_that_moves,
    media.has_nothing_that_plays,
    media.has_nothing_to_drag,
    media.is_in_the_order_of_reading,
    media.pictures_are_named_or_silent,
    media.says_nothing_on_hover_alone,
    statuses.are_heard,
    titles.has_headings_in_order,
    titles.has_labels_that_say_what,
    titles.has_links_that_say_where,
    titles.says_what_the_page_is,
)
VIEWS: tuple[Callable[[Page, Form], Iterable[str]], ...] = (
    motion.nothing_moves_by_itself,
    motion.nothing_moves_for_those_who_said_so,
    reflow.fits,
    reflow.cuts_nothing_off,
    reflow.takes_wide_spacing,
    contrast.edges_are_seen,
    contrast.drawings_are_seen,
    contrast.the_focus_is_seen,
    contrast.what_is_pressed_is_large,
    focus.is_seen,
    focus.is_not_covered,
    focus.follows_the_page,
    focus.is_never_caught,
    keys.choosing_changes_nothing_else,
    keys.no_letter_is_a_command,
)
COMPARISONS: tuple[Callable[[list[Sight]], Iterable[str]], ...] = (
    consistency.every_page_is_on_the_list,
    consistency.help_is_in_one_place,
    consistency.navigation_is_in_one_order,
    consistency.main_pages_are_found_everywhere,
    consistency.the_content_is_one_press_away,
    consistency.the_frame_says_the_same,
)
SOURCES: tuple[Callable[[Recorder], Iterable[str]], ...] = (
    sources.hovering_shows_nothing_new,
    sources.the_page_may_be_turned,
    sources.the_script_acts_on_release,
    sources.the_script_goes_nowhere_after_a_while,
    sources.the_script_hears_no_gesture,
)


def name_of(check: Callable[..., Any]) -> str:
    """What the register calls a check: its module and its name."""
    return f"{check.__module__.rpartition('.')[2]}.{check.__name__}"


_KINDS: tuple[tuple[Callable[..., Any], ...], ...] = (READINGS, VIEWS, COMPARISONS, SOURCES)
EVERY = frozenset(name_of(check) for kind in _KINDS for check in kind)
