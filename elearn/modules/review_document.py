"""A review copy as a Word file: real headings, numbered paragraphs, its language set, pages numbered."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import cast

from babel.dates import format_date
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from elearn.languages import DEFAULT, locale_tag, name_in
from elearn.modules.content import Module
from elearn.modules.loader import Content
from elearn.modules.review_copy import Numbered, Part, Row, Table, list_rows
from elearn.modules.review_front import list_front
from elearn.modules.review_text import Heading, Span
from elearn.modules.review_text import Title as BoxTitle

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(2.5)
HANG, STEP = Cm(1.6), Cm(0.7)
MUTED = RGBColor(0x55, 0x55, 0x55)
SHADE = "E8ECEF"
NUMBERED, TITLED = "Numrerat stycke", "Rubrik på ruta"


def write_document(file: Path, module: Module, content: Content, language: str, on: date) -> None:
    """Write the review copy of a module, its texts in a language, on a day."""
    body = list_rows(module, content, language)
    document = _new_document(module, on)
    title = module.title.read(language)
    heading = document.add_paragraph(style="Title")
    _write(heading, [Span(title, module.title.language(language))])
    shown = format_date(on, format="d MMMM y", locale="sv")
    subtitle = (
        f"Granskningskopia av modul {module.number}, version {module.version}, {shown}. "
        f"Texterna är på {name_in(language, DEFAULT)}."
    )
    _write(document.add_paragraph(style="Subtitle"), [Span(subtitle)])
    for row in (*list_front(module, content, body, language), *body):
        _add(document, row, language)
    document.save(str(file))


def _new_document(module: Module, on: date) -> WordDocument:
    document = Document()
    properties = document.core_properties
    properties.title = f"{module.title.sv}: granskningskopia, version {module.version}"
    properties.author = properties.last_modified_by = "elearn"
    properties.comments = ""
    properties.language = locale_tag(DEFAULT)
    properties.created = properties.modified = datetime.combine(on, time())
    page = document.sections[0]
    page.page_width, page.page_height = PAGE_WIDTH, PAGE_HEIGHT
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    _set_language(document)
    _add_styles(document)
    _number_pages(page.footer.paragraphs[0], f"{module.slug} {module.version}, granskningskopia. Sida ")
    return document


def _set_language(document: WordDocument) -> None:
    """Swedish, for spelling and for whoever listens; what is not says so itself."""
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), locale_tag(DEFAULT))
    for lang in document.settings.element.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), locale_tag(DEFAULT))


def _add_styles(document: WordDocument) -> None:
    normal = cast(ParagraphStyle, document.styles["Normal"])
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    numbered = cast(ParagraphStyle, document.styles.add_style(NUMBERED, WD_STYLE_TYPE.PARAGRAPH))
    numbered.base_style = normal
    numbered.paragraph_format.left_indent, numbered.paragraph_format.first_line_indent = HANG, -HANG
    numbered.paragraph_format.tab_stops.add_tab_stop(HANG)
    titled = cast(ParagraphStyle, document.styles.add_style(TITLED, WD_STYLE_TYPE.PARAGRAPH))
    titled.base_style = normal
    properties = titled.element.get_or_add_pPr()
    properties.append(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": SHADE}))
    titled.paragraph_format.space_before, titled.paragraph_format.keep_with_next = Pt(8), True


def _number_pages(paragraph: Paragraph, text: str) -> None:
    _write(paragraph, [Span(text, muted=True)])
    field = _element("w:fldSimple", {"w:instr": "PAGE"})
    paragraph._p.append(field)


def _add(document: WordDocument, row: Row, language: str) -> None:
    if isinstance(row, Part):
        _write(document.add_paragraph(style=f"Heading {row.level}"), [Span(row.text)])
    elif isinstance(row, Heading):
        _write(document.add_paragraph(style=f"Heading {row.level}"), row.spans)
    elif isinstance(row, BoxTitle):
        _write(document.add_paragraph(style=TITLED), row.spans)
    elif isinstance(row, Numbered):
        _add_numbered(document, row)
    else:
        _add_table(document, row)


def _add_numbered(document: WordDocument, row: Numbered) -> None:
    paragraph = document.add_paragraph(style=NUMBERED)
    if row.depth:
        paragraph.paragraph_format.left_indent = Cm(HANG.cm + STEP.cm * row.depth)
        paragraph.paragraph_format.first_line_indent = -Cm(HANG.cm + STEP.cm * row.depth)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(HANG.cm + STEP.cm * row.depth))
    _write(paragraph, [Span(f"{row.number}\t", muted=True), *row.spans])


def _add_table(document: WordDocument, row: Table) -> None:
    columns = len(row.widths)
    table = document.add_table(rows=len(row.rows), cols=columns, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, row.widths, strict=True):
        column.width = Cm(width)
    for number, (line, cells) in enumerate(zip(table.rows, row.rows, strict=True)):
        if number == 0:
            line._tr.get_or_add_trPr().append(_element("w:tblHeader", {}))
        for cell, spans, width in zip(line.cells, cells, row.widths, strict=True):
            _fill(cell, spans, width)
    document.add_paragraph()


def _fill(cell: _Cell, spans: Iterable[Span], width: float) -> None:
    cell.width = Cm(width)
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    _write(paragraph, spans)


def _write(paragraph: Paragraph, spans: Iterable[Span]) -> None:
    """Text as text: the library escapes it, and nothing in it becomes a field or a link."""
    for span in spans:
        run = paragraph.add_run(span.text)
        run.bold, run.italic = span.strong or None, span.emphasised or None
        if span.muted:
            run.font.color.rgb = MUTED
        if span.language != "sv":
            run._r.get_or_add_rPr().append(_element("w:lang", {"w:val": locale_tag(span.language)}))


def _element(name: str, attributes: Mapping[str, str]) -> BaseOxmlElement:
    element = cast(BaseOxmlElement, OxmlElement(name))
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
