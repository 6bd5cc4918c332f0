"""Where a link in a text leads, for whoever is signed in and in the open edition."""

import pytest

from elearn.modules.addresses import link_target


@pytest.mark.parametrize(
    ("written", "openly", "signed_in"),
    [
        ("/moduler/3/5", "/oppet/3/en#avsnitt-5", "/moduler/3/5"),
        ("/moduler/3", "/oppet/3/en", "/moduler/3"),
        ("/moduler/3/kunskapskontroll", "/oppet/3/en", "/moduler/3/kunskapskontroll"),
        ("/min-utbildning", "/oppet/en", "/min-utbildning"),
        ("/", "/oppet/en", "/"),
        ("/hjalp", "/hjalp/en", "/hjalp/en"),
        ("/hjalp/sv", "/hjalp/sv", "/hjalp/sv"),
        ("/ordlista", "/ordlista/en", "/ordlista/en"),
        ("/ordlista#sekretess", "/ordlista/en#ord-5d3e0890", "/ordlista/en#ord-5d3e0890"),
        ("https://example.org/moduler/3", "https://example.org/moduler/3", "https://example.org/moduler/3"),
    ],
)
def test_where_a_link_leads(written: str, openly: str, signed_in: str) -> None:
    assert link_target(written, "en", "en") == openly
    assert link_target(written, "en") == signed_in
