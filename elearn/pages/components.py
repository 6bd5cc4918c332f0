"""Every piece that pages are built from, in every state, on one page: for whoever changes the look."""

from datetime import date, timedelta

from flask import Blueprint, abort, current_app, render_template
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from elearn.guard import public
from elearn.reports.lines import draw
from elearn.reports.over_time import Figures

bp = Blueprint("components", __name__)
CHOICES = [
    SelectChoice("school", _l("Förskola, skola eller fritid")),
    SelectChoice("care", _l("Vård eller omsorg")),
    SelectChoice("company", _l("Bostadsbolag eller annat bolag")),
]
FIRST = date(2026, 1, 31)


class Specimen(FlaskForm):  # type: ignore[misc]
    """One field of each kind. Never sent, so it has no token."""

    class Meta:
        csrf = False

    text = StringField(
        _l("E-postadress eller anställningsnummer"), validators=[InputRequired(_l("Skriv något."))]
    )
    password = PasswordField(_l("Lösenord"), validators=[InputRequired(_l("Skriv något."))])
    words = TextAreaField(_l("Beskrivning"), validators=[InputRequired(_l("Skriv något."))])
    one = RadioField(_l("Var arbetar du?"), choices=CHOICES, validators=[InputRequired(_l("Välj ett."))])
    several = SelectMultipleField(
        _l("Vad gäller det?"), choices=CHOICES, validators=[InputRequired(_l("Välj minst ett."))]
    )
    box = BooleanField(_l("Jag var med"), validators=[InputRequired(_l("Kryssa i rutan."))])
    choice = SelectField(
        _l("Arbetsplats"),
        choices=[SelectChoice("", _l("Välj inte")), *CHOICES],
        validators=[InputRequired(_l("Välj ett."))],
    )
    day = DateField(_l("Dag"), validators=[InputRequired(_l("Skriv en dag."))])
    file = FileField(_l("Fil"), validators=[InputRequired(_l("Välj en fil."))])


@bp.get("/komponenter")
@public
def components() -> str:
    """The pieces; a page that is not there unless ELEARN_COMPONENTS asks for it."""
    if not current_app.config["COMPONENTS"]:
        abort(404)
    plain = Specimen(formdata=None, prefix="a-", data={"one": "care", "several": ["school"], "day": FIRST})
    refused = Specimen(formdata=MultiDict({"b-day": "2026-13-45"}), prefix="b-")
    refused.validate()
    return render_template("pages/components.html", plain=plain, refused=refused, line=_line(), day=FIRST)


def _line() -> object:
    days = [FIRST + timedelta(days=30 * month) for month in range(6)]
    return draw(days, [Figures(people=40, asked=40, done=done) for done in (4, 9, 17, 17, 26, 33)])
