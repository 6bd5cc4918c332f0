"""The question that managers talk about at a meeting, another one each quarter, and the frame around it. Pure."""

from datetime import date

from elearn.modules.content import Id, Text, Value

QUARTERS = 4


class Discussion(Value):
    """A question about the work, never about those who are there; how to lead the talk, and where to turn with it."""

    id: Id
    module: Id
    question: Text
    lead: Text
    turn: Text
    references: tuple[Id, ...] = ()


class Discussions(Value):
    """The questions in their order. `frame` is said first each time; `told`: what to do if somebody tells something."""

    frame: tuple[Text, ...]
    told: Text
    questions: tuple[Discussion, ...]

    def of_quarter(self, on: date) -> Discussion:
        """The question of the quarter that a day is in: each in its turn, and then from the first again."""
        quarter = on.year * QUARTERS + (on.month - 1) // (12 // QUARTERS)
        return self.questions[quarter % len(self.questions)]
