"""Give someone an address for their own calendar, change it, and take it away."""

from sqlalchemy import delete

from app.accounts.facts import UserErased
from app.accounts.models import User
from app.accounts.queries import user_locked
from app.audit.models import Action
from app.audit.services import record
from app.calendars.models import CalendarFeed
from app.calendars.queries.personal import feed_of
from app.core import clock
from app.core.database import session
from app.core.tokens import new_token, token_hash


def make_feed(user: User) -> CalendarFeed:
    """Make someone's calendar address; the one they have stays."""
    user = user_locked(user)
    feed = feed_of(user)
    if feed is None:
        token, now = new_token(), clock.now()
        feed = CalendarFeed(
            user=user,
            token=token,
            token_hash=token_hash(token),
            is_discreet=False,
            created_at=now,
            changed_at=now,
        )
        session.add(feed)
        session.flush()
    return feed


def rotate(feed: CalendarFeed, *, by: User) -> None:
    """Give the feed a new address; the old one stops at once."""
    feed.token = new_token()
    feed.token_hash = token_hash(feed.token)
    session.flush()
    record(Action.CALENDAR_FEED_ROTATED, feed, by=by)


def set_discreet(feed: CalendarFeed, *, is_discreet: bool) -> None:
    """Choose whether the calendar tells what the appointments are."""
    if feed.is_discreet is not is_discreet:
        feed.is_discreet = is_discreet
        feed.changed_at = clock.now()


def end_feed(feed: CalendarFeed) -> None:
    """Take the address away."""
    session.delete(feed)


def forget_person(fact: UserErased) -> None:
    """Take away the address of someone who is being erased."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == fact.user.id))
