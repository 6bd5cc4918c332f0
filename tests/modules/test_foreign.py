"""Swedish terms in English texts are marked, so that they are read aloud in Swedish."""

from elearn.modules.foreign import mark_swedish
from elearn.modules.markdown import render


def test_a_swedish_term_in_brackets_is_marked() -> None:
    assert mark_swedish("a report (orosanmälan) & more (at once)", "en") == (
        'a report (<span lang="sv">orosanmälan</span>) &amp; more (at once)'
    )
    assert 'lang="sv">sekretess<' in mark_swedish("secrecy (sekretess)", "en")


def test_in_swedish_nothing_is_marked() -> None:
    assert mark_swedish("en anmälan (orosanmälan)", "sv") == "en anmälan (orosanmälan)"


def test_running_text_is_marked_too_and_stays_safe() -> None:
    assert (
        '<span lang="sv">skyddsbedömning</span>' in render("An assessment (skyddsbedömning).", "en", {}).html
    )
    assert "<b>" not in render("An (å<b>) thing.", "en", {}).html
