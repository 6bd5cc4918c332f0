"""Texts by language, and the strictness that everything read from content files shares. Pure."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Value(BaseModel):
    """The strictness that all content shares: nothing changes, and a typo in a key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Value):
    """A text by language. Swedish is always there."""

    sv: Line
    en: Line | None = None

    def language(self, wanted: str) -> str:
        """The language that `read` answers in: the wanted one where the text has it, else Swedish."""
        return wanted if getattr(self, wanted, None) else "sv"

    def read(self, wanted: str) -> str:
        """The text in a language, or in Swedish where it has not been translated."""
        return str(getattr(self, self.language(wanted)))
