"""What one person has before them and behind them, module by module: the start page and my own history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from elearn.clock import day_of
from elearn.completions.changes import RENEWAL_MINUTES, SOON, changes_since
from elearn.completions.models import Completion
from elearn.completions.queries import list_completions, list_standings
from elearn.modules.content import Change, Module, Section
from elearn.modules.progress import first_unread, minutes_left
from elearn.modules.queries import list_begun, list_progress
from elearn.requirements.standing import Obligation, Standing, State


@dataclass(frozen=True, slots=True)
class Item:
    """One module for one person. `asked` is None where nobody asks for it; `latest` is the newest completion."""

    module: Module
    asked: Obligation | None
    standing: Standing | None
    latest: Completion | None
    begun: bool
    read: frozenset[int]

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
        return first_unread(self.module, self.read)

    @property
    def minutes(self) -> int:
        """About how long is left; where it is to be done again, the check with what has changed."""
        return RENEWAL_MINUTES if self.latest else minutes_left(self.module, self.read)


@dataclass(frozen=True, slots=True)
class Training:
    """What is left, what needs attention first; what is done; and the whole of the history."""

    left: tuple[Item, ...]
    done: tuple[Item, ...]
    history: tuple[Completion, ...]

    @property
    def notices(self) -> tuple[Item, ...]:
        """What is done and still holds, and where the law has changed since: to be told, not to be done again."""
        return tuple(
            item for item in self.done if item.latest and any(change.notice for change in item.changes)
        )

    def item(self, slug: str) -> Item:
        return next(item for item in (*self.left, *self.done) if item.module.slug == slug)


def get_training(session: Session, person_id: UUID, modules: Iterable[Module], at: datetime) -> Training:
    """Everything that concerns one person, at an instant."""
    history = list_completions(session, person_id)
    asked = {pair[0].module: pair for pair in list_standings(session, person_id, day_of(at), history)}
    read = list_progress(session, person_id)
    begun = list_begun(session, person_id, at)
    items = []
    for module in modules:
        obligation, standing = asked.get(module.slug, (None, None))
        items.append(
            Item(
                module=module,
                asked=obligation,
                standing=standing,
                latest=next((made for made in history if made.module == module.slug), None),
                begun=module.slug in begun,
                read=read.get(module.slug, frozenset()),
            )
        )
    items.sort(key=_attention)
    return Training(
        left=tuple(item for item in items if not item.done),
        done=tuple(item for item in items if item.done),
        history=tuple(history),
    )


def _attention(item: Item) -> tuple[bool, bool, date, int]:
    """What is asked before what is not, decided before recommended, the earliest date first, then by number."""
    if item.asked is None or item.standing is None:
        return True, False, date.max, item.module.number
    ran_out = item.standing.state in {State.EXPIRED, State.COMPLETED}
    day = item.standing.valid_until if ran_out else item.standing.due_on
    return False, item.asked.recommended, day or date.max, item.module.number
