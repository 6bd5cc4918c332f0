"""Explaining pictures as values: what they show and say. `drawing` draws them. Pure."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from elearn.texts import Id, Text, Value

Kind = Literal["steps", "layers", "scale", "tree", "compare", "bars"]
FEWEST_PARTS, MOST_PARTS = 2, 8


class PicturePart(Value):
    """A box, ring, step or bar. `value` per cent where it is a bar, `points` where two sides are compared."""

    label: Text
    text: Text | None = None
    value: Annotated[float, Field(ge=0, le=100)] | None = None
    points: tuple[Text, ...] = ()


class Picture(Value):
    """A picture with its caption and, for whoever does not see it, a description that says all that it says."""

    id: Id
    kind: Kind
    references: tuple[Id, ...] = ()
    caption: Text
    description: Text
    parts: tuple[PicturePart, ...]

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> "Picture":
        if not FEWEST_PARTS <= len(self.parts) <= MOST_PARTS:
            raise ValueError(f"en bild har {FEWEST_PARTS} till {MOST_PARTS} delar")
        if self.kind == "compare" and (
            len(self.parts) != FEWEST_PARTS or not all(part.points for part in self.parts)
        ):
            raise ValueError("en jämförelse (compare) har precis två delar, och var sin lista points")
        if self.kind == "bars" and any(part.value is None for part in self.parts):
            raise ValueError("varje stapel (bars) behöver value, i procent")
        return self
