"""Whatever signers, moderators, helpers with paper and time do, the count is what the signatures say.

A machine plays random stories. After each step no address stands for more people than a household may,
nothing that was written into the log has changed, and making the whole count anew finds nothing to repair;
once all is counted, exactly those count who stand.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select
from sqlalchemy.sql import ColumnElement

from app.accounts.models import User
from app.core import clock
from app.core.database import Base, session
from app.core.errors import TwainError
from app.core.transaction import transaction
from app.organisations.models import Organisation
from app.petitions import services
from app.petitions.jobs.counting import count_signatures, publish_heads
from app.petitions.jobs.removals import go_on_with_removal
from app.petitions.jobs.signers import forget_signers, look_at_signature, remind_signers
from app.petitions.models import (
    AreaCount,
    AreaQuestion,
    PaperBatch,
    PaperRow,
    Petition,
    Signature,
    SignatureRemoval,
    SignatureStatus,
)
from app.petitions.queries import log
from app.petitions.queries.lists import rows_of
from app.petitions.rules import merkle
from app.petitions.rules.abuse import Criteria
from app.petitions.rules.moderation import Refusal
from app.petitions.rules.paper import PaperLine
from app.petitions.rules.signing import CURRENT
from tests.organisations.factories import MembershipFactory
from tests.petitions.factories import make_petition
from tests.petitions.proofs import root_from_inclusion
from tests.stories import play
from tests.wiping import wipe

WHICH = st.integers(0, 9)
NAMES = st.sampled_from(["Kim Ash", "Noor Beck", "Ines Cole"])
POSTCODES = st.sampled_from(["LS6 1AA", "LS7 2BB"])
ADDRESSES = st.sampled_from(
    [f"{name}@{house}" for name in "abc" for house in ("home.example", "yopmail.com")]
)
#: A household on one address.
MOST_OF_ONE_ADDRESS = 2
#: What would soon end every story happens seldom.
SELDOM = st.integers(0, 7).map(lambda number: number == 0)


class Signing(RuleBasedStateMachine):
    """People sign, confirm, think again; others look after what they wrote."""

    def __init__(self) -> None:
        super().__init__()
        wipe()
        first, second = MembershipFactory(), MembershipFactory()
        self.host, self.people = first.organisation_id, (first.user_id, second.user_id)
        self.ahead = timedelta()
        self.lines: list[str] = []
        self.confirmed: set[int] = set()
        made = make_petition(hosts=[first.organisation], area_question=AreaQuestion.POSTCODE)
        self.petition_id = made.id

    @initialize(chosen=st.lists(st.tuples(NAMES, ADDRESSES, POSTCODES), min_size=4, max_size=8))
    def begin_well(self, chosen: list[tuple[str, str, str]]) -> None:
        """Begin with some who have signed and confirmed, of whom a few are looked at before they count."""
        for number, (name, email, postcode) in enumerate(chosen):
            self.sign(name, email, postcode, is_confirmed=number % 3 > 0)
            if number % 2:
                self.look(number)

    # Signers

    @rule(name=NAMES, email=ADDRESSES, postcode=POSTCODES, is_confirmed=st.booleans())
    def sign(self, name: str, email: str, postcode: str, is_confirmed: bool) -> None:
        """Somebody signs, and perhaps presses the button of the mail at once."""
        details = services.SigningDetails(
            name, email, postcode=postcode, reason="It takes too long.", consents=(self.host,)
        )
        signed: list[int | None] = []
        self.do(lambda: signed.append(services.sign(self.petition, details)))
        if is_confirmed and signed and signed[0] is not None:
            number = signed[0]
            self.do(lambda: services.confirm_signature(session.get_one(Signature, number)))

    @rule(which=WHICH)
    def confirm(self, which: int) -> None:
        """Somebody confirms."""
        self.to_one(Signature, which, services.confirm_signature, Signature.confirmed_at.is_(None))

    @rule(which=WHICH)
    def withdraw(self, which: int) -> None:
        """Somebody takes their name back."""
        self.to_one(Signature, which, services.withdraw_signature)

    # Moderators

    @rule(which=WHICH)
    def release(self, which: int) -> None:
        """A moderator lets through what was set aside."""
        is_aside = Signature.status == SignatureStatus.QUARANTINED
        self.to_one(Signature, which, lambda each: services.release(each, by=self.person(0)), is_aside)

    @rule(which=WHICH)
    def take_off(self, which: int) -> None:
        """A moderator takes something off."""
        self.to_one(Signature, which, lambda each: services.take_off(each, by=self.person(0)))

    @rule(which=WHICH)
    def look(self, which: int) -> None:
        """The worker looks at a signature, for the first time or again."""
        found = self.one(Signature, which)
        if found is not None:
            self.run(lambda: look_at_signature(found))

    @rule(name=st.sampled_from(["", "K*", "*e*"]), domain=st.sampled_from(["yopmail.com", "home.example"]))
    def plan_removal(self, name: str, domain: str) -> None:
        """A moderator looks for a wave of false names."""
        criteria = Criteria(name=name, domain=domain)
        self.do(lambda: services.plan_removal(self.petition, criteria, "A wave", by=self.person(0)))

    @rule(which=WHICH, deed=st.sampled_from(["work", "start", "cancel"]))
    def remove(self, which: int, deed: str) -> None:
        """A removal goes on, begins in earnest, or is stopped."""
        found = self.one(SignatureRemoval, which)
        if found is None:
            return
        if deed == "work":
            self.run(lambda: go_on_with_removal(found))
            return
        act = services.start_removal if deed == "start" else services.cancel_removal
        self.do(lambda: act(session.get_one(SignatureRemoval, found), by=self.person(0)))

    @rule(is_meant=SELDOM)
    def stop(self, is_meant: bool) -> None:
        """Staff take the petition from the public, or let it go on."""
        if is_meant:
            self.do(lambda: services.stop(self.petition, Refusal.HARMFUL, by=self.person(0)))
        else:
            self.do(lambda: services.restore(self.petition, by=self.person(0)))

    # Paper

    @rule(names=st.lists(NAMES, min_size=1, max_size=3), postcode=POSTCODES, is_handed_on=st.booleans())
    def enter_paper(self, names: list[str], postcode: str, is_handed_on: bool) -> None:
        """A helper enters a sheet."""

        def enter() -> None:
            host, helper = session.get_one(Organisation, self.host), self.person(0)
            batch = services.begin_batch(self.petition, services.PaperDetails(), by=helper, on_behalf_of=host)
            services.enter_lines(batch, [PaperLine(name, postcode) for name in names], by=helper)
            if is_handed_on:
                services.hand_to_checker(batch, by=helper)

        self.do(enter)

    @rule(which=WHICH, deed=st.sampled_from(["hand on", "count", "count all", "discard"]))
    def go_on_with_paper(self, which: int, deed: str) -> None:
        """A sheet is handed on, counted by somebody else, or thrown away."""

        def go_on(batch: PaperBatch) -> None:
            rows = [row.id for row in rows_of(batch)]
            match deed:
                case "hand on":
                    services.hand_to_checker(batch, by=self.person(0))
                case "discard":
                    services.discard_batch(batch, by=self.person(0))
                case _:
                    valid = rows if deed == "count all" else rows[1:]
                    services.count_batch_rows(batch, valid, by=self.person(1))

        self.to_one(PaperBatch, which, go_on)

    # Hosts and time

    @rule(deed=st.sampled_from([services.propose_closing, services.propose_withdrawal]), is_meant=SELDOM)
    def end(self, deed: Callable[..., object], is_meant: bool) -> None:
        """The host closes the petition, or takes it back."""
        if is_meant:
            host = session.get_one(Organisation, self.host)
            self.do(lambda: deed(self.petition, by=self.person(0), on_behalf_of=host))

    @rule(days=st.sampled_from([0, 0, 0, 1, 1, 8, 31, 200]))
    def time_passes(self, days: int) -> None:
        """Days go by, and what happens at night happens."""
        self.ahead += timedelta(days=days)
        for job in (remind_signers, forget_signers, publish_heads):
            self.run(job)

    @rule(most=st.integers(1, 3))
    def count_some(self, most: int) -> None:
        """The counter takes a part, and dies."""
        self.do(lambda: services.count_batch(self.petition_id, most))

    @rule()
    def count(self) -> None:
        """The counter does its work."""
        self.run(count_signatures)

    # What must hold

    @invariant()
    def nobody_counts_for_more_than_a_household(self) -> None:
        """An address stands for two people at most, and for one person once."""
        session.rollback()
        of_address = Counter(
            each.email_key for each in session.query(Signature) if each.status in CURRENT and each.email_key
        )
        assert max(of_address.values(), default=0) <= MOST_OF_ONE_ADDRESS
        on_paper = Counter(row.row_key for row in session.query(PaperRow) if row.is_valid is not False)
        assert max(on_paper.values(), default=0) <= 1

    @invariant()
    def nothing_that_was_confirmed_is_deleted(self) -> None:
        """What somebody has confirmed may end, and become a number; that it was there stays."""
        session.rollback()
        there = {each.id for each in session.query(Signature) if each.confirmed_at is not None}
        assert self.confirmed <= there
        self.confirmed = there

    @invariant()
    def what_was_said_stays(self) -> None:
        """The log only grows, and the count is what it says."""
        session.rollback()
        said = list(log.lines(self.petition_id, 0, self.petition.log_size))
        assert said[: len(self.lines)] == self.lines
        self.lines = said
        with transaction():
            assert services.recount(self.petition_id)

    def teardown(self) -> None:
        """Count everything; then exactly those count who stand, and each can prove it."""
        self.run(count_signatures)
        self.what_was_said_stays()
        petition = self.petition
        standing = [each for each in session.query(Signature) if each.status is SignatureStatus.CONFIRMED]
        valid = session.query(PaperRow).filter_by(is_valid=True).count()
        assert (petition.signature_count, petition.paper_count) == (len(standing), valid)
        areas = Counter(each.area for each in standing)
        areas.update(row.area for row in session.query(PaperRow).filter_by(is_valid=True))
        assert {each.area: each.count for each in session.query(AreaCount) if each.count} == areas
        root = merkle.root(petition.log_size, log.full_subtrees(petition.id))
        for each in standing:
            found = log.found_in_log(petition, each.commitment)
            assert found is not None
            assert found.ended_by is None
            leaf = merkle.leaf_hash(found.line.encode())
            assert root_from_inclusion(leaf, found.index, petition.log_size, found.path) == root

    # Means

    @property
    def petition(self) -> Petition:
        return session.get_one(Petition, self.petition_id)

    def person(self, number: int) -> User:
        return session.get_one(User, self.people[number])

    def do(self, deed: Callable[[], object]) -> None:
        """Do something in a transaction; what the rules refuse is refused."""
        session.rollback()
        with suppress(TwainError), clock.moved(self.ahead), transaction():
            deed()
        session.rollback()

    def run(self, job: Callable[[], object]) -> None:
        """Let the worker do something."""
        session.rollback()
        with clock.moved(self.ahead):
            job()
        session.rollback()

    def one(self, model: type[Base], which: int, *conditions: ColumnElement[bool]) -> int | None:
        """Give the number of one of the rows there are."""
        session.rollback()
        table: Any = model
        ids = session.scalars(select(table.id).where(*conditions).order_by(table.id)).all()
        return int(ids[which % len(ids)]) if ids else None

    def to_one(
        self, model: type[Any], which: int, deed: Callable[[Any], object], *conditions: ColumnElement[bool]
    ) -> None:
        """Do something to one of the rows there are."""
        found = self.one(model, which, *conditions)
        if found is not None:
            self.do(lambda: deed(session.get_one(model, found)))


@pytest.mark.slow
def test_whatever_happens_the_count_is_what_the_signatures_say(app: Flask) -> None:
    play(Signing, few=3, steps=40)
