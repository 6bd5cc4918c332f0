"""What a browser may send about a knowledge check, and nothing else of it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from flask import abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, StopValidation

from elearn.modules.directives import Audience
from elearn.modules.draw import Asked
from elearn.modules.question_reports import Reason

ONE_BY_ONE, ALL_TOGETHER = "one", "all"


class StartCheckForm(FlaskForm):  # type: ignore[misc]
    """How the reader wants to see the questions."""

    way = RadioField(
        _l("Hur vill du svara?"),
        choices=[
            SelectChoice(ONE_BY_ONE, _l("En fråga i taget")),
            SelectChoice(ALL_TOGETHER, _l("Alla frågor på en sida")),
        ],
        default=ONE_BY_ONE,
        validators=[InputRequired(_l("Välj hur du vill svara."))],
    )


class WorkplaceForm(FlaskForm):  # type: ignore[misc]
    """About which workplace the reader wants to read first."""

    workplace = SelectField(
        _l("Var arbetar du?"),
        description=_l("Då står det som gäller där öppet i texten. Allt annat går att läsa ändå."),
        choices=[
            SelectChoice("", _l("Välj inte")),
            SelectChoice(Audience.SCHOOL.value, _l("Förskola, skola eller fritid")),
            SelectChoice(Audience.CARE.value, _l("Vård eller omsorg")),
            SelectChoice(Audience.COMPANY.value, _l("Bostadsbolag eller annat bolag")),
            SelectChoice(Audience.OFFICE.value, _l("Kontor eller annan förvaltning")),
        ],
    )

    @property
    def chosen(self) -> Audience | None:
        return Audience(self.workplace.data) if self.workplace.data else None


REASONS = {
    Reason.ANSWER: _l("Svaret stämmer inte"),
    Reason.UNCLEAR: _l("Frågan är otydlig"),
    Reason.SEVERAL: _l("Flera svar kan vara rätt"),
    Reason.LANGUAGE: _l("Språket är fel"),
}


def report_form(place: int) -> FlaskForm:
    """What may be wrong with a question. There is one on the page for each, so the id has the question's place."""
    reason = RadioField(
        _l("Vad är fel?"),
        id=f"fel-{place}",
        choices=[SelectChoice(reason.value, words) for reason, words in REASONS.items()],
        invalid_choice_message=_l("Välj vad som är fel."),  # type: ignore[call-arg]  # newer than the published types
        validators=[InputRequired(_l("Välj vad som är fel."))],
    )
    return type("QuestionReportForm", (FlaskForm,), {"reason": reason})()


class OneOption(RadioField):
    """One of the drawn options, or none yet."""

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)


def check_form(
    asked: Iterable[Asked], answers: Mapping[str, Sequence[str]], language: str, *, whole: bool = True
) -> FlaskForm:
    """A form for some of the questions of a check, one field each: q1 to q10. Whole: each must be answered."""
    asked = list(asked)
    fields = {field_name(one): _field(one, language, whole=whole) for one in asked}
    chosen = {field_name(one): (one, answers.get(one.question.id)) for one in asked}
    data = {
        name: options if one.question.several else options[0]
        for name, (one, options) in chosen.items()
        if options
    }
    return type("CheckForm", (FlaskForm,), fields)(data=data)


def field_name(asked: Asked) -> str:
    return f"q{asked.place}"


def unanswered(asked: Asked) -> str:
    """What is said about a question without an answer."""
    if asked.question.several:
        return str(_("Fråga %(place)s: välj de svar som stämmer.", place=asked.place))
    return str(_("Fråga %(place)s: välj ett svar.", place=asked.place))


def read_answers(form: FlaskForm, asked: Iterable[Asked]) -> dict[str, list[str]]:
    """The chosen options by question id; boxes that were all left empty count as an answer taken back."""
    chosen: dict[str, list[str]] = {}
    for one in asked:
        data = form[field_name(one)].data
        if one.question.several:
            chosen[one.question.id] = list(data or [])
        elif data:
            chosen[one.question.id] = [data]
    return chosen


def posted_attempt() -> UUID:
    """The attempt that a form says it belongs to; 404 where it says none."""
    attempt_id = request.form.get("attempt", type=UUID)
    if attempt_id is None:
        abort(404)
    return attempt_id


def posted_answers(asked: Iterable[Asked]) -> dict[str, list[str]]:
    """The answers as they were sent, right or wrong: what one form differs by from another."""
    names = [field_name(one) for one in asked]
    return {name: request.form.getlist(name) for name in names if name in request.form}


def _field(asked: Asked, language: str, *, whole: bool) -> Field:
    shown = asked.language(language)
    several = asked.question.several

    def answered(_form: FlaskForm, field: Field) -> None:
        if not field.data:
            raise StopValidation(unanswered(asked))

    kind: Any = SelectMultipleField if several else OneOption
    # WTForms makes the field when the form is made; until then this stands for it.
    return cast(
        Field,
        kind(
            asked.question.text.read(shown),
            choices=[SelectChoice(option.id, option.text.read(shown)) for option in asked.options],
            description=_("Flera svar är rätt. Välj alla som stämmer.") if several else "",
            invalid_choice_message=_(
                "Fråga %(place)s: svaret finns inte bland alternativen. Välj igen.", place=asked.place
            ),
            validators=[answered] if whole else [],
        ),
    )
