"""The door on a device by a link: opened with a PIN, then also without a network.

A cookie that only this link's address gets remembers that the PIN was right. The pages act for nobody
who has signed in: the unguessable address and the cookie are the proof, so any origin may post.
"""

from contextlib import nullcontext
from datetime import timedelta
from http import HTTPStatus
from typing import cast

from flask import Response, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer

from app.core import clock
from app.core.access import public, require
from app.core.errors import NotFound, Refused, existing
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.limits import SIGN_IN, limiter
from app.core.marks import any_origin, secret_address, uses_camera
from app.core.settings import settings
from app.core.transaction import transaction
from app.door import services
from app.door.forms import PinForm, batch_from
from app.door.models import DoorLink
from app.door.policies import is_in_force
from app.door.queries import door_counts, entries_after, guests, last_arrivals, link_by_token, newest_entry
from app.door.rules import TELLS_FOR, clock_off, clock_sentence, closes_at, is_closed, takes_late
from app.door.services import Keeper
from app.door.views.blueprint import blueprint
from app.door.views.page import conflict_sentence, door_page, take_form
from app.rsvps.rules.codes import event_part

PAGE, LOCKED = "door/device.html", "door/pin.html"


@blueprint.get("/door/<token>")
@public
@secret_address
@uses_camera
def device(token: str) -> ResponseReturnValue:
    """Show the door, or ask for the PIN."""
    link = _link(token)
    if is_closed(link.event.ends_at, clock.now()):
        return _over(link)
    if not _is_open(link):
        return render_template(LOCKED, event=link.event, form=PinForm(), base=link.address)
    return door_page(PAGE, link.event, link.address, {"has_link": True})


@blueprint.post("/door/<token>/pin")
@public
@secret_address
@any_origin
@limiter.limit(SIGN_IN)
def open_door(token: str) -> ResponseReturnValue:
    """Open the door when the PIN is right."""
    link, form = _link(token), PinForm(request.form)
    if form.validate():
        try:
            with transaction():
                is_right = services.try_pin(link, form.pin.data or "")
        except Refused as error:
            form.refuse(error.sentence, "pin")
        else:
            if is_right:
                return remember(see_other(link.address), link)
            form.refuse(_("This PIN is not right. Ask the organisers for the six digits."), "pin")
    return invalid(LOCKED, event=link.event, form=form, base=link.address)


@blueprint.post("/door/<token>")
@public
@secret_address
@any_origin
def tell_from_device(token: str) -> ResponseReturnValue:
    """Write down the one thing that a button of the page says."""
    link = _open_link(token)
    if not takes_late(link.event.ends_at, clock.now()):
        return _over(link)
    return take_form(PAGE, link.event, link.address, Keeper(link=link), {"has_link": True})


@blueprint.get("/door/<token>/list.json")
@public
@secret_address
def device_list(token: str) -> ResponseReturnValue:
    """Give the little that a device keeps: first names, party sizes, hashes of codes."""
    link = _open_link(token)
    if is_closed(link.event.ends_at, clock.now()):
        return _gone()
    salt, cursor = link.token_hash[:16], newest_entry(link.event)
    found = guests(link.event, cursor)
    last = last_arrivals(link.event, [each.id for each in found if each.here > 0])
    return jsonify(
        title=link.event.title,
        event_part=event_part(link.event.uid),
        salt=salt,
        over_at=_iso_closes(link),
        now=clock.now().isoformat(),
        cursor=cursor,
        people=[
            [
                each.id,
                each.first_name,
                each.party_size,
                each.here,
                each.code_hash(salt),
                last.get(each.id, ""),
            ]
            for each in found
        ],
        walked_in=door_counts(link.event, found, cursor).walked_in,
    )


@blueprint.post("/door/<token>/entries")
@public
@secret_address
@any_origin
def take_batch(token: str) -> ResponseReturnValue:
    """Take what a device has kept, each thing once, and give what happened elsewhere meanwhile."""
    entries, sent_at, after = batch_from(_sent())
    with transaction() if entries else nullcontext():
        link = _open_link(token)
        event, now = link.event, clock.now()
        if not takes_late(event.ends_at, now):
            return _gone()
        told = services.write_down(event, entries, Keeper(link=link), sent_at=sent_at) if entries else []
        news = entries_after(event, after)
        return jsonify(
            taken=[each.client_id for each in told],
            conflicts={each.client_id: conflict_sentence(each.conflict) for each in told if each.conflict},
            clock=clock_sentence(clock_off(sent_at, now)) if sent_at else "",
            now=now.isoformat(),
            is_over=is_closed(event.ends_at, now),
            cursor=news[-1].id if news else after,
            news=[
                {
                    "client_id": each.client_id,
                    "kind": each.kind.value,
                    "rsvp": each.rsvp_id,
                    "people": each.people,
                }
                for each in news
            ],
        )


@blueprint.get("/door/<token>/manifest.webmanifest")
@public
@secret_address
def manifest(token: str) -> ResponseReturnValue:
    """Let the page be installed on a device's home screen."""
    link = _link(token)
    response = jsonify(
        name=_("Door: %(title)s", title=link.event.title),
        short_name=_("Door"),
        start_url=link.address,
        scope="/door/",
        display="standalone",
        background_color="#faf6ef",
        theme_color="#faf6ef",
        icons=[
            {"src": _static("icons/favicon.svg"), "type": "image/svg+xml", "sizes": "any"},
            {"src": _static("icons/apple-touch-icon.png"), "type": "image/png", "sizes": "180x180"},
        ],
    )
    response.content_type = "application/manifest+json"
    return response


def remember(answer: ResponseReturnValue, link: DoorLink) -> Response:
    """Let this device keep the door from now on, and tell what it knows for some days after."""
    response = make_response(answer)
    response.set_cookie(
        _cookie_name(link),
        _signer().dumps([link.id, link.token_hash]),
        max_age=link.expires_at - clock.now() + TELLS_FOR,
        path="/door/",
        httponly=True,
        secure=settings().is_production,
        samesite="Lax",
    )
    return response


def _link(token: str) -> DoorLink:
    link = existing(link_by_token(token))
    require(is_in_force(link), hide=True)
    return link


def _open_link(token: str) -> DoorLink:
    link = _link(token)
    if not _is_open(link):
        raise NotFound
    return link


def _is_open(link: DoorLink) -> bool:
    try:
        known = _signer().loads(request.cookies.get(_cookie_name(link), ""))
    except BadData:
        return False
    return bool(known == [link.id, link.token_hash])


def _cookie_name(link: DoorLink) -> str:
    return f"twain_door_{link.id}"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(cast("str", current_app.secret_key), salt="twain door")


def _sent() -> object:
    """Give the JSON that a device sent; None for what is none, or goes deeper than anyone reads."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _iso_closes(link: DoorLink) -> str:
    closes = closes_at(link.event.ends_at) or clock.now() + timedelta(days=1)
    return closes.isoformat()


def _over(link: DoorLink) -> ResponseReturnValue:
    return render_template("door/over.html", event=link.event), HTTPStatus.GONE


def _gone() -> ResponseReturnValue:
    return jsonify(is_over=True), HTTPStatus.GONE


def _static(name: str) -> str:
    address: str = current_app.jinja_env.globals["static"](name)  # type: ignore[operator]  # core.templating puts it there
    return address
