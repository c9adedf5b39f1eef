"""Find events, and read one."""

from datetime import date
from http import HTTPStatus
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.calendars.queries import event_links
from app.core import clock
from app.core.access import me, me_or_none, public, require, signed_in
from app.core.errors import NotFound, existing
from app.core.http import shows
from app.core.i18n import _, format_month
from app.core.marks import uses_location
from app.core.settings import settings
from app.events.models import Event, EventVisibility
from app.events.policies import can_see, can_see_on_desk
from app.events.queries import event_with_agreement, events_in_month, knows_place
from app.events.rules import SHOWN, event_spots_left, room_label
from app.pages import queries
from app.pages.queries import Shown
from app.pages.queries.beside import Beside, beside
from app.pages.rules.banners import banner_of, preview_banner
from app.pages.rules.finding import KM_CHOICES, Wanted, narrowings, read_wanted, soon
from app.pages.rules.json_ld import description, event_data
from app.pages.rules.lists import address
from app.pages.rules.months import month_after, month_before, weeks
from app.pages.views.blueprint import blueprint, draw_cards, feed_links
from app.pages.views.parts import article, blank_fields, blank_reply_form
from app.rsvps.forms import reply_form
from app.rsvps.rules import why_closed

PATH = "/events"


@blueprint.get(PATH)
@public
@uses_location
@shows("events", "organisations")
def events() -> ResponseReturnValue:
    """List what someone looks for, or show it as a month."""
    wanted = read_wanted(request.args.to_dict())
    shared = {
        "wanted": wanted,
        "narrowings": narrowings(wanted, PATH),
        "km_choices": KM_CHOICES,
        "today": clock.now().date(),
        "noindex": bool(wanted.after or wanted.before or wanted.words or wanted.near or wanted.starts_from),
        "feed_links": feed_links(_("All events on Twain"), PATH),
    }
    return _month(wanted, wanted.month, shared) if wanted.month else _list(wanted, shared)


@blueprint.get("/events/<slug>")
@public
@shows("event:{slug}", "organisations")
def event(slug: str) -> ResponseReturnValue:
    """Show one event, with the form to reply."""
    user, found = me_or_none(User), existing(event_with_agreement(slug))
    if not can_see(user, found[0]):
        return _taken_back(found[0])
    return _page(
        queries.shown(*found, user, request.args.get("via", "")),
        user,
        is_preview=found[0].status not in SHOWN,
    )


@blueprint.get("/desk/events/<slug>/preview")
@signed_in
def preview(slug: str) -> ResponseReturnValue:
    """Show a host how the public will see the event."""
    user, found = me(User), existing(event_with_agreement(slug))
    require(can_see_on_desk(user, found[0]), hide=True)
    return _page(queries.shown(*found, None), None, is_preview=True)


def _list(wanted: Wanted, shared: dict[str, Any]) -> ResponseReturnValue:
    page = queries.found(wanted)
    is_lost = not page.events and wanted.near and wanted.point is None and not knows_place(wanted.near)
    return render_template(
        "pages/events.html",
        cards=draw_cards(page.events, level=2),
        unknown_place=wanted.near if is_lost else "",
        after=address(PATH, wanted, after=page.after) if page.after else "",
        before=address(PATH, wanted, before=page.before) if page.before else "",
        list_address=address(PATH, wanted),
        month_address=address(PATH, wanted, month=_month_of(wanted)),
        soon=soon(wanted, shared["today"], PATH),
        **shared,
    )


def _month(wanted: Wanted, shown: tuple[int, int], shared: dict[str, Any]) -> ResponseReturnValue:
    year, month = shown
    cards = events_in_month(year, month, queries.search_for(wanted))

    def to(neighbour: tuple[int, int] | None) -> str:
        return address(PATH, wanted, month="{}-{:02}".format(*neighbour)) if neighbour else ""

    earlier, later = month_before(year, month), month_after(year, month)
    return render_template(
        "pages/month.html",
        month_name=format_month(date(year, month, 1)),
        weeks=weeks(year, month, cards, shared["today"]),
        count=len(cards),
        earlier=to(earlier),
        earlier_name=format_month(date(*earlier, 1)) if earlier else "",
        later=to(later),
        later_name=format_month(date(*later, 1)) if later else "",
        list_address=address(PATH, wanted),
        month_address=address(PATH, wanted, month=f"{year}-{month:02}"),
        **shared,
    )


def _month_of(wanted: Wanted) -> str:
    day = wanted.starts_from or clock.now().date()
    return f"{day:%Y-%m}"


def _page(seen: Shown, user: User | None, *, is_preview: bool = False) -> ResponseReturnValue:
    found = seen.event
    site = settings().public_url
    closed = why_closed(found)
    is_open = not closed and not is_preview
    can_reply = is_open and (seen.offer.takes_waiting or not seen.offer.is_full)
    is_listed = found.visibility is EventVisibility.PUBLIC and not is_preview
    besides = beside(found) if is_listed else Beside()
    return render_template(
        "pages/event.html",
        seen=seen,
        event=found,
        article=article(seen, None if is_preview else event_links(found)),
        offer=seen.offer,
        blank_form=blank_reply_form(seen.offer) if is_open and user is None else None,
        form=reply_form(seen.offer, user=user) if can_reply and user else None,
        fields=blank_fields(seen.offer) if can_reply and user else None,
        can_reply=can_reply,
        banner=preview_banner(found) if is_preview else banner_of(found),
        is_preview=is_preview,
        is_open=is_open,
        closed=closed,
        petitions=besides.petitions,
        funds=besides.funds,
        room_text=room_label(event_spots_left(found)),
        description=description(found),
        json_ld=event_data(found, seen.hosts, site) if is_listed else None,
        og_image=f"{site}/pictures/{found.picture}.webp" if found.picture else None,
        noindex=not is_listed,
    )


def _taken_back(found: Event) -> ResponseReturnValue:
    """Tell that an event was public once; of one that never was, say nothing."""
    if found.published_at is None:
        raise NotFound
    return render_template("pages/taken_back.html"), HTTPStatus.GONE
