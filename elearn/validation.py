"""From values out of a content file to a model, strictly, with every error as a sentence at its line."""

import json
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from elearn.content_files import Document, Mistake, Place
from elearn.languages import languages

AnyModel = TypeVar("AnyModel", bound=BaseModel)


def validate(
    model: type[AnyModel],
    values: Mapping[str, Any],
    where: Callable[[Place, str], tuple[Document, Place] | None],
    mistakes: list[Mistake],
) -> AnyModel | None:
    """The values as a model, strictly; None, and every mistake noted at the place that `where` gives, otherwise.

    `where` takes a place among the values and the kind of error; None from it passes over an error already noted.
    """
    try:
        return model.model_validate_json(json.dumps(values), strict=True)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            found = where(detail["loc"], detail["type"])
            if found is not None:
                document, place = found
                mistakes.append(document.mistake(place, _sentence(detail)))
        return None


def _sentence(detail: ErrorDetails) -> str:
    name = _named(detail["loc"])
    context = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "value_error":
        return f"{context['error']}."
    if kind == "string_pattern_mismatch":
        return f"”{detail['input']}” kan inte vara {name}. {_pattern_remedy(context['pattern'])}"
    if kind in {"literal_error", "enum"}:
        return f"{name} ska vara något av {_choices(context['expected'])}, inte ”{detail['input']}”."
    template = next(
        (text for part, text in _SENTENCES.items() if kind.startswith(part)), "{name} går inte att använda."
    )
    return template.format(name=name, **context)


_SENTENCES = {
    "missing": "{name} saknas. Lägg till det.",
    "extra_forbidden": "{name} är inget känt fält. Rätta stavningen eller ta bort raden.",
    "string_type": "{name} ska vara en text. Sätt citattecken runt värdet, eller skriv en text.",
    "string_too_short": "{name} är tomt. Skriv en text eller ta bort raden.",
    "string_too_long": "{name} är för långt. Högst {max_length} tecken.",
    "int": "{name} ska vara ett heltal utan citattecken.",
    "greater_than_equal": "{name} ska vara minst {ge}.",
    "less_than_equal": "{name} ska vara högst {le}.",
    "bool": "{name} ska vara true eller false.",
    "date": "{name} ska vara en dag som finns, skriven som 2026-02-12.",
    "tuple": "{name} ska vara en lista: en rad per sak, med ”- ” först.",
    "model": "{name} ska ha egna rader under sig, indragna, som ”sv: …”.",
}


def _named(place: tuple[Hashable, ...]) -> str:
    words = [str(part) for part in place if isinstance(part, str)]
    if words and words[-1] in languages():
        return f"”{'.'.join(words[-2:])}”"
    return (
        f"”{words[-1]}”"
        if words and words[-1] == place[-1]
        else f"en rad i ”{words[-1]}”"
        if words
        else "filen"
    )


def _pattern_remedy(pattern: str) -> str:
    if r"\d+\.\d+" in pattern:
        return 'Skriv två tal med punkt mellan, inom citattecken: "1.0".'
    if pattern.startswith("^[0-9]"):
        return "Skriv siffror, med mellanslag eller bindestreck mellan grupperna."
    if "https" in pattern:
        return "Skriv hela adressen, med https:// först."
    return "Använd bara a–z, 0–9 och bindestreck mellan orden."


def _choices(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ")
