"""Mail to signers, each in its reader's language.

Subjects are discreet: they name the petition only in mail that the signer asked for.
"""

from typing import Any

from app.cohosting.queries import Reader, accepted_hosts
from app.core.i18n import in_language
from app.core.settings import settings
from app.outbox.models import Email, ListName
from app.petitions.models import (
    Consequence,
    ModerationVerdict,
    Petition,
    PetitionReview,
    PetitionStatus,
    Signature,
    Threshold,
)
from app.petitions.rules.moderation import Refusal
from app.petitions.rules.signing import REMIND_AFTER


def confirm(signature: Signature, petition: Petition) -> Email:
    """Ask whether the address is theirs: only then does the signature count."""
    return _email("confirm", signature, petition)


def remind(signature: Signature, petition: Petition) -> Email:
    """Remind someone who has not confirmed."""
    is_last = signature.reminders + 1 >= len(REMIND_AFTER)
    return _email("remind", signature, petition, is_last=is_last)


def signed(signature: Signature, petition: Petition) -> Email:
    """Thank, and hand over the receipt and the link by which to take it back."""
    return _email("signed", signature, petition, receipt=receipt_code(signature))


def already(signature: Signature, petition: Petition) -> Email:
    """Send someone who signs again the link of the signature that stands."""
    return _email("already", signature, petition)


def withdrawn(signature: Signature, petition: Petition) -> Email:
    """Tell that the signature was taken back, as they wished."""
    return _email("withdrawn", signature, petition)


def news(signature: Signature, petition: Petition, headline: str, body: str) -> Email:
    """Tell someone who wished to hear: a milestone, an answer, a change, the result."""
    return _email(
        "news",
        signature,
        petition,
        list_name=ListName.PETITION_NEWS,
        headline=headline,
        body=body,
    )


def to_target(petition: Petition, threshold: Threshold, address: str) -> Email:
    """Write to someone who can act, in the hosts' name: how many have signed, and what is asked of them."""
    hosts = [host.organisation for host in accepted_hosts(petition.cohosting) if host.organisation]
    context = {
        "title": petition.title,
        "demand": petition.demand,
        "number": threshold.count,
        "hosts": [host.name for host in hosts],
        "is_meeting": threshold.consequence is Consequence.ASK_FOR_MEETING,
        "petition_url": f"{settings().public_url}/petitions/{petition.slug}",
    }
    reply_to = next((host.contact_email for host in hosts if host.contact_email), None)
    return Email(address, "petitions/to_target", petition.language, context, reply_to=reply_to)


def threshold_reached(threshold: Threshold, reader: Reader, not_written: list[str]) -> Email:
    """Tell a host that so many have signed, what we did for it, and to whom they have to turn themselves."""
    petition = threshold.petition
    context = {
        "name": reader.user.name,
        "title": petition.title,
        "number": threshold.count,
        "is_meeting": threshold.consequence is Consequence.ASK_FOR_MEETING,
        "not_written": not_written,
        "address": f"{settings().public_url}/desk/petitions/{petition.slug}",
    }
    return Email(reader.user.email, "petitions/threshold", reader.user.language, context)


def reviewed(review: PetitionReview, reader: Reader) -> Email:
    """Tell a host what our staff said of a petition."""
    petition = review.petition
    with in_language(reader.user.language):
        refusal = Refusal(review.reason).label if review.reason else ""
    context = {
        "name": reader.user.name,
        "title": petition.title,
        "has_passed": review.verdict is ModerationVerdict.PASSED,
        "needs_days": petition.status is PetitionStatus.DRAFT,
        "refusal": refusal,
        "note": review.note,
        "address": f"{settings().public_url}/desk/petitions/{petition.slug}",
    }
    return Email(reader.user.email, "petitions/reviewed", reader.user.language, context)


def stopped(review: PetitionReview, reader: Reader) -> Email:
    """Tell a host that our staff have stopped a petition, why, and what can be done."""
    with in_language(reader.user.language):
        ground = Refusal(review.reason).label
    return _of_stop("stopped", review, reader, ground=ground)


def restored(review: PetitionReview, reader: Reader) -> Email:
    """Tell a host that a stopped petition goes on where it was."""
    return _of_stop("restored", review, reader)


def receipt_code(signature: Signature) -> str:
    """Give what proves a signature later: `<salt>-<commitment>`, as hex."""
    return f"{signature.salt.hex()}-{signature.commitment.hex()}"


def _of_stop(name: str, review: PetitionReview, reader: Reader, **context: str) -> Email:
    petition = review.petition
    shared = {
        "name": reader.user.name,
        "title": petition.title,
        "note": review.note,
        "address": f"{settings().public_url}/desk/petitions/{petition.slug}",
    }
    return Email(reader.user.email, f"petitions/{name}", reader.user.language, {**shared, **context})


def _email(
    name: str,
    signature: Signature,
    petition: Petition,
    *,
    list_name: ListName | None = None,
    **context: Any,  # noqa: ANN401  # handed to the template
) -> Email:
    address = settings().public_url
    shared = {
        "name": signature.name,
        "title": petition.title,
        "demand": petition.demand,
        "own_url": f"{address}{signature.address}",
        "petition_url": f"{address}/petitions/{petition.slug}",
        "verify_url": f"{address}/petitions/{petition.slug}/verify",
    }
    return Email(
        to=signature.email or "",
        template=f"petitions/{name}",
        language=signature.language,
        context={**shared, **context},
        list_name=list_name,
    )
