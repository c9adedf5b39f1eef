"""Fill an empty database by bulk inserts, as the people and the worker of a long year would have left it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from random import Random

from flask import Flask
from sqlalchemy import Table, insert, select, text

from app.accounts.models import User, UserSession
from app.calendars.models import RenderedEvent
from app.calendars.queries.lines import blocks_of, is_in_window
from app.cohosting.models import Cohosting, Host
from app.core import clock
from app.core.database import Base, db, session
from app.core.i18n import LANGUAGES
from app.core.tokens import new_token, token_hash
from app.core.transaction import transaction
from app.events.models import Agreement, Event
from app.factory import create_app
from app.organisations.models import Membership, Organisation
from app.rsvps.models import Rsvp
from bench.settings import Size, settings_of
from bench.world import rows

SEED = 20_260_101
CHUNK = 2_000
#: Tables whose rows we number ourselves; PostgreSQL must be told where to go on.
NUMBERED = (User, Organisation, Membership, Cohosting, Event, Agreement)


@dataclass(frozen=True)
class World:
    """A filled database, with an application in this process to look into it."""

    app: Flask
    environ: dict[str, str]
    size: Size
    #: The cookie of someone who is signed in and hosts another event.
    cookie: str

    @property
    def event_path(self) -> str:
        """Give an event of the middle of the world, with replies and two hosts or one."""
        return f"/events/event-{min(self.size.in_feed + 3, self.size.events)}"

    @property
    def feed_path(self) -> str:
        """Give the long feed."""
        return "/organisations/organisation-1/events.ics"


@contextmanager
def filled(environ: dict[str, str], size: Size) -> Iterator[World]:
    """Make the tables and fill them; the connections of this process close with the block."""
    app = create_app(settings_of(environ))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        _fill(size)
        _keep_calendar_lines()
        tidy()
        try:
            yield World(app, environ, size, _sign_in(app))
        finally:
            session.remove()
            db.engine.dispose()


def _fill(size: Size) -> None:
    moment = rows.Moment(clock.now(), Random(SEED))  # noqa: S311  # the same world each time
    events = rows.events(size, moment)
    replies = list(rows.replies(size, events, moment))
    with transaction():
        _insert(User, rows.users(size, moment.now))
        _insert(Organisation, rows.organisations(size, moment.now))
        _insert(Membership, rows.memberships(size, moment.now))
        _insert(Cohosting, rows.cohostings(events, moment.now))
        _insert(Host, rows.hosts(size, moment))
        _insert(Event, events)
        _insert(Agreement, rows.agreements(size, moment.now))
        _insert(Rsvp, replies)
        if session.get_bind().dialect.name == "postgresql":
            for model in NUMBERED:
                _count_on(model.__tablename__)


def _insert(model: type[Base], values: Iterable[rows.Row]) -> None:
    table = model.__table__
    assert isinstance(table, Table)
    remaining = iter(values)
    while chunk := list(islice(remaining, CHUNK)):
        session.execute(insert(table), chunk)


def _count_on(table: str) -> None:
    number = f"(SELECT max(id) FROM {table})"  # noqa: S608  # our own table names
    session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {number})"))


def _keep_calendar_lines() -> None:
    """Write every event's calendar lines, as the worker does when nobody waits."""
    kept = {event.id: event for event in session.scalars(select(Event).where(is_in_window()))}
    with transaction():
        for language in LANGUAGES:
            blocks = blocks_of(list(kept), language)
            _insert(RenderedEvent, (rows.rendered(kept[each], language, blocks[each]) for each in kept))


def tidy() -> None:
    """Let PostgreSQL tidy its tables and learn how they are filled, as it does by itself with time."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("VACUUM ANALYZE"))


def _sign_in(app: Flask) -> str:
    """Open a session for the last person and give the cookie that a browser would send."""
    token, now = new_token(), clock.now()
    with transaction():
        user = session.query(User).order_by(User.id.desc()).limit(1).one()
        session.add(
            UserSession(user_id=user.id, token_hash=token_hash(token), device="", started_at=now, seen_at=now)
        )
        uniquifier = user.fs_uniquifier
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's cookie sessions
    value = serializer.dumps({"_user_id": uniquifier, "twain_token": token, "_fresh": True})
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"
