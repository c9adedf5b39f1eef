"""What stands at the top of a page when it is not simply as everyone sees it."""

from dataclasses import dataclass

from app.core.i18n import _
from app.events.models import Event, EventStatus


@dataclass(frozen=True)
class Banner:
    """How an event stands, in one sentence and perhaps a second."""

    title: str
    text: str = ""
    tone: str = "plum"


def banner_of(event: Event) -> Banner | None:
    """Say what a reader must know first; None when there is nothing."""
    if event.status is EventStatus.CANCELLED:
        return Banner(
            _("This event is cancelled"),
            event.cancel_reason or _("It will not take place. If you had replied, you need do nothing."),
            "stop",
        )
    if event.status is EventStatus.POSTPONED:
        return Banner(
            _("This event is moved to a later day"),
            event.cancel_reason or _("The hosts have not chosen the new date yet."),
            "clay",
        )
    if event.status is not EventStatus.PUBLISHED:
        return None
    return Banner(_("This event is over"), _("Thank you to everyone who came.")) if event.is_past else None


def preview_banner(event: Event) -> Banner:
    """Tell a host that this is how the page will look, and who can see it now."""
    if event.status is EventStatus.PUBLISHED:
        return Banner(_("This is how everyone sees the event"))
    return Banner(_("This is how everyone will see the event"), _only_hosts())


def petition_preview_banner() -> Banner:
    """Tell a host that this is how the petition will look."""
    return Banner(_("This is how everyone will see the petition"), _only_hosts())


def fund_preview_banner() -> Banner:
    """Tell a host that this is how the fund will look."""
    return Banner(_("This is how everyone will see the fund"), _only_hosts())


def _only_hosts() -> str:
    return _("Only hosts can open this preview.")
