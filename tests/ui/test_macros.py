"""The macros that every page is built from, rendered without the rest of the application."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from jinja2 import StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Form, RadioField, StringField
from wtforms.validators import InputRequired

from elearn import formatting

TEMPLATES = Path(__file__).resolve().parents[2] / "elearn" / "templates"
# The type stubs still want pairs, which WTForms 3.3 warns about.
CHOICES: list[Any] = ["Frågar", "Väntar"]


class Example(Form):
    name = StringField("Namn", validators=[InputRequired("Skriv ett namn.")])
    choice = RadioField(
        "Vad gör du?",
        choices=CHOICES,
        validators=[InputRequired("Välj.")],
    )
    day = DateField("Dag")


@pytest.fixture
def app() -> Iterator[Flask]:
    app = Flask("macros", template_folder=str(TEMPLATES))
    app.jinja_env.undefined = StrictUndefined
    Babel(app, default_locale="sv")
    formatting.init_app(app)
    with app.test_request_context():
        yield app


def render(source: str, **values: object) -> str:
    imports = (
        '{% import "macros/forms.html" as forms %}{% import "macros/page.html" as page %}'
        '{% import "macros/states.html" as states %}{% import "macros/figures.html" as figures %}'
    )
    return render_template_string(imports + source, **values)


def refused() -> Example:
    form = Example(MultiDict({"day": "2026-13-45", "name": ""}))
    assert not form.validate()
    return form


@pytest.mark.usefixtures("app")
class TestForms:
    def test_the_summary_links_to_ids_that_exist(self) -> None:
        source = (
            "{{ forms.error_summary(form) }}{{ forms.text(form.name) }}"
            "{{ forms.radios(form.choice) }}{{ forms.date(form.day) }}"
        )
        html = render(source, form=refused())
        targets = re.findall(r'href="#([^"]+)"', html)
        assert targets == ["name", "choice", "day"]
        assert all(f' id="{target}"' in html for target in targets)

    def test_a_form_without_a_mistake_has_no_summary(self) -> None:
        assert render("{{ forms.error_summary(form) }}", form=Example()).strip() == ""

    def test_every_description_exists(self) -> None:
        html = render(
            "{{ forms.text(form.name, hint='Som i passet.') }}{{ forms.radios(form.choice) }}", form=refused()
        )
        described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
        assert described == ["name-hint", "name-error", "choice-error"]
        assert all(f' id="{name}"' in html for name in described)

    def test_an_impossible_date_is_kept_as_it_was_written(self) -> None:
        assert 'type="text" value="2026-13-45"' in render("{{ forms.date(form.day) }}", form=refused())

    def test_a_day_that_was_not_chosen_is_still_chosen_from_a_calendar(self) -> None:
        empty = Example(MultiDict({"day": "", "name": ""}))
        assert not empty.validate()
        assert 'type="date" value=""' in render("{{ forms.date(form.day) }}", form=empty)

    def test_a_reflection_has_no_name_and_is_never_sent(self) -> None:
        html = render("{{ forms.reflection('mine', 'Vad tänker du?') }}")
        assert "data-reflection" in html
        assert " name=" not in html

    def test_what_somebody_wrote_is_escaped(self) -> None:
        html = render("{{ forms.text(form.name) }}", form=Example(MultiDict({"name": '"><b>'})))
        assert "<b>" not in html


@pytest.mark.usefixtures("app")
class TestPages:
    @pytest.mark.parametrize(
        ("word", "text"),
        [
            ("completed", "Klar"),
            ("not_done", "Ej klar"),
            ("due", "Ej klar"),
            ("overdue", "Försenad"),
            ("held", "Hanteras av HR"),
        ],
    )
    def test_a_state_is_a_word_and_a_shape(self, word: str, text: str) -> None:
        html = render("{{ states.state(word) }}", word=word)
        assert f'<span class="state-word">{text}</span>' in html
        assert 'aria-hidden="true"' in html

    def test_a_bar_has_its_numbers_beside_it(self) -> None:
        html = render("{{ figures.bar(132, 180, 'Norr') }}")
        assert "132 av 180" in html
        assert 'width="73.3%"' in html

    def test_a_bar_of_nobody_is_no_division_by_zero(self) -> None:
        assert "<svg" not in render("{{ figures.bar(0, 0, 'Norr') }}")

    def test_a_table_has_a_name_and_each_cell_the_head_of_its_column(self) -> None:
        html = render("{{ figures.table(['Enhet', 'Klara'], [['Norr', 12]], 'Läget', [1]) }}")
        assert (
            '<caption class="govuk-table__caption"><span class="table-caption">Läget</span></caption>' in html
        )
        assert 'data-label="Klara">12</td>' in html
        assert '<th class="govuk-table__header" scope="row">Norr</th>' in html

    def test_the_receipt_says_so_in_the_heading(self) -> None:
        assert "<h1" in render("{{ page.panel('Klart. Det är registrerat.') }}")

    def test_steps_say_in_words_where_you_are(self) -> None:
        assert "Avsnitt 3 av 6" in render("{{ page.steps(3, 6) }}")
