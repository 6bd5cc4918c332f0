"""A year with a moving clock: everybody's mails on exactly the days that the rules and their story give."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from elearn.config import Config
from elearn.database import Database
from elearn.modules.catalogue import Catalogue
from elearn.organisations.kinds import Form
from elearn.tidy import tidy_up
from tests.completions.ways import dump, without_chance
from tests.delivered import delivered_content
from tests.reminders.a_year import (
    ALL,
    COURSE,
    DUTY,
    HONOUR,
    LAST,
    LONG_AGO,
    SUPPORT,
    UNITS,
    YEAR,
    Job,
    Year,
    morning,
)

# Who was written to about their own training, on which days, and why.
EXPECTED = {
    # asked for the duty from February, due on 3 March, done in time; runs out on 1 October, renewed in the window
    "Anna": "0217 0901",
    # hired on 2 March, does nothing: the duty due on 1 April, all modules on 31 May; nothing after 60 days
    "Bo": "0318 0401 0408 0422 0513 0517 0531 0607 0621 0712",
    # by the hour from April to June: due on the last day, and gone after it
    "Cia": "0616 0630",
    # honour renewed by its refresher before 31 January; ran out on leave, asked again when 30 days are over
    "Dan": "0101 1001 1007 1021",
    # came from the company in April, to a unit where it was due on 3 March
    "Eva": "0414",
    # a new major version in May: valid for 60 days more
    "Finn": "0603 0704 0710",
    # hired in June; another way from 20 August, registered in October
    "Gun": "0816",
    # never does the duty, which is withdrawn after 31 May; all of its days were before that
    "Hugo": "0217 0303 0310 0324 0414",
    # hired in May: one mail about the duty, then it is withdrawn
    "Ida": "0520 0719",
    # leaves on 5 March, two days after it was due
    "Kim": "0217 0303",
    # off from 15 June to 10 August, where it ran out on 10 July
    "Lo": "0610 0811 0817",
    # the scheduler stands still when the first is due
    "Mia": "0925 1006",
    # hired with Gun, has a certificate from elsewhere
    "Sam": "0816",
    # asked alone, by a fixed date
    "Nils": "0217 1116 1130 1207 1221",
}
# Who follows up: once a week at most.
FOLLOWING = frozenset({"Olle", "Pia"})


@pytest.fixture
def year(database: Database, config: Config, tmp_path: Path) -> Year:
    inbox = tmp_path / "inbox"
    posting = replace(config, smtp_url=f"file://{inbox}")
    return Year(database, posting, Catalogue(delivered_content()), inbox)


@pytest.mark.whole  # `make year`; shorter years of chance in every run: test_year.py
def test_a_year_of_mails(year: Year) -> None:
    _before(year)
    _what_happens(year)
    year.live()
    _every_mail_has_its_reason(year)
    _what_was_done_counts_as_long_as_it_should(year)
    _nothing_is_kept_that_must_not_be(year)


def _before(year: Year) -> None:
    """What stands on New Year's Eve."""
    year.load("units", *UNITS)
    year.people(
        Job("Pia", "F", level="chef", role="chef"),
        Job("Olle", "F1", level="chef", role="chef"),
        *(Job(name, "F1") for name in ("Anna", "Hugo", "Kim", "Nils")),
        Job("Dan", "F2"),
        Job("Lo", "F3"),
        *(Job(name, "B") for name in ("Eva", "Finn")),
    )
    in_2025 = date(2025, 1, 1)
    year.require("all", "G", ALL, first=in_2025, due_days=90, valid_months=24, window_days=30)
    year.require("duty", "F1", DUTY, first=date(YEAR, 2, 1), due_days=30, valid_months=None)
    year.require(
        *("honour", "F2", HONOUR),
        first=in_2025,
        due_days=90,
        valid_months=12,
        anchor_month=1,
        window_days=60,
        refreshers={HONOUR: (SUPPORT, DUTY)},
    )
    year.require("support", "B", SUPPORT, first=in_2025, due_days=90, valid_months=24, major_days=60)
    for name in ("Pia", "Olle", "Hugo", "Kim", "Nils", "Eva", "Finn"):
        year.completes(name, ALL, date(2025, 12, 19))
    year.completes("Olle", DUTY, date(2025, 12, 19))
    year.completes("Anna", ALL, date(2024, 10, 1))
    year.completes("Dan", ALL, date(2024, 6, 15))
    year.completes("Dan", HONOUR, date(2025, 11, 20))
    year.completes("Lo", ALL, date(2024, 7, 10))
    year.completes("Eva", SUPPORT, date(2025, 12, 19))


def _what_happens(year: Year) -> None:
    year.does(2, 20, "Anna", DUTY)
    year.does(9, 15, "Anna", ALL)

    year.hires(3, 2, "Bo", "F1")

    year.hires(4, 1, "Cia", "F2", last=date(YEAR, 6, 30), form="timavlönad")

    year.does(1, 10, "Dan", SUPPORT)
    away = Job("Dan", "F2", absent=(date(YEAR, 5, 1), date(YEAR, 8, 31)))
    year.at(5, 1, lambda: year.people(away))
    year.at(9, 1, lambda: year.people(Job("Dan", "F2")))
    year.does(10, 25, "Dan", ALL)

    year.at(4, 1, lambda: year.people(Job("Eva", "F1", date(YEAR, 4, 1))))
    year.does(4, 20, "Eva", DUTY)

    year.does(1, 20, "Finn", SUPPORT)
    year.at(5, 4, lambda: year.publish_major(SUPPORT))
    year.does(7, 20, "Finn", SUPPORT)

    year.hires(6, 1, "Gun", "F1")
    year.hires(6, 1, "Sam", "F1")
    year.at(8, 20, lambda: year.asks_for_another_way("Gun", ALL))
    year.at(8, 20, lambda: year.hands_in_a_certificate("Sam", ALL))
    for name in ("Gun", "Sam"):
        year.at(10, 10, partial(year.is_registered, name, ALL))

    year.hires(5, 4, "Ida", "F1")
    year.at(5, 25, lambda: year.withdraw("duty", date(YEAR, 5, 31)))
    year.at(7, 24, lambda: year.sits_the_check("Ida", ALL, right=False))
    year.at(7, 26, lambda: year.sits_the_check("Ida", ALL, right=True))

    year.at(3, 6, lambda: year.people(Job("Kim", "F1", last=date(YEAR, 3, 5))))

    year.at(5, 30, lambda: year.has_holidays("F3", date(YEAR, 6, 15), date(YEAR, 8, 10)))
    year.does(8, 20, "Lo", ALL)

    year.hires(7, 8, "Mia", "F1")
    year.does(10, 6, "Mia", ALL)
    year.at(12, 1, lambda: year.sits_the_check("Mia", DUTY, right=True, hands_in=False))
    year.at(12, 31, lambda: year.sits_the_check("Hugo", SUPPORT, right=False))

    year.does(2, 20, "Nils", DUTY)
    year.at(
        10,
        1,
        lambda: year.require(
            *("alone", "G", HONOUR),
            first=date(YEAR, 10, 1),
            who="Nils",
            due_days=30,
            due_on=date(YEAR, 11, 30),
            forms=(Form.PERMANENT,),
        ),
    )


def _every_mail_has_its_reason(year: Year) -> None:
    assert max(Counter((mail.name, mail.day) for mail in year.mails).values()) == 1
    about_others = [mail for mail in year.mails if mail.name in FOLLOWING]
    own = [mail for mail in year.mails if mail.name not in FOLLOWING]
    assert {name: _days(mail.day for mail in own if mail.name == name) for name in EXPECTED} == EXPECTED
    assert {mail.name for mail in own} == set(EXPECTED)
    assert {mail.name for mail in about_others} == FOLLOWING
    weeks = Counter((mail.name, mail.day.isocalendar().week) for mail in about_others)
    assert max(weeks.values()) == 1
    for mail in year.mails:
        assert not _telling(year, mail.text), mail.text


def _telling(year: Year, text: str) -> list[str]:
    """What a mail must not say: a name, a unit, a module."""
    titles = [module.title.read("sv") for module in year.catalogue.modules]
    units = [row.split(";")[1] for row in UNITS]
    secret = [*year.jobs, *titles, *units, "våld", "heder", "försenad", "modul"]
    return [word for word in secret if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)]


def _days(days: Iterable[date]) -> str:
    return " ".join(f"{day:%m%d}" for day in sorted(days))


def _what_was_done_counts_as_long_as_it_should(year: Year) -> None:
    assert year.completions("Anna")[ALL, date(YEAR, 9, 15)] == date(2028, 10, 1)  # counts for the next period
    assert year.completions("Dan")[HONOUR, date(2025, 11, 20)] == date(YEAR, 1, 31)
    assert year.completions("Gun")[ALL, date(YEAR, 10, 10)] == date(2028, 10, 10)
    assert year.jobs["Anna"].first == LONG_AGO


def _nothing_is_kept_that_must_not_be(year: Year) -> None:
    """Two days into the next year: nobody's answers, nothing of a certificate, nothing that tells Gun from Sam."""
    tidy_up(year.database, year.config.instance_dir, morning(LAST + timedelta(days=2)))
    kept = dump(year.database).splitlines()
    tables = Counter(row.split()[0] for row in kept)
    assert not tables.keys() & {"answer", "attempt", "way_case"}
    assert not any((year.config.instance_dir / "cases").iterdir())
    told = "\n".join(row for row in kept if not row.startswith("module_version "))
    for word in (COURSE, "kristall", "pdf", "exempel.example/", "/hjalp", "påminnelse"):
        assert word not in told.lower()
    assert _rows_of(year, kept, "Gun") == _rows_of(year, kept, "Sam") != []


def _rows_of(year: Year, kept: list[str], name: str) -> list[str]:
    """All that stands of somebody by their id, without numbers and chance."""
    with year.database.reading() as session:
        person_id = year.person(session, name)
    rows = [row.replace("-", "").replace(person_id.hex, "WHO") for row in kept]
    own = "\n".join(row for row in rows if "WHO" in row)
    return sorted(re.sub(r"\b\d+\b", "N", row) for row in without_chance(own))
