"""Pages that say the same to everyone, pictures, and the way out."""

import re
from email.utils import parseaddr
from http import HTTPStatus

from flask import Response, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from app.core.access import public
from app.core.errors import existing
from app.core.http import shows
from app.core.i18n import locale
from app.core.marks import secret_address
from app.core.pictures import picture_content
from app.core.settings import settings
from app.pages.rules.help import COUNTRIES, country_by_code
from app.pages.views.blueprint import blueprint

PICTURE_NAME = re.compile(r"[0-9a-f]{32}")
FOR_EVER = "public, max-age=31536000, immutable"
#: Where the way out leads: pages that anyone could be looking at.
NEUTRAL = {"en": "https://www.bbc.co.uk/weather", "fr": "https://meteofrance.com/"}


@blueprint.get("/help-now")
@public
@shows("pages")
def help_now() -> ResponseReturnValue:
    """Name people who are there to listen, by country."""
    return render_template("pages/help_now.html", countries=COUNTRIES)


@blueprint.get("/help-now/<code>")
@public
@shows("pages")
def help_card(code: str) -> ResponseReturnValue:
    """Show the lines of one country on a card to print or to keep."""
    country = existing(country_by_code(code.lower()))
    if country.code != code:
        return redirect(url_for("pages.help_card", code=country.code), HTTPStatus.MOVED_PERMANENTLY)
    return render_template("pages/help_card.html", country=country)


@blueprint.get("/leave")
@public
@secret_address
def leave() -> ResponseReturnValue:
    """Forget the reader's cookies and go to a neutral site; nothing is written here."""
    cookie.clear()
    response = redirect(NEUTRAL[locale()])
    response.delete_cookie("remember_token")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@blueprint.get("/accessibility")
@public
@shows("pages")
def accessibility() -> ResponseReturnValue:
    """Say what we do so that everyone can take part, and how to tell us what does not work."""
    return render_template("pages/accessibility.html", contact=_contact())


@blueprint.get("/privacy")
@public
@shows("pages")
def privacy() -> ResponseReturnValue:
    """Say what is kept about people, why, and for how long."""
    hours, minutes = divmod(settings().rsvp_hold_minutes, 60)
    return render_template("pages/privacy.html", hold_hours=hours, hold_minutes=minutes, contact=_contact())


def _contact() -> str:
    """Give the address of those who run the site: the one that all mail comes from, and answers go to."""
    return parseaddr(settings().mail_from)[1]


@blueprint.get("/calendars")
@public
@shows("pages")
def calendars() -> ResponseReturnValue:
    """Explain how events come into one's own calendar."""
    return render_template("pages/calendars.html", feed=f"{settings().public_url}/events.ics")


@blueprint.get("/pictures/<name>.webp")
@public
def picture(name: str) -> ResponseReturnValue:
    """Give a picture; its name is the hash of its bytes, so it never changes."""
    content = existing(picture_content(name) if PICTURE_NAME.fullmatch(name) else None)
    response: Response = make_response(content)
    response.content_type = "image/webp"
    response.headers["Cache-Control"] = FOR_EVER
    response.set_etag(name)
    return response.make_conditional(request)
