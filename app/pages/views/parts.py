"""Parts of an event's page that are drawn once for all who read the same in them (`core.drawing`)."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from flask import current_app, render_template
from markupsafe import Markup

from app.calendars.rules.links import CalendarLinks
from app.cohosting.queries import HostCard
from app.core.drawing import part
from app.core.i18n import locale
from app.events.models import AccessFact, Agreement, Event
from app.pages.queries import Shown
from app.pages.rules.words import (
    FormWords,
    agreement_words,
    event_words,
    form_words,
    initiative_words,
    series_words,
)
from app.petitions.forms import sign_form
from app.petitions.models import AreaQuestion, Petition
from app.rsvps.forms import reply_form
from app.rsvps.models import Allocation
from app.rsvps.queries import ReplyOffer, Via


class SignWords(NamedTuple):
    """All of a petition that the form to sign it says."""

    slug: str
    area_question: AreaQuestion
    is_area_required: bool


#: How large a petition is shown on other sites, in pixels.
EMBED_WIDTH, EMBED_HEIGHT = 480, 260
#: So many blank reply forms are kept, about six kilobytes each.
KEPT_FORMS = 128
EVENT_COLUMNS = FormWords._fields[:10]


def article(seen: Shown, calendar: CalendarLinks | None) -> Markup:
    """Draw what the page says of the event itself."""
    event = seen.event
    return part(
        "pages/_article.html",
        event=event_words(event),
        hosts=tuple(seen.hosts),
        place=seen.place,
        agreement=agreement_words(seen.offer.agreement),
        access_facts=tuple(fact for fact in AccessFact if fact in event.access_facts),
        tags=tuple(event.tags),
        calendar=calendar,
        initiative=initiative_words(event),
        series=series_words(event),
    )


def blank_reply_form(offer: ReplyOffer) -> Markup:
    """Draw the reply form for someone of whom nothing is known."""
    return _drawn("rsvps/_reply_form.html", form_words(offer), locale())


def blank_fields(offer: ReplyOffer) -> Markup:
    """Draw what the reply form asks besides name and address, for someone who has answered nothing yet."""
    return _drawn("rsvps/_fields.html", form_words(offer), locale())


def blank_sign_form(petition: Petition, hosts: Sequence[HostCard]) -> Markup:
    """Draw the form to sign for someone of whom nothing is known."""
    asked = SignWords(petition.slug, petition.area_question, petition.is_area_required)
    named = tuple((host.id, host.name) for host in hosts)
    return _drawn_sign_form(asked, named, locale())


def petition_frame(petition: Petition, width: int = EMBED_WIDTH, height: int = EMBED_HEIGHT) -> str:
    """Give the HTML with which another site shows a petition in short."""
    frame = render_template("pages/_petition_frame.html", petition=petition, width=width, height=height)
    return frame.strip()


@lru_cache(KEPT_FORMS)
def _drawn_sign_form(asked: SignWords, named: tuple[tuple[int, str], ...], _language: str) -> Markup:
    petition = Petition(**asked._asdict())
    hosts = [HostCard(number, "", name, "", None) for number, name in named]
    template = current_app.jinja_env.get_template("petitions/_sign_form.html")
    return Markup(template.render(petition=petition, form=sign_form(petition, hosts)))  # noqa: S704  # a template that escapes


@lru_cache(KEPT_FORMS)
def _drawn(name: str, words: FormWords, _language: str) -> Markup:
    """Draw from the words alone, so that nothing else can be in it."""
    columns = words._asdict() | {"questions": json.loads(words.questions)}
    event = Event(**{name: columns[name] for name in EVENT_COLUMNS})
    hosts = [HostCard(number, "", name, "", None) for number, name in words.hosts]
    agreement = Agreement(**words.agreement._asdict()) if words.agreement else None
    offer = ReplyOffer(
        event, hosts, agreement, words.has_more_dates, via=_via(words), takes_waiting=words.takes_waiting
    )
    template = current_app.jinja_env.get_template(name)
    return Markup(template.render(offer=offer, form=reply_form(offer)))  # noqa: S704  # a template that escapes


def _via(words: FormWords) -> Via | None:
    if words.via is None:
        return None
    slug, name, held = words.via
    allocations = {way: Allocation(way=way, spots=left, used=0) for way, left in held}
    return Via(HostCard(0, slug, name, "", None), allocations)
