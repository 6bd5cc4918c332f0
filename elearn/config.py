"""The settings, read once from the environment."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError


class ConfigError(Exception):
    """A setting is missing or cannot be used; the message says which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Every setting of one running elearn. Tests build it directly."""

    database_url: str
    secret_key: str
    instance_dir: Path
    content_dir: Path
    base_url: str = "http://127.0.0.1:8000"
    exit_url: str = "/paus"
    smtp_url: str | None = None
    mail_from: str = "elearn <noreply@localhost>"
    mails_per_minute: int = 0
    reports_database_url: str | None = None
    demo: bool = False
    trusted_proxies: int = 0
    components: bool = False

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over https, and cookies can be bound to it."""
        return self.base_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        return "__Host-elearn" if self.secure else "elearn"

    @classmethod
    def from_env(cls, environ: Mapping[str, str], *, demo: bool = False, serving: bool = True) -> "Config":
        """Read `ELEARN_…`; a secret may also stand in the file that `ELEARN_…_FILE` names.

        Only what serves pages signs cookies, and needs the secret key. Raises ConfigError with one sentence for the person who starts the service.
        """
        instance_dir = Path(environ.get("ELEARN_INSTANCE_DIR") or "instance").resolve()
        default_url = f"sqlite:///{instance_dir / ('demo.db' if demo else 'elearn.db')}"
        database_url = default_url if demo else _setting(environ, "ELEARN_DATABASE_URL", default_url)
        secret_key = _demo_secret(instance_dir) if demo else _setting(environ, "ELEARN_SECRET_KEY", "")
        if serving and not secret_key:
            raise ConfigError(
                "ELEARN_SECRET_KEY saknas. Sätt den till minst 32 slumpade tecken, eller ELEARN_SECRET_KEY_FILE till en fil med dem."
            )
        if secret_key and len(secret_key) < 32:
            raise ConfigError("ELEARN_SECRET_KEY är för kort. Den behöver minst 32 slumpade tecken.")
        base_url = _address(environ.get("ELEARN_BASE_URL") or "http://127.0.0.1:8000", "ELEARN_BASE_URL")
        exit_url = environ.get("ELEARN_EXIT_URL") or "/paus"
        if not exit_url.startswith("/") or exit_url.startswith("//"):
            exit_url = _address(exit_url, "ELEARN_EXIT_URL")
        replica = environ.get("ELEARN_REPORTS_DATABASE_URL")
        return cls(
            database_url=_database(database_url, "ELEARN_DATABASE_URL"),
            secret_key=secret_key,
            instance_dir=instance_dir,
            content_dir=content_dir(environ),
            base_url=base_url.rstrip("/"),
            exit_url=exit_url,
            smtp_url=_setting(environ, "ELEARN_SMTP_URL", "") or None,
            mail_from=environ.get("ELEARN_MAIL_FROM") or "elearn <noreply@localhost>",
            mails_per_minute=_count(
                environ.get("ELEARN_MAILS_PER_MINUTE") or "0", "ELEARN_MAILS_PER_MINUTE", digits=4
            ),
            reports_database_url=_database(replica, "ELEARN_REPORTS_DATABASE_URL") if replica else None,
            demo=demo,
            trusted_proxies=_count(environ.get("ELEARN_TRUSTED_PROXIES") or "0", "ELEARN_TRUSTED_PROXIES"),
            components=environ.get("ELEARN_COMPONENTS") == "1",
        )


def content_dir(environ: Mapping[str, str]) -> Path:
    """Where the content lies; the one setting that the content check needs."""
    return Path(environ.get("ELEARN_CONTENT_DIR") or _content_beside_package()).resolve()


def _setting(environ: Mapping[str, str], name: str, default: str) -> str:
    path = environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"{name}_FILE: filen {path} kan inte läsas. Kontrollera sökvägen och rättigheterna."
            ) from error
    return environ.get(name) or default


def _count(value: str, name: str, digits: int = 2) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= digits):
        raise ConfigError(f"{name}: ”{value}” är inget antal. Skriv 0 eller ett litet heltal.")
    return int(value)


def _address(value: str, name: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ConfigError(
            f"{name}: ”{value}” är ingen webbadress. Skriv den med http:// eller https:// först."
        )
    return value


def _database(value: str, name: str) -> str:
    for scheme in ("postgresql://", "postgres://"):
        value = value.replace(scheme, "postgresql+psycopg://", 1) if value.startswith(scheme) else value
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigError(f"{name}: adressen ska börja med sqlite:/// eller postgresql://.")
    try:
        make_url(value)
    except (ArgumentError, ValueError) as error:  # the address may hold a password: it is not repeated
        raise ConfigError(
            f"{name}: adressen går inte att läsa. Kontrollera värd, port och databasens namn."
        ) from error
    return value


def _content_beside_package() -> Path:
    return Path(__file__).resolve().parent.parent / "content"


def _demo_secret(instance_dir: Path) -> str:
    """A key of the demo's own, kept beside its database so that sign-ins survive a restart."""
    path = instance_dir / "demo-secret"
    if not path.exists():
        instance_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
