"""Settings: one frozen object, read once from the environment.

A wrong or missing value stops the start with one line that names it.
"""

import base64
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from app.setting_kinds import (
    KEY_BYTES,
    SettingError,
    choice,
    database_url,
    encryption_keys,
    mail_url,
    number,
    redis_url,
    secret,
    sender,
    site_parts,
    stripe_key,
    yes_no,
)

__all__ = ["ROOT", "VARIABLES", "Listening", "Mode", "SettingError", "Settings"]

ROOT = Path(__file__).resolve().parent.parent
LAST_PORT = 65535
DAY_MINUTES = 24 * 60
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class Mode(StrEnum):
    """Where this copy of Twain runs."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


@dataclass(frozen=True)
class Listening:
    """Where the web server listens, and how widely it serves."""

    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    threads: int = 2

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Listening":
        """Read it, or raise SettingError naming the first bad value."""
        return _Reader(environ).listening()

    def check(self) -> None:
        """Raise SettingError when nothing can listen there, such as where something else does already."""
        try:
            family, kind, *_names, address = socket.getaddrinfo(
                self.host, self.port, type=socket.SOCK_STREAM
            )[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise SettingError(
                f"nothing can listen at {self.host}:{self.port} ({reason}). Stop what runs there, or set "
                "PORT to another number."
            ) from error


@dataclass(frozen=True)
class Settings:
    """Everything that can be set from outside."""

    mode: Mode
    instance: Path
    database_url: str
    redis_url: str | None
    secret_key: str = field(repr=False)
    lookup_key: str = field(repr=False)
    encryption_keys: tuple[tuple[str, bytes], ...] = field(repr=False)
    public_url: str
    mail_url: str
    mail_from: str
    listening: Listening = Listening()
    metrics_token: str | None = field(repr=False, default=None)
    trusted_proxies: int = 0
    second_factor_required: bool = False
    rsvp_hold_minutes: int = 120
    silent_after_days: int = 30
    log_level: str = "INFO"
    front_cache: bool = True
    rate_limits: bool = True
    stripe_secret_key: str | None = field(repr=False, default=None)
    stripe_webhook_secrets: tuple[str, ...] = field(repr=False, default=())
    stripe_api_base: str | None = None

    @property
    def is_production(self) -> bool:
        """Tell whether strangers rely on this copy."""
        return self.mode is Mode.PRODUCTION

    @property
    def is_development(self) -> bool:
        """Tell whether development aids such as /dev/mail may be shown."""
        return self.mode is Mode.DEVELOPMENT

    @property
    def pay_page_origins(self) -> tuple[str, ...]:
        """Give where the payment provider's pages are, for the policy of our forms."""
        if self.stripe_api_base:
            parts = urlsplit(self.stripe_api_base)
            return (f"{parts.scheme}://{parts.netloc}",)
        return ("https://checkout.stripe.com", "https://billing.stripe.com")

    def with_changes(self, **changes: object) -> "Settings":
        """Give a copy with some values replaced (tests and commands)."""
        return replace(self, **changes)  # type: ignore[arg-type]  # names are checked by replace

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings, or raise SettingError naming the first bad one."""
        return _Reader(environ).settings()


#: Each environment variable and what it is for: the README's table is tested against this.
VARIABLES: dict[str, str] = {
    "TWAIN_MODE": "development (default), test or production",
    "TWAIN_INSTANCE": "folder for the database, mail and keys (default: instance/)",
    "DATABASE_URL": "SQLAlchemy address; postgresql://… or sqlite:///…",
    "REDIS_URL": "queue and rate limits on Redis when set",
    "SECRET_KEY": "signs sessions; at least 32 characters",
    "LOOKUP_KEY": "finds people by address; keep the old SECRET_KEY here when it changes (default: the same)",
    "ENCRYPTION_KEYS": "id:base64,id:base64 … newest first; 32 bytes each",
    "PUBLIC_URL": "the address people use, such as https://twain.example.org",
    "MAIL_URL": "smtp://user:password@host:587 (smtps:// for TLS at once), file:///folder or memory://",
    "MAIL_FROM": "sender of all mail, such as Twain <hello@twain.example.org>; pages name it, so read it",
    "METRICS_TOKEN": "bearer token for /metrics; without it /metrics answers 404",
    "TRUSTED_PROXIES": "how many reverse proxies stand in front (default 0)",
    "SECOND_FACTOR_REQUIRED": "yes or no; default yes in production",
    "RSVP_HOLD_MINUTES": "how long an unconfirmed reply keeps its spots (default 120)",
    "SILENT_AFTER_DAYS": "days without an answer after which a target counts as silent (default 30)",
    "LOG_LEVEL": "DEBUG, INFO (default), WARNING or ERROR",
    "FRONT_CACHE": "yes (default) or no",
    "RATE_LIMITS": "yes (default) or no",
    "STRIPE_SECRET_KEY": "a secret or restricted key of Stripe; without it nobody can give",
    "STRIPE_WEBHOOK_SECRETS": "signing secrets of the webhook endpoints, parted by commas; needed with a key",
    "STRIPE_API_BASE": "another address that speaks Stripe's API, such as the rehearsal's; not in production",
    "HOST": "where the web server listens (default 127.0.0.1)",
    "PORT": "the port it listens on (default 8000)",
    "WEB_WORKERS": "how many processes serve (default 2)",
    "WEB_THREADS": "how many threads each of them has (default 2)",
}


class _Reader:
    """Turn an environment into Settings, naming what is wrong."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.mode = self._mode()
        self.instance = Path(environ.get("TWAIN_INSTANCE") or ROOT / "instance")

    def settings(self) -> Settings:
        production = self.mode is Mode.PRODUCTION
        return Settings(
            mode=self.mode,
            instance=self.instance,
            database_url=self._database_url(),
            redis_url=self._redis_url(),
            secret_key=self._secret_key(),
            lookup_key=self._lookup_key(),
            encryption_keys=self._encryption_keys(),
            public_url=self._public_url(),
            mail_url=self._mail_url(),
            mail_from=self._mail_from(),
            listening=self.listening(),
            metrics_token=self.environ.get("METRICS_TOKEN") or None,
            trusted_proxies=self._number("TRUSTED_PROXIES", 0, 0, 9),
            second_factor_required=self._yes_no("SECOND_FACTOR_REQUIRED", default=production),
            rsvp_hold_minutes=self._number("RSVP_HOLD_MINUTES", 120, 1, 30 * DAY_MINUTES),
            silent_after_days=self._number("SILENT_AFTER_DAYS", 30, 1, 3650),
            log_level=choice("LOG_LEVEL", self.environ.get("LOG_LEVEL") or "INFO", LOG_LEVELS),
            front_cache=self._yes_no("FRONT_CACHE", default=True),
            rate_limits=self._yes_no("RATE_LIMITS", default=True),
            stripe_secret_key=self._stripe_key(),
            stripe_webhook_secrets=self._stripe_secrets(),
            stripe_api_base=self._stripe_base(),
        )

    def listening(self) -> Listening:
        return Listening(
            self.environ.get("HOST") or Listening.host,
            self._number("PORT", Listening.port, 1, LAST_PORT),
            self._number("WEB_WORKERS", Listening.workers, 1, 99),
            self._number("WEB_THREADS", Listening.threads, 1, 99),
        )

    def _mode(self) -> Mode:
        value = self.environ.get("TWAIN_MODE") or Mode.DEVELOPMENT.value
        if value not in set(Mode):
            raise SettingError(f"TWAIN_MODE must be one of {', '.join(Mode)}, not {value!r}.")
        return Mode(value)

    def _required(self, name: str, fallback: str) -> str:
        value = self.environ.get(name)
        if value:
            return value
        if self.mode is Mode.PRODUCTION:
            raise SettingError(f"{name} is missing: {VARIABLES[name]}.")
        return fallback

    def _database_url(self) -> str:
        value = self._required("DATABASE_URL", f"sqlite:///{self.instance / 'twain.sqlite'}")
        return database_url("DATABASE_URL", value)

    def _redis_url(self) -> str | None:
        value = self.environ.get("REDIS_URL")
        return redis_url("REDIS_URL", value) if value else None

    def _secret_key(self) -> str:
        value = self.environ.get("SECRET_KEY")
        if not value and self.mode is not Mode.PRODUCTION:
            return self._kept("secret_key", secrets.token_urlsafe(48))
        return secret("SECRET_KEY", value or self._required("SECRET_KEY", ""))

    def _lookup_key(self) -> str:
        value = self.environ.get("LOOKUP_KEY")
        return secret("LOOKUP_KEY", value) if value else self._secret_key()

    def _encryption_keys(self) -> tuple[tuple[str, bytes], ...]:
        value = self.environ.get("ENCRYPTION_KEYS")
        if not value and self.mode is not Mode.PRODUCTION:
            fresh = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()
            value = "first:" + self._kept("encryption_key", fresh)
        value = value or self._required("ENCRYPTION_KEYS", "")
        return encryption_keys("ENCRYPTION_KEYS", value)

    def _public_url(self) -> str:
        value = self._required("PUBLIC_URL", f"http://127.0.0.1:{self.listening().port}").rstrip("/")
        parts = site_parts("PUBLIC_URL", value, "https://twain.example.org")
        if self.mode is Mode.PRODUCTION and parts.scheme != "https":
            raise SettingError("PUBLIC_URL must begin with https:// in production.")
        return value

    def _mail_url(self) -> str:
        value = self._required("MAIL_URL", f"file://{self.instance / 'mail'}")
        return mail_url("MAIL_URL", value)

    def _mail_from(self) -> str:
        return sender("MAIL_FROM", self._required("MAIL_FROM", "Twain <hello@localhost.localdomain>"))

    def _stripe_key(self) -> str | None:
        value = self.environ.get("STRIPE_SECRET_KEY")
        is_production = self.mode is Mode.PRODUCTION
        return stripe_key("STRIPE_SECRET_KEY", value, may_be_live=is_production) if value else None

    def _stripe_secrets(self) -> tuple[str, ...]:
        value = self.environ.get("STRIPE_WEBHOOK_SECRETS") or ""
        parts = tuple(part.strip() for part in value.split(",") if part.strip())
        if not all(part.startswith("whsec_") for part in parts):
            raise SettingError("STRIPE_WEBHOOK_SECRETS must each begin with whsec_, parted by commas.")
        if self._stripe_key() and not parts:
            raise SettingError(f"STRIPE_WEBHOOK_SECRETS is missing: {VARIABLES['STRIPE_WEBHOOK_SECRETS']}.")
        return parts

    def _stripe_base(self) -> str | None:
        value = (self.environ.get("STRIPE_API_BASE") or "").rstrip("/") or None
        if value is None:
            return None
        if self.mode is Mode.PRODUCTION:
            raise SettingError("STRIPE_API_BASE must not be set in production: gifts go to Stripe itself.")
        site_parts("STRIPE_API_BASE", value, "http://127.0.0.1:8001")
        return value

    def _number(self, name: str, default: int, least: int, most: int) -> int:
        return number(name, self.environ.get(name) or str(default), least, most)

    def _yes_no(self, name: str, *, default: bool) -> bool:
        return yes_no(name, self.environ.get(name) or ("yes" if default else "no"))

    def _kept(self, name: str, fresh: str) -> str:
        """Keep a generated secret in the instance folder (never in production)."""
        path = self.instance / name
        try:
            if not path.exists():
                self.instance.mkdir(parents=True, exist_ok=True)
                path.touch(mode=0o600)
                path.write_text(fresh)
            return path.read_text().strip()
        except OSError as error:
            raise SettingError(f"TWAIN_INSTANCE cannot be used: {error}.") from None
