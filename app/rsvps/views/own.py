"""See, confirm, change and cancel one's own reply by its link, without an account.

A link only opens a page and a button acts, since mail programs and scanners follow links. The
address itself is the proof of who posts: it is unguessable, so no other site can send these forms.
"""

from collections.abc import Callable
from http import HTTPStatus

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from app.calendars.queries import event_file, event_links
from app.cohosting.queries import host_cards
from app.core.errors import Invalid, NotFound, Refused
from app.core.http import invalid, see_other
from app.core.i18n import _, speak
from app.core.limits import by_link
from app.core.marks import any_origin
from app.core.transaction import transaction
from app.events.rules import Audience
from app.rsvps import services
from app.rsvps.emails import code_picture, comes_to_a_door, file_name, lines_of
from app.rsvps.forms import ReplyChangeForm, change_form
from app.rsvps.models import Rsvp, RsvpStatus
from app.rsvps.queries import confirmed_with, consents_of, made_together, rsvp_by_token, waiting_words
from app.rsvps.rules import (
    Full,
    cancelled_sentence,
    code_of,
    is_standing,
    newer_reply_sentence,
    why_closed,
    wishes_said,
    written_code,
)
from app.rsvps.views.blueprint import blueprint

CHANGE_PAGE = "rsvps/change.html"


@blueprint.get("/rsvps/<token>")
@by_link
def own_reply(token: str) -> ResponseReturnValue:
    """Show one's own reply and what can be done with it."""
    return _page(_rsvp(token), token, done=request.args.get("done", ""))


@blueprint.post("/rsvps/<token>/confirm")
@by_link
@any_origin
def confirm(token: str) -> ResponseReturnValue:
    """Confirm that the address is one's own."""
    rsvp = _rsvp(token)
    if len(confirmed_with(rsvp)) > 1:
        return _act(token, "confirmed", services.confirm_all)
    ready = services.ready_mail(rsvp) if rsvp.status in _UNCONFIRMED else None
    return _act(token, "confirmed", lambda held: services.confirm(held, ready=ready))


@blueprint.post("/rsvps/<token>/cancel")
@by_link
@any_origin
def cancel(token: str) -> ResponseReturnValue:
    """Give one's spots back."""
    return _act(token, "cancelled", services.cancel)


@blueprint.post("/rsvps/<token>/cancel-all")
@by_link
@any_origin
def cancel_all(token: str) -> ResponseReturnValue:
    """Give one's spots back on all dates to which one replied in one go."""
    return _act(token, "cancelled", services.cancel_all)


@blueprint.post("/rsvps/<token>/restore")
@by_link
@any_origin
def restore(token: str) -> ResponseReturnValue:
    """Undo one's own cancellation while there is room."""
    return _act(token, "restored", services.restore)


@blueprint.post("/rsvps/<token>/wait")
@by_link
@any_origin
def wait(token: str) -> ResponseReturnValue:
    """Wait, or wait again, for a place."""
    return _act(token, "waits", services.wait)


@blueprint.get("/rsvps/<token>/change")
@by_link
def change_page(token: str) -> ResponseReturnValue:
    """Show the form that changes one's reply."""
    rsvp = _changeable(token)
    return render_template(CHANGE_PAGE, rsvp=rsvp, token=token, form=_form(rsvp))


@blueprint.post("/rsvps/<token>/change")
@by_link
@any_origin
def change(token: str) -> ResponseReturnValue:
    """Change one's reply: the name, who comes along, how, what is needed, who may write."""
    rsvp = _changeable(token)
    form = _form(rsvp, request.form)
    if form.validate():
        try:
            with transaction():
                services.change(rsvp, form.details())
            return see_other(url_for("rsvps.own_reply", token=token, done="changed"))
        except Invalid as error:
            form.refuse(error.sentence, error.field)
        except Full as full:
            form.refuse(_("%(why)s Your reply stays as it was.", why=full.sentence), "party_size")
        except Refused as error:
            form.refuse(error.sentence)
    return invalid(CHANGE_PAGE, rsvp=_rsvp(token), token=token, form=form)


@blueprint.get("/rsvps/<token>/event.ics")
@by_link
def own_calendar_file(token: str) -> ResponseReturnValue:
    """Give the event as a calendar file, with the place as someone who is going may know it."""
    rsvp = _rsvp(token)
    audience = Audience.GOING if rsvp.status is RsvpStatus.GOING else Audience.PUBLIC
    response = Response(
        event_file(rsvp.event, audience=audience, language=rsvp.language, is_discreet=rsvp.is_discreet)
    )
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(rsvp, rsvp.event)}"'
    return response


_UNCONFIRMED = (RsvpStatus.PENDING, RsvpStatus.LAPSED)


def _act(token: str, done: str, verb: Callable[[Rsvp], Rsvp]) -> ResponseReturnValue:
    """Do one thing with a reply; say kindly why when it cannot be done."""
    rsvp = _rsvp(token)
    try:
        with transaction():
            verb(rsvp)
    except IntegrityError:
        return _page(_rsvp(token), token, problem=newer_reply_sentence()), HTTPStatus.CONFLICT
    except Refused as error:
        return _page(_rsvp(token), token, problem=error.sentence), HTTPStatus.CONFLICT
    return see_other(url_for("rsvps.own_reply", token=token, done=done))


def _page(rsvp: Rsvp, token: str, *, done: str = "", problem: str = "") -> str:
    hosts, allowed, together = host_cards(rsvp.event.cohosting_id), consents_of(rsvp), made_together(rsvp)
    is_going = rsvp.status is RsvpStatus.GOING
    return render_template(
        "rsvps/own.html",
        rsvp=rsvp,
        event=rsvp.event,
        token=token,
        done=done,
        problem=problem,
        closed=why_closed(rsvp.event),
        facts=lines_of(rsvp.event)[3:] if is_going else (),
        calendar=event_links(rsvp.event, Audience.GOING) if is_going else None,
        hosts=hosts,
        mail_wishes=wishes_said(rsvp.wishes),
        writers=[host for host in hosts if host.id in allowed],
        others=[each for each in together if each.id != rsvp.id],
        confirms_all=all(each.created_at <= rsvp.created_at for each in together),
        standing=sum(map(is_standing, together)),
        code=_code(rsvp) if is_going and comes_to_a_door(rsvp) else "",
        typed_code=written_code(code_of(rsvp.event.uid, rsvp.token_hash)),
        waiting=None if is_going else waiting_words(rsvp),
    )


def _code(rsvp: Rsvp) -> Markup:
    """Draw the code for the door; segno escapes the title that it is given."""
    drawing = code_picture(rsvp, rsvp.event)
    svg = drawing.svg_inline(scale=6, light="white", title=_("Code for the door"))
    return Markup(svg)  # noqa: S704  # made by segno from our own signs


def _form(rsvp: Rsvp, sent: MultiDict[str, str] | None = None) -> ReplyChangeForm:
    return change_form(rsvp, host_cards(rsvp.event.cohosting_id), consents_of(rsvp), sent)


def _rsvp(token: str) -> Rsvp:
    rsvp = rsvp_by_token(token)
    if rsvp is None:
        raise NotFound(
            _(
                "This link opens no reply. Perhaps a part of it is missing: open it from the mail again. Or "
                "reply once more with the same address, and we mail it to you."
            )
        )
    speak(rsvp.language)
    return rsvp


def _changeable(token: str) -> Rsvp:
    rsvp = _rsvp(token)
    if rsvp.status is RsvpStatus.CANCELLED:
        raise Refused(cancelled_sentence())
    if closed := why_closed(rsvp.event):
        raise Refused(closed)
    return rsvp
