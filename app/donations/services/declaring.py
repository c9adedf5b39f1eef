"""Gift Aid declarations: made with a gift, once for each claiming charity; cancelled, never edited."""

from collections.abc import Sequence

from app.audit.models import Action
from app.audit.services import record
from app.core import clock
from app.core.database import session
from app.donations import queries
from app.donations.models import Charity, Declaration, Donation, RecurringGift
from app.donations.rules.gift_aid import EDITION, DeclarationDetails, declaration_text

Gift = Donation | RecurringGift


def declare(gift: Gift, details: DeclarationDetails, *, to: Sequence[Charity]) -> Sequence[Declaration]:
    """Keep what the giver declared, word for word, for each of these charities."""
    made = [
        Declaration(
            donation=gift if isinstance(gift, Donation) else None,
            recurring=gift if isinstance(gift, RecurringGift) else None,
            organisation_id=charity.organisation_id,
            email_key=gift.email_key,
            charity_name=charity.name,
            text=declaration_text(charity.name, details.scope),
            edition=EDITION,
            scope=details.scope,
            title=details.title or None,
            first_name=details.first_name,
            last_name=details.last_name,
            house=details.house,
            postcode=details.postcode,
            made_at=clock.now(),
        )
        for charity in to
    ]
    session.add_all(made)
    session.flush()
    return made


def cancel_declarations(gift: Gift) -> bool:
    """Take back every declaration that covers a gift, also for other gifts; False when there was none."""
    standing = [each for each in queries.declarations_on(gift) if each.cancelled_at is None]
    for each in standing:
        each.cancelled_at = clock.now()
        record(Action.DECLARATION_CANCELLED, each, by=None, on_behalf_of=each.organisation)
    session.flush()
    return bool(standing)
