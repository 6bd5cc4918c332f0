"""The form that asks for an export."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired

from elearn.organisations.forms import DayField
from elearn.organisations.kinds import Level
from elearn.reports.exports import Format, Subject
from elearn.reports.queries import Structure

CHOOSE_SUBJECT = _l("Välj vad filen ska innehålla.")


class ExportForm(FlaskForm):  # type: ignore[misc]
    """What is wished; the units and modules to choose among are set by the view. An empty choice means all."""

    subject = RadioField(
        _l("Vad ska filen innehålla?"),
        [InputRequired(CHOOSE_SUBJECT)],
        choices=[
            SelectChoice(
                Subject.STATUS.value, _l("Läget: en rad per person och modul som krävs av personen")
            ),
            SelectChoice(
                Subject.COMPLETIONS.value,
                _l("Genomfört: en rad per genomförd modul, även för dem som har slutat"),
            ),
            SelectChoice(Subject.UNITS_REPORT.value, _l("Siffror: en rad per enhet och modul, utan namn")),
        ],
    )
    as_of = DayField(
        _l("Till och med"),
        [InputRequired(_l("Skriv en dag, till exempel 2026-03-01."))],
    )
    structure = RadioField(
        _l("Var ska personerna stå?"),
        default=Structure.THEN.value,
        choices=[
            SelectChoice(Structure.THEN.value, _l("I enheten där de var den dagen")),
            SelectChoice(Structure.NOW.value, _l("I enheten där de är i dag")),
        ],
        description=_l("Gäller läget och siffrorna. Genomfört visar alltid båda enheterna."),
    )
    unit = SelectField(_l("Enhet"), default="", description=_l("Enheten och alla under den."))
    module = SelectField(_l("Modul"), default="")
    level = SelectField(
        _l("Nivå"),
        default="",
        choices=[
            SelectChoice("", _l("alla nivåer")),
            SelectChoice(Level.POLITICIAN.value, _l("politiker")),
            SelectChoice(Level.MANAGER.value, _l("chefer")),
            SelectChoice(Level.EMPLOYEE.value, _l("medarbetare")),
        ],
        description=_l("Gäller bara siffrorna."),
    )
    headers = SelectField(
        _l("Rubriker"),
        default="",
        description=_l("Ert eget systems rubriker och kurskoder, för den som ska läsa in filen där."),
    )
    format = RadioField(
        _l("Format"),
        default=Format.XLSX.value,
        choices=[
            SelectChoice(Format.XLSX.value, _l("Excel (XLSX)")),
            SelectChoice(Format.CSV.value, _l("CSV, som öppnas direkt i svensk Excel")),
            SelectChoice(Format.JSONL.value, _l("JSON Lines, för andra system")),
        ],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        fields: Any = self  # the published types do not know these messages yet
        fields.subject.invalid_choice_message = CHOOSE_SUBJECT
        fields.structure.invalid_choice_message = _l("Välj var personerna ska stå.")
        fields.unit.invalid_choice_message = _l("Välj en enhet i listan.")
        fields.module.invalid_choice_message = _l("Välj en modul i listan.")
        fields.level.invalid_choice_message = _l("Välj en nivå i listan.")
        fields.headers.invalid_choice_message = _l("Välj rubriker i listan.")
        fields.format.invalid_choice_message = _l("Välj ett format.")

    def offer(
        self,
        units: Iterable[tuple[str, str]],
        modules: Iterable[tuple[str, str]],
        mappings: Iterable[tuple[str, str]],
    ) -> None:
        """Set what can be chosen: units, modules and mapping files, each by code, slug or file with its name."""
        self.unit.choices = [SelectChoice("", _l("Alla enheter jag hanterar"))]
        self.unit.choices += [SelectChoice(code, name) for code, name in units]
        self.module.choices = [SelectChoice("", _l("Alla moduler"))]
        self.module.choices += [SelectChoice(slug, title) for slug, title in modules]
        self.headers.choices = [SelectChoice("", _l("Våra egna, på engelska"))]
        self.headers.choices += [SelectChoice(file, name) for file, name in mappings]
