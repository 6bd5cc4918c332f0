"""One run: the day's mails are put into the outbox, then sent one by one until none waits.

Any number of processes may run at once, on any number of hosts, and any of them may be killed at any point.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from elearn.clock import STOCKHOLM, day_of
from elearn.config import Config
from elearn.database import Database
from elearn.mail import AwayError, BarredError, LaterError, Letter, Postman, RefusedError, sender_domain
from elearn.reminders.letters import write
from elearn.reminders.models import MailState
from elearn.reminders.outbox import Task, bring_forward, claim, close, postpone, queue
from elearn.reminders.planning import Draft, find_due, reconsider
from elearn.reminders.queries import get_rules

# What is not taken now is tried again after a while, after twice as long the next time, and for so many days at most.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=15), timedelta(hours=12)
# The days on which the server was away are no tries.
GIVEN_UP_AFTER, LEAST_TRIES = timedelta(days=3), 3
# Where the server may have taken a mail without saying so, more tries would be more mails.
MOST_UNCLEAR = 3
# So many refused before any was taken, or not let through in a row: it is not the addresses.
MOST_REFUSED = 3
AWAY_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Shop:
    """What a run works with."""

    database: Database
    config: Config
    postman: Postman
    now: Callable[[], datetime]


@dataclass(slots=True)
class Result:
    """How a run went: how many mails ended how, how many wait, and why it ended early, if it did."""

    ended: Counter[MailState] = field(default_factory=Counter)
    later: int = 0
    quiet: bool = False
    fault: str | None = None


def run(shop: Shop, pace: Callable[[], object] = lambda: None) -> Result:
    """Do what is due now. `pace` is called after every mail, and waits where no more may be sent at once."""
    plan(shop)
    result = Result()
    try:
        for outcome in send_waiting(shop, result):
            if outcome is None:
                result.later += 1
            else:
                result.ended[outcome] += 1
            if outcome is not MailState.DROPPED:
                pace()
    except AwayError as error:
        result.fault = str(error)
    return result


def plan(shop: Shop) -> None:
    """Put into the outbox what the rules say for today, and what was left of earlier days."""
    at = shop.now()
    on = day_of(at)
    with shop.database.writing() as session, session.begin():
        bring_forward(session, on)
    with shop.database.reading() as session:
        wanted = find_due(session, on)
    with shop.database.writing() as session, session.begin():
        queue(session, wanted, on, at)


class Refusals:
    """Mails refused before the server has taken any in this run. Until it has, the fault may be its own.

    A mail that is not let through waits, whatever the server has taken: some recipients take mail from few senders.
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._held: list[tuple[Task, Draft]] = []
        self._taken = False
        self._barred: list[BarredError] = []  # since the last that was taken

    def weigh(self, outcome: MailState | None, task: Task, draft: Draft) -> Iterator[MailState | None]:
        """How mails ended, as far as it is certain now. AwayError where the server refuses everybody."""
        if outcome is MailState.BOUNCED:
            self._held.append((task, draft))
        else:
            yield outcome
        if outcome is MailState.SENT:
            self._taken = True
            self._barred.clear()
        if self._taken:
            yield from self.settle()
        elif len(self._held) + len(self._barred) >= MOST_REFUSED:
            raise AwayError(
                "Mejlservern har nekat alla mottagare hittills. "
                "Kontrollera den, ELEARN_SMTP_URL och ELEARN_MAIL_FROM, och kör sedan igen."
            )

    def bar(self, error: BarredError) -> None:
        """A mail was not let through. Raises where so many were not that no other will be."""
        self._barred.append(error)
        if len(self._held) + len(self._barred) >= MOST_REFUSED:
            raise error

    def end(self) -> Iterator[MailState]:
        """No mail waits any more. Raises where some were not let through, and none was."""
        if self._barred and not self._taken:
            raise self._barred[-1]
        yield from self.settle()

    def settle(self) -> Iterator[MailState]:
        """Note them as what they are: addresses that take no mail."""
        while self._held:
            task, draft = self._held.pop()
            mark(self._shop, task, MailState.BOUNCED, draft)
            yield MailState.BOUNCED

    def release(self) -> None:
        """Let them wait for a server that can be believed."""
        while self._held:
            wait(self._shop, self._held.pop()[0], AWAY_FOR, tried=False)


def send_waiting(shop: Shop, result: Result) -> Iterator[MailState | None]:
    """Take one mail after the other; how each ended, None for one that has to wait. AwayError where none can be sent."""
    refusals = Refusals(shop)
    try:
        yield from _send_each(shop, result, refusals)
        yield from refusals.end()
    except AwayError:
        refusals.release()
        raise


def _send_each(shop: Shop, result: Result, refusals: Refusals) -> Iterator[MailState | None]:
    unclear = 0
    while True:
        result.quiet = is_quiet(shop)
        task = None if result.quiet else take(shop)
        if task is None:
            return
        draft = look(shop, task)
        if draft is None:
            mark(shop, task, MailState.DROPPED)
            yield MailState.DROPPED
            continue
        try:
            outcome, was_unclear = deliver(shop, task, draft)
        except BarredError as error:
            refusals.bar(error)
            yield None
            continue
        unclear = unclear + 1 if was_unclear else 0
        yield from refusals.weigh(outcome, task, draft)
        if unclear == MOST_UNCLEAR:
            raise AwayError(
                "Mejlservern svarar inte när den har fått mejlen. Kontrollera den, och kör sedan igen."
            )


def is_quiet(shop: Shop) -> bool:
    """Whether nothing is sent at this hour."""
    at = shop.now()
    with shop.database.reading() as session:
        rules = get_rules(session, day_of(at))
    return rules.is_quiet(at.astimezone(STOCKHOLM).hour)


def take(shop: Shop) -> Task | None:
    at = shop.now()
    with shop.database.writing() as session, session.begin():
        return claim(session, day_of(at), at)


def look(shop: Shop, task: Task) -> Draft | None:
    """What the mail is to say as things stand now, if anything."""
    with shop.database.reading() as session:
        return reconsider(session, task, day_of(shop.now()))


def deliver(shop: Shop, task: Task, draft: Draft) -> tuple[MailState | None, bool]:
    """Send a mail, and say so save where it is refused. Returns how it ended (None: later), and whether the server may
    have taken it in silence.
    """
    try:
        shop.postman.send(letter_of(shop.config, task, draft))
    except AwayError:
        wait(shop, task, AWAY_FOR, tried=False)
        raise
    except RefusedError:
        return MailState.BOUNCED, False
    except LaterError as error:
        return _not_now(shop, task, error), error.unclear
    mark(shop, task, MailState.SENT, draft)
    return MailState.SENT, False


def letter_of(config: Config, task: Task, draft: Draft) -> Letter:
    """The same mail has the same Message-ID whenever it is sent, so that a reader's program can fold a second one."""
    to = draft.recipient
    text = write(draft.kinds, draft.by, draft.view, language=to.language, base_url=config.base_url)
    return Letter(
        to=to.email,
        subject=text.subject,
        body=text.body,
        reference=task.mail_id.hex,
        headers={"List-Id": f"elearn <elearn.{sender_domain(config)}>"},
    )


def mark(
    shop: Shop, task: Task, state: MailState, draft: Draft | None = None, *, unclear: bool = False
) -> None:
    """Say how it went, in a transaction of its own. `unclear`: the server may have taken it."""
    sent_at = shop.now() if unclear or state is MailState.SENT else None
    with shop.database.writing() as session, session.begin():
        close(session, task, state, sent_at=sent_at, kinds=draft.kinds if draft else None)


def wait(shop: Shop, task: Task, time: timedelta, *, tried: bool) -> None:
    """Let a mail stay in the outbox for a while."""
    with shop.database.writing() as session, session.begin():
        postpone(session, task, shop.now() + time, tried=tried)


def _not_now(shop: Shop, task: Task, error: LaterError) -> MailState | None:
    too_old = shop.now() - task.queued_at >= GIVEN_UP_AFTER and task.attempts >= LEAST_TRIES
    if too_old or (error.unclear and task.attempts >= MOST_UNCLEAR):
        mark(shop, task, MailState.FAILED, unclear=error.unclear)
        return MailState.FAILED
    wait(shop, task, min(FIRST_WAIT * 2 ** (task.attempts - 1), LONGEST_WAIT), tried=True)
    return None
