"""What every page with a text of the course needs: the text composed for its reader, and the names of the readers."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from elearn.modules.catalogue import get_catalogue
from elearn.modules.composing import Page, compose
from elearn.modules.content import Module
from elearn.modules.directives import Audience
from elearn.modules.markdown import ALONE, Setting
from elearn.texts import Text

AUDIENCE_NAMES = {
    Audience.POLITICIAN: _l("För förtroendevalda"),
    Audience.MANAGER: _l("För chefer"),
    Audience.EMPLOYEE: _l("För medarbetare"),
    Audience.SCHOOL: _l("I förskola, skola och fritid"),
    Audience.CARE: _l("I vård och omsorg"),
    Audience.COMPANY: _l("I bostadsbolag och andra bolag"),
    Audience.OFFICE: _l("På kontor och i annan förvaltning"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it stands on the page, and the language that it stands in."""

    page: Page
    language: str


def show(
    text: Text,
    wanted: str,
    module: Module,
    reader: frozenset[Audience] = frozenset(),
    *,
    setting: Setting = ALONE,
) -> Shown:
    """A text of a module in the wanted language, or in Swedish where it has not been translated."""
    language = text.language(wanted)
    shelves = get_catalogue().shelves
    return Shown(compose(text.read(language), language, module, shelves, reader, setting=setting), language)


def names() -> dict[str, Any]:
    """What the templates with blocks need besides the blocks."""
    return {"audience_names": AUDIENCE_NAMES, "references": get_catalogue().references}
