"""The form in which HR hands in a file, and what the fields of other forms share."""

import unicodedata
from datetime import date
from pathlib import PurePath

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, Field, Form, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the published types
from wtforms.validators import InputRequired, ValidationError

from elearn.organisations.files.faults import FileRefused, in_words
from elearn.organisations.files.mapping import decode_mapping, load_mapping
from elearn.organisations.sources import is_source_name
from elearn.organisations.words import FILE_NAMES

LONGEST_FILE_NAME = 100


class DayField(DateField):
    """A day; what is none gets a sentence that says what to do."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Den dagen finns inte. Skriv som ÅÅÅÅ-MM-DD.")) from error


def printable(_form: Form, field: Field) -> None:
    """Refuse what no keyboard types into one line, and what a database cannot hold."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in field.data or ""):
        raise ValidationError(_("Texten har tecken som inte går att använda. Skriv om den."))


class UploadFileForm(FlaskForm):  # type: ignore[misc]
    """A file, what it is about, whose it is and from which day it holds. `sources` are those to choose from."""

    kind = RadioField(
        _l("Vad filen innehåller"),
        [InputRequired(_l("Välj vad filen innehåller."))],
        choices=[SelectChoice(kind.value, name) for kind, name in FILE_NAMES.items()],
    )
    source = SelectField(
        _l("Källa"),
        description=_l("Systemet som filen kommer ur. Filen ersätter allt som källan har sagt förut."),
        validate_choice=False,
    )
    new_source = StringField(
        _l("Ny källa"),
        description=_l(
            "Fyll bara i om systemet inte finns i listan: bokstäver, siffror, punkt och bindestreck."
        ),
    )
    file = FileField(_l("Fil"), description=_l("CSV eller XLSX, högst 100 MB."))
    mapping = FileField(
        _l("Mappningsfil"),
        description=_l(
            "Behövs bara om filen har andra rubriker eller ord än våra: en TOML-fil, högst 64 kB. "
            "Sidan minns den för källan."
        ),
    )
    effective = DayField(
        _l("Gäller från"),
        [InputRequired(_l("Skriv dagen som filen gäller från, till exempel 2026-11-22."))],
    )
    correction = BooleanField(
        _l("Filen rättar något som redan är inläst"),
        description=_l("Behövs när dagen ligger före den senast inlästa filens."),
    )

    # The mapping file once it is found to be one.
    mapping_text: str | None = None

    def offer(self, sources: list[str], *, new: bool) -> None:
        """Let the reader choose among their sources; a new one only where `new` says so."""
        none = _("Välj en källa, eller skriv en ny nedanför") if new else _("Välj en källa")
        self.source.choices = [SelectChoice("", none), *(SelectChoice(source, source) for source in sources)]
        if not new and "new_source" in self:
            del self.new_source

    @property
    def source_name(self) -> str:
        """The source that was chosen, or typed."""
        typed = (self.new_source.data or "").strip() if "new_source" in self else ""
        return typed or self.source.data or ""

    def is_complete(self) -> bool:
        """Whether everything is there; every mistake is in `errors`."""
        complete = bool(self.validate_on_submit())
        if not is_source_name(self.source_name):
            field = self.new_source if "new_source" in self else self.source
            field.errors = [
                _("Välj en källa i listan, eller skriv en ny med bokstäver, siffror, punkt och bindestreck.")
            ]
            complete = False
        if not (self.file.data and self.file.data.filename):
            self.file.errors = [_("Välj en fil.")]
            complete = False
        return self._read_mapping() and complete

    def _read_mapping(self) -> bool:
        """Whether the mapping file, if there is one, has no mistake."""
        if not (self.mapping.data and self.mapping.data.filename):
            return True
        try:
            text = decode_mapping(self.mapping.data.read())
            load_mapping(text)
        except FileRefused as refused:
            self.mapping.errors = [in_words(fault) for fault in refused.faults]
            return False
        self.mapping_text = text
        return True

    @property
    def file_name(self) -> str:
        """What the file was called, fit to be shown."""
        return _name_of(self.file)

    @property
    def mapping_name(self) -> str:
        return _name_of(self.mapping)

    @property
    def day(self) -> date:
        return self.effective.data or date.min


def _name_of(field: FileField) -> str:
    name = PurePath((field.data.filename or "").replace("\\", "/")).name
    shown = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    return shown[-LONGEST_FILE_NAME:] or str(_("Utan namn"))
