"""Whatever givers, banks, networks and crashing processes do, the ledger says what was paid.

A machine plays random stories against the rehearsal. After each step our books must balance; once
everything has arrived and been asked for, they must equal what the rehearsal says was paid, part by
part, with one receipt for each gift.
"""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)
from sqlalchemy import select

from app.accounts.models import User
from app.core import clock
from app.core.database import session
from app.core.errors import TwainError
from app.core.money import Money
from app.core.transaction import transaction
from app.donations.jobs.asking import ask_costs, ask_waiting
from app.donations.jobs.comparing import compare_books
from app.donations.jobs.funds import prove_sums
from app.donations.jobs.monthly import ask_silent, carry_out_wishes
from app.donations.jobs.passing import pass_on_waiting
from app.donations.jobs.paying import open_checkout
from app.donations.jobs.refunding import send_waiting
from app.donations.jobs.telling import look_at_waiting
from app.donations.models import (
    Account,
    Dispute,
    DisputeStatus,
    Donation,
    DonationStatus,
    EntryKind,
    Fund,
    LedgerEntry,
    LedgerMismatch,
    Posting,
    Refund,
    RefundStatus,
    Route,
    Transfer,
    TransferStatus,
)
from app.donations.queries.comparing import number_of_mismatches
from app.donations.queries.ledger import sums_of, unbalanced_entries
from app.donations.rules import ledger
from app.donations.rules.giving import GiftOrder
from app.donations.services.giving import begin_gift
from app.donations.services.refunding import accept_refund, request_refund
from app.outbox.models import Message
from app.rehearsal.refusals import Refusal
from tests.accounts.factories import UserFactory
from tests.donations.booking import left_to_hosts
from tests.donations.crashing import Crashing, Died, surviving
from tests.donations.factories import make_fund
from tests.donations.test_passing import with_account
from tests.organisations.factories import OrganisationFactory
from tests.stories import play
from tests.wiping import wipe

AMOUNT = st.integers(100, 19_999)
GIFT = st.integers(0, 11)
#: Mostly nobody dies.
DEATH = st.none() | st.none() | st.integers(0, 8)
PERIODIC = (
    ask_costs,
    ask_waiting,
    look_at_waiting,
    send_waiting,
    pass_on_waiting,
    carry_out_wishes,
    ask_silent,
)
#: A job that waits asks again after so long.
PATIENCE = timedelta(minutes=11)
NIGHTS = 4


class Giving(RuleBasedStateMachine):
    """People give, banks and networks do what they do, processes die."""

    def __init__(self, stripe):
        super().__init__()
        self.stripe = stripe
        self.crashing = Crashing()
        wipe()
        stripe.act("reset")
        stripe.forget_work()
        stripe.rehearsal.application.target = self.hear
        self.ahead = timedelta()
        hosts = [OrganisationFactory() for _host in range(3)]
        accounts = [with_account(stripe, host) for host in hosts]
        self.accounts = ["", *(each.provider_id for each in accounts)]
        self.funds = [
            make_fund(hosts=hosts, weights=[3_333, 3_333, 3_334]).id,
            make_fund(hosts=hosts[:2], weights=[1, 9_999], route=Route.TRANSFERS).id,
            make_fund(hosts=hosts[:1], route=Route.DIRECT).id,
        ]
        self.keeper = UserFactory().id
        self.listening = self.crashing.listening()
        self.listening.__enter__()

    # What people do

    @initialize(minors=st.tuples(AMOUNT, AMOUNT, AMOUNT))
    def begin_well(self, minors):
        """Begin with three gifts that are paid, and with three of which nobody has told yet."""
        for number in range(6):
            fund = number % 3
            self.begin(fund, minors[fund] + number, is_monthly=number == 0, dies=None)
            self.pay(number, "pay")
            if number == 2:
                self.stripe.go_on()

    @rule(fund=st.integers(0, 2), minor=AMOUNT, is_monthly=st.booleans(), dies=DEATH)
    def begin(self, fund, minor, is_monthly, dies):
        """Begin a gift; the process may die anywhere on the way to the pay page."""
        order = GiftOrder(Money(minor, "GBP"), is_monthly=is_monthly, email="kim@example.org", language="en")
        with self.dying(dies):
            with transaction():
                donation = begin_gift(session.get(Fund, self.funds[fund]), order)
            open_checkout(donation.id)

    @rule(gift=GIFT, how=st.sampled_from(["pay", "pay", "pay", "decline", "later", "later-fails"]))
    def pay(self, gift, how):
        """Press a button of the pay page, if the giver ever saw one and it is still open."""
        donation = self.donation(gift)
        if donation is None or not donation.checkout_id:
            return
        pages = self.things("checkout.session", donation.account or "")
        if any(each["id"] == donation.checkout_id and each["status"] == "open" for each in pages):
            self.act("pay", checkout_id=donation.checkout_id, how=how)

    @rule(gift=GIFT, part=st.integers(1, 12), dies=DEATH)
    def give_back(self, gift, part, dies):
        """A treasurer gives a tenth of a gift back, or more, or tries to give back too much."""
        donation = self.donation(gift, Donation.payment_id.is_not(None))
        if donation is None:
            return
        gift_id = donation.id
        amount = Money(max(1, donation.amount_minor * part // 10), "GBP")
        with self.dying(dies), transaction():
            keeper = session.get(User, self.keeper)
            accept_refund(request_refund(session.get(Donation, gift_id), amount=amount, by=keeper), by=keeper)

    # What banks do

    @rule(gift=GIFT, inquiry=st.sampled_from([False, False, True]))
    def dispute(self, gift, inquiry):
        """A bank claims a payment back, or only asks."""
        donation = self.donation(gift, Donation.payment_id.is_not(None))
        if donation is not None:
            self.act("open_dispute", payment=donation.payment_id, inquiry=inquiry)

    @rule(outcome=st.sampled_from(["won", "lost"]))
    def decide(self, outcome):
        """A bank decides about its oldest claim."""
        for account in self.accounts:
            for each in reversed(self.things("dispute", account)):
                self.act("close_dispute", dispute=each["id"], outcome=outcome)

    @rule(status=st.sampled_from(["pending", "failed", "succeeded"]))
    def next_refund(self, status):
        """The bank will take the next refund so."""
        self.act("refunds", status=status)

    @rule(status=st.sampled_from(["succeeded", "failed"]))
    def settle_refunds(self, status):
        """A bank takes, or sends back, what is on its way."""
        for account in self.accounts:
            for each in self.things("refund", account):
                if each["status"] == "pending":
                    self.act("settle_refund", refund=each["id"], status=status)

    @rule(days=st.sampled_from([1, 4, 31]))
    def time_passes(self, days):
        """The provider's clock moves on: months come, pages expire, debits arrive."""
        self.act("advance", days=days)

    # What networks and processes do

    @rule(trick=st.sampled_from(["duplicate", "drop", "delay"]), times=st.integers(1, 4))
    def trick(self, trick, times):
        """The next messages arrive twice, never, or late."""
        self.act("deliveries", do=trick, times=times, seconds=60)

    @rule(answer=st.sampled_from(["500", "409", "nothing"]), times=st.integers(1, 4), after=st.booleans())
    def break_down(self, answer, times, after):
        """The provider's next answers fail, after or before it did what was asked."""
        self.act("fail", answer=answer, times=times, after=after)

    @rule(is_reversed=st.booleans(), dies=st.none() | st.integers(0, 40))
    def deliver(self, is_reversed, dies):
        """Messages arrive, perhaps last first, perhaps at a process that dies; the worker works."""
        if is_reversed:
            self.act("reverse")
        self.crashing.left = dies
        self.stripe.act("deliver")
        with self.dying(self.crashing.left):
            self.stripe.work()

    @rule(job=st.sampled_from(PERIODIC), dies=DEATH)
    def sweep(self, job, dies):
        """A periodic job runs, perhaps not to its end."""
        self.ahead += PATIENCE
        with self.dying(dies):
            job()

    # What must hold

    @invariant()
    def books_balance(self):
        """Entries sum to nothing; each gift that is paid has its entry and its receipt, and no other has."""
        session.rollback()
        assert not unbalanced_entries()
        paid = session.query(Donation).filter_by(status=DonationStatus.PAID).count()
        entries = session.query(LedgerEntry).filter_by(kind=EntryKind.GIFT)
        assert entries.count() == paid
        assert session.query(Message).filter_by(template="donations/receipt").count() == paid
        for entry in entries:
            for_hosts = [line.amount_minor for line in lines_of(entry) if line.account is Account.HOST]
            assert -sum(for_hosts) == entry.donation.amount_minor
        for donation in session.query(Donation):
            assert donation.refunded_minor <= donation.amount_minor

    def teardown(self):
        """Let everything arrive and be asked for; then our books are the provider's books."""
        self.listening.__exit__(None, None, None)
        self.stripe.rehearsal.application.world.wishes.clear()
        self.act("advance", days=5)  # what was delayed is due, debits have arrived
        for _night in range(NIGHTS):
            self.stripe.go_on()
            self.ahead += timedelta(hours=12)
            with self.dying(None):
                for job in (*PERIODIC, compare_books, prove_sums):
                    job()
                    self.stripe.work()
        self.books_balance()
        self.check_against_provider()
        self.check_hosts()
        self.stripe.rehearsal.application.target = self.stripe.hear

    def check_against_provider(self):
        """Compare what was given, given back, held back and passed on, account by account."""
        session.rollback()
        kinds = Counter()
        balance = fees = 0
        for account in self.accounts[:2]:  # gifts live on the platform's account and on the first host's
            lines = self.things("balance_transaction", account)
            for line in lines:
                if account and self.is_part(line):
                    continue
                kinds[line["type"]] += line["amount"]
                balance += line["net"]
                fees += line["fee"]
        ours = Counter()
        for fund_id in self.funds:
            for (kind, account, _host), amount in sums_of(session.get(Fund, fund_id)).amounts.items():
                ours[kind, account] += amount
        assert ours[EntryKind.GIFT, Account.CLEARING] == kinds["charge"]
        assert ours[EntryKind.FEE, Account.FEES] == fees
        assert ours[EntryKind.TRANSFER, Account.CLEARING] == kinds["transfer"]
        assert ours[EntryKind.TRANSFER_REVERSED, Account.CLEARING] == kinds["transfer_refund"]
        pending = sum(
            each.amount_minor for each in session.query(Refund).filter_by(status=RefundStatus.PENDING)
        )
        clearing = sum(amount for (_kind, account), amount in ours.items() if account is Account.CLEARING)
        assert clearing == balance - pending
        found = session.query(LedgerMismatch).filter_by(solved_at=None)
        assert number_of_mismatches() == 0, [(each.kind, each.what, each.source) for each in found]

    def check_hosts(self):
        """Each host has its part of what stands, to the penny; what was passed on came back."""
        for donation in session.query(Donation).filter_by(status=DonationStatus.PAID):
            fee = ledger.parts(donation.fee_minor or 0, donation.weights)
            whole = ledger.parts(donation.amount_minor, donation.weights)
            is_plain = not session.query(Dispute).filter_by(donation_id=donation.id).count()
            passed = Counter()
            for part in session.query(Transfer).filter_by(donation_id=donation.id):
                assert part.status is TransferStatus.SENT
                passed[part.organisation_id] += part.amount_minor - part.reversed_minor
            if is_plain and donation.refunded_minor in {0, donation.amount_minor}:
                stands = whole if donation.refunded_minor == 0 else dict.fromkeys(whole, 0)
                left = left_to_hosts(donation)
                for host in whole:
                    assert left.get(host, 0) == stands[host] - fee[host] - passed[host]
        assert (
            not session.query(Dispute)
            .filter(Dispute.status == DisputeStatus.LOST, Dispute.closed_at.is_(None))
            .count()
        )

    # Means

    def hear(self, body, headers):
        """Take a message; a process that dies gives no answer."""
        try:
            return self.stripe.hear(body, headers)
        except Died:
            session.remove()
            return 0

    def dying(self, steps):
        """Die at a step, if one is named, and go on; what the rules refuse is refused."""
        shift = timedelta(seconds=self.stripe.rehearsal.application.world.shift)
        self.ahead = max(self.ahead, shift)
        return Dying(self.crashing, steps, self.ahead)

    def act(self, name, **wishes):
        """Do what the control offers; what is not possible now is not done."""
        try:
            self.stripe.act(name, **wishes)
        except Refusal:
            session.rollback()

    def things(self, kind, account):
        return self.stripe.act("things", kind=kind, account=account)["data"]

    def is_part(self, line):
        """Tell whether a line of a host's account is a part that was passed on, or taken back."""
        return line["type"] in {"payment", "payment_refund"}

    def donation(self, gift, *conditions):
        """Give one of the gifts there are."""
        session.rollback()
        ids = session.scalars(select(Donation.id).where(*conditions).order_by(Donation.id)).all()
        return session.get(Donation, ids[gift % len(ids)], populate_existing=True) if ids else None


class Dying:
    """A block in which the process may die, and in which people may be refused."""

    def __init__(self, crashing, steps, ahead):
        self.crashing, self.steps = crashing, steps
        self.survival, self.time = surviving(), clock.moved(ahead)

    def __enter__(self):
        self.survival.__enter__()
        self.time.__enter__()
        session.rollback()
        self.crashing.left = self.steps

    def __exit__(self, kind, error, trace):
        self.crashing.left = None
        self.time.__exit__(kind, error, trace)
        if isinstance(error, TwainError):
            session.rollback()
            return True
        return self.survival.__exit__(kind, error, trace)


def lines_of(entry):
    return session.query(Posting).filter_by(entry_id=entry.id).all()


@pytest.mark.slow
def test_whatever_happens_the_ledger_says_what_was_paid(stripe):
    play(lambda: Giving(stripe), few=3, steps=25)
