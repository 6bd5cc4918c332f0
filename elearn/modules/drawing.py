"""Pictures drawn as SVG: narrow enough for a telephone, in the colours of the page, readable in light and dark.

Lines are broken by an estimate of the letters' widths, on the safe side. Pure.
"""

import textwrap
from collections.abc import Callable, Sequence
from decimal import Decimal

from babel import Locale
from babel.numbers import format_percent
from markupsafe import Markup, escape

from elearn.modules.pictures import Kind, Picture, PicturePart

WIDTH = 340
STRONG, PLAIN = 16.0, 14.5
LEADING = 1.3
LETTER = 0.56  # of the size of the type, on average and on the safe side
GAP, PAD = 12.0, 11.0


class _Sheet:
    """Elements drawn so far, from the top down."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.parts: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, look: str) -> None:
        self.parts.append(
            f'<rect class="{look}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8"/>'
        )

    def line(self, points: Sequence[tuple[float, float]], look: str = "picture-line") -> None:
        path = " ".join(f"{x:g},{y:g}" for x, y in points)
        self.parts.append(f'<polyline class="{look}" points="{path}"/>')

    def dot(self, x: float, y: float, radius: float, look: str) -> None:
        self.parts.append(f'<circle class="{look}" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>')

    def arrow(self, x: float, top: float, bottom: float) -> None:
        self.line([(x, top), (x, bottom)])
        self.line([(x - 5, bottom - 6), (x, bottom), (x + 5, bottom - 6)])

    def words(self, x: float, y: float, text: str, look: str, anchor: str = "start") -> None:
        self.parts.append(
            f'<text class="{look}" x="{x:g}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
        )

    def paragraph(self, x: float, y: float, width: float, text: str, *, strong: bool = False) -> float:
        """Broken lines from y down; returns the y below them."""
        size, look = (STRONG, "picture-strong") if strong else (PLAIN, "picture-text")
        for row in _rows(text, width, size):
            y += size * LEADING
            self.words(x, y - size * 0.3, row, look)
        return y

    def label(self, part: PicturePart, x: float, y: float, width: float) -> float:
        """A part's label and text from y down; returns the y below them."""
        y = self.paragraph(x, y, width, part.label.read(self.language), strong=True)
        if part.text is not None:
            y = self.paragraph(x, y, width, part.text.read(self.language))
        return y

    def height(self, part: PicturePart, width: float) -> float:
        """The height that `label` will take."""
        rows = len(_rows(part.label.read(self.language), width, STRONG)) * STRONG
        if part.text is not None:
            rows += len(_rows(part.text.read(self.language), width, PLAIN)) * PLAIN
        return rows * LEADING


def draw(picture: Picture, language: str) -> Markup:
    """The picture in a language, hidden from screen readers: caption and description say the same beside it."""
    sheet = _Sheet(language)
    height = _KINDS[picture.kind](sheet, picture.parts)
    body = "".join(sheet.parts)
    return Markup(  # noqa: S704  (every text in it is escaped)
        f'<svg class="picture picture-{picture.kind}" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'aria-hidden="true" focusable="false">{body}</svg>'
    )


def _rows(text: str, width: float, size: float) -> list[str]:
    return textwrap.wrap(text, max(6, int(width / (size * LETTER))), break_long_words=False) or [""]


def _steps(sheet: _Sheet, parts: Sequence[PicturePart]) -> float:
    """Numbered boxes, one after the other."""
    y, inner = 2.0, WIDTH - 4 - 52 - PAD
    for number, part in enumerate(parts, 1):
        if number > 1:
            sheet.arrow(WIDTH / 2, y + 2, y + 18)
            y += 20
        height = sheet.height(part, inner) + 2 * PAD
        sheet.rect(2, y, WIDTH - 4, height, "picture-box")
        sheet.dot(28, y + height / 2, 14, "picture-filled")
        sheet.words(28, y + height / 2 + 5.5, str(number), "picture-number", "middle")
        sheet.label(part, 52, y + PAD - 2, inner)
        y += height
    return y + 2


def _layers(sheet: _Sheet, parts: Sequence[PicturePart]) -> float:
    """Boxes within boxes, the outermost first."""
    inset = 11.0
    tops = [2.0]
    for number, part in enumerate(parts):
        inner = WIDTH - 4 - 2 * inset * number - 2 * PAD
        tops.append(tops[-1] + sheet.height(part, inner) + PAD + 8)
    bottom = tops[-1] + (len(parts) - 1) * inset + 2
    for number, part in enumerate(parts):
        x, y = 2 + inset * number, tops[number]
        width, height = WIDTH - 2 * x, bottom - inset * number - y
        sheet.rect(x, y, width, height, f"picture-layer picture-layer-{number % 2}")
        sheet.label(part, x + PAD, y + PAD - 4, width - 2 * PAD)
    return bottom + 2


def _scale(sheet: _Sheet, parts: Sequence[PicturePart]) -> float:
    """A line that grows heavier from the first to the last."""
    y, inner = 4.0, WIDTH - 46.0
    middles = []
    for number, part in enumerate(parts):
        height = sheet.height(part, inner)
        middles.append(y + height / 2)
        sheet.label(part, 44, y - 2, inner)
        y += height + (GAP + 4 if number < len(parts) - 1 else 0)
    last = len(parts) - 1
    sheet.line([(18, middles[0]), (18, middles[last])])
    for number, middle in enumerate(middles):
        sheet.dot(18, middle, 6 + 8 * number / last, "picture-filled")
    return y + 6


def _tree(sheet: _Sheet, parts: Sequence[PicturePart]) -> float:
    """A question and its answers."""
    root, *branches = parts
    inner = WIDTH - 4 - 2 * PAD
    height = sheet.height(root, inner) + 2 * PAD
    sheet.rect(2, 2, WIDTH - 4, height, "picture-box picture-root")
    sheet.label(root, 2 + PAD, PAD, inner)
    bottom = y = 2 + height
    for part in branches:
        y += GAP
        inner = WIDTH - 40 - 2 * PAD
        height = sheet.height(part, inner) + 2 * PAD
        sheet.rect(38, y, WIDTH - 40, height, "picture-box")
        sheet.label(part, 38 + PAD, y + PAD - 2, inner)
        sheet.line([(20, bottom), (20, y + height / 2), (36, y + height / 2)])
        y += height
    return y + 2


def _compare(sheet: _Sheet, parts: Sequence[PicturePart]) -> float:
    """Two columns."""
    width = (WIDTH - 4 - GAP) / 2
    bottoms = []
    for number, part in enumerate(parts):
        x = 2 + number * (width + GAP)
        y = sheet.label(part, x + PAD, PAD, width - 2 * PAD)
        for point in part.points:
            y += 8
            sheet.dot(x + PAD + 3, y + PLAIN * 0.75, 2.5, "picture-filled")
            y = sheet.paragraph(x + PAD + 13, y, width - 2 * PAD - 13, point.read(sheet.language))
        bottoms.append(y)
    height = max(bottoms) + PAD - 2
    words = sheet.parts
    sheet.parts = []
    for number in range(len(parts)):
        look = "picture-box" if number else "picture-box picture-root"
        sheet.rect(2 + number * (width + GAP), 2, width, height, look)
    sheet.parts += words
    return height + 4


def _bars(sheet: _Sheet, parts: Sequence[PicturePart]) -> float:
    """Bars from nought to the highest value, each with its number."""
    highest = max(part.value or 0 for part in parts) or 1
    digits = "0.0" if any((part.value or 0) % 1 for part in parts) else "0"
    pattern = Locale.parse(sheet.language).percent_formats[None].pattern.replace("#,##0", digits)
    y, room = 2.0, WIDTH - 76.0
    for part in parts:
        y = sheet.label(part, 2, y, WIDTH - 4) + 5
        value = part.value or 0
        sheet.rect(2, y, room, 18, "picture-track")
        sheet.rect(2, y, max(room * value / highest, 3), 18, "picture-filled")
        number = format_percent(Decimal(str(value)) / 100, format=pattern, locale=sheet.language)
        sheet.words(room + 10, y + 15, number, "picture-strong")
        y += 18 + GAP
    return y - GAP + 4


_KINDS: dict[Kind, Callable[[_Sheet, Sequence[PicturePart]], float]] = {
    "steps": _steps,
    "layers": _layers,
    "scale": _scale,
    "tree": _tree,
    "compare": _compare,
    "bars": _bars,
}
