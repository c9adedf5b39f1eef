"""The libraries that the application stands on, each set up in one place."""

import re

from flask import Flask, Response, request
from flask_login import LoginManager, current_user
from flask_migrate import Migrate
from flask_talisman import Talisman
from sqlalchemy import select

from app.accounts.models import User
from app.config import ROOT, Mode, Settings
from app.core.database import db, session
from app.core.http import TAGS_HEADER, keep_addresses_secret
from app.core.i18n import LANGUAGES, babel, babel_locale, negotiated_language
from app.core.limits import limiter

MAX_REQUEST_BYTES = 8 * 1024 * 1024
MAX_FORM_BYTES = 512 * 1024
YEAR_SECONDS = 365 * 24 * 3600

migrate = Migrate(directory=str(ROOT / "migrations"))
talisman = Talisman()

CONTENT_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def init_extensions(app: Flask, settings: Settings) -> None:
    """Set up every library with the settings."""
    app.config.from_mapping(_flask_config(settings))
    db.init_app(app)
    migrate.init_app(app, db)
    babel.init_app(
        app, locale_selector=_select_locale, default_translation_directories=str(ROOT / "translations")
    )
    limiter.init_app(app)
    LoginManager(app).user_loader(_user)  # the accounts owner replaces this by Flask-Security
    _init_talisman(app, settings)


def _user(uniquifier: str) -> User | None:
    return session.scalar(select(User).where(User.fs_uniquifier == uniquifier))


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "TESTING": settings.mode is Mode.TEST,
        "PROPAGATE_EXCEPTIONS": settings.mode is Mode.TEST,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings),
        "MAX_CONTENT_LENGTH": MAX_REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_FORM_BYTES,
        "SESSION_COOKIE_NAME": "twain_session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.is_production,
        "PREFERRED_URL_SCHEME": "https" if settings.is_production else "http",
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_ENABLED": settings.rate_limits,
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "TEMPLATES_AUTO_RELOAD": settings.is_development,
    }


def _engine_options(settings: Settings) -> dict[str, object]:
    if settings.database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10}, "hide_parameters": settings.is_production}
    return {
        "hide_parameters": settings.is_production,
        "pool_pre_ping": True,
        "pool_size": 8,
        "max_overflow": 8,
    }


def _select_locale() -> str:
    """Choose by ?lang=, then the person's preference, then what the browser asks for."""
    chosen = request.args.get("lang") if request else None
    if chosen in LANGUAGES:
        return babel_locale(chosen)
    if current_user and current_user.is_authenticated:
        return babel_locale(current_user.language)
    return babel_locale(negotiated_language() if request else None)


def _no_nonce_for_all(response: Response) -> Response:
    """Take the nonce out of a page that caches keep: it would be the same for everybody."""
    if TAGS_HEADER in response.headers:
        policy = response.headers.get("Content-Security-Policy", "")
        response.headers["Content-Security-Policy"] = re.sub(r" 'nonce-[^']+'", "", policy)
    return response


def _init_talisman(app: Flask, settings: Settings) -> None:
    app.after_request(keep_addresses_secret)  # registered first, so it runs last
    app.after_request(_no_nonce_for_all)
    talisman.init_app(
        app,
        force_https=False,
        strict_transport_security=settings.is_production,
        strict_transport_security_max_age=YEAR_SECONDS,
        content_security_policy=CONTENT_POLICY,
        content_security_policy_nonce_in=["script-src", "style-src"],
        referrer_policy="strict-origin-when-cross-origin",
        permissions_policy={
            "geolocation": "()",
            "camera": "()",
            "microphone": "()",
            "payment": "()",
            "interest-cohort": "()",
        },
        session_cookie_secure=settings.is_production,
        x_xss_protection=False,
    )

    @app.after_request
    def isolate(response: Response) -> Response:
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response
