"""Every Swedish word in the English course and on the help pages is marked as Swedish (WCAG 3.1.2)."""

import re

import pytest
from flask import Flask

from tests.english import texts_in

pytestmark = pytest.mark.one_engine

PAGES = (*(f"/oppet/{number}/en" for number in range(1, 5)), "/oppet/en", "/ordlista/en", "/hjalp/en")
SWEDISH_LETTERS = re.compile(r"\w*[åäöÅÄÖ]\w*")
# Drawings are not read aloud: caption and description say the same.
PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
# Proper names are the same in every language.
NAMES = (
    *(
        "Växjö",
        "Linköping",
        "Malmö",
        "Värmland",
        "Sörmland",
        "Örebro",
        "Östergötland",
        "Björn",
        "Brå",
        "Smålandsposten",
    ),
)


@pytest.mark.parametrize("address", PAGES)
def test_no_swedish_word_is_read_as_english(app: Flask, address: str) -> None:
    page = app.test_client().get(address).get_data(as_text=True)
    heard = PICTURE.sub("", page)
    texts = [text for text in texts_in(heard, "en", course=True) if SWEDISH_LETTERS.search(text)]
    left = {word: text for text in texts for word in SWEDISH_LETTERS.findall(text) if word not in NAMES}
    assert left == {}
