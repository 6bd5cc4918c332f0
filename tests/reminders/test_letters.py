"""The whole text of a mail, in both languages."""

from datetime import date

from elearn.reminders.letters import write
from elearn.reminders.models import MailKind
from elearn.reminders.outlook import Outlook

OWN_AND_OTHERS = frozenset({MailKind.DUE, MailKind.DIGEST})
BY, VIEW = date(2026, 12, 12), Outlook(late=1, soon=2)
SWEDISH = """\
Hej

Du har utbildning att slutföra, gärna senast den 12 december 2026.
Vill du göra den på ett annat sätt väljer du det när du har loggat in. Du behöver inte säga varför.
Har du redan gjort den behöver du inte göra något.

Så här ser det ut för dem som du följer upp:
- 1 person har något kvar vars datum har passerat.
- 2 personer har något att slutföra inom 14 dagar.

Logga in här:

https://elearn.example/

Det här mejlet skickas automatiskt och går inte att svara på."""
ENGLISH = """\
Hello

You have training to complete, preferably by 12 December 2026.
If you would like to do it another way, you can choose that once you have signed in. You need not say why.
If you have already done it, you need not do anything.

This is how things stand for the people you follow up:
- 1 person has something left whose date has passed.
- 2 people have something to complete within 14 days.

Sign in here:

https://elearn.example/

This message is sent automatically and cannot be replied to."""


def test_the_text_says_nothing_of_what_the_training_is_about() -> None:
    for language, body in (("sv", SWEDISH), ("en", ENGLISH)):
        text = write(OWN_AND_OTHERS, BY, VIEW, language=language, base_url="https://elearn.example")
        assert text.body == body


def test_numbers_alone_have_a_subject_of_their_own() -> None:
    for language, subject in (("sv", "Veckans sammanställning"), ("en", "The week in numbers")):
        text = write(
            frozenset({MailKind.DIGEST}), None, VIEW, language=language, base_url="https://elearn.example"
        )
        assert text.subject == subject
        assert "att slutföra." not in text.body
        assert "to complete." not in text.body
