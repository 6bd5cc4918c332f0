"""A unit on two days: what has changed, why, and by name those whom the reader is nearest to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import NoResultFound

from elearn import clock
from elearn.extensions import get_reports_session
from elearn.formatting import day as written_day
from elearn.guard import requires
from elearn.i18n import page_language
from elearn.organisations.scope import Scope, get_scope, visible_people
from elearn.organisations.tree import Node
from elearn.permissions import Actor, Permission
from elearn.reports.causes import FIGURES, Cause, Change, Day, Sums, add_up
from elearn.reports.causes_queries import Between, Changes, ModuleChanges, get_changes
from elearn.reports.change_forms import CAUSE_WORDS, CORRECTED_FIRST, CORRECTED_LAST, ChangeForm
from elearn.reports.change_people import PeopleBehind, Reader, list_behind
from elearn.reports.people import list_named
from elearn.reports.views.blueprint import ModuleHead, bp, list_heads

CAUSE_NAMES = {
    Cause.NEW: _l("Nya i kommunkoncernen"),
    Cause.LEFT: _l("Har slutat"),
    Cause.MOVED_IN: _l("Har flyttat hit"),
    Cause.MOVED_OUT: _l("Har flyttat härifrån"),
    Cause.MOVED_WITHIN: _l("Har bytt plats eller nivå"),
    Cause.COMPLETIONS: _l("Har blivit klara"),
    Cause.EXPIRIES: _l("Tiden har gått ut"),
    Cause.OVERDUE: _l("Har blivit försenade"),
    Cause.HOLDS: _l("Hanteras av HR, eller inte längre"),
    Cause.LAST_DAY: _l("Sista dagen gäller inte, eller gäller igen"),
    Cause.REQUIREMENTS: _l("Kraven har ändrats"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit whose figures the reader may see on both days, and whom of its people by name today."""

    node: Node
    present: Scope
    form: ChangeForm

    @property
    def is_hr(self) -> bool:
        return self.node.id in self.present.hr

    @property
    def sees_names(self) -> bool:
        return not self.present.units_by_name.isdisjoint(self.present.line.tree.subtree(self.node.id))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: the figures of a day, or what a cause made of them, and how many people it concerns, as far as that is told."""

    label: str
    cells: list[str]
    people: int | None = None
    address: str = ""
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One module: from the one day to the other, and each day from what was known then to what is known now."""

    head: ModuleHead
    rows: list[Row]
    corrections: list[Row]


def load_change(actor: Actor, code: str) -> Asked:
    """The unit; NoResultFound where the reader may not see its figures on one of the days."""
    form, session = ChangeForm(clock.today()), get_reports_session()
    scopes = [get_scope(session, actor, on) for on in (form.first, form.last)]
    node = scopes[1].line.tree.by_code.get(code)
    if node is None or not all(scope.sees_figures(node.id) for scope in scopes):
        raise NoResultFound
    return Asked(node, get_scope(session, actor, clock.today()), form)


@bp.get("/enheter/<path:code>/forandring")
@requires(Permission.UNIT_READ, load_change)
def changes(asked: Asked) -> ResponseReturnValue:
    form, heads = asked.form, list_heads()
    language = page_language()
    form.offer((str(head.number), head.title.read(language)) for head in heads)
    only = next((head for head in heads if str(head.number) == form.modul.data), None)
    found = get_changes(
        get_reports_session(),
        Between(
            first=form.first,
            last=form.last,
            today=clock.today(),
            unit=asked.node.code,
            level=form.level,
        ),
    )
    by_slug = {each.module: each for each in found.modules if each.asked}
    shown = [head for head in heads if head.slug in by_slug and only in (None, head)]
    page = render_template(
        "reports/changes.html",
        node=asked.node,
        form=form,
        tables=[_table(asked, head, by_slug[head.slug]) for head in shown],
        only=only,
        behind=_list_behind(asked, found, by_slug[only.slug]) if only and only in shown else None,
        cause_name=CAUSE_NAMES.get(CAUSE_WORDS.get(form.cause, Cause.CORRECTIONS), _l("Rättat sedan dess")),
        is_hr=asked.is_hr,
        printed=clock.now(),
    )
    return page, 200 if form.is_whole else 422


def _table(asked: Asked, head: ModuleHead, changes: ModuleChanges) -> Table:
    form = asked.form
    rows = [_day_row(form.first, changes.first)]
    for word, cause in CAUSE_WORDS.items():
        if of_cause := changes.of(cause):
            rows.append(_change_row(asked, head, word, str(CAUSE_NAMES[cause]), of_cause))
    rows.append(_day_row(form.last, changes.last))
    corrections: list[Row] = []
    for word, on, then, corrected, now in (
        (CORRECTED_FIRST, form.first, changes.first_as_known_then, changes.corrected_first, changes.first),
        (CORRECTED_LAST, form.last, changes.last_as_known_then, changes.corrected_last, changes.last),
    ):
        if corrected:
            label = _("%(day)s, som det var känt då", day=written_day(on))
            known = _("%(day)s, som det är känt i dag", day=written_day(on))
            corrections += [
                Row(label, _numbers(then), is_day=True),
                _change_row(asked, head, word, _("Rättat sedan dess"), corrected),
                Row(known, _numbers(now), is_day=True),
            ]
    return Table(head, rows, corrections)


def _day_row(on: date, sums: Sums) -> Row:
    return Row(written_day(on), _numbers(sums), is_day=True)


def _change_row(asked: Asked, head: ModuleHead, word: str, label: str, changes: Iterable[Change]) -> Row:
    changes = list(changes)
    address = url_for(
        "reports.changes", code=asked.node.code, **asked.form.chosen(), modul=head.number, orsak=word
    )
    sums = add_up(changes)
    cells = [_signed(sums[figure]) for figure in FIGURES]
    if CAUSE_WORDS.get(word) is Cause.LAST_DAY:  # who it is would tell that there is a reason
        return Row(label, cells, len(changes) if asked.is_hr else None)
    return Row(label, cells, len(changes), f"{address}#personer" if asked.sees_names else "")


def _numbers(sums: Sums) -> list[str]:
    return [format_decimal(sums[figure]) for figure in FIGURES]


def _signed(number: int) -> str:
    """With its sign the way the language writes it, and nothing where nothing changed."""
    return f"{'+' if number > 0 else ''}{format_decimal(number)}" if number else ""


def _list_behind(asked: Asked, found: Changes, changes: ModuleChanges) -> PeopleBehind | None:
    """Who stands behind the number that was asked for, by the names of today."""
    word = asked.form.cause
    if not word or not asked.sees_names or CAUSE_WORDS.get(word) is Cause.LAST_DAY:
        return None
    chosen: Iterable[Change]
    days: tuple[Day, Day]
    if word == CORRECTED_FIRST:
        chosen, days = changes.corrected_first, (found.first_then, found.first)
    elif word == CORRECTED_LAST:
        chosen, days = changes.corrected_last, (found.last_then, found.last)
    else:
        chosen, days = changes.of(CAUSE_WORDS[word]), (found.first, found.last)
    visible = visible_people(asked.present)
    if found.people is not None:
        visible = visible.where(visible.selected_columns.person_id.in_(found.people))
    names = {named.person_id: named for named in list_named(get_reports_session(), visible)}
    reader = Reader(told_of=asked.present.told_of, is_hr=asked.is_hr, today=clock.today())
    return list_behind(chosen, names, days, changes.module, reader)
