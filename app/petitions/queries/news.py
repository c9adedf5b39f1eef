"""What is to be told, and to whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.asks.models import Ask
from app.core.database import session
from app.petitions.models import (
    Petition,
    PetitionAsk,
    PetitionNews,
    Signature,
    SignatureStatus,
    SignerMail,
)
from app.petitions.rules import SHOWN


def petitions_for(ask: Ask) -> Sequence[Petition]:
    """Give the petitions that carry an ask and that anyone can read."""
    query = select(Petition).join(PetitionAsk, PetitionAsk.petition_id == Petition.id)
    query = query.where(PetitionAsk.ask_id == ask.id, Petition.status.in_(SHOWN))
    return session.scalars(query.order_by(Petition.id)).all()


def unplanned_news() -> list[int]:
    """Give the ids of news for which not every mail is planned yet, oldest first."""
    query = select(PetitionNews.id).where(PetitionNews.planned_at.is_(None))
    return list(session.scalars(query.order_by(PetitionNews.id)))


def followers(petition_id: int, after: int, limit: int) -> list[int]:
    """Give the ids of signatures whose signers wish to hear, in order, after one of them."""
    query = select(Signature.id).where(
        Signature.petition_id == petition_id,
        Signature.status == SignatureStatus.CONFIRMED,
        Signature.is_following.is_(True),
        Signature.id > after,
    )
    return list(session.scalars(query.order_by(Signature.id).limit(limit)))


def due_mails(now: datetime, limit: int) -> list[tuple[int, int]]:
    """Give (signature, news) of mails that may leave now, oldest first."""
    query = select(SignerMail.signature_id, SignerMail.news_id).where(SignerMail.due_at <= now)
    found = session.execute(query.order_by(SignerMail.due_at).limit(limit))
    return [(signature_id, news_id) for signature_id, news_id in found]
