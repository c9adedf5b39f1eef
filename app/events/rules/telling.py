"""How an event stands, in a sentence for its hosts."""

from datetime import datetime

from app.core.i18n import _
from app.events.models import Event, EventStatus, EventVisibility

TONES = {
    EventStatus.DRAFT: "plum",
    EventStatus.PROPOSED: "plum",
    EventStatus.PUBLISHED: "teal",
    EventStatus.POSTPONED: "clay",
    EventStatus.CANCELLED: "stop",
    EventStatus.WITHDRAWN: "clay",
    EventStatus.DELETED: "stop",
}


def standing_sentence(event: Event, now: datetime) -> str:
    """Say how the event stands, for its hosts."""
    if event.status is EventStatus.PUBLISHED and event.ends_at is not None and event.ends_at <= now:
        return _("It is over. Its page stays for people who look back.")
    if event.status is EventStatus.PUBLISHED:
        return _VISIBLE[event.visibility]()
    return _SENTENCES[event.status]()


_VISIBLE = {
    EventVisibility.PUBLIC: lambda: _("Everyone can find it and reply."),
    EventVisibility.UNLISTED: lambda: _("People who have the link can see it and reply. No list shows it."),
    EventVisibility.DOMAINS: lambda: _("People with certain e-mail addresses can reply. No list shows it."),
}
_SENTENCES = {
    EventStatus.DRAFT: lambda: _("This is a draft. Only hosts and those asked to host can see it."),
    EventStatus.PROPOSED: lambda: _("It becomes public as soon as every host has signed it off."),
    EventStatus.POSTPONED: lambda: _("It is put off. Choose a new date by editing it; people will be told."),
    EventStatus.CANCELLED: lambda: _("It will not take place. Its page stays and says so."),
    EventStatus.WITHDRAWN: lambda: _("The public cannot see it any more. You can bring it back."),
    EventStatus.DELETED: lambda: _("It is deleted."),
}
