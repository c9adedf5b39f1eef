"""`create_app` wires the rooms together and does nothing else."""

import os
from collections.abc import Callable
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property

from app import reactions
from app.accounts import jobs as accounts_jobs
from app.accounts.views import blueprint as accounts
from app.asks import jobs as asks_jobs
from app.asks.views import blueprint as asks
from app.board.views import blueprint as board
from app.calendars import jobs as calendars_jobs
from app.calendars.views import blueprint as calendars
from app.cli import init_cli
from app.cohosting import jobs as cohosting_jobs
from app.cohosting.views import blueprint as cohosting
from app.config import ROOT, Settings
from app.core import facts, questions
from app.core.access import Access, check_every_view, declare
from app.core.drawing import PlainGlobals
from app.core.http import init_http
from app.core.jobs import init_queue
from app.desk.views import blueprint as desk
from app.donations import jobs as donations_jobs
from app.donations.views import blueprint as donations
from app.door import jobs as door_jobs
from app.door.views import blueprint as door
from app.events import jobs as events_jobs
from app.events.views import blueprint as events
from app.extensions import init_extensions
from app.initiatives.views import blueprint as initiatives
from app.letters import jobs as letters_jobs
from app.letters.views import blueprint as letters
from app.middleware import init_middleware
from app.organisations import jobs as organisations_jobs
from app.organisations.views import blueprint as organisations
from app.outbox import jobs as outbox_jobs
from app.outbox.views import blueprint as outbox
from app.pages.views import blueprint as pages
from app.petitions import jobs as petitions_jobs
from app.petitions.views import blueprint as petitions
from app.rsvps import jobs as rsvps_jobs
from app.rsvps.views import blueprint as rsvps
from app.runsheets.views import blueprint as runsheets
from app.staff.views import blueprint as staff

BLUEPRINTS = (
    pages,
    accounts,
    organisations,
    cohosting,
    initiatives,
    events,
    runsheets,
    board,
    rsvps,
    letters,
    asks,
    petitions,
    donations,
    calendars,
    door,
    desk,
    staff,
    outbox,
)

#: Modules that register background work when they are imported.
JOBS = (
    accounts_jobs,
    organisations_jobs,
    outbox_jobs,
    cohosting_jobs,
    events_jobs,
    calendars_jobs,
    rsvps_jobs,
    letters_jobs,
    asks_jobs,
    petitions_jobs,
    donations_jobs,
    door_jobs,
)


_NO_COOKIES: ImmutableMultiDict[str, str] = ImmutableMultiDict()


class SparingRequest(Request):
    """Flask's request, which looks for cookies only where any came: most readers send none."""

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        """Give the cookies that came with the request."""
        return super().cookies if "HTTP_COOKIE" in self.environ else _NO_COOKIES


class Twain(Flask):
    """Flask without what each request would pay for and nothing here uses."""

    request_class = SparingRequest
    jinja_environment = PlainGlobals

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give a function as it is: none here is asynchronous, so none needs to be looked at."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application; raise SettingError when a setting is wrong."""
    settings = settings or Settings.from_environment(os.environ)
    app = Twain(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(settings.instance.resolve()),
    )
    app.extensions["twain_settings"] = settings
    app.extensions[facts.EXTENSION] = reactions.REACTIONS
    app.extensions[questions.EXTENSION] = reactions.ANSWERS
    init_extensions(app, settings)
    init_middleware(app, settings)
    init_http(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    init_queue(app, settings)
    init_cli(app)
    declare(app.view_functions["static"], Access.PUBLIC)
    check_every_view(app)
    return app
