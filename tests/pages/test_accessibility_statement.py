"""The accessibility statement says what the last whole run found, and never more."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from elearn.pages import assessment, views
from elearn.pages.assessment import CRITERIA, Assessment, Degree, read_assessment

pytestmark = pytest.mark.one_engine

Given = dict[str, Any]
DEGREES = {
    Degree.FULL: "elearn är helt förenlig med kraven",
    Degree.PARTIAL: "elearn är delvis förenlig med kraven",
    Degree.NONE: "elearn är inte förenlig med kraven",
    Degree.NOT_ASSESSED: "elearn är inte bedömd än",
}


def results(failed: int = 0, untried: int = 0, by_hand: str | None = "2026-11-20") -> Given:
    """A file in which so many criteria failed, and so many more were not tried."""
    states = ["failed"] * failed + ["untried"] * untried
    states += ["passed"] * (CRITERIA - len(states))
    return {
        "assessed_on": "2026-11-22",
        "pages": 90,
        "forms": 36,
        "looks": 3240,
        "criteria": [
            {
                "number": f"1.1.{place}",
                "level": "A",
                "name": {"sv": f"Krav {place}", "en": f"Rule {place}"},
                "state": state,
            }
            for place, state in enumerate(states)
        ],
        "by_hand": [{"name": {"sv": "Skärmläsare", "en": "Screen reader"}, "on": by_hand}],
    }


@pytest.fixture
def say(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The statement over a file: `say(results(failed=1), "sv")`."""

    def read(given: Given | None, language: str = "sv") -> str:
        found = Assessment.model_validate(given) if given else None
        monkeypatch.setattr(views, "get_assessment", lambda: found)
        return " ".join(client.get(f"/tillganglighet/{language}").text.split())

    return read


@pytest.mark.parametrize(
    ("given", "degree"),
    [
        (results(), Degree.FULL),
        (results(by_hand=None), Degree.PARTIAL),
        (results(untried=1), Degree.PARTIAL),
        (results(failed=1), Degree.PARTIAL),
        (results(failed=28), Degree.NONE),
        (results(failed=CRITERIA), Degree.NONE),
        (results(untried=CRITERIA), Degree.NOT_ASSESSED),
        (None, Degree.NOT_ASSESSED),
    ],
)
def test_the_degree_follows_from_the_results(say: Any, given: Given | None, degree: Degree) -> None:
    page = say(given)
    assert [each for each, words in DEGREES.items() if words in page] == [degree]


def test_fewer_criteria_than_there_are_never_make_it_full(say: Any) -> None:
    given = results()
    given["criteria"].pop()
    assert DEGREES[Degree.PARTIAL] in say(given)


def test_what_failed_is_listed_with_its_reason(say: Any) -> None:
    given = results(failed=2)
    given["criteria"][0]["reason"] = {"sv": "Därför att.", "en": "Because."}
    given["criteria"][1]["places"] = 3
    page = say(given)
    assert "<b>Krav 0</b> (1.1.0, A). Därför att." in page
    assert "Våra prov hittade brister på 3 ställen." in page
    page = say(given, "en")
    assert "<b>Rule 0</b> (1.1.0, A). Because." in page
    assert "3 places" in page


def test_what_is_not_tried_is_said(say: Any) -> None:
    page = say(results(untried=1, by_hand=None))
    assert "Inte prövat: Krav 0 (1.1.0)." in page
    assert "Inte gjort än: Skärmläsare." in page
    assert f"{CRITERIA - 1} av WCAG:s {CRITERIA} kriterier" in page
    assert "Bedömningen är gjord 22 november 2026." in page


def test_pages_that_were_not_seen_in_every_form_are_not_said_to_have_been(say: Any) -> None:
    fewer = "Alla sidor är inte prövade i alla former."
    assert fewer not in say(results())
    assert f"rörelse. {fewer}" in say(results() | {"looks": 100})
    assert "sammanlagt 100 gånger i 36 olika former" in say(results() | {"looks": 100})


def test_without_results_nothing_is_claimed(say: Any) -> None:
    page = say(None)
    assert "Ingen granskning är gjord." in page
    assert "Våra prov hittade inga brister" not in page


@pytest.mark.parametrize("given", [results(), results(failed=1), None])
def test_it_never_claims_to_be_audited_and_says_where_to_complain(say: Any, given: Given | None) -> None:
    page = say(given)
    assert "Ingen oberoende granskning är gjord." in page or "Ingen granskning är gjord." in page
    assert 'href="https://www.digg.se/tdosanmalan"' in page
    assert "Vi åberopar inget undantag" in page


def test_a_file_that_cannot_be_read_is_no_file(tmp_path: Path) -> None:
    file = tmp_path / "assessment.json"
    assert read_assessment(file) is None
    for text in ("", "[]", json.dumps({**results(), "more": 1}), json.dumps({**results(), "criteria": 1})):
        file.write_text(text, encoding="utf-8")
        assert read_assessment(file) is None
    file.write_text(json.dumps(results()), encoding="utf-8")
    assert read_assessment(file) is not None


def test_the_results_that_come_along_can_be_read_and_hold_every_criterion() -> None:
    """There may be none; there may be none that are half."""
    found = read_assessment(assessment.RESULTS)
    assert (found is not None) == assessment.RESULTS.exists()
    if found is not None:
        assert len({criterion.number for criterion in found.criteria}) == CRITERIA
        assert found.by_hand
