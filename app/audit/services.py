"""Write a line of the trail."""

from typing import Any, Protocol

from sqlalchemy import update

from app.audit.models import Action, AuditEntry
from app.audit.rules import Subject, subject_name
from app.core import clock
from app.core.database import session


class Actor(Protocol):
    """Anything with an id and a name: a user, an organisation."""

    id: Any
    name: Any


def record(
    action: Action,
    subject: Subject,
    *,
    by: Actor | None = None,
    on_behalf_of: Actor | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Add a line, in the same transaction as what it tells of.

    `detail` holds plain JSON: what it was and what it is now; never an access need, token or address.
    """
    if subject.id is None:
        session.flush()  # the line names the subject's id
    session.add(
        AuditEntry(
            at=clock.now(),
            action=action,
            subject=subject_name(subject),
            actor_id=by.id if by else None,
            actor_name=by.name if by else "",
            organisation_id=on_behalf_of.id if on_behalf_of else None,
            organisation_name=on_behalf_of.name if on_behalf_of else "",
            detail=detail or {},
        )
    )


def anonymise_actor(actor: Actor) -> None:
    """Take someone's name out of the lines that tell what they did; the lines stay."""
    session.execute(
        update(AuditEntry)
        .where(AuditEntry.actor_id == actor.id)
        .values(actor_name="")
        .execution_options(synchronize_session=False)
    )
