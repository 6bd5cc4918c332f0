"""What the script listens to and what the style sheet does: read as they are served."""

import re
from collections.abc import Iterator

from tests.a11y.recording import Recorder

# Listening to anything else would be a gesture, a movement, a drag, or a change of what somebody is filling in.
HEARD = {
    *("click", "keydown", "keyup", "mousedown", "pointerdown", "submit"),
    *("pageshow", "pagehide", "visibilitychange"),
}
# What may follow a press before it is let go (nothing is done, but that somebody is there), or follow after a while.
HARMLESS_DOWN = {"forget", "stay"}
HARMLESS_LATER = {"forget", "look"}
# What may change while a mouse is over something: how it looks, never what is there.
LOOKS = re.compile(
    r"^(?:--[\w-]+|color|background(?:-color)?|text-decoration[\w-]*|-webkit-text-decoration[\w-]*|text-underline-offset"
    r"|border(?:-[\w-]+)?|outline(?:-[\w-]+)?|box-shadow|fill|stroke|cursor|forced-color-adjust)$"
)


def the_script_hears_no_gesture(cast: Recorder) -> Iterator[str]:
    """No touch, drag, shake or tilt, and nothing while somebody fills in a field."""
    script = _served(cast, r"/static/[^\"]*\.js[^\"]*")
    for name in re.findall(r"addEventListener\(\s*['\"](\w+)", script):
        if name not in HEARD:
            yield f"the script listens to {name}"
    for name in re.findall(r"\.on(touch\w+|pointer\w+|drag\w+|device\w+|change|input|focus)\s*=", script):
        yield f"the script listens to {name}"


def the_script_acts_on_release(cast: Recorder) -> Iterator[str]:
    """Pressing down does nothing that letting go elsewhere could not undo."""
    script = _served(cast, r"/static/[^\"]*\.js[^\"]*")
    for heard in re.findall(
        r"addEventListener\(\s*['\"](?:mousedown|pointerdown|touchstart)['\"],\s*([^)]*)\)", script
    ):
        if heard.strip() not in HARMLESS_DOWN:
            yield f"pressing down does {heard}"


def the_script_goes_nowhere_after_a_while(cast: Recorder) -> Iterator[str]:
    """No clock of the script's own takes the reader anywhere."""
    script = _served(cast, r"/static/[^\"]*\.js[^\"]*")
    for heard in re.findall(r"set(?:Timeout|Interval)\(\s*([\w.]+)", script):
        if heard not in HARMLESS_LATER:
            yield f"after a while the script does {heard}"


def the_page_may_be_turned(cast: Recorder) -> Iterator[str]:
    """Nothing depends on which way the screen is held."""
    if re.search(r"\(orientation\s*:", _styles(cast)):
        yield "the style sheet asks how the screen is held"


def hovering_shows_nothing_new(cast: Recorder) -> Iterator[str]:
    """A mouse over something changes how it looks, not what is there."""
    for selectors, body in re.findall(r"([^{}]*:hover[^{}]*)\{([^{}]*)\}", _styles(cast)):
        for name in (one.partition(":")[0].strip() for one in body.split(";") if ":" in one):
            if not LOOKS.match(name):
                yield f"{selectors.strip()[:80]} changes {name}"


def _styles(cast: Recorder) -> str:
    return _served(cast, r"/static/[^\"]*\.css[^\"]*")


def _served(cast: Recorder, address: str) -> str:
    """The files of a kind that the sign-in page names, as one text without comments."""
    client = cast.app.test_client()
    page = client.get("/logga-in").get_data(as_text=True)
    found = [
        client.get(one).get_data(as_text=True) for one in re.findall(rf'(?:src|href)="({address})"', page)
    ]
    assert found, address
    return re.sub(r"/\*.*?\*/", "", "\n".join(found), flags=re.S)
