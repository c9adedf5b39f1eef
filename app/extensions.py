"""The libraries that the application stands on, each set up in one place."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from babel import Locale
from flask import Flask, request
from flask_login import current_user
from flask_security import Security
from werkzeug.local import LocalProxy

from app.accounts.forms.signing_in import (
    ForgotPasswordForm,
    LoginForm,
    PasskeyForm,
    PasskeyResponseForm,
    PasskeySignInForm,
    RegisterForm,
    SendConfirmationForm,
    VerifyForm,
)
from app.accounts.gateway.codes import AppCodes, RecoveryCodes
from app.accounts.gateway.mail import OutboxMail
from app.accounts.gateway.passkeys import Passkeys
from app.accounts.gateway.passwords import Passwords
from app.accounts.gateway.people import People, SparingSessions
from app.accounts.gateway.store import UserStore
from app.accounts.gateway.words import SENTENCES, Words
from app.accounts.models import User
from app.accounts.rules import SESSION_LASTS
from app.accounts.views import library
from app.config import ROOT, Mode, Settings
from app.core import clock
from app.core.access import me_or_none
from app.core.connections import QuietCursor
from app.core.database import db
from app.core.guards import Guards
from app.core.i18n import asked_language, babel, babel_locale, negotiated_language
from app.core.limits import MEMORY, limiter
from app.core.marks import heed_marks
from app.core.text import canonical_email

MAX_REQUEST_BYTES = 8 * 1024 * 1024
MAX_FORM_BYTES = 512 * 1024
YEAR_SECONDS = 365 * 24 * 3600

guards = Guards()

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

#: argon2id as OWASP recommends it: 19 MiB, two passes; as little as possible in tests.
SAFE_HASH = {
    "argon2__type": "ID",
    "argon2__memory_cost": 19 * 1024,
    "argon2__time_cost": 2,
    "argon2__parallelism": 1,
}
CHEAP_HASH = {
    "argon2__type": "ID",
    "argon2__memory_cost": 8,
    "argon2__time_cost": 1,
    "argon2__parallelism": 1,
}

_SECURITY_FEATURES = {
    "REGISTERABLE": True,
    "CONFIRMABLE": True,
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "CHANGE_EMAIL": True,
    "TWO_FACTOR": True,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TOTP_ISSUER": "Twain",
    "MULTI_FACTOR_RECOVERY_CODES": True,
    "WEBAUTHN": True,
    "WAN_RP_NAME": "Twain",
    "WAN_ALLOW_USER_HINTS": False,
    "WAN_SIGNIN_WITHIN": timedelta(minutes=5),
}

_SECURITY_ADDRESSES = {
    "POST_LOGIN_VIEW": "/desk",
    "POST_LOGOUT_VIEW": "/",
    "POST_REGISTER_VIEW": "/register/sent",
    "POST_RESET_VIEW": "/login?done=reset",
    "POST_CHANGE_VIEW": "/desk/account/security",
    "POST_CHANGE_EMAIL_VIEW": "/desk/account/security",
    "POST_VERIFY_VIEW": "/desk/account/security",
    "TWO_FACTOR_POST_SETUP_VIEW": "/desk/account/security",
    "WAN_POST_REGISTER_VIEW": "/desk/account/security",
}

#: Names of messages, written by accounts.gateway.mail.
_SECURITY_MAIL = {
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    "REGISTER_EMAIL_TEMPLATE": "welcome",
    "REGISTER_EMAIL_EXISTING_TEMPLATE": "existing",
    "EMAIL_TEMPLATE_CONFIRM": "confirm",
    "EMAIL_TEMPLATE_PASSWORD_RESET": "reset",
    "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "changed",
    "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "changed",
    "CHANGE_EMAIL_EMAIL_TEMPLATE": "change_email",
}


def init_extensions(app: Flask, settings: Settings) -> None:
    """Set up every library with the settings."""
    app.config.from_mapping(_flask_config(settings))
    db.init_app(app)
    babel.init_app(
        app, locale_selector=_select_locale, default_translation_directories=str(ROOT / "translations")
    )
    _init_limiter(app)
    _init_security(app, settings)
    _init_guards(app, settings)


def _init_limiter(app: Flask) -> None:
    """Limit the views that ask for it, each when it is called; the others are not looked at."""
    limiter.init_app(app)
    checks = app.before_request_funcs[None]
    checks[:] = [check for check in checks if check != limiter._check_request_limit]  # noqa: SLF001  # no switch for it


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
        "PERMANENT_SESSION_LIFETIME": SESSION_LASTS,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_ENABLED": False,  # core.http checks each post itself
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_ENABLED": settings.rate_limits,
        "RATELIMIT_STORAGE_URI": settings.redis_url or f"{MEMORY}://",
        "TEMPLATES_AUTO_RELOAD": settings.is_development,
    }


def _security_config(settings: Settings) -> dict[str, object]:
    is_test = settings.mode is Mode.TEST
    return {
        "BLUEPRINT_NAME": "security",
        "STATIC_FOLDER": None,
        "CACHE_CONTROL": None,
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "FLASH_MESSAGES": LocalProxy(lambda: bool(current_user.is_authenticated)),
        "RETURN_GENERIC_RESPONSES": True,
        "API_ENABLED_METHODS": ["session"],
        "DATETIME_FACTORY": clock.now,
        "JOIN_USER_ROLES": False,
        "USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": canonical_email}}],
        "FRESHNESS": timedelta(minutes=30),
        "FRESHNESS_GRACE_PERIOD": timedelta(minutes=30),
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "PASSWORD_SINGLE_HASH": {"argon2"},
        "PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASH if is_test else SAFE_HASH,
        "PASSWORD_CONFIRM_REQUIRED": False,
        "HASHING_SCHEMES": ["hex_sha256"],
        "DEPRECATED_HASHING_SCHEMES": [],
        **_SECURITY_FEATURES,
        **_SECURITY_ADDRESSES,
        **_SECURITY_MAIL,
        **{f"MSG_{name}": sentence for name, sentence in SENTENCES.items()},
        "TOTP_SECRETS": {"1": settings.secret_key},
    }


def _init_security(app: Flask, settings: Settings) -> None:
    """Set up signing in; take out what each request would pay for and nobody uses."""
    app.config.from_mapping({f"SECURITY_{key}": value for key, value in _security_config(settings).items()})
    app.session_interface = SparingSessions()
    security = Security(
        app,
        UserStore(),
        render_template=cast("Callable[..., str]", library.render),  # whose answer may carry a status
        mail_util_cls=OutboxMail,
        password_util_cls=Passwords,
        webauthn_util_cls=Passkeys,
        totp_cls=AppCodes,
        mf_recovery_codes_util_cls=RecoveryCodes,
        login_form=LoginForm,
        register_form=RegisterForm,
        verify_form=VerifyForm,
        forgot_password_form=ForgotPasswordForm,
        send_confirmation_form=SendConfirmationForm,
        wan_register_form=PasskeyForm,
        wan_signin_form=PasskeySignInForm,
        wan_signin_response_form=PasskeyResponseForm,
    )
    security.i18n_domain = cast("Any", Words())
    security.want_json(lambda _request: False)
    security.unauthn_handler(library.unauthenticated)
    security.reauthn_handler(library.show_again)
    _use_lean_login(app, security)
    library.use_our_views(app)


def _use_lean_login(app: Flask, security: Security) -> None:
    """Load people in one query; leave out remember cookies and the loading of roles."""
    app.before_request_funcs[None].remove(security.principal._on_before_request)  # noqa: SLF001  # no switch for it
    app.after_request_funcs[None].remove(security.login_manager._update_remember_cookie)  # noqa: SLF001  # no switch for it
    people = People()
    people.anonymous_user = security.login_manager.anonymous_user
    people.unauthorized_callback = library.unauthenticated
    people.session_protection = None
    security.login_manager = people
    app.login_manager = people  # type: ignore[attr-defined]  # where Flask-Login looks for it


def _engine_options(settings: Settings) -> dict[str, object]:
    if settings.database_url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10}, "hide_parameters": settings.is_production}
    return {
        #: Days in SQL are those of UTC, as everywhere here.
        "connect_args": {"options": "-c timezone=UTC", "cursor_factory": QuietCursor},
        "hide_parameters": settings.is_production,
        #: What only reads is spared the way there and back of a BEGIN and of a ROLLBACK (`core.connections`).
        "isolation_level": "AUTOCOMMIT",
        "pool_size": 8,
        "max_overflow": 8,
    }


def _select_locale() -> Locale:
    """Choose by ?lang=, then the person's preference, then what the browser asks for."""
    if asked := asked_language():
        return babel_locale(asked)
    if user := me_or_none(User):
        return babel_locale(user.language)
    return babel_locale(negotiated_language() if request else None)


def _init_guards(app: Flask, settings: Settings) -> None:
    app.after_request(heed_marks)  # registered first, so it runs last
    guards.init_app(
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
