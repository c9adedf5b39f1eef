"""What waits for someone: sentences, each with the one thing to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.accounts.models import User
from app.asks.queries import corrections_to_answer, entries_to_read
from app.cohosting.queries import awaiting, objections_to, offers_for
from app.core import clock
from app.core.i18n import _, _n, format_date
from app.donations.queries.giving import messages_waiting_for
from app.donations.queries.treasury import KeptFund, money_waiting_for
from app.initiatives.queries import milestones_due_for
from app.organisations.queries import invitations_for, waiting_for_verification
from app.petitions.queries.desk import reasons_to_read, sheets_to_check
from app.petitions.queries.petitions import in_moderation


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for someone: a sentence and the one thing to do about it."""

    sentence: str
    action: str
    address: str
    #: What it is about, so that the same word on several buttons can be told apart.
    about: str
    hint: str = ""


def waiting_for(user: User) -> Sequence[Waiting]:
    """Give what waits for someone's word, the most pressing first."""
    return [
        *_sign_offs(user),
        *_objections(user),
        *_second_readings(user),
        *_corrections(user),
        *_sheets(user),
        *_reasons(user),
        *_money(user),
        *_messages(user),
        *_offers(user),
        *_invitations(user),
        *_milestones(user),
        *_for_staff(user),
    ]


def _sign_offs(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=each.sentence,
            action=_("Read and answer"),
            address=each.address,
            about=each.title,
            hint=_("Until %(day)s.", day=format_date(each.lapses_at.date())),
        )
        for each in awaiting(user)
    ]


def _objections(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=each.sentence,
            action=_("Read why"),
            address=each.address,
            about=each.title,
            hint=_("Until %(day)s.", day=format_date(each.lapses_at.date())),
        )
        for each in objections_to(user)
    ]


def _second_readings(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_(
                "%(host)s wrote that “%(title)s” is now “%(standing)s”. It waits for a second reader.",
                host=each.organisation.name if each.organisation else "",
                title=each.ask_target.ask.title,
                standing=each.after.label,
            ),
            action=_("Read it"),
            address=f"/desk/asks/{each.ask_target.ask.slug}/entries/{each.id}",
            about=each.ask_target.ask.title,
        )
        for each in entries_to_read(user)
    ]


def _corrections(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_("Someone asks for a correction of “%(title)s”.", title=each.ask.title),
            action=_("Answer"),
            address=f"/desk/asks/{each.ask.slug}/corrections/{each.id}",
            about=each.ask.title,
        )
        for each in corrections_to_answer(user)
    ]


def _milestones(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_(
                "“%(milestone)s”, a milestone of “%(title)s”, was planned for %(day)s. Has it been reached?",
                milestone=each.title,
                title=each.initiative.title,
                day=format_date(each.due_on),
            ),
            action=_("Say how it stands"),
            address=f"/desk/initiatives/{each.initiative.slug}#milestones",
            about=each.title,
        )
        for each in milestones_due_for(user, clock.now().date())
    ]


def _for_staff(user: User) -> list[Waiting]:
    if not user.is_staff:
        return []
    asking, petitions = len(waiting_for_verification()), len(in_moderation())
    verify = _n(
        "%(num)s organisation waits for your word.",
        "%(num)s organisations wait for your word.",
        asking,
    )
    read = _n("%(num)s petition waits to be read.", "%(num)s petitions wait to be read.", petitions)
    found = (
        (asking, verify, "/staff/organisations", _("Organisations")),
        (petitions, read, "/staff/petitions", _("Petitions")),
    )
    return [
        Waiting(sentence=sentence, action=_("Look"), address=address, about=about)
        for number, sentence, address, about in found
        if number
    ]


def _sheets(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_(
                "Names on paper for “%(title)s” wait for a second person: %(note)s.",
                title=each.petition.title,
                note=each.note,
            ),
            action=_("Check them"),
            address=f"/desk/petitions/{each.petition.slug}/paper/{each.id}",
            about=each.note,
        )
        for each in sheets_to_check(user)
    ]


def _reasons(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_n(
                "%(num)s signer of “%(title)s” wrote why. Read it before others can.",
                "%(num)s signers of “%(title)s” wrote why. Read it before others can.",
                number,
                title=title,
            ),
            action=_("Read what signers say"),
            address=f"/desk/petitions/{slug}/reasons",
            about=title,
        )
        for slug, title, number in reasons_to_read(user)
    ]


def _money(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=sentence,
            action=_("Open the books"),
            address=f"/desk/funds/{fund.slug}/treasury",
            about=fund.title,
        )
        for fund in money_waiting_for(user)
        for number, sentence in _of_money(fund)
        if number
    ]


def _of_money(fund: KeptFund) -> tuple[tuple[int, str], ...]:
    refunds = _n(
        "%(num)s refund from “%(title)s” waits for a word.",
        "%(num)s refunds from “%(title)s” wait for a word.",
        fund.refunds,
        title=fund.title,
    )
    cash = _n(
        "The cash of %(num)s gift to “%(title)s” waits for a second count.",
        "The cash of %(num)s gifts to “%(title)s” waits for a second count.",
        fund.cash,
        title=fund.title,
    )
    differences = _n(
        "In %(num)s place the books of “%(title)s” and those of the payment company differ.",
        "In %(num)s places the books of “%(title)s” and those of the payment company differ.",
        fund.differences,
        title=fund.title,
    )
    corrections = _n(
        "%(num)s entry in the books of “%(title)s” is to be taken back, and needs a second person.",
        "%(num)s entries in the books of “%(title)s” are to be taken back, and need a second person.",
        fund.corrections,
        title=fund.title,
    )
    counted = (fund.refunds, fund.cash, fund.differences, fund.corrections)
    return tuple(zip(counted, (refunds, cash, differences, corrections), strict=True))


def _messages(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=_n(
                "%(num)s giver to “%(title)s” wrote a message. Read it before others can.",
                "%(num)s givers to “%(title)s” wrote a message. Read it before others can.",
                number,
                title=title,
            ),
            action=_("Read what givers wrote"),
            address=f"/desk/funds/{slug}/messages",
            about=title,
        )
        for slug, title, number in messages_waiting_for(user)
    ]


def _offers(user: User) -> list[Waiting]:
    return [
        Waiting(
            sentence=each.sentence,
            action=_("See the invitation"),
            address=each.address,
            about=each.title,
            hint=_("Until %(day)s.", day=format_date(each.expires_at.date())) if each.expires_at else "",
        )
        for each in offers_for(user)
    ]


def _invitations(user: User) -> list[Waiting]:
    if user.confirmed_at is None:
        return []
    return [
        Waiting(
            sentence=_(
                "%(name)s would like you to join %(organisation)s as “%(role)s”.",
                name=each.invited_by.name if each.invited_by else each.organisation.name,
                organisation=each.organisation.name,
                role=each.role.label,
            ),
            action=_("See the invitation"),
            address=f"/desk/invitations/{each.id}",
            about=each.organisation.name,
        )
        for each in invitations_for(user)
    ]
