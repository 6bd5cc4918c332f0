"""What goes wrong, as a page."""

from werkzeug.exceptions import default_exceptions

from elearn.errors import WITH_PAGE
from tests.a11y.recording import Recorder


def meet_every_error(cast: Recorder) -> None:
    """The errors that somebody meets, and those that no request of a test brings about."""
    for path, status in (("/finns-inte", 404), ("/hr", 403), ("/logga-ut", 405)):
        answer = cast.browser("petra").get(path)
        assert answer.status_code == status
        cast.write_down("petra", path, answer)
    for number, status in enumerate(sorted(WITH_PAGE - {403, 404, 405})):
        who = ("visitor", "visitor abroad")[number % 2]
        with cast.app.test_request_context("/logga-in", headers={"Accept-Language": cast.language(who)}):
            cast.app.preprocess_request()
            page = cast.app.make_response(cast.app.handle_user_exception(default_exceptions[status]()))
            cast.write_down(who, f"/logga-in?{status}", cast.app.process_response(page))
