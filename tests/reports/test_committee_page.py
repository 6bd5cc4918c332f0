"""The page for a committee: whose figures it has, what it says, what it leaves out, who may print it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from elearn.accounts.roles import grant_role
from elearn.clock import now, today
from elearn.organisations.kinds import Kind, Level
from elearn.organisations.models import PersonalDetails, PersonNumber, UnitVersion
from elearn.organisations.queries import get_tree
from elearn.organisations.tree import Node, Tree
from elearn.permissions import Role
from elearn.reports.committees import area_of, count_area, find_area
from elearn.reports.small_numbers import Share
from tests.reports.building import MODULE, Group
from tests.reports.cast import MODULES, Cast, words

DAY = timedelta(days=1)
PAGE = "/hr/namnd/N"
Counted = Callable[[], AbstractContextManager[list[str]]]


def node(unit_id: int, kind: Kind, parent: int | None, responsible: str | None = None) -> Node:
    return Node(unit_id, f"U{unit_id}", "", kind, parent, None, responsible, counts_in_group=True)


TREE = Tree(
    [
        node(1, Kind.GROUP, None),
        node(2, Kind.COMMITTEE, 1),
        node(3, Kind.ADMINISTRATION, 1, "U2"),
        node(4, Kind.DEPARTMENT, 3, "U2"),
        node(5, Kind.COMPANY, 1),
        node(6, Kind.DEPARTMENT, 5),
        node(7, Kind.BOARD, 6),
        node(8, Kind.COUNCIL, 1),
        node(9, Kind.AUDIT, 1),
    ]
)


@pytest.mark.parametrize(("body", "tops"), [("U2", ["U3"]), ("U7", ["U5"]), ("U8", ["U1"]), ("U9", [])])
def test_a_body_answers_for_what_names_it_a_board_for_its_company_a_council_for_all(
    body: str, tops: list[str]
) -> None:
    assert [top.code for top in area_of(TREE, TREE.by_code[body]).tops] == tops


def test_only_elected_bodies_have_a_page() -> None:
    assert find_area(TREE, "U3") is None
    assert find_area(TREE, "U99") is None


@pytest.fixture
def company(group: Group) -> Group:
    """A company of twenty with its board of six, of whom ten and none have completed the module."""
    group.unit("B", Kind.COMPANY)
    group.unit("S", Kind.BOARD, "B")
    group.require(first=date(2025, 1, 1))
    staff = [group.person("B") for _ in range(20)]
    board = [group.person("S", level=Level.POLITICIAN) for _ in range(6)]
    group.employ(board[0], "B")
    for person in staff[:10]:
        group.complete(person, date(2025, 6, 1))
    group.person("B", protected=True)
    return group


def counted(group: Group, code: str = "S", on: date = date(2026, 3, 1)):
    tree = get_tree(group.session, on)
    area = find_area(tree, code)
    assert area is not None
    return count_area(group.session, area, on)[MODULE]


def test_everybody_is_counted_once_and_at_each_of_their_levels(company: Group) -> None:
    count = counted(company)
    assert count.total == Share(10, 26)
    assert count.levels == {Level.EMPLOYEE: Share(10, 21), Level.POLITICIAN: Share(0, 6)}
    assert count.late == 16


def test_an_earlier_day_has_the_people_and_completions_of_that_day(company: Group) -> None:
    assert counted(company, on=date(2025, 3, 1)).total == Share(0, 26)
    assert counted(company, on=date(2025, 3, 1)).late == 0


def test_units_that_do_not_count_in_the_group_are_not_in_the_council_s_figures(company: Group) -> None:
    company.unit("KF", Kind.COUNCIL)
    company.unit("V", Kind.ASSOCIATION, counts=False)
    for _ in range(7):
        company.person("V")
    assert counted(company, "KF").total == Share(10, 26)


def fill(cast: Cast, done: int, *, days_ago: int = 0, people: int = 20) -> list[UUID]:
    hired = [cast.hire("F2", f"Nummer {number}", days_ago=700) for number in range(people)]
    for number, person_id in enumerate(hired[:done]):
        cast.world.people[f"ny{number}"] = person_id
        cast.complete(f"ny{number}", days_ago=days_ago)
    return hired


def test_it_says_in_three_sentences_what_is_done_what_is_not_and_what_has_changed(cast: Cast) -> None:
    fill(cast, 12, days_ago=3)
    before = cast.today - 10 * DAY
    page = cast.read("dana", f"{PAGE}?jamfort={before}")
    # F has 13 of its own without Petra, who is protected; Ivar of the committee also works in F2.
    everybody = 20 + 14
    assert f"var så här många klara: 12 av {everybody} med modul 1, 12 av {everybody} med modul 2" in page
    assert f"inte klara: {everybody - 12} med modul 1, varav {everybody - 12} försenade" in page
    assert "12 fler är klara med modul 1, 12 fler är klara med modul 2" in page
    assert "+12" in page
    assert "Styrelsen, 1 januari 2020, 7" in page
    assert "inte för lön, prestation eller disciplin" in page


def test_small_numbers_are_not_on_it(cast: Cast) -> None:
    """One politician, three managers: they go, and the employees too, or the four could be calculated."""
    fill(cast, 12)
    page = cast.get("dana", PAGE).get_data(as_text=True)
    row = page.split("<tbody")[1].split("</tr>")[0]
    cells = [" ".join(words_of(cell).split()) for cell in row.split("<td")[1:]]
    assert cells[:4] == ["visas inte", "visas inte", "visas inte", "12 av 34"]


def words_of(cell: str) -> str:
    return re.sub(r"<[^>]+>", " ", cell.split(">", 1)[1].replace("\xa0", " "))


def test_a_change_of_a_few_people_is_not_shown(cast: Cast) -> None:
    hired = fill(cast, 12, days_ago=30)
    cast.world.people["sen"] = hired[15]
    cast.complete("sen", *MODULES[:1], days_ago=1)
    page = cast.read("dana", f"{PAGE}?jamfort={cast.today - 9 * DAY}")
    assert "kan inte jämföras, talen är för små för att visas" in page
    assert "modul 1 är oförändrad" in page or "modul 2 är oförändrad" in page


def test_the_earlier_day_is_the_end_of_the_year_before_unless_another_is_asked_for(cast: Cast) -> None:
    page = cast.get("dana", PAGE).get_data(as_text=True)
    assert f'value="{date(cast.today.year - 1, 12, 31)}"' in page


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (f"per={today() + DAY}", "Den dagen har inte varit än."),
        (f"jamfort={today()}", "Välj en dag före den som sidan gäller."),
        (f"per={today() - 9 * DAY}&jamfort={today() - 5 * DAY}", "Välj en dag före"),
        ("per=2026-02-30", "Den dagen finns inte."),
        ("jamfort=x", "Den dagen finns inte."),
    ],
)
def test_days_that_cannot_be_are_said_on_a_page_of_today(cast: Cast, asked: str, said: str) -> None:
    page = cast.get("dana", f"{PAGE}?{asked}")
    assert page.status_code == 422
    assert said in page.get_data(as_text=True)
    assert "klara" in words(page)


def test_a_day_before_the_organisation_cannot_be_compared_with(cast: Cast) -> None:
    fill(cast, 12)
    page = cast.read("dana", f"{PAGE}?jamfort={cast.world.since - 9 * DAY}")
    assert "Det går inte att jämföra med den" in page
    assert "Förändring" not in page


def test_a_body_that_nothing_names_has_its_members_alone(cast: Cast, session: Session) -> None:
    version = session.scalars(select(UnitVersion).where(UnitVersion.unit_id == cast.world.units["F"])).one()
    version.superseded_at = now()
    values = {column.name: getattr(version, column.name) for column in UnitVersion.__table__.columns}
    session.flush()
    fresh = {"id": None, "responsible_code": None, "superseded_at": None, "recorded_at": now()}
    session.add(UnitVersion(**(values | fresh)))
    session.commit()
    page = cast.read("dana", PAGE)
    assert "Gäller bara ledamöterna" in page
    assert "Siffrorna visas inte: de är så små" in page


def test_hr_of_a_company_has_the_page_of_its_board_and_no_other(cast: Cast) -> None:
    assert cast.get("oskar", "/hr/namnd/S").status_code == 200
    assert cast.get("oskar", PAGE).status_code == 404
    listed = cast.get("oskar", "/hr/namnd").get_data(as_text=True)
    assert ('href="/hr/namnd/S"' in listed, 'href="/hr/namnd/N"' in listed) == (True, False)
    assert 'href="/hr/namnd/N"' in cast.get("dana", "/hr/namnd").get_data(as_text=True)
    assert 'href="/hr/namnd"' in cast.get("dana", "/hr").get_data(as_text=True)


def test_hr_of_the_administration_has_its_committee_s_page(cast: Cast, session: Session) -> None:
    """The committee itself stands elsewhere in the tree; what it answers for is what counts."""
    grant_role(
        session,
        cast.world.people["hanna"],
        Role.HR,
        unit_id=cast.world.units["F"],
        valid_from=cast.today,
        valid_to=None,
        at=now(),
        actor=cast.world.people["erik"],
    )
    session.commit()
    assert cast.get("hanna", PAGE).status_code == 200
    assert cast.get("hanna", "/hr/namnd/S").status_code == 404


def test_its_title_is_neutral(cast: Cast) -> None:
    assert "<title>Sida till nämnden – elearn</title>" in cast.get("dana", PAGE).get_data(as_text=True)


def test_protected_people_are_in_none_of_its_figures(cast: Cast, session: Session) -> None:
    fill(cast, 12)
    assert "av 34 med modul 1" in cast.read("dana", PAGE)
    rows = session.scalars(
        select(PersonalDetails)
        .join(PersonNumber, PersonNumber.id == PersonalDetails.number_id)
        .where(PersonNumber.person_id == cast.world.alice)
    ).all()
    for row in rows:
        row.superseded_at = now()
        session.flush()
        values = {column.name: getattr(row, column.name) for column in PersonalDetails.__table__.columns}
        session.add(
            PersonalDetails(
                **(values | {"id": None, "protected": True, "superseded_at": None, "recorded_at": now()})
            )
        )
    session.commit()
    assert "av 33 med modul 1" in cast.read("dana", PAGE)


def test_it_takes_as_many_statements_for_fifty_people_as_for_few(cast: Cast, counted: Counted) -> None:
    client = cast.as_("dana")
    client.get(PAGE)
    with counted() as few:
        client.get(PAGE)
    fill(cast, 5, people=50)
    with counted() as many:
        assert client.get(PAGE).status_code == 200
    assert len(many) == len(few) <= 24
