"""What others may see of a gift: the giver decides, at any time."""

from app.core.database import session
from app.donations.models import Donation, RecurringGift
from app.donations.queries.gifts import gifts_of
from app.donations.services.settling import touch_fund


def show_name(gift: Donation | RecurringGift, *, is_shown: bool) -> None:
    """Let the giver's name be shown among those who gave, or hide it; of a monthly gift for all its gifts."""
    gift.is_name_hidden = not is_shown
    if isinstance(gift, RecurringGift):
        for each in gifts_of(gift):
            each.is_name_hidden = not is_shown
    session.flush()
    touch_fund(gift.fund)
