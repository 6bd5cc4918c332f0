"""Pictures as they are drawn: every text in them, inside the frame, with nothing of the reader's colours fixed."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from elearn.modules.drawing import WIDTH, draw
from elearn.modules.pictures import Picture, PicturePart
from elearn.texts import Text
from tests.delivered import delivered_content

CONTENT = Path(__file__).parents[2] / "content"
PICTURES = [picture for module in delivered_content().modules for picture in module.pictures]


def root_of(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  (we drew it)


def drawn_words(svg: str) -> str:
    return " ".join("".join(text.itertext()) for text in root_of(svg).iter("text"))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.id)
def test_a_picture_shows_every_text_of_its_parts(picture: Picture, language: str) -> None:
    words = drawn_words(draw(picture, language)).split()
    for part in picture.parts:
        for text in (part.label, *((part.text,) if part.text else ()), *part.points):
            assert set(text.read(language).split()) <= set(words)


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.id)
def test_nothing_is_drawn_outside_the_frame(picture: Picture) -> None:
    root = root_of(draw(picture, "sv"))
    height = float(root.attrib["viewBox"].split()[3])
    for box in root.iter("rect"):
        assert float(box.attrib["x"]) >= 0
        assert float(box.attrib["x"]) + float(box.attrib["width"]) <= WIDTH
        assert float(box.attrib["y"]) + float(box.attrib["height"]) <= height
    assert all(float(text.attrib["y"]) < height for text in root.iter("text"))


def test_a_picture_leaves_colours_to_the_page_and_text_escaped() -> None:
    parts = tuple(PicturePart(label=Text(sv=f"<b> & {number}")) for number in range(2))
    svg = draw(
        Picture(id="p", kind="steps", caption=Text(sv="b"), description=Text(sv="c"), parts=parts), "sv"
    )
    assert "&lt;b&gt; &amp; 0" in svg
    assert not re.search(r"fill=|style=|stroke=", svg)


def test_bars_say_their_numbers_as_the_language_does() -> None:
    parts = (PicturePart(label=Text(sv="A"), value=12.9), PicturePart(label=Text(sv="B"), value=2.0))
    picture = Picture(id="p", kind="bars", caption=Text(sv="b"), description=Text(sv="c"), parts=parts)
    assert "12,9\N{NO-BREAK SPACE}%" in draw(picture, "sv")
    assert "2,0\N{NO-BREAK SPACE}%" in draw(picture, "sv")
    assert "12.9%" in draw(picture, "en")
    wide, narrow = (
        float(bar.attrib["width"])
        for bar in root_of(draw(picture, "sv")).iter("rect")
        if bar.attrib["class"] == "picture-filled"
    )
    assert wide / narrow == pytest.approx(12.9 / 2.0, rel=0.01)
