"""What every template may use."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, get_flashed_messages, request
from flask import session as cookie
from flask.globals import request_ctx
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import FileSystemBytecodeCache, pass_eval_context
from jinja2.bccache import Bucket
from jinja2.nodes import EvalContext
from markupsafe import Markup

from app.core import clock
from app.core.drawing import part
from app.core.error_order import in_page_order
from app.core.i18n import (
    HTML_LANGUAGES,
    LANGUAGES,
    asked_language,
    format_date,
    format_day,
    format_moment,
    format_money,
    format_number,
    format_time,
    format_weekday,
    format_when,
    in_language,
    locale,
    name_all,
    translated,
    zone_name,
)
from app.core.money import Money
from app.core.settings import settings
from app.core.text import plain_text, render_markdown, render_plain
from app.core.transaction import SAFE_METHODS

#: The folders of templates that strangers see.
PUBLIC = ("layouts/", "components/", "pages/")


class KeptTemplates(FileSystemBytecodeCache):
    """What templates compile to, kept in a folder for the next start; it saves time and decides nothing.

    Jinja knows a changed template by its text. That other code compiles the same text to something else
    (another Jinja, another filter) is known by `of`.
    """

    def __init__(self, folder: Path, of: str) -> None:
        super().__init__(str(folder))
        self._of = of

    def get_source_checksum(self, source: str) -> str:
        """Give by what it is known whether a file is still that of a text."""
        return super().get_source_checksum(self._of + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a file; a broken one, as a full disk or a power cut leaves it, is as good as none."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001  # unpickling what is broken raises anything
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write a file, if that is possible."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def init_templating(app: Flask, static_address: Callable[[str], str], folder: Path) -> None:
    """Give templates their functions and filters; keep what they compile to in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    app.jinja_env.bytecode_cache = KeptTemplates(folder, _compiler())
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=_say,
        part=part,
        static=static_address,
        csrf_field=_csrf_field,
        locale=lambda: HTML_LANGUAGES[locale()],
        languages=LANGUAGES,
        now=clock.now,
        format_when=format_when,
        format_moment=format_moment,
        format_date=format_date,
        format_day=format_day,
        format_money=format_money,
        money=Money,
        format_number=format_number,
        name_all=name_all,
        format_time=format_time,
        format_weekday=format_weekday,
        zone_name=zone_name,
        absolute=lambda address: settings().public_url + address,
    )
    app.jinja_env.filters.update(
        markdown=render_markdown, plain=plain_text, said=render_plain, in_page_order=in_page_order
    )
    app.context_processor(_context)
    app.url_defaults(_keep_language)


def load_public_pages(app: Flask) -> None:
    """Load what pages need before the first is asked for, so that processes which fork share it."""
    with app.app_context():
        for language in LANGUAGES:
            with in_language(language):
                translated("Twain")
                format_date(clock.now().date())
                format_number(1)
        for name in app.jinja_env.list_templates(filter_func=lambda each: each.startswith(PUBLIC)):
            app.jinja_env.get_template(name)


def _compiler() -> str:
    """Name the code on which it depends what a template compiles to."""
    ours = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return f"{version('jinja2')} {version('flask')} {sha256(ours).hexdigest()}"


@pass_eval_context
def _say(context: EvalContext, text: str, **values: Any) -> str:  # noqa: ANN401  # whatever a sentence names
    """Say a sentence, escaping what is put into it; far quicker than Jinja's own way to the same words."""
    said = translated(text)
    if context.autoescape:
        said = Markup(said)  # noqa: S704  # our own sentence, or its translation
    return said % values if values or "%" in text else said


def _context() -> dict[str, Any]:
    if not request:
        return {}
    return {
        "signed_in_user": current_user if current_user.is_authenticated else None,
        "flashes": _flashes,
        "canonical_url": _canonical_url(),
        "language_links": _language_links(),
    }


def _flashes() -> list[Any]:
    """Give waiting messages as (category, text); never touch the cookie of someone who has none."""
    return list(get_flashed_messages(with_categories=True)) if "_flashes" in cookie else []


def _csrf_field() -> Markup:
    """Give the hidden field that forms of signed-in people carry; nothing for anyone else."""
    if not current_user.is_authenticated:
        return Markup("")
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _canonical_url() -> str:
    return settings().public_url + request.path


def _language_links() -> dict[str, str]:
    """Give what leads from this page to itself in each language; nothing where only a button leads here."""
    if request.method not in SAFE_METHODS:
        adapter = request_ctx.url_adapter
        if adapter is None or "GET" not in adapter.allowed_methods():
            return {}
    kept = {name: value for name, value in request.args.items() if name != "lang"}
    return {language: f"?{urlencode({**kept, 'lang': language})}" for language in LANGUAGES}


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Carry an explicit ?lang= along, so that choosing a language needs no cookie."""
    asked = asked_language()
    if asked and "lang" not in values and endpoint != "static":
        values["lang"] = asked


def render_email(template: str, context: dict[str, Any]) -> tuple[str, str, str]:
    """Give subject, text and HTML of `templates/emails/<template>.{txt,html}`.

    A `subject` in the context stands in the place of the template's own: for people who want it discreet.
    """
    environment = current_app.jinja_env
    text = environment.get_template(f"emails/{template}.txt")
    html = environment.get_template(f"emails/{template}.html")
    values = {"public_url": settings().public_url, "language": locale(), **context}
    subject = context.get("subject") or "".join(text.blocks["subject"](text.new_context(values)))
    values["subject"] = " ".join(subject.split())
    return values["subject"], text.render(values).strip() + "\n", html.render(values)
