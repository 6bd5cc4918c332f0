"""The theme's colours have contrast to spare, in light and in dark, computed from the theme itself."""

import re
from itertools import product
from pathlib import Path

import pytest

THEME = Path(__file__).resolve().parents[2] / "elearn" / "styles" / "_theme.scss"
SCHEMES = ("light", "dark")
GROUNDS = ("paper", "card", "sand", "mist", "dawn", "rose", "moss")
TEXTS = ("ink", "muted", "pine", "pine-strong", "done", "due", "overdue")
# Text on a ground of its own: buttons, the exit, the warning button, a skip link and whatever has the focus.
PAIRS = (
    *(("on-pine", "pine"), ("on-pine", "pine-strong"), ("on-exit", "exit")),
    *(("card", "overdue"), ("card", "due"), ("focus-ink", "focus")),
)
TO_SPARE, CONTROL = 5.0, 3.0  # the law asks for 4.5 and 3


def colours(scheme: str) -> dict[str, str]:
    source = THEME.read_text()
    body = source.split(f"@mixin {scheme} {{")[1].split("\n}")[0]
    shared = source.split(":root {")[1].split("@include")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", shared + body))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_is_that_of_wcag() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_on_every_ground(scheme: str) -> None:
    theme = colours(scheme)
    found = {
        (text, ground): round(contrast(theme[text], theme[ground]), 2)
        for text, ground in (*product(TEXTS, GROUNDS), *PAIRS)
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < TO_SPARE} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_edge_of_a_control_and_the_mark_of_focus(scheme: str) -> None:
    """A border is muted; focus is yellow with ink around it, one of which stands out from any ground."""
    theme = colours(scheme)
    for ground in GROUNDS:
        assert contrast(theme["muted"], theme[ground]) >= CONTROL
        edges = [contrast(theme[edge], theme[ground]) for edge in ("focus", "focus-ink")]
        assert max(edges) >= CONTROL, ground


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_state_is_told_from_the_text_around_it(scheme: str) -> None:
    """Never the colour alone: but where it is seen, it is another one."""
    theme = colours(scheme)
    states = {theme[name] for name in ("done", "due", "overdue", "pine", "ink")}
    assert len(states) == 5
