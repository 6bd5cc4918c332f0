"""Markdown of the course: safe HTML, boxes, marks of sources that lead to the list at the foot."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.modules.content import Reference
from elearn.modules.loader import load_content
from elearn.modules.markdown import BOXES, box_title, render
from elearn.modules.references import label, place
from elearn.texts import Text
from tests.delivered import delivered_content
from tests.modules.content_copy import EXAMPLE

REFERENCES = load_content(EXAMPLE).references


def html(text: str, language: str = "sv") -> str:
    return plain(render(text, language, REFERENCES).html)


def plain(text: str) -> str:
    """With every space an ordinary one."""
    return str(text).replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " ")


def test_a_mark_names_its_source_and_leads_to_it() -> None:
    assert html("Anmäl genast [@sol-19-1].") == (
        '<p>Anmäl genast <span class="reference">(<a href="#kalla-b92e3759">SoL 19 kap. 1 §</a>)</span>.</p>\n'
    )


def test_marks_beside_each_other_share_a_bracket() -> None:
    shown = html("Anmäl [@sol-19-1] [@rapport-2024].")
    assert '(<a href="#kalla-b92e3759">SoL 19 kap. 1 §</a>, <a href="#kalla-f1e89cc4">Brå 2024</a>)' in shown


def test_marks_in_english_name_chapter_and_section() -> None:
    assert "SoL ch. 19 s. 1</a>" in html("Report [@sol-19-1].", "en")


def test_sources_come_once_each_in_the_order_of_the_text() -> None:
    sources = render("A [@rapport-2024]. B [@sol-19-1]. C [@rapport-2024].", "sv", REFERENCES).sources
    assert [source.key for source in sources] == ["rapport-2024", "sol-19-1"]


def test_a_source_that_has_left_the_register_leaves_no_mark() -> None:
    rendered = render("Anmäl [@borta].", "sv", REFERENCES)
    assert str(rendered.html) == "<p>Anmäl .</p>\n"
    assert rendered.sources == ()


def test_a_mark_makes_no_link_within_a_link() -> None:
    assert html("[Lagen [@sol-19-1]](/hjalp)").count("<a") == 1


def test_a_text_without_marks_has_no_sources() -> None:
    assert render("Bara text.", "sv", REFERENCES).sources == ()


@pytest.mark.parametrize("kind", BOXES)
def test_a_box_has_its_own_title_or_that_of_its_kind(kind: str) -> None:
    assert html(f"::: {kind} Alva & <b>Agneta</b>\nText.\n:::").startswith(
        f'<div class="box box-{kind}">\n<p class="box-title">Alva &amp; &lt;b&gt;Agneta&lt;/b&gt;</p>\n<p>Text.</p>\n'
    )
    assert box_title(kind, "en") in html(f"::: {kind}\nText.\n:::", "en")


def test_a_warning_leads_past_what_it_announces() -> None:
    shown = html("::: varning\nSnart svårt.\n:::\n\n::: fall\nSvårt.\n:::\n\nSedan.")
    way = re.search(r'<a href="#([^"]+)">Hoppa över det</a>', shown)
    assert way is not None
    assert shown.index("Svårt.") < shown.index(f'id="{way[1]}"') < shown.index("Sedan.")


def test_a_reflection_has_a_field_that_sends_nothing() -> None:
    shown = html("::: fundera\nVem kan svara?\n:::")
    assert re.search(r'<label for="([^"]+)">.*</label><textarea id="\1"', shown)
    assert re.search(r"<textarea [^>]*data-reflection", shown), "elearn.js empties it when the page is left"
    assert "name=" not in shown
    assert "<form" not in shown


def test_a_box_of_no_known_kind_is_text() -> None:
    assert "<div" not in html("::: okant\nText.\n:::")


def test_headings_lists_and_emphasis_are_shown() -> None:
    shown = html("## Ett\n\n### Två\n\n- **fet** och *kursiv*\n\n3. tre\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    for part in (
        "<h2>Ett</h2>",
        "<h3>Två</h3>",
        "<strong>fet</strong>",
        "<em>kursiv</em>",
        '<ol start="3">',
        "<th>a</th>",
    ):
        assert part in shown


def test_a_page_of_our_own_is_linked_as_it_stands() -> None:
    assert html("[Hjälp](/hjalp)") == '<p><a href="/hjalp/sv">Hjälp</a></p>\n'


def test_another_site_learns_nothing_of_the_reader() -> None:
    assert 'href="https://exempel.example/" rel="noreferrer noopener"' in html(
        "[Sida](https://exempel.example/)"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html,x)",
        "[a](vbscript:x)",
        "[a](http://exempel.example)",
        "<a href='https://exempel.example' onclick='x'>a</a>",
        "::: fakta <script>alert(1)</script>\nText.\n:::",
        '[a](/hjalp "x\\" onmouseover=\\"alert(1)")',
        "![a](https://exempel.example/bild.png)",
        "<style>p{}</style>",
        "&lt;script&gt;",
    ],
)
def test_nothing_that_could_run_or_fetch_comes_through(hostile: str) -> None:
    assert_harmless(html(hostile))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab åé[]()@:|#*_`<>&\"'!/=\\\n-1sol")))
def test_any_text_becomes_harmless(text: str) -> None:
    assert_harmless(html(text))


class Seen(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


TAGS = frozenset(
    {"a", "blockquote", "br", "div", "em", "h2", "h3", "hr", "li", "ol", "p", "span", "strong", "ul"}
    | {"table", "tbody", "td", "th", "thead", "tr"}
)


def assert_harmless(text: str) -> None:
    for tag, attributes in Seen(text).tags:
        assert tag in TAGS
        assert set(attributes) <= {"class", "href", "rel", "start"}
        address = attributes.get("href") or ""
        assert ":" not in address.split("/")[0].split("#")[0] or address.startswith("https:"), address


def test_the_same_text_is_rendered_once() -> None:
    assert render("Samma text.", "sv", REFERENCES) is render("Samma text.", "sv", dict(REFERENCES))


def test_a_corrected_source_shows_at_once() -> None:
    corrected = REFERENCES["sol-19-1"].model_copy(update={"place": "19 kap. 2 §"})
    assert "19 kap. 1 §" in html("Text [@sol-19-1].")
    assert "19 kap. 2 §" in plain(render("Text [@sol-19-1].", "sv", {"sol-19-1": corrected}).html)


def source(**values: object) -> Reference:
    plain: dict[str, object] = {
        "key": "kalla",
        "kind": "source",
        "name": Text(sv="Namnet"),
        "last_checked": date(2026, 2, 12),
        "check_by": date(2027, 2, 12),
        "status": "verified",
    }
    return Reference.model_validate(plain | values)


def law(name: str, where: str | None, sfs: str | None = "1988:688") -> Reference:
    return source(kind="statute", name=Text(sv=name), place=where, sfs=sfs)


@pytest.mark.parametrize(
    ("reference", "swedish", "english"),
    [
        (law("Offentlighets- och sekretesslagen", "10 kap. 18 a §", "2009:400"), "OSL 10 kap. 18 a §", "OSL ch. 10 s. 18 a"),
        (law("Socialtjänstlagen", "9 kap. 5–7 §§", "2025:400"), "SoL 9 kap. 5–7 §§", "SoL ch. 9 ss. 5–7"),
        (law("Lagen om kontaktförbud", "1–2 a §§"), "lagen om kontaktförbud 1–2 a §§", "Act (1988:688) ss. 1–2 a"),
        (law("Lagen om något som är för långt för ett märke", "1 §"), "lagen (1988:688) 1 §", "Act (1988:688) s. 1"),
        (law("Lagen om placering", None), "lagen om placering", "Act (1988:688)"),
        (source(publisher="Brottsförebyggande rådet (Brå)", year=2024), "Brå 2024", "Brå 2024"),
        (source(publisher="EIGE (Europeiska jämställdhetsinstitutet)"), "EIGE", "EIGE"),
        (source(publisher="Regeringen", name=Text(sv="Prop. 2020/21:163")), "Prop. 2020/21:163", "Prop. 2020/21:163"),
        (source(name=Text(sv="En rapport, del ett")), "En rapport", "En rapport"),
        (source(key="plan-3-2", publisher="Koncernen", place="3.2"), "planen 3.2", "the plan 3.2"),
    ],
)  # fmt: skip
def test_a_source_has_a_short_name(reference: Reference, swedish: str, english: str) -> None:
    assert (plain(label(reference, "sv")), plain(label(reference, "en"))) == (swedish, english)


def test_a_line_never_ends_between_a_number_and_its_word() -> None:
    assert label(law("Brottsbalken", "4 kap. 4 a §", "1962:700"), "sv") == "BrB 4\u00a0kap. 4\u00a0a\u00a0§"
    assert label(law("Brottsbalken", "4 kap. 4 a §", "1962:700"), "en") == "BrB ch.\u00a04 s.\u00a04\u00a0a"


def test_a_source_without_a_place_has_none() -> None:
    assert place(source(), "en") == ""


def test_the_real_texts_render_with_all_their_sources() -> None:
    content = delivered_content()
    for module in content.modules:
        for section in module.sections:
            shown = render(section.body.sv, "sv", content.references)
            assert shown.html.startswith('<div class="box box-viktigast">')
            assert "[@" not in shown.html
            assert ":::" not in shown.html
