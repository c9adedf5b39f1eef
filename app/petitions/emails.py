"""Mail to signers, each in its reader's language.

Subjects are discreet: they name the petition only in mail that the signer asked for.
"""

from typing import Any

from app.core.settings import settings
from app.outbox.models import Email, ListName
from app.petitions.models import Petition, PetitionUpdate, Signature


def confirm(signature: Signature, petition: Petition) -> Email:
    """Ask whether the address is theirs: only then does the signature count."""
    return _email("confirm", signature, petition)


def remind(signature: Signature, petition: Petition) -> Email:
    """Remind someone who has not confirmed."""
    return _email("remind", signature, petition, is_last=signature.reminders >= 2)  # noqa: PLR2004


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


def update(signature: Signature, update: PetitionUpdate) -> Email:
    """Hand on the hosts' update."""
    return news(signature, update.petition, update.title, update.body)


def receipt_code(signature: Signature) -> str:
    """Give what proves a signature later: `<salt>-<commitment>`, as hex."""
    return f"{signature.salt.hex()}-{signature.commitment.hex()}"


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
