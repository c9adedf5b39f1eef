"""The funds of the demo world: one for a longer effort, in its eighth month, and one that has done its work."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.cohosting import services as cohosting
from app.cohosting.models import Cohosting, HeldKind
from app.cohosting.queries import open_proposal
from app.cohosting.services import Edit
from app.core import clock
from app.core.database import session
from app.core.money import Money
from app.demo.initiatives import Host
from app.donations import services as funds
from app.donations.models import Donation, Fund, GiftSource, MessageStatus
from app.donations.rules.content import FundDetails, Part
from app.donations.services.balances import rest_balances
from app.donations.services.bookkeeping import OfflineGift, enter_gift
from app.donations.services.showing import show_name
from app.donations.services.spending import SpendingDetails, write_spending
from app.organisations.models import Organisation

AMOUNTS = (1_000, 2_500, 500, 2_000, 4_000, 1_500, 10_000, 750, 3_000, 500, 6_000)
NAMES = ("Moss Adair", "", "Lena Grimshaw", "", "", "Kit Rowan", "", "Femi Oyelaran", "")
WORDS = (
    "For my brother, who would have liked a quiet room.",
    "We put a jar on the counter. It is not much, and it is from all of us.",
    "My son says the room at Elmbrook is the best one in the building.",
)


@dataclass(frozen=True)
class DemoFund:
    """One fund: what it says, who holds it in which parts, and what moved."""

    details: FundDetails
    hosts: tuple[str, str]
    parts: tuple[int, int]
    #: The title of the longer effort that it is for; empty for the work of its hosts.
    about: str
    #: How many days ago it opened, and how many gifts came since, at even distances.
    days: int
    gifts: int
    #: What was paid: host, words, amount, days ago.
    spending: tuple[tuple[str, str, int, int], ...]
    messages: tuple[str, ...] = ()
    outcome: str = ""


ROOMS = DemoFund(
    FundDetails(
        title="Lamps, cushions and doors that close",
        summary="What a quiet room in a school needs, beyond the room.",
        purpose="Each school gives the room. This fund pays for what is in it:\n\n"
        "- a lamp that does not hum,\n- cushions, a rug and a shelf,\n- a door that closes softly.\n\n"
        "About £420 a room. Seven rooms are to come.",
        if_it_fails="If a school does not open its room, its part goes to the next school on the list. "
        "If none is left, it goes to the listening lines of both hosts.",
        goal_minor=294_000,
        suggested=(500, 1_000, 2_000, 5_000),
    ),
    ("the-long-table", "harbour-mens-circle"),
    (6_000, 4_000),
    about="Room to talk",
    days=232,
    gifts=31,
    spending=(
        ("the-long-table", "Cushions and a rug for the room at Elmbrook", 13_640, 140),
        ("harbour-mens-circle", "Wood and hinges for two doors", 8_980, 96),
        ("the-long-table", "Four lamps", 5_600, 33),
    ),
    messages=WORDS,
)
NIGHTS = DemoFund(
    FundDetails(
        title="Taxis home after the night shift’s circle",
        summary="A way home for those whose last bus leaves before the circle ends.",
        purpose="The circle for parents on nights ends at half past eleven. The last bus leaves at eleven.",
        if_it_fails="What is left pays for the tea at the circle.",
        goal_minor=60_000,
        suggested=(500, 1_000),
        takes_monthly=False,
    ),
    ("dads-at-six", "asha-house"),
    (5_000, 5_000),
    about="",
    days=190,
    gifts=19,
    spending=(("asha-house", "Taxis for eleven evenings", 14_400, 60),),
    outcome="Forty-one people came home by taxi in one winter. Since spring the last bus waits: the company "
    "moved it to midnight when we asked.\n\nWhat is left goes into tea.",
)


def load_funds(host: Host) -> None:
    """Play both funds through the services that people use."""
    for demo in (ROOMS, NIGHTS):
        fund = _open(demo, host)
        _give(fund, demo, host)
        _spend(fund, demo, host)
        if demo.outcome:
            _close(fund, demo, host)
        rest_balances(fund)


def _open(demo: DemoFund, host: Host) -> Fund:
    """Draft it, invite, agree on parts, and sign off."""
    (first, by), (second, other) = (host(slug) for slug in demo.hosts)
    with clock.moved(-timedelta(days=demo.days + 6)):
        fund = funds.draft_fund(demo.details, organisation=first, by=by)
        invited = cohosting.offer(
            fund.cohosting,
            organisation=second,
            message="Shall we keep one purse for this?",
            by=by,
            on_behalf_of=first,
        )
        cohosting.accept(invited, by=other, organisation=second)
        parts = (Part(first.id, demo.parts[0]), Part(second.id, demo.parts[1]))
        details = replace(demo.details, shares=parts, about_id=_about(demo))
        funds.save_fund(fund, Edit(details, fund.version, by, first))
    with clock.moved(-timedelta(days=demo.days)):
        funds.propose_opening(fund, by=by, on_behalf_of=first)
        _sign(fund, second, other)
    return fund


def _about(demo: DemoFund) -> int | None:
    query = select(Cohosting.id).where(Cohosting.kind == HeldKind.INITIATIVE, Cohosting.title == demo.about)
    return session.scalar(query) if demo.about else None


def _sign(fund: Fund, organisation: Organisation, by: User) -> None:
    proposal = open_proposal(fund.cohosting)
    if proposal is not None:
        cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=by, on_behalf_of=organisation)


def _give(fund: Fund, demo: DemoFund, host: Host) -> None:
    """Let gifts come by bank transfer, some with a name, the latest with words that nobody has read yet."""
    organisation, by = host(demo.hosts[0])
    given: list[Donation] = []
    for number in range(demo.gifts):
        ago = timedelta(days=demo.days - 1 - number * (demo.days - 40 * bool(demo.outcome)) // demo.gifts)
        amount = Money(AMOUNTS[number % len(AMOUNTS)], fund.currency)
        with clock.moved(-ago):
            gift = OfflineGift(amount, clock.now().date(), GiftSource.BANK, NAMES[number % len(NAMES)])
            given.append(enter_gift(fund, gift, by=by, on_behalf_of=organisation))
            show_name(given[-1], is_shown=bool(gift.name))
    for text, donation in zip(demo.messages, given[::-1], strict=False):
        is_latest = donation is given[-1]
        donation.message = text
        donation.message_status = MessageStatus.WAITING if is_latest else MessageStatus.SHOWN
    session.flush()


def _spend(fund: Fund, demo: DemoFund, host: Host) -> None:
    for slug, what, amount, days in demo.spending:
        organisation, by = host(slug)
        with clock.moved(-timedelta(days=days)):
            details = SpendingDetails(amount, clock.now().date(), what)
            write_spending(fund, details, by=by, on_behalf_of=organisation)


def _close(fund: Fund, demo: DemoFund, host: Host) -> None:
    (first, by), (second, other) = (host(slug) for slug in demo.hosts)
    with clock.moved(-timedelta(days=30)):
        funds.propose_closing(fund, demo.outcome, by=by, on_behalf_of=first)
        _sign(fund, second, other)
