"""No sequence of what hosts can do lets something take effect that a host has not signed.

The machine does whatever it likes with three organisations on a real database, keeps its own
simple account of who signed what, and compares at every acceptance.
"""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.cohosting import queries, services
from app.cohosting.models import HeldKind, HostStatus, ProposalKind, ProposalStatus
from app.core import clock
from app.core.database import session
from app.core.errors import TwainError
from app.core.facts import EXTENSION
from app.core.transaction import transaction
from app.organisations.models import OrganisationStatus
from tests.cohosting.factories import change, join, make_organisation
from tests.stories import play

NUMBERS = st.integers(0, 2)
#: A name is never taken twice, as an address in memory may be.
_numbers = count()
#: What happens often stands here often.
VERBS = (
    *("propose",) * 5,
    *("sign_newest",) * 6,
    *("sign", "accept", "invite") * 2,
    *("object", "decline", "withdraw", "leave", "look_at", "wait", "lapse"),
)


class Hosts(RuleBasedStateMachine):
    """Three organisations, one thing, and everything that can happen between them."""

    def __init__(self) -> None:
        super().__init__()
        self.days = 0
        #: Host → the versions it signed, as (proposal, number): never by their hash.
        self.signed: dict[int, set[tuple[int, int]]] = {}
        self.checked: set[int] = set()

    @initialize()
    def begin(self) -> None:
        self.pairs = [make_organisation(f"Host {next(_numbers)}") for _host in range(3)]
        self.begin_anew()

    def begin_anew(self) -> None:
        """Begin a thing that all three hold: most of what can go wrong needs more than one."""
        organisation, person = self.pairs[0]
        with transaction():
            self.cohosting = services.begin(HeldKind.EVENT, "A walk", organisation=organisation, by=person)
            for other, owner in self.pairs[1:]:
                join(self.cohosting, other, owner, asked_by=(organisation, person))

    @rule(
        verb=st.sampled_from(VERBS),
        number=NUMBERS,
        choice=st.integers(0, 2),
        kind=st.sampled_from(ProposalKind),
    )
    def act(self, verb: str, number: int, choice: int, kind: ProposalKind) -> None:
        """Let one of them do something; `choice` says whom, which version, which content."""
        if not queries.accepted_hosts(self.cohosting):
            self.begin_anew()
        if verb == "propose":
            self.propose(number, kind, choice)
        elif verb in {"lapse", "wait"}:
            getattr(self, verb)()
        else:
            getattr(self, verb)(number, choice)

    def invite(self, number: int, asked: int) -> None:
        organisation = self.pairs[asked][0]
        self.attempt(lambda: services.offer(self.cohosting, organisation=organisation, **self.who(number)))

    def accept(self, number: int, _choice: int) -> None:
        host = self.place(number, HostStatus.OFFERED)
        if host is not None:
            self.attempt(lambda: services.accept(host, by=self.pairs[number][1]))

    def decline(self, number: int, _choice: int) -> None:
        host = self.place(number, HostStatus.OFFERED)
        if host is not None:
            self.attempt(lambda: services.decline(host, by=self.pairs[number][1]))

    def propose(self, number: int, kind: ProposalKind, value: int) -> None:
        def act() -> None:
            proposal = services.propose(self.cohosting, change(kind, starts=value), **self.who(number))
            self.note(number, (proposal.id, proposal.number))

        self.attempt(act)

    def sign(self, number: int, back: int) -> None:
        """Sign what was read, which may be an older version than the one that stands."""
        versions = self.versions()
        if len(versions) <= back:
            return
        read = versions[-1 - back]

        def act() -> None:
            services.sign_off(read.proposal, content_hash=read.content_hash, **self.who(number))
            self.note(number, (read.proposal_id, read.number))

        self.attempt(act)

    def sign_newest(self, number: int, _choice: int) -> None:
        self.sign(number, 0)

    def object(self, number: int, _choice: int) -> None:
        versions = self.versions()
        if not versions:
            return
        read = versions[-1]

        def act() -> None:
            services.object_to(
                read.proposal, content_hash=read.content_hash, note="Not like this.", **self.who(number)
            )
            self.unnote(number, (read.proposal_id, read.number))

        self.attempt(act)

    def withdraw(self, number: int, _choice: int) -> None:
        proposal = queries.open_proposal(self.cohosting)
        if proposal is not None:
            self.attempt(lambda: services.withdraw(proposal, **self.who(number)))

    def leave(self, number: int, _choice: int) -> None:
        organisation, person = self.pairs[number]
        self.attempt(lambda: services.leave(self.cohosting, organisation, by=person))

    def look_at(self, number: int, choice: int) -> None:
        """Let staff verify an organisation, or take it back."""
        self.pairs[number][0].status = OrganisationStatus.WAITING if choice else OrganisationStatus.VERIFIED
        session.commit()

    def wait(self) -> None:
        self.days += 3

    def lapse(self) -> None:
        for proposal in queries.proposals_of(self.cohosting):
            self.attempt(lambda each=proposal: services.lapse(each))

    @invariant()
    def what_holds_was_signed_by_all_who_host(self) -> None:
        if not hasattr(self, "cohosting"):
            return
        session.rollback()
        hosts = queries.accepted_hosts(self.cohosting)
        for proposal in queries.proposals_of(self.cohosting):
            if proposal.status is not ProposalStatus.ACCEPTED or proposal.id in self.checked:
                continue
            self.checked.add(proposal.id)
            assert hosts
            for host in hosts:
                assert (proposal.id, proposal.number) in self.signed.get(host.id, set())
                if proposal.kind is ProposalKind.PUBLISH:
                    assert host.organisation.status is OrganisationStatus.VERIFIED
            last = queries.versions_of(proposal)[-1]
            assert (last.content, last.content_hash) == (proposal.content, proposal.content_hash)

    @invariant()
    def at_most_one_proposal_waits(self) -> None:
        if hasattr(self, "cohosting"):
            statuses = [proposal.status for proposal in queries.proposals_of(self.cohosting)]
            assert statuses.count(ProposalStatus.OPEN) <= 1

    def attempt(self, act) -> None:
        """Do it as a request would: whole, or not at all. Refusals are part of the game."""
        before = {host: set(hashes) for host, hashes in self.signed.items()}
        try:
            with clock.moved(timedelta(days=self.days)), transaction():
                act()
        except TwainError:
            self.signed = before

    def who(self, number: int):
        organisation, person = self.pairs[number]
        return {"by": person, "on_behalf_of": organisation}

    def place(self, number: int, status: HostStatus):
        found = [
            host
            for host in queries.hosts_of(self.cohosting)
            if host.organisation_id == self.pairs[number][0].id and host.status is status
        ]
        return found[0] if found else None

    def versions(self):
        newest = queries.proposals_of(self.cohosting)[:2]
        return [version for proposal in reversed(newest) for version in queries.versions_of(proposal)]

    def note(self, number: int, version: tuple[int, int]) -> None:
        host = self.place(number, HostStatus.ACCEPTED)
        if host is not None:
            self.signed.setdefault(host.id, set()).add(version)

    def unnote(self, number: int, version: tuple[int, int]) -> None:
        host = self.place(number, HostStatus.ACCEPTED)
        if host is not None:
            self.signed.get(host.id, set()).discard(version)


@pytest.mark.slow
def test_no_sequence_lets_anything_take_effect_that_a_host_has_not_signed(app):
    reactions = app.extensions[EXTENSION]
    app.extensions[EXTENSION] = {}  # nothing is held here: the owner of a thing has tests of its own
    try:
        play(Hosts, few=20, steps=25)
    finally:
        app.extensions[EXTENSION] = reactions
