"""The forms in which a page may be met: how large, in which colours, with or without script and motion."""

from dataclasses import dataclass
from itertools import product
from typing import Literal

SIZES = ("desk", "small", "large text")
COLOURS = ("light", "dark", "forced")
VIEWPORTS = {"desk": (1280, 900), "small": (320, 256), "large text": (1280, 900)}
LARGE_TEXT = 2


@dataclass(frozen=True)
class Form:
    """One form of a page. 320 × 256 is a desk at 400 %; large text is the browser's text size at 200 %."""

    size: str
    colours: str
    script: bool
    still: bool

    @property
    def viewport(self) -> tuple[int, int]:
        return VIEWPORTS[self.size]

    @property
    def width(self) -> int:
        return self.viewport[0]

    @property
    def scheme(self) -> Literal["light", "dark"]:
        return "dark" if self.colours == "dark" else "light"

    @property
    def zoomed(self) -> int:
        return LARGE_TEXT if self.size == "large text" else 1

    @property
    def name(self) -> str:
        script = "script" if self.script else "no script"
        return f"{self.size}, {self.colours}, {script}, {'still' if self.still else 'moving'}"


# With script first: a page is loaded anew only where that changes.
FORMS = tuple(
    Form(size, colours, script, still)
    for script, size, colours, still in product((True, False), SIZES, COLOURS, (True, False))
)

# Every two values of two factors meet in one of these nine (an orthogonal array).
PAIRS = tuple(
    Form(size, colours, script=(row + column) % 3 != 1, still=(row + 2 * column) % 3 != 1)
    for row, size in enumerate(SIZES)
    for column, colours in enumerate(COLOURS)
)
