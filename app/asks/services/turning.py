"""What time itself does: a target falls silent, a deadline passes."""

from app.asks import queries
from app.asks.facts import StandingChanged
from app.asks.models import AskStatus, AskTarget
from app.asks.rules.waiting import SILENT_AFTER_DAYS, turned
from app.asks.services.keeping import hold, stand, touch_pages
from app.core import clock
from app.core.database import session
from app.core.facts import announce


def turn(ask_target: AskTarget, after_days: int = SILENT_AFTER_DAYS) -> bool:
    """Set silent or overdue when the calendar says so; tell whether it did. Twice is harmless."""
    hold(ask_target.ask)
    session.refresh(ask_target)
    if ask_target.ask.status is not AskStatus.PUBLISHED:
        return False
    standing = turned(queries.watch_of(ask_target), clock.now().date(), after_days)
    if standing is None:
        return False
    entry = stand(ask_target, standing, by=None, organisation=None)
    touch_pages(ask_target.ask)
    announce(StandingChanged(ask_target, entry))
    return True
