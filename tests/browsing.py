"""A browser without a screen, for tests against a real server: cookies, forms and redirects over HTTP."""

import http.client
import urllib.parse
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie

from tests.reading import as_read

CHECKABLE = frozenset({"checkbox", "radio"})
MOST_REDIRECTS = 5


@dataclass
class Form:
    """A form as it stands on a page: where it goes, what it would send, and what could be chosen besides."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """An answer: where it came from in the end, its status and its text."""

    address: str
    status: int
    text: str
    headers: http.client.HTTPMessage

    @property
    def forms(self) -> list[Form]:
        return _Forms.of(self.text)

    def form(self, action: str) -> Form:
        """The one form whose address ends so."""
        found = [form for form in self.forms if (form.action or self.address).endswith(action)]
        assert len(found) == 1, f"{len(found)} forms to {action} on {self.address}: {self.text}"
        return found[0]


class Browser:
    """One visitor of one server. Nothing is retried: a broken connection is an OSError or an HTTPException."""

    def __init__(self, address: str, *, timeout: float = 30) -> None:
        parts = urllib.parse.urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.timeout = timeout
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        return self._arrive(self.request("GET", path))

    def send(self, page: Page, form: Form, **chosen: str | list[str]) -> Page:
        """Send a form with these values in place of its own, and go where the answer says."""
        return self._arrive(self.post(page, form, **chosen))

    def post(self, page: Page, form: Form, **chosen: str | list[str]) -> Page:
        """Send a form, and return the answer itself, a redirect as well."""
        values = [(name, value) for name, value in form.values if name not in chosen]
        for name, value in chosen.items():
            values.extend((name, one) for one in ([value] if isinstance(value, str) else value))
        path = urllib.parse.urljoin(page.address, form.action or page.address)
        return self.request(form.method.upper(), path, urllib.parse.urlencode(values))

    def sign_in(self, email: str, password: str) -> Page:
        page = self.get("/logga-in")
        return self.send(page, page.form("/logga-in"), email=email, password=password)

    def request(self, method: str, path: str, body: str | None = None) -> Page:
        """One request and its answer, whatever it is."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body=body, headers=self._headers(body))
            response = connection.getresponse()
            text = as_read(response.read().decode("utf-8", "replace"))
        finally:
            connection.close()
        self._keep_cookies(response.headers)
        return Page(path, response.status, text, response.headers)

    def _arrive(self, page: Page) -> Page:
        for _ in range(MOST_REDIRECTS):
            if page.status not in {302, 303}:
                return page
            target = urllib.parse.urlsplit(page.headers["Location"])
            page = self.request("GET", target.path + (f"?{target.query}" if target.query else ""))
        raise AssertionError(f"redirected again and again, at last to {page.address}")

    def _headers(self, body: str | None) -> dict[str, str]:
        headers = {"Accept-Language": "sv", "Connection": "close"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    def _keep_cookies(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                if morsel.value and morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)


class _Forms(HTMLParser):
    """Collects the forms of a page, with what a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select: str | None = None
        self._text: tuple[str, list[str]] | None = None

    @classmethod
    def of(cls, text: str) -> list[Form]:
        parser = cls()
        parser.feed(text)
        return parser.forms

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._open)
        elif self._open is not None and "disabled" not in given:
            self._field(self._open, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "input" and given.get("type") in CHECKABLE:
            form.choices.setdefault(name, []).append(value or "on")
            if "checked" in given:
                form.values.append((name, value or "on"))
        elif tag == "input" and name and given.get("type") not in {"submit", "file"}:
            form.values.append((name, value))
        elif tag == "button" and name:
            form.buttons.append((name, value))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._option(form, self._select, value, selected="selected" in given)
        elif tag == "textarea" and name:
            self._text = name, []

    def _option(self, form: Form, name: str, value: str, *, selected: bool) -> None:
        first = name not in form.choices
        form.choices.setdefault(name, []).append(value)
        if selected:
            form.values[:] = [pair for pair in form.values if pair[0] != name]
        if first or selected:
            form.values.append((name, value))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._text is not None and self._open is not None:
            self._open.values.append((self._text[0], "".join(self._text[1])))
            self._text = None
