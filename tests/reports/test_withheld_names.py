"""A company without an arrangement: the group's HR has its figures on every page and in every file, its names nowhere."""

import csv
import io
import json
import zipfile
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from elearn import clock
from tests.reports.cast import MODULES, Cast

COMPANY = ("Karl", "Kastanj", "Maja", "Malm", "Oskar", "Oxel", "Styrbjörn", "Sälg")
ONE = MODULES[2]
LEFT_OUT = "De gäller personer i bolag och andra egna juridiska personer utan överenskommelse om namn."
Take = Callable[..., TestResponse]


@pytest.fixture
def history(cast: Cast) -> Cast:
    """Two of the municipality and two of the company have completed one module."""
    for name in ("alice", "david", "karl", "styrbjorn"):
        cast.complete(name, ONE, days_ago=30)
    return cast


@pytest.fixture
def take(history: Cast) -> Take:
    """Take a file out as HR of the group."""

    def send(subject: str, page: str = "/hr/export", **given: str) -> TestResponse:
        form = {
            "subject": subject,
            "as_of": clock.today().isoformat(),
            "structure": "then",
            "unit": "",
            "module": ONE,
            "level": "",
            "headers": "",
            "format": "jsonl",
        }
        answer = history.post("dana", page, page, **{**form, **given})
        answer.get_data()  # read while it is open
        answer.close()
        return answer

    return send


def lines(answer: TestResponse) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]


def test_the_pages_have_the_company_s_figures_and_no_name(history: Cast) -> None:
    assert "Bolaget" in history.read("dana", "/hr")
    page = history.read("dana", "/enheter/B")
    assert "av 4" in page  # how many of four are done
    assert not [name for name in COMPANY if name in page]
    assert history.get("dana", f"/hr/personer/{history.world.karl}").status_code == 404
    found = history.post("dana", "/hr/personer", "/hr/personer", text="Kastanj").get_data(as_text=True)
    assert "Karl" not in found
    assert "Styrbjörn" not in history.read("dana", "/hr/att-ordna")


def test_the_reason_stands_on_the_company_s_page(history: Cast) -> None:
    assert "Namnen visas inte" in history.read("dana", "/enheter/B")
    assert "Namnen visas inte" not in history.read("oskar", "/enheter/B")
    assert "Namnen visas inte" not in history.read("dana", "/enheter/F")


@pytest.mark.parametrize(("subject", "shown", "left_out"), [("completions", 2, 2), ("status", 16, 4)])
def test_a_file_of_names_says_how_many_rows_it_leaves_out(
    take: Take, subject: str, shown: int, left_out: int
) -> None:
    *rows, closing = lines(take(subject))
    assert not {row["given_name"] for row in rows} & set(COMPANY)
    assert (len(rows), closing["rows"]) == (shown, shown)
    assert closing["note"].endswith(f"Utelämnade rader: {left_out}. {LEFT_OUT}")  # type: ignore[attr-defined]


def test_a_file_of_the_company_alone_has_no_row_and_says_so(take: Take) -> None:
    for subject, left_out in (("completions", 2), ("status", 4)):
        (closing,) = lines(take(subject, unit="B"))
        assert f"Utelämnade rader: {left_out}." in str(closing["note"])
        text = take(subject, unit="B", format="csv").get_data().decode("utf-8-sig")
        assert f"Utelämnade rader: {left_out}." in text.splitlines()[-1]


def test_a_file_of_figures_is_whole(take: Take) -> None:
    *rows, closing = lines(take("units-report"))
    figures = {row["unit_code"]: (row["people"], row["completed"]) for row in rows}
    assert (figures["B"], figures["S"]) == ((4, 2), (1, 1))
    assert "Utelämnade" not in str(closing["note"])


def test_where_nothing_is_left_out_nothing_is_said(take: Take) -> None:
    *_rows, closing = lines(take("status", unit="F"))
    assert "Utelämnade" not in str(closing["note"])


def test_somebody_who_works_for_both_is_shown_as_the_municipality_s(take: Take, history: Cast) -> None:
    """Where else they are is the company's to tell."""
    rows = lines(take("status"))[:-1]
    assert {row["unit_code"] for row in rows} <= {"G", "F", "F1", "F11", "F2", "N"}


def test_the_list_to_hand_out_leaves_the_company_out(take: Take) -> None:
    text = take("", "/hr/export/lista", unit="G").get_data().decode("utf-8-sig")
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert {record[1] for record in records[2:-1]} == {"Alice", "David"}
    assert "Utelämnade rader: 2." in records[-1][3]


def test_the_evidence_has_whole_figures_and_the_names_that_may_be_seen(take: Take) -> None:
    answer = take("", "/hr/export/underlag")
    with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
        texts = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    for name, left_out in (("population.csv", 4), ("completions.csv", 2), ("status.csv", 4)):
        assert f"Utelämnade rader: {left_out}." in texts[name].splitlines()[-1], name
        assert not [given for given in COMPANY if f";{given};" in texts[name]], name
    assert "B;Bolaget;company" in texts["figures.csv"]


@pytest.mark.usefixtures("arranged")
def test_with_an_arrangement_everything_is_there(take: Take, history: Cast) -> None:
    for subject, rows in (("completions", 4), ("status", 20)):
        answer = lines(take(subject))
        assert len(answer) == rows + 1
        assert "Utelämnade" not in str(answer[-1]["note"])
    assert history.get("dana", f"/hr/personer/{history.world.karl}").status_code == 200
    assert "Kastanj" in history.read("dana", "/enheter/B")


def test_a_code_is_not_made_for_somebody_of_the_company(history: Cast) -> None:
    page = history.post("dana", "/hr/koder", "/hr/koder", source="hr", number="14")
    assert page.status_code == 422
