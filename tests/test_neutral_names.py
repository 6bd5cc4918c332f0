"""What others can see without opening a page says nothing of what it is about: titles, addresses, file names, mail subjects.

They stand in histories, on tabs, in download folders and in lists of mail. Every one is looked at where it is written,
in both languages, so that none is forgotten because a test did not walk there.
"""

import ast
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from babel.support import Translations
from flask import Flask

import elearn
from elearn.reminders.letters import write
from elearn.reminders.models import MailKind
from elearn.reminders.outlook import Outlook

pytestmark = pytest.mark.one_engine

ROOT = Path(elearn.__file__).parent
# The beginnings of words. A topic, what somebody may have met or done, whom they may turn to, and what follows.
TELLING = (
    *(
        "våld",
        "heder",
        "utsatt",
        "förtryck",
        "kvinnofrid",
        "kvinnojour",
        "mansjour",
        "tjejjour",
        "brottsoffer",
    ),
    *(
        "misshand",
        "övergrepp",
        "hotad",
        "hotbild",
        "hotfull",
        "kontrollerad",
        "svartsjuk",
        "stalk",
        "förfölj",
    ),
    *(
        "relation",
        "partner",
        "familj",
        "äktenskap",
        "gifte",
        "könsstymp",
        "oskuld",
        "trafficking",
        "prostitu",
    ),
    *("sexuel", "orosanm", "anmäl", "polis", "socialtjänst", "skyddat", "skyddade", "barnfrid", "trygg"),
    *("trauma", "kris", "offer", "förövar", "gärning", "eftervåld", "psykisk", "fysisk", "ekonomisk"),
    *("violen", "honour", "honor", "abus", "victim", "perpetrat", "oppress", "assault", "harass", "threat"),
    *("rape", "coerc", "domestic", "forced", "marriage", "mutilat", "police", "shelter", "refuge", "safety"),
    *("surviv", "batter", "jealous", "intimate", "spouse", "psychol", "physical", "sexual", "danger"),
)
REVEALS = re.compile(rf"\b(?:{'|'.join(TELLING)})\w*", re.IGNORECASE)
# What else a title may hold, and why it is neutral: numbers, and the names of units (which a manager has chosen to see).
VARIABLES = {"number", "place", "total", "node.name", "module", "module.number", "step.place", "asked.place"}
SAID = re.compile(r"_\('([^']*)'|{%-? ?trans[^%]*%}(.*?){%-? ?endtrans", re.DOTALL)


@cache
def english() -> Translations:
    translations = Translations.load(ROOT / "translations", ["en"])
    assert isinstance(translations, Translations)
    return translations


def in_both(sentence: str) -> tuple[str, str]:
    return sentence, english().gettext(sentence)


def titles() -> Iterator[tuple[str, str]]:
    """Each template's title, as it is written."""
    for path in sorted(ROOT.glob("templates/**/*.html")):
        for title in re.findall(
            r"{% block title %}(.*?){% endblock %}", path.read_text(encoding="utf-8"), re.DOTALL
        ):
            yield path.name, title


def test_the_list_sees_what_it_should() -> None:
    seen = (
        "Våld i nära relationer",
        "Hedersrelaterat",
        "Domestic abuse",
        "Till dig som är utsatt",
        "Orosanmälan",
    )
    assert all(REVEALS.search(text) for text in seen)
    assert not REVEALS.search(
        "Modul 2, avsnitt 3 – elearn, Påminnelse: utbildning att slutföra, Hjälp och stöd"
    )
    assert len(TELLING) >= 60


def test_no_title_reveals_in_either_language() -> None:
    found = list(titles())
    assert len(found) > 60
    for name, title in found:
        for sentence in chain(*SAID.findall(title)):
            for said in in_both(sentence):
                assert not REVEALS.search(said), f"{name}: {said}"


def test_no_title_shows_what_a_page_is_about() -> None:
    """The topic stands in the h1 only: a title has our own words, numbers, and a unit's name."""
    for name, title in titles():
        rest = re.sub(r"{%.*?%}", " ", SAID.sub("_(", title))
        used = set(re.findall(r"=([a-z_.]+)", title)) | set(re.findall(r"{{ ([a-z_.]+)(?= )", rest))
        assert {word.removesuffix("|length") for word in used} <= VARIABLES, f"{name}: {title}"


def test_no_address_reveals(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert not REVEALS.search(rule.rule.replace("/", " ").replace("-", " ")), rule.rule


def test_no_name_of_a_file_reveals() -> None:
    """Every text of ours that names a file to download, and what a header of a download says."""
    named = [
        text
        for text in texts()
        if "filename=" in text or re.fullmatch(r"[\w-]+\.(csv|pdf|xlsx|zip|jsonl)", text)
    ]
    assert len(named) >= 3
    assert [text for text in named if REVEALS.search(text)] == []


def texts() -> Iterator[str]:
    for path in sorted(ROOT.rglob("*.py")):
        if "demo" in path.parts or "migrations" in path.parts or "node_modules" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(
                    str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_no_subject_of_a_mail_reveals(app: Flask) -> None:
    subjects = {
        write(
            frozenset({kind}), date(2027, 1, 31), Outlook(), language=language, base_url="https://x.example"
        ).subject
        for kind in MailKind
        for language in ("sv", "en")
    }
    for path in (ROOT / "accounts" / "views").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and "subject" in ast.unparse(node.targets[0]):
                for each in ast.walk(node.value):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str) and " " in each.value:
                        subjects.update(in_both(each.value))
    assert {"Välj lösenord", "Choose a password"} <= subjects
    assert [subject for subject in subjects if REVEALS.search(subject)] == []
