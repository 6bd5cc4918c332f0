"""The form that asks for evidence of a day, or for a list to hand out."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired

from elearn.organisations.forms import DayField


class EvidenceForm(FlaskForm):  # type: ignore[misc]
    """A day, a unit and a module; what can be chosen is set by the view. An empty choice means all."""

    as_of = DayField(
        _l("Till och med"),
        [InputRequired(_l("Skriv en dag, till exempel 2026-03-01."))],
    )
    unit = SelectField(_l("Enhet"), default="", description=_l("Enheten och alla under den."))
    module = SelectField(_l("Modul"), default="")

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        fields: Any = self  # the published types do not know these messages yet
        fields.unit.invalid_choice_message = _l("Välj en enhet i listan.")
        fields.module.invalid_choice_message = _l("Välj en modul i listan.")

    def offer(self, units: Iterable[tuple[str, str]], modules: Iterable[tuple[str, str]]) -> None:
        """Set what can be chosen: units and modules, each by code or slug with its name."""
        self.unit.choices = [SelectChoice("", _l("Alla enheter jag hanterar"))]
        self.unit.choices += [SelectChoice(code, name) for code, name in units]
        self.module.choices = [SelectChoice("", _l("Alla moduler"))]
        self.module.choices += [SelectChoice(slug, title) for slug, title in modules]
