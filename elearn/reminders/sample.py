"""The mail of a round by hand as it reads in every language, for whoever is about to send it."""

from dataclasses import dataclass

from elearn.languages import languages
from elearn.reminders.letters import write
from elearn.reminders.models import MailKind
from elearn.reminders.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Sample:
    """A mail in one language; a paragraph is its lines."""

    language: str
    subject: str
    paragraphs: tuple[tuple[str, ...], ...]


def write_samples(base_url: str) -> list[Sample]:
    """By the same words that are sent, so that both never differ."""
    return [_sample(language, base_url) for language in languages()]


def _sample(language: str, base_url: str) -> Sample:
    text = write(frozenset({MailKind.MANUAL}), None, Outlook(), language=language, base_url=base_url)
    paragraphs = (tuple(part.strip().splitlines()) for part in text.body.split("\n\n"))
    return Sample(language, text.subject, tuple(lines for lines in paragraphs if lines))
