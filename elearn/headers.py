"""The response headers of every page: no cache, no referrer, no frame, nothing from another host (trust: section 1.5)."""

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from elearn import static_files
from elearn.config import Config

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)
A_YEAR = 31_536_000


class OneCookie(SecureCookieSessionInterface):
    """The one cookie. A page that leaves no trace neither sets it nor differs by it, and nor does a static file."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not g.get("traceless") and request.endpoint != static_files.ENDPOINT:
            super().save_session(app, session, response)


def init_app(app: Flask, config: Config) -> None:
    """Put the headers on every response of this application."""
    app.session_interface = OneCookie()

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        headers["X-Robots-Tag"] = "noindex"
        headers["X-Frame-Options"] = "DENY"
        if config.secure:
            headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
        if headers.get("Cache-Control") != static_files.KEPT or request.endpoint != static_files.ENDPOINT:
            headers["Cache-Control"] = "no-store"
            headers.pop("ETag", None)
        return response
