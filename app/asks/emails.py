"""Mail about asks, each in its reader's language. All of it is transactional."""

from app.asks.models import Correction, StatusEntry
from app.cohosting.queries import Reader
from app.core.i18n import in_language
from app.outbox.models import Email


def second_reader_wanted(entry: StatusEntry, reader: Reader) -> Email:
    """Ask another host to read that something is done or refused."""
    ask_target = entry.ask_target
    with in_language(reader.user.language):
        standing = entry.after.label
    context = {
        "name": reader.user.name,
        "host": entry.organisation.name if entry.organisation else "",
        "title": ask_target.ask.title,
        "target": ask_target.target.name,
        "standing": standing,
        "address": f"/desk/asks/{ask_target.ask.slug}/entries/{entry.id}",
    }
    return _email("second_reader", reader.user.email, reader.user.language, context)


def correction_asked(correction: Correction, reader: Reader) -> Email:
    """Tell a host that someone finds something wrong on the page."""
    context = {
        "name": reader.user.name,
        "title": correction.ask.title,
        "words": correction.text,
        "address": f"/desk/asks/{correction.ask.slug}/corrections",
    }
    return _email("correction_asked", reader.user.email, reader.user.language, context)


def correction_answered(correction: Correction, to: str) -> Email:
    """Tell who asked for a correction what the hosts answered."""
    with in_language(correction.language):
        outcome = correction.status.label
    context = {
        "title": correction.ask.title,
        "host": correction.organisation.name if correction.organisation else "",
        "outcome": outcome,
        "answer": correction.answer,
        "address": f"/asks/{correction.ask.slug}#corrections",
    }
    return _email("correction_answered", to, correction.language, context)


def _email(name: str, to: str, language: str, context: dict[str, str]) -> Email:
    return Email(to=to, template=f"asks/{name}", language=language, context=dict(context))
