"""Tell signers who wish to hear: note what is new, plan a mail for each of them, send what is due."""

from datetime import datetime

from sqlalchemy import exists, insert, select

from app.asks.facts import StandingChanged
from app.asks.policies import is_listed
from app.core import clock
from app.core.database import session
from app.core.i18n import in_language
from app.outbox.services import post
from app.petitions import emails
from app.petitions.facts import CountChanged, PetitionClosed, PetitionUpdatePublished
from app.petitions.models import (
    NewsKind,
    Petition,
    PetitionNews,
    Signature,
    SignatureStatus,
    SignerMail,
)
from app.petitions.queries import news as queries
from app.petitions.queries.signatures import locked_signature
from app.petitions.rules import SHOWN, reached_between
from app.petitions.rules.news import (
    MONTH,
    STALE,
    TOLD_STANDINGS,
    UNTIL_SHOWN,
    due_at,
    may_leave_at,
    words_of,
)


def tell_update(fact: PetitionUpdatePublished) -> None:
    """Tell what the hosts wrote."""
    update = fact.update
    values: dict[str, object] = {"title": update.title, "body": update.body}
    add_news(update.petition, NewsKind.UPDATE, f"update:{update.id}", values)


def tell_milestone(fact: CountChanged) -> None:
    """Tell that a goal was reached; only the highest of several at once."""
    petition = fact.petition
    reached = reached_between(fact.before, petition.total, petition.first_goal)
    if reached:
        add_news(petition, NewsKind.MILESTONE, f"milestone:{reached[-1]}", {"number": reached[-1]})


def tell_answer(fact: StandingChanged) -> None:
    """Tell those who signed for an ask that it stands otherwise; not while it rests during an election."""
    put, entry = fact.ask_target, fact.entry
    if entry.after not in TOLD_STANDINGS or not is_listed(put.ask, clock.now().date()):
        return
    values: dict[str, object] = {
        "ask": put.ask.title,
        "target": put.target.name,
        "standing": entry.after.value,
    }
    for petition in queries.petitions_for(put.ask):
        add_news(petition, NewsKind.ANSWER, f"answer:{entry.id}", values)


def tell_closed(fact: PetitionClosed) -> None:
    """Tell that nobody can sign any more."""
    add_news(fact.petition, NewsKind.CLOSED, "closed", {"number": fact.petition.total})


def add_news(petition: Petition, kind: NewsKind, about: str, values: dict[str, object]) -> None:
    """Note what is new, once; a job plans the mails."""
    told = select(exists().where(PetitionNews.petition_id == petition.id, PetitionNews.about == about))
    if petition.status in SHOWN and not session.scalar(told):
        session.add(
            PetitionNews(
                petition=petition, kind=kind, about=about, values=values, at=clock.now(), planned_to=0
            )
        )
        session.flush()


def plan_news(news_id: int, batch: int = 5_000) -> bool:
    """Plan mails for the next signers who wish to hear; tell whether any were left."""
    news = session.scalars(select(PetitionNews).where(PetitionNews.id == news_id).with_for_update()).one()
    if news.planned_at is not None:
        return False
    ids = queries.followers(news.petition_id, news.planned_to, batch)
    if ids:
        mails = [{"signature_id": each, "news_id": news_id, "due_at": due_at(news.at, each)} for each in ids]
        session.execute(insert(SignerMail), mails)
        news.planned_to = ids[-1]
    else:
        news.planned_at = clock.now()
    return bool(ids)


def send_news(signature_id: int, news_id: int) -> bool:
    """Send one signer one piece of news, if they still wish to hear; tell whether it left.

    Nobody gets more than three mails a month: what is more waits, and goes stale in the end.
    """
    signature = locked_signature(signature_id)
    mail = session.get_one(SignerMail, (signature_id, news_id), with_for_update=True)
    if mail.due_at is None:
        return False
    now, news = clock.now(), mail.news
    wishes = signature.is_following and signature.status is SignatureStatus.CONFIRMED and signature.email
    if not wishes or now > news.at + STALE:
        mail.due_at = None
        return False
    if signature.petition.status not in SHOWN:
        mail.due_at = now + UNTIL_SHOWN
        return False
    leaves_at = may_leave_at(_sent_to(signature, now), now)
    if leaves_at > now:
        mail.due_at = leaves_at
        return False
    with in_language(signature.language):
        headline, body = words_of(news.kind, news.petition.title, news.values)
    post(emails.news(signature, news.petition, headline, body))
    mail.due_at, mail.sent_at = None, now
    return True


def _sent_to(signature: Signature, now: datetime) -> list[datetime]:
    query = select(SignerMail.sent_at).where(
        SignerMail.signature_id == signature.id, SignerMail.sent_at > now - MONTH
    )
    return [at for at in session.scalars(query) if at is not None]
