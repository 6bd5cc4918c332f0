"""The certificate as a file: accessible by an independent check, the same bytes each time, and its person's own."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import page
import pytest
import typst
from flask import Flask
from flask_babel import Babel, force_locale

from elearn.completions import certificate_pdf as pdf
from elearn.completions.certificate_pdf import Paper, certificate_pdf, render, words
from elearn.completions.certificates import Certificate
from elearn.completions.models import Completion, Evidence
from elearn.organisations.own_details import OwnDetails
from tests.delivered import delivered_content

MODULES = delivered_content().modules
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
MISREAD = "PDFA2A-STREAM-LENGTH-001"
STANDARDS = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A)


@pytest.fixture(scope="module")
def app() -> Flask:
    """An application that knows the words and nothing else."""
    speaking = Flask("elearn")
    Babel(speaking, default_locale="sv")
    return speaking


def paper(name: str = "Alice Alm", language: str = "sv", *, topic: bool = False) -> Paper:
    completion = Completion(
        id=UUID(int=7),
        seq=1,
        salt="",
        person_id=UUID(int=1),
        module=MODULES[1].slug,
        version="1.1",
        evidence=Evidence.CHECK,
        completed_on=date(2026, 11, 22),
        valid_until=date(2028, 11, 22),
        recorded_at=AT,
        recorded_by=None,
        corrects=None,
        annulled=False,
        reason=None,
        origin="",
    )
    made = Certificate(completion, MODULES[1], "ab" * 32, renewal=False)
    return Paper(made, MODULES[1], OwnDetails(name, "Gruppen"), language, topic)


def made(app, wanted: Paper) -> bytes:
    with app.test_request_context(), force_locale(wanted.language):
        return certificate_pdf(wanted)


def said(app, wanted: Paper) -> str:
    with app.test_request_context(), force_locale(wanted.language):
        return str(words(wanted))


def faults(file: bytes) -> list[str]:
    """What an independent reader holds against a file.

    Where compressed data happens to end in a carriage return, it takes that for part of the line's end.
    """
    found = [
        fault.rule_id for each in STANDARDS for fault in page.validate_pdf_bytes(file, profile=each).failures
    ]
    return [rule for rule in found if rule != MISREAD or not lengths_are_right(file)]


def lengths_are_right(file: bytes) -> bool:
    streams = re.finditer(rb"<<(?:(?!>>\n).)*/Length (\d+)(?:(?!>>\n).)*>>\nstream\n", file, re.S)
    ends = [stream.end() + int(stream.group(1)) for stream in streams]
    return len(ends) == file.count(b"\nendstream\n") and all(
        file[end:].startswith(b"\nendstream\n") for end in ends
    )


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("topic", [False, True])
def test_it_meets_the_standards_for_everybody_and_for_keeping(app, language, topic):
    file = made(app, paper(language=language, topic=topic))
    assert faults(file) == []
    assert f"/Lang({language})".encode() in file
    assert page.validate_pdf_bytes(file, profile="ua1").document.page_count == 1


def test_its_title_is_neutral(app):
    for language, title in (("sv", "Intyg – modul 2"), ("en", "Certificate – module 2")):
        wanted = paper(language=language, topic=True)
        file = made(app, wanted)
        assert re.findall(rb"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", file, re.S) == [title.encode()]
        assert MODULES[1].slug.encode() not in file


@pytest.mark.parametrize(
    "taken", [b"/Lang", b"/MarkInfo", b"/StructTreeRoot", b"/DisplayDocTitle", b"/ToUnicode", b"pdfuaid:part"]
)
def test_the_check_sees_what_is_missing(app, taken):
    """The negative controls: the same file with one thing taken out of it."""
    file = made(app, paper())
    assert taken in file
    assert faults(file.replace(taken, taken[:1] + b"X" + taken[2:])) != []


def test_a_file_without_the_standard_is_refused_by_the_check(app, monkeypatch):
    monkeypatch.setattr(pdf, "STANDARDS", [])
    assert faults(made(app, paper())) != []


def test_the_same_facts_give_the_same_bytes(app):
    assert made(app, paper()) == made(app, paper())
    assert made(app, paper()) != made(app, paper("Anders Åkesson"))


def test_a_hostile_name_is_text_and_nothing_else(app):
    name = '#eval("1") ] $x$ *stark* @bok <b> \\ " #include("/etc/passwd")'
    with app.test_request_context():
        data = words(paper(name))
    assert name in str(data["sentence"])
    assert faults(made(app, paper(name))) == []


@pytest.mark.parametrize("name", ["李小龍", "Alm \N{GRINNING FACE}", "A\0lm"])
def test_a_name_that_the_font_does_not_have_is_left_to_be_written_by_hand(app, name):
    assert made(app, paper(name)) == made(app, paper(""))


@pytest.mark.parametrize("name", ["Łukasz Žižek", "Nguyễn Thị Ánh", "محمد", "Ольга", "", "Ann" * 100])
def test_names_of_the_world_and_no_name_meet_the_standard_too(app, name):
    assert faults(made(app, paper(name))) == []


def test_many_can_be_made_at_once(app):
    with app.test_request_context():
        data = words(paper())
    with ThreadPoolExecutor(4) as pool:
        files = set(pool.map(lambda _: render(data, AT), range(24)))
    assert len(files) == 1


def test_a_paper_that_cannot_be_told_whose_language_it_is_in_is_not_made(app):
    with app.test_request_context():
        data = words(paper())
    with pytest.raises(typst.TypstError):
        render({**data, "title": ""}, AT)


def test_the_topic_stands_there_only_when_its_person_wants_it(app):
    assert MODULES[1].title.sv not in said(app, paper())
    assert MODULES[1].title.sv in said(app, paper(topic=True))
    assert str(MODULES[1].title.en) in said(app, paper(language="en", topic=True))


def test_a_renewal_is_worth_its_own_time(app):
    first = paper()
    again = replace(first, certificate=replace(first.certificate, renewal=True))
    assert f"{MODULES[1].minutes} minuter" in said(app, first)
    assert "10 minuter" in said(app, again)
