"""The door for people who have signed in, and the links that organisers give to others."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.policies import acting_organisations
from app.core import clock
from app.core.access import me, require, signed_in
from app.core.errors import existing
from app.core.http import invalid, see_other
from app.core.i18n import _
from app.core.limits import SEND_MAIL, limiter
from app.core.marks import uses_camera
from app.core.settings import settings
from app.core.transaction import transaction
from app.door import services
from app.door.forms import LinkForm
from app.door.policies import can_keep_door, can_make_links
from app.door.queries import link_of_event, links_of
from app.door.rules import is_closed
from app.door.services import Keeper
from app.door.views.blueprint import blueprint
from app.door.views.device import remember
from app.door.views.page import door_page, take_form
from app.events.models import Event
from app.events.queries import event_by_slug

PAGE = "door/desk.html"


@blueprint.get("/desk/events/<slug>/door")
@signed_in
@uses_camera
def door(slug: str) -> ResponseReturnValue:
    """Show who is expected and who is here."""
    user, event = _kept(slug)
    return door_page(PAGE, event, url_for("door.door", slug=slug), _context(user, event))


@blueprint.post("/desk/events/<slug>/door")
@signed_in
def tell(slug: str) -> ResponseReturnValue:
    """Write down what happened at the door."""
    user, event = _kept(slug)
    base = url_for("door.door", slug=slug)
    return take_form(PAGE, event, base, Keeper(user=user), _context(user, event))


@blueprint.post("/desk/events/<slug>/door/here")
@signed_in
@limiter.limit(SEND_MAIL)
def here(slug: str) -> ResponseReturnValue:
    """Make this device keep the door, also without a network; whoever has signed in needs no PIN."""
    user, event = _kept(slug)
    with transaction():
        made = services.make_link(event, _("%(name)s’s own device", name=user.name)[:80], by=user)
    return remember(see_other(made.link.address), made.link)


@blueprint.get("/desk/events/<slug>/door/links")
@signed_in
def links(slug: str) -> ResponseReturnValue:
    """Show the links by which people without an account keep the door."""
    user, event = _kept(slug)
    require(can_make_links(user, event))
    return render_template("door/links.html", form=LinkForm(), **_links_context(event))


@blueprint.post("/desk/events/<slug>/door/links")
@signed_in
@limiter.limit(SEND_MAIL)
def make_link(slug: str) -> ResponseReturnValue:
    """Make a link and show its PIN: this once, for only its hash is kept."""
    user, event = _kept(slug)
    require(can_make_links(user, event))
    form = LinkForm(request.form)
    if not form.validate():
        return invalid("door/links.html", form=form, **_links_context(event))
    host = acting_organisations(user, event.cohosting)[0]
    with transaction():
        made = services.make_link(event, form.name.data or "", by=user, on_behalf_of=host)
    return render_template("door/links.html", form=LinkForm(), made=made, **_links_context(event))


@blueprint.post("/desk/events/<slug>/door/links/<int:number>/end")
@signed_in
def end_link(slug: str, number: int) -> ResponseReturnValue:
    """End a link at once."""
    user, event = _kept(slug)
    require(can_make_links(user, event))
    link = existing(link_of_event(event, number))
    with transaction():
        services.end_link(link, by=user)
    flash(_("The link has ended. Its devices see the list no more."), "success")
    return see_other(url_for("door.links", slug=slug))


def _kept(slug: str) -> tuple[User, Event]:
    user, event = me(User), existing(event_by_slug(slug))
    require(can_keep_door(user, event), hide=True)
    return user, event


def _context(user: User, event: Event) -> dict[str, bool]:
    return {
        "makes_links": can_make_links(user, event),
        "is_closed": is_closed(event.ends_at, clock.now()),
        "has_link": False,
    }


def _links_context(event: Event) -> dict[str, object]:
    return {"event": event, "links": links_of(event), "site": settings().public_url}
