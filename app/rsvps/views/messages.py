"""How hosts write to those who replied: to one event, or to the coming dates of a series."""

from collections.abc import Sequence

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.policies import acting_organisations, can_work_on
from app.core.access import me, require, signed_in
from app.core.errors import Refused, existing
from app.core.http import invalid, see_other
from app.core.i18n import _, _n
from app.core.limits import SEND_MAIL, limiter
from app.core.transaction import transaction
from app.events.models import Event, Series
from app.events.queries import series_by_slug
from app.organisations.models import Organisation
from app.rsvps import services
from app.rsvps.forms import HostMessageForm
from app.rsvps.models import Addressees
from app.rsvps.queries import addressed, dates_ahead, people_addressed
from app.rsvps.services import HostMessage
from app.rsvps.views.blueprint import blueprint
from app.rsvps.views.desk import desk_of

PAGE = "rsvps/message.html"


@blueprint.get("/desk/events/<slug>/rsvps/message")
@signed_in
def message_page(slug: str) -> ResponseReturnValue:
    """Show the form for a message to people who replied."""
    desk = desk_of(slug)
    return render_template(PAGE, about=desk.event, form=_form(desk.senders))


@blueprint.post("/desk/events/<slug>/rsvps/message")
@signed_in
@limiter.limit(SEND_MAIL)
def message(slug: str) -> ResponseReturnValue:
    """Show the message as it will be read and how many it goes to, then send it."""
    desk = desk_of(slug)
    return _written(desk.event, _form(desk.senders), by=desk.user)


@blueprint.get("/desk/series/<slug>/message")
@signed_in
def series_message_page(slug: str) -> ResponseReturnValue:
    """Show the form for a message to everyone who comes to the coming dates of a series."""
    _user, series, senders = _series(slug)
    return render_template(PAGE, about=series, form=_form(senders, is_series=True), is_series=True)


@blueprint.post("/desk/series/<slug>/message")
@signed_in
@limiter.limit(SEND_MAIL)
def series_message(slug: str) -> ResponseReturnValue:
    """Show it as it will be read and how many people it goes to, then send it."""
    user, series, senders = _series(slug)
    return _written(series, _form(senders, is_series=True), by=user)


def _written(about: Event | Series, form: HostMessageForm, *, by: User) -> ResponseReturnValue:
    context = {"about": about, "form": form, "is_series": isinstance(about, Series)}
    if not form.validate():
        return invalid(PAGE, **context)
    written = form.message()
    if "edit" in request.form:
        return render_template(PAGE, **context)
    people = _reached(about, written)
    if not people:
        form.refuse(_nobody(written), "to")
        return invalid(PAGE, **context)
    if "send" not in request.form:
        return render_template(PAGE, **context, people=people, preview=written)
    try:
        with transaction():
            reached = _send(about, written, by=by)
    except Refused as error:
        form.refuse(error.sentence)
        return invalid(PAGE, **context)
    flash(_n("Sent to %(num)s person.", "Sent to %(num)s people.", reached), "success")
    end = "events.show_series" if isinstance(about, Series) else "rsvps.replies"
    return see_other(url_for(end, slug=about.slug))


def _send(about: Event | Series, written: HostMessage, *, by: User) -> int:
    if isinstance(about, Series):
        return services.message_series(about, written, by=by)
    return services.message_people(about, written, by=by)


def _reached(about: Event | Series, written: HostMessage) -> int:
    if isinstance(about, Event):
        return len(addressed(about, written.to, written.needs_consent_for))
    dates = dates_ahead(about, written.sender)
    return len(people_addressed(dates, written.to, written.needs_consent_for))


def _nobody(written: HostMessage) -> str:
    """Say that a message would reach nobody, and what may be the reason."""
    if written.needs_consent_for:
        return _("None of them has said that you may write to them about other things.")
    if written.to is Addressees.ARRIVED:
        return _(
            "Nobody was marked as here at the door. To reach those who meant to come, choose who is going."
        )
    return _("There is nobody to write to. Choose others.")


def _form(senders: Sequence[Organisation], *, is_series: bool = False) -> HostMessageForm:
    form = HostMessageForm(request.form)
    form.offer(senders, is_series=is_series)
    return form


def _series(slug: str) -> tuple[User, Series, Sequence[Organisation]]:
    """Give a series to one of its organisers; to anyone else it does not exist."""
    user, series = me(User), existing(series_by_slug(slug))
    require(can_work_on(user, series.cohosting), hide=True)
    return user, series, acting_organisations(user, series.cohosting)
