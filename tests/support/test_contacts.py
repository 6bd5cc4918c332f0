"""Which helplines are shown: only what is supported, danger first, the better supported of two."""

from datetime import date
from pathlib import Path

import pytest

from elearn.content_files import ContentError
from elearn.support.contacts import Category, Contact, Status, group_shown, load_contacts
from elearn.texts import Text
from tests.delivered import CONTENT


def contact(**values: object) -> Contact:
    plain: dict[str, object] = {
        "id": "linjen",
        "category": Category.WOMEN,
        "scope": "national",
        "name": Text(sv="Linjen"),
        "phone": "020-12 34 56",
        "url": None,
        "hours": Text(sv="Dygnet runt"),
        "for_whom": Text(sv="Kvinnor."),
        "source": "Linjens sida",
        "source_url": None,
        "source_date": None,
        "last_checked": date(2026, 11, 21),
        "check_by": date(2027, 2, 21),
        "status": Status.TWO_SOURCES,
        "order": 10,
    }
    return Contact.model_validate(plain | values)


def shown(*contacts: Contact) -> list[str]:
    return [one.id for group in group_shown(contacts) for one in group.contacts]


@pytest.mark.parametrize(
    ("status", "is_shown"), [("S", True), ("V3", True), ("V2", True), ("V1", False), ("M", False)]
)
def test_a_contact_is_shown_from_two_sources_up(status: str, is_shown: bool) -> None:
    assert bool(shown(contact(status=status))) is is_shown


def test_hours_and_number_need_support_of_their_own() -> None:
    weak = contact(phone_status="V1", hours_status="V1")
    assert (weak.shown_phone, weak.shown_hours) == (None, None)
    strong = contact()
    assert (strong.shown_phone, strong.shown_hours) == ("020-12 34 56", Text(sv="Dygnet runt"))


def test_danger_comes_first_whatever_its_order() -> None:
    danger = contact(id="fara", category=Category.DANGER, order=99)
    assert shown(contact(), danger) == ["fara", "linjen"]


def test_within_a_group_the_order_of_the_register_rules() -> None:
    later = contact(id="senare", name=Text(sv="Senare"), order=20)
    assert shown(later, contact()) == ["linjen", "senare"]


def test_of_two_rows_for_one_helpline_the_better_supported_is_shown() -> None:
    better = contact(id="battre", status="V3", order=50)
    assert shown(contact(), better) == ["battre"]
    assert shown(better, contact()) == ["battre"]


def test_of_two_rows_as_well_supported_the_newer_source_is_shown() -> None:
    newer = contact(id="nyare", source_date=date(2026, 1, 1), order=50)
    assert shown(contact(source_date=date(2024, 1, 1)), newer) == ["nyare"]
    assert shown(contact(), newer) == ["nyare"]


def test_a_number_is_dialled_without_spaces() -> None:
    assert contact().dialled == "020123456"
    assert contact(phone=None).dialled == ""


@pytest.mark.parametrize("source", ["Region Kronoberg 2020-08-21", "1177 (odaterad) och Polisen"])
def test_a_source_that_says_when_is_not_dated_twice(source: str) -> None:
    assert contact(source=source).source_says_when
    assert not contact().source_says_when


def test_the_real_register_shows_112_first_and_nothing_unsupported() -> None:
    groups = group_shown(load_contacts(CONTENT))
    assert (groups[0].category, groups[0].contacts[0].shown_phone) == (Category.DANGER, "112")
    numbers = {one.shown_phone for group in groups for one in group.contacts}
    assert "020-50 50 50" in numbers
    assert not {"116 016", "116 006", "020-57 70 70"} & numbers


def test_a_broken_register_is_refused(tmp_path: Path) -> None:
    (tmp_path / "contacts.yaml").write_text("contacts: 1\n", encoding="utf-8")
    with pytest.raises(ContentError, match="”contacts” saknas"):
        load_contacts(tmp_path)
    with pytest.raises(ContentError, match="filen saknas"):
        load_contacts(tmp_path / "ingenstans")
