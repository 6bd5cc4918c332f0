"""What a mail says, in the language of its reader: plain text, nothing of what the training is about, one link.

Texts are made without the application, which a command of a scheduler does not start.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from elearn.languages import translations
from elearn.reminders.models import MailKind
from elearn.reminders.outlook import Outlook
from elearn.reminders.schedule import PERSONAL

PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Text:
    """A subject and a body."""

    subject: str
    body: str


def write(
    kinds: frozenset[MailKind], by: date | None, view: Outlook, *, language: str, base_url: str
) -> Text:
    """The mail for these reasons. `by`: until when something is best done; `view`: what a follower-up is told."""
    own = not kinds.isdisjoint(PERSONAL)
    say = translations(language)
    subject = (
        say.gettext("Påminnelse: utbildning att slutföra") if own else say.gettext("Veckans sammanställning")
    )
    body = (
        _environment(language)
        .get_template("reminders/mail.txt")
        .render(
            own=own,
            by=format_date(by, format="d MMMM y", locale=language) if by else None,
            announced=MailKind.ANNOUNCED in kinds,
            view=view,
            address=f"{base_url}/",
        )
    )
    return Text(subject, body)


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PACKAGE / "templates"),
        autoescape=False,  # noqa: S701 -- plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return environment
