"""Reply to an event with nothing but an e-mail address, or signed in."""

from http import HTTPStatus

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from app.accounts.models import User
from app.core.access import me_or_none, public, require
from app.core.errors import Invalid, Refused, existing
from app.core.http import invalid, see_other
from app.core.jobs import enqueue
from app.core.limits import REPLY, limiter
from app.core.numbers import row_number
from app.core.settings import settings
from app.core.transaction import transaction
from app.events.models import Agreement, Event
from app.events.policies import can_see
from app.events.queries import event_with_agreement
from app.rsvps import services
from app.rsvps.forms import ReplyForm, reply_form
from app.rsvps.jobs import send_link
from app.rsvps.queries import ReplyOffer, offer_of, open_dates, rsvp_of
from app.rsvps.rules import Full, full_sentence, why_closed
from app.rsvps.views.blueprint import blueprint

PAGE = "rsvps/reply.html"


@blueprint.get("/events/<slug>/rsvp")
@public
def reply_page(slug: str) -> ResponseReturnValue:
    """Show the reply form on a page of its own."""
    offer = _offer(slug, request.args.get("via", ""))
    if closed := why_closed(offer.event):
        return render_template("rsvps/closed.html", event=offer.event, sentence=closed)
    wants_all = offer.has_more_dates and request.args.get("all") == "1"
    if offer.is_full and not offer.takes_waiting and not wants_all:
        return _full(offer.event, 0, HTTPStatus.OK)
    form = reply_form(offer, user=me_or_none(User), all_dates=wants_all)
    return render_template(PAGE, offer=offer, form=form)


@blueprint.post("/events/<slug>/rsvp")
@public
@limiter.limit(REPLY)
def reply(slug: str) -> ResponseReturnValue:
    """Take a reply; whoever sends an address learns nothing about who has replied."""
    offer = _offer(slug, request.form.get("via", ""))
    form = reply_form(offer, request.form, user=me_or_none(User))
    if closed := why_closed(offer.event):
        page = render_template("rsvps/closed.html", event=offer.event, sentence=closed)
        return page, HTTPStatus.CONFLICT
    if not form.validate():
        return invalid(PAGE, offer=offer, form=form)
    try:
        if offer.has_more_dates and form.all_dates.data:
            return _answer_all(offer, form)
        return _answer(offer, form)
    except Full as full:
        return _no_room(offer, form, full)
    except Invalid as error:
        form.refuse(error.sentence, error.field)
    except Refused as error:
        form.refuse(error.sentence)
    return invalid(PAGE, offer=_fresh(offer), form=form)


@blueprint.get("/events/<slug>/rsvp/sent")
@public
def reply_sent(slug: str) -> ResponseReturnValue:
    """Ask to look into the mail: the same page for everybody who replied, and for everybody who waits."""
    hours, minutes = divmod(settings().rsvp_hold_minutes, 60)
    (event, _agreement), user = _found(slug), me_or_none(User)
    return render_template(
        "rsvps/sent.html",
        event=event,
        hold_hours=hours,
        hold_minutes=minutes,
        is_all=request.args.get("all") == "1",
        missed=_missed(event),
        own=rsvp_of(user, event) if user else None,
        waits="waits" in request.args,
    )


def _answer(offer: ReplyOffer, form: ReplyForm) -> ResponseReturnValue:
    details, user = form.details(), me_or_none(User)
    is_owner = user is not None and services.owns(user, details.email)
    waits = details.waits and not offer.fits(details.way, details.party_size)
    sent_address = url_for("rsvps.reply_sent", slug=offer.event.slug, waits=1 if waits else None)
    try:
        prepared = services.prepare(offer, details, user=user)
        with transaction():
            rsvp = services.take_up(prepared)
    except IntegrityError:  # the same address has replied at this very moment: answer that reply
        prepared = services.prepare(offer, details, user=user)
        with transaction():
            rsvp = services.take_up(prepared)
    return see_other(url_for("rsvps.own_reply", token=rsvp.token) if is_owner else sent_address)


def _answer_all(offer: ReplyOffer, form: ReplyForm) -> ResponseReturnValue:
    """Take all coming dates that fit; the answer names those that do not, the same for every address."""
    details = form.details()
    try:
        with transaction():
            found = services.reply_to_all(
                offer.event, details, user=me_or_none(User), via=form.via.data or ""
            )
    except Refused:
        enqueue(send_link, offer.event.id, details.email)  # whoever has a reply gets its link
        raise
    missed = [event.id for event, _why in found.missed]
    return see_other(url_for("rsvps.reply_sent", slug=offer.event.slug, all=1, missed=missed))


def _missed(event: Event) -> list[Event]:
    """Give the dates of the same series that the address names."""
    named = {row_number(each) for each in request.args.getlist("missed")}
    return [each for each in open_dates(event) if each.id in named] if event.series_id and named else []


def _no_room(offer: ReplyOffer, form: ReplyForm, full: Full) -> ResponseReturnValue:
    """Say how many spots are left and offer to wait; where none is, the same for who has replied already."""
    fresh = _fresh(offer)
    left = fresh.left(form.details().way) or 0
    if fresh.is_full:
        enqueue(send_link, fresh.event.id, form.details().email)
    if fresh.is_full and not fresh.takes_waiting:
        return _full(fresh.event, left, HTTPStatus.CONFLICT)
    form.refuse(full.sentence if left else full_sentence(0), "party_size" if left else "way")
    form.asks_to_wait = fresh.takes_waiting
    return invalid(PAGE, offer=fresh, form=form)


def _fresh(offer: ReplyOffer) -> ReplyOffer:
    """Read again what stands now."""
    return _offer(offer.event.slug, offer.via.host.slug if offer.via else "")


def _full(event: Event, left: int, status: HTTPStatus) -> ResponseReturnValue:
    page = render_template("rsvps/full.html", event=event, left=left, was_asked=status is not HTTPStatus.OK)
    return page, status


def _offer(slug: str, via: str) -> ReplyOffer:
    return offer_of(*_found(slug), via)


def _found(slug: str) -> tuple[Event, Agreement | None]:
    found = existing(event_with_agreement(slug))
    require(can_see(me_or_none(User), found[0]), hide=True)
    return found
