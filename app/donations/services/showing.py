"""What others may see of a gift: its giver decides about the name, at any time, and hosts about the words."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.revisions import touch
from app.donations.models import Donation, MessageStatus, RecurringGift
from app.donations.queries.gifts import held_with_its_gifts
from app.donations.services.keeping import check_may_change
from app.organisations.models import Organisation

READ = (MessageStatus.SHOWN, MessageStatus.REFUSED)


def show_name(gift: Donation | RecurringGift, *, is_shown: bool) -> None:
    """Let the giver's name be shown among those who gave, or hide it; of a monthly gift for all its gifts."""
    for each in held_with_its_gifts(gift) if isinstance(gift, RecurringGift) else [gift]:
        each.is_name_hidden = not is_shown
    session.flush()
    touch(f"fund:{gift.fund.slug}")


def judge_name(donation: Donation, *, is_shown: bool, by: User, on_behalf_of: Organisation) -> None:
    """Keep what stands as a giver's name from everyone, or let it be seen again if its giver does so too.

    Names are shown unread, so whoever keeps the books can act on one that hurts somebody. All gifts of a
    monthly one follow.
    """
    if is_shown:
        check_may_change(donation.fund, on_behalf_of)
    for each in held_with_its_gifts(donation.recurring) if donation.recurring else [donation]:
        each.is_name_refused = not is_shown
    detail = {"donation": donation.id, "is_shown": is_shown}
    record(Action.FUND_NAME_READ, donation.fund, by=by, on_behalf_of=on_behalf_of, detail=detail)
    session.flush()
    touch(f"fund:{donation.fund.slug}")


def judge_message(
    donation: Donation, verdict: MessageStatus, *, by: User, on_behalf_of: Organisation
) -> None:
    """Show a giver's message or keep it unseen; the later gifts of a monthly one follow. It can be undone."""
    if verdict not in READ or donation.message_status is MessageStatus.NONE:
        raise Refused(_("There is no message to read."))
    if verdict is MessageStatus.SHOWN:
        check_may_change(donation.fund, on_behalf_of)
    donation.message_status = verdict
    if donation.recurring is not None:
        donation.recurring.message_status = verdict
    detail = {"donation": donation.id, "is_shown": verdict is MessageStatus.SHOWN}
    record(Action.FUND_MESSAGE_READ, donation.fund, by=by, on_behalf_of=on_behalf_of, detail=detail)
    touch(f"fund:{donation.fund.slug}")
    session.flush()
