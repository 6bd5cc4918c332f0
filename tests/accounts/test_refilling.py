"""A page's form with other values: every kind of field, and nothing else of the page."""

import pytest

from elearn.accounts.refilling import refill

PAGE = """<!doctype html>
<html lang="sv"><head><title>A &amp; B</title></head><body>
<form action="/sprak" method="post"><input type="hidden" name="csrf_token" value="t1"></form>
<form method="post" action="/x" enctype="multipart/form-data">
<input type="hidden" name="csrf_token" value="t2">
<input class="a" name="name" type="text" value="old" required>
<input name="bare"><input type="password" name="password"><input type="file" name="file">
<textarea name="why" rows="3">
old &amp; older</textarea>
<textarea name="other">stays</textarea>
<select name="level"><option value="">Välj</option><option value="a" selected>A</option><option value="b">B</option></select>
<input type="radio" name="way" value="1" checked><input type="radio" name="way" value="2">
<input type="checkbox" name="who" value="p"><input type="checkbox" name="who" value="q" checked>
<button type="submit" name="go" value="yes">Spara &#229;</button>
</form>
<!-- end -->
<p>Text &eacute; &lt;b&gt;</p></body></html>
"""


def test_every_kind_of_field_is_filled_in() -> None:
    sent = [
        ("name", 'Åsa "X" <b>'),
        ("why", "en\nrad & <till>"),
        ("level", "b"),
        ("way", "2"),
        ("who", "p"),
        ("bare", "7"),
        ("csrf_token", "stolen"),
        ("password", "secret"),
    ]
    page = refill(PAGE, "/x", sent)
    for part in (
        'name="name" type="text" value="Åsa &quot;X&quot; &lt;b&gt;" required',
        '<input name="bare" value="7">',
        "en\nrad &amp; &lt;till&gt;</textarea>",
        ">stays</textarea>",
        '<option value="a">A',
        '<option value="b" selected>B',
        'value="1"><',
        'value="2" checked>',
        'value="p" checked>',
        'value="q">',
        'value="t2"',
        "Spara &#229;",
        "Text &eacute; &lt;b&gt;",
        "<!-- end -->",
    ):
        assert part in page, part
    assert "old" not in page
    assert "stolen" not in page
    assert "secret" not in page


def test_the_rest_of_the_page_is_as_it_was() -> None:
    assert refill(PAGE, "/somewhere-else", [("name", "x")]) == PAGE
    assert refill(PAGE, "/sprak", [("csrf_token", "x")]) == PAGE


def test_a_form_may_be_known_by_one_of_its_buttons() -> None:
    page = '<form method="post" action="/a"><input name="q"><button formaction="/b">B</button></form>'
    assert '<input name="q" value="1">' in refill(page, "/b", [("q", "1")])


def test_what_is_folded_away_is_opened_to_be_checked() -> None:
    page = '<details class="a"></details><form method="post" action="/a"><details class="b"></details></form>'
    assert refill(page, "/a", []) == page.replace('"b">', '"b" open>')


def test_of_two_forms_to_one_address_the_one_that_asks_it_is_filled() -> None:
    page = (
        '<form method="post" action="/a"><input name="p"></form>'
        '<form method="post" action="/a"><input name="q"></form><form action="/a"><input name="q"></form>'
    )
    assert refill(page, "/a", [("q", "1")]) == page.replace(
        '<input name="q">', '<input name="q" value="1">', 1
    )


@pytest.mark.parametrize("values", [["one"], ["one", "two"], ["one", "two", "three"]])
def test_fields_of_one_name_are_filled_in_turn(values: list[str]) -> None:
    page = '<form method="post" action="/a"><input name="q"><input name="q"></form>'
    filled = refill(page, "/a", [("q", value) for value in values])
    assert [value for value in values if f'value="{value}"' in filled] == values[:2]
