"""Swedish terms in English texts are marked, so that they are read aloud in Swedish."""

import pytest

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


@pytest.mark.parametrize(
    "name",
    [
        *("Välj att sluta", "Familjefrid Kronoberg", "Barnahus", "Kvinnofridslinjen", "Stödlinjen för män"),
        *("Stödlinjen för transpersoner", "intygande av sexuell oskuld"),
    ],
)
def test_a_swedish_name_is_marked_wherever_it_stands(name: str) -> None:
    assert mark_swedish(f"Call {name} today", "en") == f'Call <span lang="sv">{name}</span> today'
    assert mark_swedish(f"a helpline ({name})", "en") == f'a helpline (<span lang="sv">{name}</span>)'
    assert mark_swedish(f"Ring {name} idag", "sv") == f"Ring {name} idag"
    assert mark_swedish(f"Un{name}s", "en") == f"Un{name}s"
