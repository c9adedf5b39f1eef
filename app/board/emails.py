"""The messages of the board."""

from app.board.models import BoardAnswer, BoardPost
from app.cohosting.queries import Reader
from app.events.models import Event
from app.outbox.models import Email


def answered(answer: BoardAnswer, reader: Reader) -> Email:
    """Bring an answer to those who posted."""
    context = {"answerer": answer.organisation.name, "message": answer.message}
    return _email("board/answered", answer.post, reader, **context)


def drafted(answer: BoardAnswer, event: Event, reader: Reader) -> Email:
    """Tell those who answered that there is a joint draft now."""
    context = {"answerer": answer.organisation.name, "address": f"/desk/events/{event.slug}"}
    return _email("board/drafted", answer.post, reader, **context)


def _email(template: str, post: BoardPost, reader: Reader, **context: object) -> Email:
    shared = {
        "name": reader.user.name,
        "title": post.title,
        "poster": post.organisation.name,
        "post_address": f"/desk/board/{post.id}",
    }
    return Email(
        to=reader.user.email, template=template, language=reader.user.language, context={**shared, **context}
    )
