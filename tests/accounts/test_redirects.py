"""Nobody is sent to a page that is not ours."""

import pytest

from elearn.accounts.redirects import own_page


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("/enheter/F1", "/enheter/F1"),
        ("/enheter/Å 1", "/enheter/%C3%85%201"),
        ("/enheter/a?b=c#d", "/enheter/a%3Fb%3Dc%23d"),
        ("/", "/"),
        ("", "/"),
        (None, "/"),
        (7, "/"),
        ("//ond.example", "/"),
        ("/\\ond.example", "/"),
        ("https://ond.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("ond.example", "/"),
        ("/\t/ond.example", "/"),
        ("/\n/ond.example", "/"),
        ("/lamna", "/"),
        ("/logga-ut", "/"),
    ],
)
def test_only_a_path_of_our_own_is_gone_to(wanted: object, given: str) -> None:
    assert own_page(wanted) == given
