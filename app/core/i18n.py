"""Languages, and dates, numbers and times as people of that language write them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import lru_cache
from typing import cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date as babel_format_date
from babel.dates import get_timezone_location
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from flask import g, request
from flask_babel import (
    Babel,
    force_locale,
    get_locale,
    get_translations,
    lazy_gettext,
    ngettext,
    refresh,
)

from app.core import clock
from app.core.money import Money

__all__ = [
    "LANGUAGES",
    "_",
    "_l",
    "_n",
    "asked_language",
    "babel",
    "format_date",
    "format_day",
    "format_money",
    "format_month",
    "format_number",
    "format_short_when",
    "format_time",
    "format_weekday",
    "format_when",
    "in_language",
    "language_of_mail",
    "locale",
    "name_all",
    "negotiated_language",
    "speak",
    "translated",
    "zone_name",
]

#: Language code → its own name; the first is the source.
LANGUAGES = {"en": "English", "fr": "Français"}
SOURCE = "en"
HTML_LANGUAGES = {"en": "en-GB", "fr": "fr"}
_BABEL_LOCALES = {"en": Locale("en", "GB"), "fr": Locale("fr")}

#: So many written dates and zones are kept: the same few stand on every page.
KEPT_WORDS = 2048
#: Before an amount: a true minus, which screen readers say, and no line ends after it.
MINUS = "\N{MINUS SIGN}\N{WORD JOINER}"

#: How a language that does not merely count it writes the first day of a month: 1er décembre.
_FIRST_DAYS = {"fr": "d'er'"}

babel = Babel()


def _(text: str, **values: object) -> str:
    """Say a sentence in the language of this request or block."""
    said = translated(text)
    return said % values if values else said


def translated(text: str) -> str:
    """Give a sentence in the language of the moment; the source needs no catalogue."""
    return text if locale() == SOURCE else str(get_translations().ugettext(text))


def _n(singular: str, plural: str, number: int, **values: object) -> str:
    """Say a sentence with a number in it; `%(num)s` stands for the number."""
    return str(ngettext(singular, plural, number, **values))


def _l(text: str, **values: object) -> str:
    """Keep a sentence and say it when it is shown, for what is written down at import."""
    return cast("str", lazy_gettext(text, **values))


def locale() -> str:
    """Give the language of this request or block: a key of LANGUAGES."""
    try:  # what Babel has found out for this context: pages ask for it a hundred times
        kept = g._get_current_object()._flask_babel.babel_locale  # noqa: SLF001  # Werkzeug's own way past its proxies
    except (AttributeError, RuntimeError):  # nobody has asked yet, or there is no context
        kept = None
    current = kept or get_locale()
    return current.language if current is not None and current.language in LANGUAGES else SOURCE


def asked_language() -> str | None:
    """Give the language that the address names (?lang=), if it is one of ours."""
    asked = request.args.getlist("lang") if request else ()  # `get` raises, and nearly no address names one
    return asked[0] if asked and asked[0] in LANGUAGES else None


def negotiated_language() -> str:
    """Choose by Accept-Language, a dialect standing for its language; English when nothing fits.

    Where somebody once wrote to us, `speak` has said in which language, and that one is kept.
    """
    kept = g.get("kept_language")
    return str(kept) if kept in LANGUAGES else _language_of_browser()


def language_of_mail() -> str | None:
    """Give the language in which this page answers a mail, if the reader's browser asks for another."""
    kept = g.get("kept_language")
    return kept if kept in LANGUAGES and kept == locale() != _language_of_browser() else None


def _language_of_browser() -> str:
    for tag, quality in request.accept_languages:
        language = tag.partition("-")[0].lower()
        if language in LANGUAGES and quality > 0:
            return language
    return SOURCE


def speak(language: str) -> None:
    """Keep, for this request, to the language in which somebody replied, signed or gave.

    What the address asks for, or a person who is signed in prefers, still comes first.
    """
    g.kept_language = language
    refresh()


def babel_locale(language: str | None) -> Locale:
    """Give Babel's idea of one of our languages; the source for an unknown one."""
    return _BABEL_LOCALES.get(language or SOURCE, _BABEL_LOCALES[SOURCE])


@contextmanager
def in_language(language: str | None) -> Iterator[None]:
    """Speak a language for a while, as mails do for their reader."""
    with force_locale(babel_locale(language)):
        yield


def format_date(day: date) -> str:
    """Write a date in full: Thursday 3 December 2026."""
    return _written_date(day, "EEEE d MMMM y", locale())


def dated(title: str, day: date) -> str:
    """Name one of several things of a title by its day: The long supper, Thursday 3 December 2026."""
    return f"{title}, {format_date(day)}"


def format_day(day: date) -> str:
    """Write a date shortly: Thu 3 December."""
    return _written_date(day, "EEE d MMMM", locale())


def format_month(day: date) -> str:
    """Write a month: December 2026."""
    return _written_date(day, "LLLL y", locale())


def format_number(number: int) -> str:
    """Write a number as people group its digits: 12,345."""
    return _written_number(number, locale())


def format_money(money: Money) -> str:
    """Write an amount as people write it: £12.50, 12,50 €, ¥500."""
    return _written_money(money, locale())


def format_weekday(day: date) -> str:
    """Name the day of the week: Thursday."""
    return _written_date(day, "EEEE", locale())


def format_time(moment: datetime | time) -> str:
    """Write a wall-clock time: 18:30."""
    return f"{moment:%H:%M}"


def name_all(names: Sequence[str]) -> str:
    """Write several names as one phrase: The Long Table and Steady Ground."""
    return format_list(list(names), style="standard", locale=get_locale() or "en_GB")


def zone_name(zone: str) -> str:
    """Name a time zone by its city, as people say it: London."""
    return _written_zone(zone, locale())


@lru_cache(KEPT_WORDS)
def _written_number(number: int, language: str) -> str:
    return str(format_decimal(number, locale=babel_locale(language)))


@lru_cache(KEPT_WORDS)
def _written_money(money: Money, language: str) -> str:
    written = str(format_currency(money.decimal, money.currency, locale=babel_locale(language)))
    return written.replace("-", MINUS)


@lru_cache(KEPT_WORDS)
def _written_date(day: date, pattern: str, language: str) -> str:
    if day.day == 1:
        pattern = pattern.replace(" d ", f" {_FIRST_DAYS.get(language, 'd')} ")
    return str(babel_format_date(day, pattern, locale=babel_locale(language)))


@lru_cache(KEPT_WORDS)
def _written_zone(zone: str, language: str) -> str:
    return get_timezone_location(ZoneInfo(zone), return_city=True, locale=babel_locale(language))


def format_when(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Write when something happens, in its own zone: date, times and zone name."""
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (starts_at, ends_at))
    if start.date() == end.date():
        span = f"{format_date(start.date())} · {format_time(start)}–{format_time(end)}"
    else:
        span = (
            f"{format_date(start.date())} {format_time(start)} – {format_date(end.date())} {format_time(end)}"
        )
    return f"{span} ({zone_name(zone)})"


def format_moment(moment: datetime, zone: str) -> str:
    """Write one moment in a zone: date, time and zone name."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{format_date(local.date())}, {format_time(local)} ({zone_name(zone)})"


def format_short_when(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """Write when something happens for a card: short day, the year where it is another, zone name."""
    start, end = (moment.astimezone(ZoneInfo(zone)) for moment in (starts_at, ends_at))
    year = f" {start.year}" if start.year != clock.now().year else ""
    first = f"{format_day(start.date())}{year}"
    if start.date() == end.date():
        span = f"{first}, {format_time(start)}–{format_time(end)}"
    else:
        span = f"{first} {format_time(start)} – {format_day(end.date())} {format_time(end)}"
    return f"{span} ({zone_name(zone)})"
