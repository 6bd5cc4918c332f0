"""`elearn content reviewed`: who has read what, as it is written down, and when it no longer holds."""

import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from elearn.cli import cli
from elearn.clock import today
from elearn.modules.content import Module
from elearn.modules.loader import load_content
from elearn.modules.reviews import ROLES, TEXT, Reviews, digests
from tests.modules.content_copy import copy_content

SLUG = "exempel"
BY = "Maj Exempel, kommunjurist"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The example content, which nobody has reviewed."""
    folder = copy_content(tmp_path)
    (folder / SLUG / "review.yaml").unlink(missing_ok=True)
    return folder


def run(content: Path, *arguments: str) -> Result:
    environment = {"ELEARN_CONTENT_DIR": str(content)}
    return CliRunner().invoke(cli, ["content", "reviewed", *arguments], env=environment)


def review(content: Path, role: str, *arguments: str, by: str = BY) -> str:
    result = run(content, SLUG, "--role", role, "--by", by, *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def refuse(content: Path, *arguments: str) -> str:
    """What is said when nothing is done; nothing is written either."""
    file = content / SLUG / "review.yaml"
    before = file.read_bytes() if file.exists() else None
    result = run(content, *arguments)
    assert result.exit_code == 2, result.output
    assert (file.read_bytes() if file.exists() else None) == before
    return result.output


def read(content: Path) -> tuple[Module, Reviews]:
    loaded = load_content(content)
    [module] = loaded.modules
    return module, loaded.reviews[SLUG]


def opened(content: Path) -> set[tuple[str, str]]:
    module, reviews = read(content)
    return set(reviews.open(module))


def change_word(content: Path, file: str, old: str, new: str) -> None:
    path = content / SLUG / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def review_it_all(content: Path) -> None:
    for role in ROLES:
        review(content, role, "--all")


def test_nothing_is_reviewed_until_somebody_says_so(content: Path) -> None:
    module, reviews = read(content)
    assert len(opened(content)) == len(ROLES) * (1 + len(module.questions))
    assert not reviews.is_complete(module)


def test_when_every_role_has_read_it_all_it_is_no_draft_until_a_word_is_changed(content: Path) -> None:
    review_it_all(content)
    module, reviews = read(content)
    assert reviews.is_complete(module)
    section = content / SLUG / f"sections/{module.sections[0].name}.sv.md"
    section.write_text(f"{section.read_text(encoding='utf-8')}\nEtt ord till.\n", encoding="utf-8")
    assert opened(content) == {(role, TEXT) for role in ROLES}


def test_a_changed_question_opens_that_question_alone(content: Path) -> None:
    review_it_all(content)
    module, _reviews = read(content)
    first = module.questions[0]
    change_word(content, "check.yaml", first.options[0].feedback.sv, "Ett annat svar.")
    assert opened(content) == {(role, first.id) for role in ROLES}


def test_a_new_version_of_the_same_words_stays_reviewed(content: Path) -> None:
    review_it_all(content)
    module, _reviews = read(content)
    change_word(content, "module.yaml", f'version: "{module.version}"', 'version: "9.9"')
    assert opened(content) == set()


def test_one_question_or_the_text_can_be_reviewed_alone(content: Path) -> None:
    module, _reviews = read(content)
    one, two = (question.id for question in module.questions[:2])
    review(content, "heder", "--question", one, "--question", two)
    review(content, "heder", "--text")
    _module, reviews = read(content)
    assert [(made.role, made.covers) for made in reviews.made] == [
        ("heder", one),
        ("heder", two),
        ("heder", TEXT),
    ]
    [first, *_rest] = reviews.made
    assert (first.reviewed_by, first.date, first.version) == (BY, today(), module.version)
    assert first.digest == digests(module)[one]


def test_the_command_says_what_is_left(content: Path) -> None:
    module, _reviews = read(content)
    said = review(content, "heder", "--text")
    assert f"Kvar för hedersrelaterat våld och förtryck: {module.questions[0].id}" in said
    assert "Kvar för andra: kommunjurist" in said
    for role in list(ROLES)[1:]:
        review(content, role, "--all")
    assert "inte längre ett utkast" in review(content, "kommunjurist", "--all")


def test_reviewed_again_takes_the_older_review_s_place(content: Path) -> None:
    review_it_all(content)
    count = len(read(content)[1].made)
    review(content, "heder", "--text", "--date", "2026-01-31", by='Siv ”Sivan” "S" Ek: #1, chef')
    _module, reviews = read(content)
    assert len(reviews.made) == count
    latest = reviews.latest("heder", TEXT)
    assert latest is not None
    assert (latest.reviewed_by, latest.date) == ('Siv ”Sivan” "S" Ek: #1, chef', date(2026, 1, 31))


def test_comments_and_other_reviews_stay_as_they_were_written(content: Path) -> None:
    review(content, "heder", "--all")
    file = content / SLUG / "review.yaml"
    file.chmod(0o640)
    written = file.read_text(encoding="utf-8")
    assert written.startswith("# Granskningar\n")
    marked = written.replace("  - role: heder", "  # Läst på mötet i maj.\n  - role: heder", 1)
    file.write_text(f"{marked}  # Sist i filen.\n", encoding="utf-8")
    review(content, "kommunjurist", "--text")
    review(content, "heder", "--text")
    kept = file.read_text(encoding="utf-8")
    assert "# Läst på mötet i maj." in kept
    assert "# Sist i filen." in kept
    assert kept.startswith("# Granskningar\n")
    assert {made.role for made in read(content)[1].made} == {"heder", "kommunjurist"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [entry.name for entry in file.parent.iterdir() if entry.name.startswith(".")] == []


@pytest.mark.parametrize(
    "empty", ["reviews: []\n", "reviews: []   # ingen än\n", "reviews: [ ]", "# x\nreviews:\n"]
)
def test_an_empty_list_is_added_to(content: Path, empty: str) -> None:
    (content / SLUG / "review.yaml").write_text(empty, encoding="utf-8")
    if empty == "# x\nreviews:\n":  # what the loader refuses, the command does not mend
        assert run(content, SLUG, "--role", "heder", "--by", BY, "--text").exit_code == 1
        return
    review(content, "heder", "--text")
    assert [made.covers for made in read(content)[1].made] == [TEXT]


def test_a_list_written_in_another_way_is_added_to_or_left_alone(content: Path) -> None:
    review(content, "heder", "--text")
    file = content / SLUG / "review.yaml"
    unindented = file.read_text(encoding="utf-8").replace("\n  - ", "\n- ").replace("\n    ", "\n  ")
    file.write_text(unindented, encoding="utf-8")
    review(content, "kommunjurist", "--text")
    assert [made.role for made in read(content)[1].made] == ["heder", "kommunjurist"]
    one = read(content)[1].made[0]
    on_one_line = f'{{role: heder, reviewed_by: A, date: 2026-01-01, version: "1.0", covers: text, digest: "{one.digest}"}}'
    file.write_text(f"reviews: [{on_one_line}]\n", encoding="utf-8")
    for role in ("heder", "kommunjurist"):
        said = refuse(content, SLUG, "--role", role, "--by", BY, "--text")
        assert "content/exempel/review.yaml: filen går inte att lägga till i." in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["annan", "--role", "heder", "--by", BY, "--all"],
            "Det finns ingen modul ”annan”. Modulerna är exempel.",
        ),
        ([SLUG, "--role", "kung", "--by", BY, "--all"], "”kung” är ingen roll. Välj bland kommunjurist,"),
        ([SLUG, "--role", "heder", "--by", BY, "--question", "x"], "Modulen har ingen fråga ”x”."),
        ([SLUG, "--role", "heder", "--by", BY, "--question", "text"], "Modulen har ingen fråga ”text”."),
        ([SLUG, "--role", "heder", "--by", BY, "--all", "--question", "x"], "Modulen har ingen fråga ”x”."),
        ([SLUG, "--role", "heder", "--by", BY], "Ange vad som är granskat"),
        ([SLUG, "--role", "heder", "--by", " \n ", "--all"], "Ange vem som har granskat"),
        ([SLUG, "--role", "heder", "--by", "Ma\u202ej", "--all"], "utan osynliga tecken"),
        ([SLUG, "--role", "heder", "--by", "Ma\x1b[2Jj", "--all"], "utan osynliga tecken"),
        ([SLUG, "--role", "heder", "--by", "Ma\udcffj", "--all"], "utan osynliga tecken"),
        (
            [SLUG, "--role", "heder", "--by", "M" * 121, "--all"],
            "--by har 121 tecken; det får vara högst 120",
        ),
        ([SLUG, "--role", "heder", "--by", BY, "--all", "--date", "2025-12-31"], "är före 2026-01-01"),
        (
            [SLUG, "--role", "heder", "--by", BY, "--all", "--date", "2026-02-30"],
            "”2026-02-30” är ingen dag.",
        ),
        (
            [SLUG, "--role", "heder", "--by", BY, "--all", "--date", str(today() + timedelta(days=1))],
            "har inte varit än",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_reviewed_is_refused_with_a_sentence(
    content: Path, arguments: list[str], sentence: str
) -> None:
    assert sentence in refuse(content, *arguments)


@pytest.mark.parametrize(
    ("by", "warned"),
    [
        ("Kim Ek", True),
        ("Kim Ek, samordnare", True),
        ("Åsa Öberg-Ek", True),
        ("Föreningen Stöd i Växjö", False),
        ("Kvinnojouren Blenda", True),
        ("Brottsofferjouren", False),
    ],
)
def test_a_person_s_name_for_own_experience_is_warned_of(content: Path, by: str, warned: bool) -> None:
    result = run(content, SLUG, "--role", "egen-erfarenhet", "--by", by, "--text")
    assert result.exit_code == 0
    assert ("Är det en person? Skriv organisationen" in result.stderr) == warned
    assert "Skriv organisationen" not in run(content, SLUG, "--role", "heder", "--by", by, "--text").stderr


def test_content_with_mistakes_is_not_reviewed(content: Path) -> None:
    module, _reviews = read(content)
    change_word(content, "module.yaml", f"number: {module.number}", "number: noll")
    result = run(content, SLUG, "--role", "heder", "--by", BY, "--all")
    assert result.exit_code == 1
    assert "elearn content check" in result.output
    assert not (content / SLUG / "review.yaml").exists()
