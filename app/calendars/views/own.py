"""The desk page for one's own calendar address."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.calendars import services
from app.calendars.forms import DiscreetForm
from app.calendars.models import CalendarFeed
from app.calendars.queries import feed_of
from app.calendars.rules.links import FeedLinks, feed_links
from app.calendars.views.blueprint import blueprint
from app.core.access import me, signed_in
from app.core.errors import existing
from app.core.http import see_other
from app.core.i18n import _
from app.core.limits import TOKEN, limiter
from app.core.settings import settings
from app.core.transaction import transaction


@blueprint.get("/desk/calendar")
@signed_in
def own_calendar() -> ResponseReturnValue:
    """Show the address of one's own calendar, and how each program takes it up."""
    feed = feed_of(me(User))
    return render_template(
        "calendars/own.html",
        feed=feed,
        links=_links(feed) if feed else None,
        form=DiscreetForm(is_discreet=feed.is_discreet) if feed else None,
    )


@blueprint.post("/desk/calendar")
@signed_in
@limiter.limit(TOKEN)
def make_own_calendar() -> ResponseReturnValue:
    """Make the address."""
    user = me(User)
    with transaction():
        services.make_feed(user)
    return _done(_("Here is your address."))


@blueprint.post("/desk/calendar/rotate")
@signed_in
@limiter.limit(TOKEN)
def rotate_own_calendar() -> ResponseReturnValue:
    """Give a new address in place of one that others may know."""
    user = me(User)
    with transaction():
        services.rotate(_feed(user), by=user)
    return _done(_("You have a new address. The old one has stopped working."))


@blueprint.post("/desk/calendar/discreet")
@signed_in
def set_own_calendar_discreet() -> ResponseReturnValue:
    """Choose whether the calendar tells what the appointments are."""
    user, form = me(User), DiscreetForm(request.form)
    with transaction():
        services.set_discreet(_feed(user), is_discreet=form.is_discreet.data)
    if form.is_discreet.data:
        return _done(_("Saved. Your calendar now shows only “Appointment” and the time."))
    return _done(_("Saved. Your calendar now shows what each event is."))


@blueprint.post("/desk/calendar/end")
@signed_in
def end_own_calendar() -> ResponseReturnValue:
    """Take the address away."""
    user = me(User)
    with transaction():
        services.end_feed(_feed(user))
    return _done(_("Your calendar address is gone. You can make a new one at any time."))


def _feed(user: User) -> CalendarFeed:
    return existing(feed_of(user))


def _links(feed: CalendarFeed) -> FeedLinks:
    name = _("Appointments") if feed.is_discreet else "Twain"
    return feed_links(settings().public_url + feed.path, name)


def _done(sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return see_other(url_for("calendars.own_calendar"))
