"""What one person has before them and behind them, module by module: the start page and my own history."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from elearn.clock import day_of
from elearn.completions.changes import RENEWAL_MINUTES, SOON, changes_since
from elearn.completions.models import Completion
from elearn.completions.queries import list_completions, list_done, standings_of
from elearn.completions.way_ending import list_cases
from elearn.modules.content import Change, Module, Section
from elearn.modules.progress import first_unread, minutes_left
from elearn.modules.queries import list_begun, list_progress
from elearn.requirements.asides import lasting_asides
from elearn.requirements.explaining import renewable_from, stretch_of
from elearn.requirements.queries import get_situation
from elearn.requirements.standing import Obligation, Standing, State
from elearn.requirements.time_off import Days


@dataclass(frozen=True, slots=True)
class Item:
    """One module for one person. `asked` is None where nobody asks for it; `latest` is the newest completion.

    `take` is what to take next: the module, or a refresher instead of it; `begun` and `read` are about that, and
    `taken` is its newest completion. `aside`: it is done in a way of the person's own.
    """

    module: Module
    asked: Obligation | None
    standing: Standing | None
    latest: Completion | None
    take: Module
    taken: Completion | None
    begun: bool
    read: frozenset[int]
    on: date
    aside: bool = False

    @property
    def done(self) -> bool:
        return self.standing.state is State.COMPLETED if self.standing else self.latest is not None

    @property
    def again(self) -> bool:
        """Whether it has been done before and no longer holds."""
        return self.latest is not None and not self.done

    def is_renewal(self, on: date) -> bool:
        """Whether it is to be done again, or soon: then the check is enough."""
        runs_out = self.latest is not None and self.valid_until is not None and self.valid_until <= on + SOON
        return self.again or runs_out

    @property
    def due_on(self) -> date | None:
        """The last day in time, where one is to be kept: not what is done, only recommended, or passed without being late."""
        if (
            self.asked is None
            or self.standing is None
            or self.asked.recommended
            or self.standing.completed_on
        ):
            return None
        passed = self.standing.state is State.DUE and self.standing.due_on < self.on
        return None if passed else self.standing.due_on

    @property
    def moved_from(self) -> date | None:
        """The last day in time before time off moved it."""
        moved = self.due_on is not None and self.asked is not None and self.asked.asked_due_on != self.due_on
        return self.asked.asked_due_on if self.asked is not None and moved else None

    @property
    def renewable_from(self) -> date | None:
        """The first day on which a renewal counts for the next period."""
        if self.asked is None or self.standing is None:
            return None
        return renewable_from(self.asked, self.standing)

    @property
    def renewable(self) -> bool:
        """Whether it is done and can already be renewed without losing a day."""
        return self.renewable_from is not None and self.renewable_from <= self.on

    @property
    def valid_until(self) -> date | None:
        if self.standing is not None:
            return self.standing.valid_until
        return self.latest.valid_until if self.latest else None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What has changed since the version that was done, newest first; everything where none was."""
        return changes_since(self.module, self.latest.version if self.latest else None)

    @property
    def next_section(self) -> Section | None:
        return first_unread(self.take, self.read)

    @property
    def minutes(self) -> int:
        """About how long is left; where it is to be done again, the check with what has changed."""
        return RENEWAL_MINUTES if self.taken else minutes_left(self.take, self.read)


@dataclass(frozen=True, slots=True)
class Training:
    """What is left, what needs attention first, what goes another way after the rest of what is asked; what is done; the whole of the history; and every module.

    `held`: HR handles it; `off`: the days of the time off that today falls in.
    """

    left: tuple[Item, ...]
    done: tuple[Item, ...]
    history: tuple[Completion, ...]
    items: tuple[Item, ...] = ()
    held: bool = False
    off: Days | None = None

    @property
    def renewable(self) -> tuple[Item, ...]:
        """What is done and can already be renewed for the next period."""
        return tuple(item for item in self.done if item.renewable)

    @property
    def notices(self) -> tuple[Item, ...]:
        """What is done and still holds, and where the law has changed since: to be told, not to be done again."""
        return tuple(
            item for item in self.done if item.latest and any(change.notice for change in item.changes)
        )

    def item(self, slug: str) -> Item:
        return next(item for item in self.items if item.module.slug == slug)


def get_training(session: Session, person_id: UUID, modules: Iterable[Module], at: datetime) -> Training:
    """Everything that concerns one person, at an instant."""
    on, by_slug = day_of(at), {module.slug: module for module in modules}
    history = list_completions(session, person_id)
    situation = get_situation(session, person_id, on)
    asked = {pair[0].module: pair for pair in standings_of(situation, list_done(session, history))}
    read = list_progress(session, person_id)
    begun = list_begun(session, person_id, at)
    aside = situation.aside and _own_ways(session, person_id, on)
    latest: dict[str, Completion] = {}
    for made in history:
        latest.setdefault(made.module, made)
    items = []
    for module in by_slug.values():
        obligation, standing = asked.get(module.slug, (None, None))
        take = by_slug.get(standing.take, module) if standing else module
        items.append(
            Item(
                module=module,
                asked=obligation,
                standing=standing,
                latest=latest.get(module.slug),
                take=take,
                taken=latest.get(take.slug),
                begun=take.slug in begun,
                read=read.get(take.slug, frozenset()),
                on=on,
                aside=bool({module.slug, take.slug} & aside),
            )
        )
    items.sort(key=_attention)
    instead = {item.take.slug for item in items if item.take is not item.module and not item.done}
    return Training(
        left=tuple(
            sorted(
                (item for item in items if not item.done and not _stands_elsewhere(item, instead)),
                key=lambda item: (item.asked is None, item.aside),
            )
        ),
        done=tuple(item for item in items if item.done),
        history=tuple(history),
        items=tuple(items),
        held=situation.held,
        off=stretch_of(situation.off, on),
    )


def _own_ways(session: Session, person_id: UUID, on: date) -> frozenset[str]:
    """The modules that somebody does in a way of their own: in the days of grace after it they do so no more."""
    asked = {case.module for case in list_cases(session, person_id) if case.is_open}
    return lasting_asides(session, person_id, on) | asked


def _stands_elsewhere(item: Item, instead: Container[str]) -> bool:
    """Whether a module that nobody asks for is what to take next for another one: it stands there."""
    return item.asked is None and item.module.slug in instead


def _attention(item: Item) -> tuple[bool, bool, date, int]:
    """What is asked before what is not, decided before recommended, the earliest date first, then by number."""
    if item.asked is None or item.standing is None:
        return True, False, date.max, item.module.number
    ran_out = item.standing.state in {State.EXPIRED, State.COMPLETED}
    day = item.standing.valid_until if ran_out else item.standing.due_on
    return False, item.asked.recommended, day or date.max, item.module.number
