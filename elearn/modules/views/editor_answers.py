"""How a version's questions were answered and what to read from it, where nobody can be made out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearn.clock import now
from elearn.extensions import get_session
from elearn.formatting import share
from elearn.guard import requires
from elearn.modules.addresses import section_anchor
from elearn.modules.citations import question_anchor
from elearn.modules.comparing_versions import version_order
from elearn.modules.content import Module, Option, Question
from elearn.modules.counting import list_insights
from elearn.modules.insight import Advice, Insight, Portion, Sign, Telling, advise, portion, telling, urgency
from elearn.modules.publishing import get_published, list_versions, read_version
from elearn.modules.views.blueprint import bp, load_module
from elearn.permissions import Permission

SIGNS = {
    Sign.TEMPTS: _l("Många som kan resten väljer %(option)s: läs om alternativ %(option)s."),
    Sign.TURNED: _l("De som kan resten svarar rätt mer sällan än andra: läs frågan och facit igen."),
    Sign.HARD: _l("Färre än hälften svarar rätt: läs frågan, och avsnittet som ska ge svaret."),
    Sign.IDLE: _l(
        "Färre än var tjugonde som svarar fel väljer %(option)s: alternativet lockar knappt någon."
    ),
    Sign.EASY: _l("Nästan alla svarar rätt. Det är bra om alla måste kunna det, annars säger frågan lite."),
    Sign.FINE: _l("Inget sticker ut."),
    Sign.FEW: _l("För få har svarat för att något ska visas."),
}
TELLINGS = {
    Telling.CLEARLY: _l("Skiljer tydligt dem som kan resten från andra."),
    Telling.SOMEWHAT: _l("Skiljer något mellan dem som kan resten och andra."),
    Telling.HARDLY: _l("Skiljer knappt mellan dem som kan resten och andra."),
    Telling.TURNED: _l("De som kan resten svarar rätt mer sällan."),
}
PORTIONS = {
    Portion.MOST: _l("över hälften"),
    Portion.MANY: _l("en fjärdedel till hälften"),
    Portion.FEW: _l("under en fjärdedel"),
}
# What needs no look.
CALM = frozenset({Sign.FINE, Sign.FEW, Sign.EASY})


@dataclass(frozen=True, slots=True)
class Row:
    """An option with its letter, at least how often it was chosen, and by which part of those who were wrong."""

    letter: str
    option: Option
    least: int | None
    portion: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what is shown of it; its place is the number that the preview gives it."""

    place: int
    question: Question
    insight: Insight
    advice: Sequence[Advice]
    current: bool

    @property
    def asks_for_a_look(self) -> bool:
        return not CALM.issuperset(one.sign for one in self.advice)

    @property
    def sentences(self) -> list[str]:
        return [str(SIGNS[each.sign]) % {"option": letter(each.option or 0)} for each in self.advice]

    @property
    def telling(self) -> str:
        found = telling(self.insight)
        return str(TELLINGS[found]) if found else ""

    @property
    def right(self) -> str:
        """The share of right answers: one number where it can be told, else from and to."""
        low, high = (share(times, self.insight.asked) for times in (self.insight.least, self.insight.most))
        if low == high:
            return str(_("%(share)s %%", share=low))
        return str(_("%(low)s till %(high)s %%", low=low, high=high))

    @property
    def rows(self) -> Iterator[Row]:
        single = not self.question.several
        for place, option in enumerate(self.question.options):
            if single and option.correct:
                yield Row(letter(place), option, self.insight.least or None, "–")
                continue
            part = portion(self.insight, option.id)
            words = str(PORTIONS[part]) if part else _("visas inte")
            yield Row(letter(place), option, self.insight.wrong.get(option.id), words)


def letter(place: int) -> str:
    return chr(ord("A") + place)


@bp.get("/redaktion/moduler/<int:number>/svar")
@requires(Permission.CONTENT_REVIEW, load_module)
def editor_answers(module: Module) -> str:
    """The questions of a version, what needs a look first; the present version unless another is asked for."""
    session = get_session()
    row = get_published(session, module.slug, request.args.get("version", module.version))
    version, insights = read_version(row), list_insights(session, row.id)
    shown = [
        _answered(module, place, question, insights) for place, question in enumerate(version.questions, 1)
    ]
    return render_template(
        "modules/editor_answers.html",
        module=module,
        answered=version,
        versions=sorted(list_versions(session, module.slug), key=version_order, reverse=True),
        shown=sorted(shown, key=lambda each: urgency(each.advice)),
        in_order=shown,
        waiting=sum(each.asks_for_a_look for each in shown),
        anchor=question_anchor,
        section_anchor=section_anchor,
        printed=now(),
    )


def _answered(module: Module, place: int, question: Question, insights: Mapping[str, Insight]) -> Answered:
    insight = insights.get(question.id, Insight())
    return Answered(
        place, question, insight, advise(question, insight), module.question(question.id) is not None
    )
