"""Read what givers wrote before others can."""

from app.accounts.models import User
from app.audit.models import Action
from app.audit.services import record
from app.core.database import session
from app.core.errors import Refused
from app.core.i18n import _
from app.core.revisions import touch
from app.donations.models import Donation, MessageStatus
from app.donations.services.keeping import check_may_change
from app.organisations.models import Organisation

READ = (MessageStatus.SHOWN, MessageStatus.REFUSED)


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
