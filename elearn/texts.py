"""Texts by language, and the strictness that everything read from content files shares. Pure."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticKnownError

from elearn.languages import DEFAULT, languages

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _a_language(code: str) -> str:
    if code in languages():
        return code
    raise PydanticKnownError("extra_forbidden")


Code = Annotated[str, AfterValidator(_a_language)]


class Value(BaseModel):
    """The strictness that all content shares: nothing changes, and a typo in a key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Value):
    """A text by language. Swedish is always there, English is asked for; any other may be there too."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[Code, Line]

    sv: Line
    en: Line | None = None

    def language(self, wanted: str) -> str:
        """The language that `read` answers in: the wanted one where the text has it, else Swedish."""
        return wanted if self.by_language().get(wanted) else DEFAULT

    def read(self, wanted: str) -> str:
        """The text in a language, or in Swedish where it has not been translated."""
        return self.by_language().get(wanted) or self.sv

    def by_language(self) -> dict[str, str]:
        """The text in every language that has it."""
        spoken = {"sv": self.sv, "en": self.en, **(self.model_extra or {})}
        return {code: text for code, text in spoken.items() if text}
