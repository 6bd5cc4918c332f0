"""A line over time: which days it has, and where its points stand in the picture. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from elearn.reports.over_time import Figures

# How many months one step is, by how many years the line goes back.
STEPS = {1: 1, 5: 3}
# In per cent of the picture, on a telephone.
ROOM_OF_A_NUMBER = 20


def days_until(last: date, years: int) -> list[date]:
    """A day and the ends of the months (of one year) or quarters (of five) before it, the earliest first."""
    step, found = STEPS[years], [last]
    month = last.replace(day=1)
    while len(found) < years * 12 // step + 1 and month > date.min:
        before = month - timedelta(days=1)
        if before.month % step == 0:
            found.append(before)
        month = before.replace(day=1)
    return found[::-1]


@dataclass(frozen=True, slots=True)
class Point:
    """A day of a line; no figures where the reader may not see the unit on it. `x`, `y`: per cent of the picture."""

    on: date
    figures: Figures | None
    x: float

    @property
    def share(self) -> float | None:
        """How many per cent are done; None where nothing is asked of anybody."""
        if self.figures is None or not self.figures.asked:
            return None
        return 100 * self.figures.done / self.figures.asked

    @property
    def y(self) -> float:
        return round(100 - (self.share or 0), 2)


@dataclass(frozen=True, slots=True)
class Line:
    """A unit over time."""

    points: Sequence[Point]

    @property
    def drawn(self) -> list[Point]:
        """The points that the picture has."""
        return [point for point in self.points if point.share is not None]

    @property
    def steps(self) -> list[tuple[Point, Point]]:
        """From point to point; where a day between them has none, the line is broken."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return [(one, other) for one, other in pairs if one.share is not None and other.share is not None]

    @property
    def ends(self) -> list[Point]:
        """The first and the last of the points."""
        drawn = self.drawn
        return [drawn[0], drawn[-1]] if len(drawn) > 1 else drawn

    @property
    def numbered(self) -> list[Point]:
        """The points whose numbers stand beside them: the ends, or the last alone where the two would meet."""
        ends = self.ends
        return ends if ends and ends[-1].x - ends[0].x >= ROOM_OF_A_NUMBER else ends[-1:]

    def is_below(self, point: Point) -> bool:
        """Whether a number stands better under its point: where the line near it goes higher, or has no room above it."""
        near = [other.y for other in self.drawn if abs(other.x - point.x) < 25]
        goes_higher = point.y - min(near) > max(near) - point.y
        return point.y < 12 or (goes_higher and point.y < 88)


def draw(days: Sequence[date], figures: Sequence[Figures | None]) -> Line:
    """The line of a unit; days stand as far from each other as they are in the calendar."""
    whole = (days[-1] - days[0]).days or 1
    return Line(
        [
            Point(on, each, round(100 * (on - days[0]).days / whole, 2))
            for on, each in zip(days, figures, strict=True)
        ]
    )
