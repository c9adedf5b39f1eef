"""What hosts do with a fund, on a real database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.facts import PersonalData
from app.accounts.models import User
from app.audit.models import Action, AuditEntry
from app.cohosting import services as cohosting
from app.cohosting.facts import IsOver
from app.cohosting.queries import accepted_hosts, open_proposal
from app.cohosting.services import Edit, Saved, WrittenMeanwhile
from app.core import clock, revisions
from app.core.database import session
from app.core.errors import Refused
from app.core.transaction import transaction
from app.donations import services
from app.donations.jobs.funds import close_funds
from app.donations.models import (
    ConnectedAccount,
    EntryKind,
    Fund,
    FundStatus,
    FundVersion,
    RecurringGift,
    RecurringStatus,
    RecurringWish,
    Route,
    Share,
)
from app.donations.queries import contents
from app.donations.queries.answers import is_over, personal_data
from app.donations.queries.funds import causes_for, open_funds_about, shares_of, shown_funds_held_by
from app.donations.queries.ledger import sums_of
from app.donations.rules import ledger
from app.donations.rules.content import FundDetails, Part, details_from
from app.donations.rules.readiness import GiftHindrance, gift_hindrance
from app.donations.services.ledger import Cause, write_entry
from app.organisations.models import Organisation, OrganisationStatus
from tests.cohosting.factories import make_organisation
from tests.donations.factories import make_donation, make_fund
from tests.initiatives.factories import make_initiative

Party = tuple[Organisation, User]
WHOLE = FundDetails(
    title="Tea for all",
    summary="Tea and a warm room.",
    purpose="A *warm* room each week.",
    if_it_fails="It goes to both listening lines.",
    goal_minor=100_000,
)


@pytest.fixture
def men(app: Flask) -> Party:
    return make_organisation("Harbour Men’s Circle")


@pytest.fixture
def women(app: Flask) -> Party:
    return make_organisation("The Long Table")


def drafted(party: Party, details: FundDetails = WHOLE) -> Fund:
    organisation, user = party
    with transaction():
        return services.draft_fund(details, organisation=organisation, by=user)


def join(fund: Fund, party: Party) -> None:
    organisation, user = party
    first = accepted_hosts(fund.cohosting)[0].organisation
    assert first is not None
    with transaction():
        offer = cohosting.offer(fund.cohosting, organisation=organisation, by=user, on_behalf_of=first)
        cohosting.accept(offer, by=user, organisation=organisation)


def leave(fund: Fund, party: Party) -> None:
    with transaction():
        cohosting.leave(fund.cohosting, party[0], by=party[1])


def opened(fund: Fund, party: Party) -> None:
    with transaction():
        services.propose_opening(fund, by=party[1], on_behalf_of=party[0])


def sign(fund: Fund, party: Party) -> None:
    organisation, user = party
    proposal = open_proposal(fund.cohosting)
    assert proposal is not None
    with transaction():
        cohosting.sign_off(proposal, content_hash=proposal.content_hash, by=user, on_behalf_of=organisation)


def save(fund: Fund, party: Party, *, version: int | None = None, **changed: object) -> Saved:
    organisation, user = party
    details = replace(details_from(contents.working_content(fund)), **changed)  # type: ignore[arg-type]
    edit = Edit(details, version or fund.version, user, organisation)
    with transaction():
        return services.save_fund(fund, edit)


def halves(*parties: Party) -> tuple[Part, ...]:
    return tuple(Part(organisation.id, 10_000 // len(parties)) for organisation, _user in parties)


def joint(men: Party, women: Party) -> Fund:
    fund = drafted(men)
    join(fund, women)
    save(fund, men, shares=halves(men, women))
    opened(fund, men)
    sign(fund, women)
    assert fund.status is FundStatus.OPEN
    return fund


def hindrance(fund: Fund) -> GiftHindrance | None:
    return gift_hindrance(fund, contents.holding_of(fund), clock.now().date())


def weights(fund: Fund) -> dict[int, int]:
    return {each.organisation_id: each.weight for each in shares_of(fund)}


def actions(fund: Fund) -> list[Action]:
    query = select(AuditEntry.action).where(AuditEntry.subject == f"funds:{fund.id}").order_by(AuditEntry.id)
    return list(session.scalars(query))


class TestBeginning:
    def test_a_sole_host_gets_everything_and_opens_alone(self, men: Party) -> None:
        fund = drafted(men)
        assert (fund.slug, fund.cohosting.address) == ("tea-for-all", "/desk/funds/tea-for-all")
        assert weights(fund) == {men[0].id: 10_000}
        opened(fund, men)
        assert fund.status is FundStatus.OPEN
        assert hindrance(fund) is None
        assert drafted(men).slug == "tea-for-all-2"
        assert actions(fund) == [Action.FUND_DRAFTED, Action.FUND_OPENED]

    def test_both_hosts_agree_on_their_parts_before_it_opens(self, men: Party, women: Party) -> None:
        fund = drafted(men)
        join(fund, women)
        with pytest.raises(Refused, match="how gifts are shared"):
            opened(fund, men)
        save(fund, women, shares=halves(men, women))
        opened(fund, women)
        assert fund.status is FundStatus.PROPOSED
        sign(fund, men)
        assert fund.status is FundStatus.OPEN
        assert weights(fund) == {men[0].id: 5_000, women[0].id: 5_000}

    @pytest.mark.usefixtures("app")
    def test_a_host_that_is_not_verified_opens_nothing(self) -> None:
        party = make_organisation("Not yet", status=OrganisationStatus.UNVERIFIED)
        fund = drafted(party)
        with pytest.raises(Refused, match="verified"):
            opened(fund, party)
        assert fund.status is FundStatus.DRAFT

    def test_a_proposal_that_lapses_gives_the_draft_back(self, men: Party, women: Party) -> None:
        fund = drafted(men)
        join(fund, women)
        save(fund, men, shares=halves(men, women))
        opened(fund, men)
        proposal = open_proposal(fund.cohosting)
        assert proposal is not None
        with transaction():
            cohosting.withdraw(proposal, by=men[1], on_behalf_of=men[0])
        assert fund.status is FundStatus.DRAFT

    def test_a_fund_whose_last_day_passes_while_hosts_sign_does_not_open(
        self, men: Party, women: Party
    ) -> None:
        fund = drafted(men, replace(WHOLE, closes_on=clock.now().date()))
        join(fund, women)
        save(fund, men, shares=halves(men, women))
        opened(fund, men)
        with clock.moved(timedelta(days=1)), pytest.raises(Refused, match="last day"):
            sign(fund, women)
        session.refresh(fund)
        assert fund.status is FundStatus.PROPOSED

    def test_a_departure_does_not_open_a_fund_that_nobody_could_give_to(
        self, men: Party, women: Party
    ) -> None:
        fund = drafted(men)
        join(fund, women)
        save(fund, men, shares=halves(men, women))
        opened(fund, men)
        leave(fund, women)
        assert (fund.status, open_proposal(fund.cohosting)) == (FundStatus.DRAFT, None)

    def test_a_deleted_draft_keeps_nothing_but_its_address(self, men: Party) -> None:
        fund = drafted(men)
        with transaction():
            services.delete_draft(fund, by=men[1], on_behalf_of=men[0])
        assert (fund.status, fund.title, fund.purpose) == (FundStatus.DELETED, "", "")
        assert not session.query(FundVersion).count()
        assert not session.query(Share).count()
        assert drafted(men).slug == "tea-for-all-2"


class TestSaving:
    def test_shares_change_when_both_have_signed_and_only_for_later_gifts(
        self, men: Party, women: Party
    ) -> None:
        fund = joint(men, women)
        earlier = make_donation(fund, 1_001)
        with transaction():
            lines = ledger.gift(1_001, [(each["organisation"], each["weight"]) for each in earlier.shares])
            write_entry(fund, Cause(EntryKind.GIFT, of=earlier.reference, donation=earlier), lines)
        before = sums_of(fund).amounts
        parts = (Part(men[0].id, 2_500), Part(women[0].id, 7_500))
        saved = save(fund, men, shares=parts)
        assert saved.proposal is not None
        assert weights(fund)[men[0].id] == 5_000
        sign(fund, women)
        assert weights(fund) == {men[0].id: 2_500, women[0].id: 7_500}
        assert [each["weight"] for each in earlier.shares] == [5_000, 5_000]
        assert [each["weight"] for each in make_donation(fund).shares] == [2_500, 7_500]
        assert sums_of(fund).amounts == before

    def test_small_corrections_show_at_once(self, men: Party, women: Party) -> None:
        fund = joint(men, women)
        (before,) = revisions.numbers([f"fund:{fund.slug}"])
        saved = save(fund, women, summary="Tea, cake and a warm room.", suggested=(500,))
        assert saved.proposal is None
        assert (fund.summary, fund.suggested) == ("Tea, cake and a warm room.", [500])
        assert revisions.numbers([f"fund:{fund.slug}"]) == (before + 1,)

    @pytest.mark.parametrize("lost", [{"summary": ""}, {"purpose": ""}, {"if_it_fails": ""}])
    def test_nothing_that_givers_need_can_be_taken_from_it(self, men: Party, lost: dict[str, str]) -> None:
        fund = drafted(men)
        opened(fund, men)
        version = fund.version
        with pytest.raises(Refused):
            save(fund, men, **lost)
        session.refresh(fund)
        assert fund.version == version

    def test_two_who_write_at_once_notice_each_other(self, men: Party) -> None:
        fund = drafted(men)
        save(fund, men, summary="One.")
        with pytest.raises(WrittenMeanwhile):
            save(fund, men, version=1, summary="Two.")
        assert fund.summary == "One."

    def test_parts_that_do_not_sum_are_refused(self, men: Party) -> None:
        fund = drafted(men)
        with pytest.raises(Refused, match="100 per cent"):
            save(fund, men, shares=(Part(men[0].id, 9_999),))

    def test_the_currency_stays_once_gifts_may_have_begun(self, men: Party) -> None:
        fund = drafted(men)
        save(fund, men, currency="EUR")
        opened(fund, men)
        make_donation(fund)
        with pytest.raises(Refused, match="currency stays"):
            save(fund, men, currency="GBP")
        assert fund.currency == "EUR"

    def test_a_fund_is_for_what_its_hosts_hold(self, men: Party, women: Party) -> None:
        own = make_initiative(hosts=[men[0]])
        foreign = make_initiative(hosts=[women[0]])
        fund = drafted(men)
        assert [each.id for each in causes_for(fund.cohosting)] == [own.cohosting_id]
        with pytest.raises(Refused, match="None of the hosts"):
            save(fund, men, about_id=foreign.cohosting_id)
        save(fund, men, about_id=own.cohosting_id)
        assert fund.about is not None
        (before,) = revisions.numbers([f"initiative:{own.slug}"])
        opened(fund, men)
        assert revisions.numbers([f"initiative:{own.slug}"])[0] > before
        assert open_funds_about(own.cohosting_id, clock.now().date()) == [(fund.slug, fund.title)]


class TestHosts:
    def test_a_host_that_joins_an_open_fund_stops_gifts_until_parts_are_agreed(
        self, men: Party, women: Party
    ) -> None:
        fund = drafted(men)
        opened(fund, men)
        join(fund, women)
        assert hindrance(fund) is GiftHindrance.SHARES
        save(fund, women, shares=halves(men, women))
        assert hindrance(fund) is GiftHindrance.SHARES
        sign(fund, men)
        assert hindrance(fund) is None

    def test_a_host_that_leaves_keeps_what_was_given_for_it(self, men: Party, women: Party) -> None:
        fund = joint(men, women)
        gift = make_donation(fund, 1_000)
        with transaction():
            lines = ledger.gift(1_000, [(each["organisation"], each["weight"]) for each in gift.shares])
            write_entry(fund, Cause(EntryKind.GIFT, of=gift.reference, donation=gift), lines)
        leave(fund, women)
        assert (fund.status, hindrance(fund)) == (FundStatus.OPEN, GiftHindrance.SHARES)
        assert ledger.left_to(women[0].id, sums_of(fund).lines()) == 500
        save(fund, men, shares=(Part(men[0].id, 10_000),))
        assert hindrance(fund) is None
        assert ledger.left_to(women[0].id, sums_of(fund).lines()) == 500

    def test_when_the_last_host_leaves_it_takes_no_gifts(self, men: Party) -> None:
        fund, draft = drafted(men), drafted(men)
        opened(fund, men)
        leave(fund, men)
        leave(draft, men)
        assert (fund.status, draft.status) == (FundStatus.CLOSED, FundStatus.DELETED)
        assert is_over(IsOver(fund.cohosting))


class TestClosing:
    def test_hosts_close_it_together_and_say_what_became_of_it(self, men: Party, women: Party) -> None:
        fund = joint(men, women)
        with pytest.raises(Refused, match="what became"), transaction():
            services.propose_closing(fund, "", by=men[1], on_behalf_of=men[0])
        with transaction():
            services.propose_closing(fund, "The room is warm.", by=men[1], on_behalf_of=men[0])
        with pytest.raises(Refused, match="as a whole"):
            save(fund, men, goal_minor=5)
        sign(fund, women)
        assert (fund.status, fund.outcome) == (FundStatus.CLOSED, "The room is warm.")
        assert hindrance(fund) is GiftHindrance.CLOSED
        assert shown_funds_held_by(men[0]) == [fund]
        with transaction():
            services.propose_reopening(fund, by=women[1], on_behalf_of=women[0])
        sign(fund, men)
        assert (fund.status, fund.closed_at, fund.outcome) == (FundStatus.OPEN, None, "")

    def test_monthly_gifts_end_with_it(self, men: Party) -> None:
        fund = drafted(men)
        opened(fund, men)
        now = clock.now()
        gifts = [
            RecurringGift(
                fund=fund,
                reference=f"monthly-{number}",
                token_hash=f"hash-{number}",
                status=status,
                amount_minor=500,
                currency="GBP",
                subscription_id=f"sub_{number}",
                created_at=now,
            )
            for number, status in enumerate((RecurringStatus.ACTIVE, RecurringStatus.CANCELLED))
        ]
        session.add_all(gifts)
        session.commit()
        with transaction():
            services.propose_closing(fund, "Done.", by=men[1], on_behalf_of=men[0])
        assert [each.wish for each in gifts] == [RecurringWish.CANCEL, None]

    def test_a_fund_whose_hosts_changed_is_not_opened_again(self, men: Party, women: Party) -> None:
        fund = joint(men, women)
        leave(fund, women)
        with transaction():
            services.propose_closing(fund, "Done.", by=men[1], on_behalf_of=men[0])
        with pytest.raises(Refused, match="new fund"), transaction():
            services.propose_reopening(fund, by=men[1], on_behalf_of=men[0])

    def test_a_fund_is_not_opened_again_without_an_account_for_its_gifts(self, men: Party) -> None:
        now, ready = clock.now(), {"can_charge": True, "can_be_paid_out": True}
        account = ConnectedAccount(
            organisation=men[0], provider_id="acct_1", created_at=now, told_at=now, **ready
        )
        session.add(account)
        session.commit()
        fund = drafted(men, replace(WHOLE, route=Route.DIRECT))
        opened(fund, men)
        with transaction():
            services.propose_closing(fund, "Done.", by=men[1], on_behalf_of=men[0])
        account.can_charge = False
        session.commit()
        with pytest.raises(Refused, match="payment account"), transaction():
            services.propose_reopening(fund, by=men[1], on_behalf_of=men[0])

    def test_a_fund_is_not_opened_again_while_a_host_is_not_verified(self, men: Party, women: Party) -> None:
        fund = joint(men, women)
        with transaction():
            services.propose_closing(fund, "Done.", by=men[1], on_behalf_of=men[0])
        sign(fund, women)
        with transaction():
            services.propose_reopening(fund, by=men[1], on_behalf_of=men[0])
        women[0].status = OrganisationStatus.REJECTED
        session.commit()
        with pytest.raises(Refused, match="not verified"):
            sign(fund, women)
        session.refresh(fund)
        assert fund.status is FundStatus.CLOSED
        women[0].status = OrganisationStatus.VERIFIED
        session.commit()
        sign(fund, women)
        assert fund.status is FundStatus.OPEN

    def test_a_fund_is_not_opened_again_past_its_last_day_by_a_late_signature(
        self, men: Party, women: Party
    ) -> None:
        fund = joint(men, women)
        save(fund, men, closes_on=clock.now().date())
        sign(fund, women)
        with transaction():
            services.propose_closing(fund, "Done.", by=men[1], on_behalf_of=men[0])
        sign(fund, women)
        with transaction():
            services.propose_reopening(fund, by=men[1], on_behalf_of=men[0])
        with clock.moved(timedelta(days=1)), pytest.raises(Refused, match="last day"):
            sign(fund, women)
        session.refresh(fund)
        assert fund.status is FundStatus.CLOSED

    def test_it_closes_by_itself_after_its_last_day(self, men: Party) -> None:
        fund = drafted(men, replace(WHOLE, closes_on=clock.now().date()))
        opened(fund, men)
        close_funds()
        session.refresh(fund)
        assert fund.status is FundStatus.OPEN
        with clock.moved(timedelta(days=1)):
            assert hindrance(fund) is GiftHindrance.OVER
            close_funds()
            session.refresh(fund)
        assert fund.status is FundStatus.CLOSED
        with transaction():
            services.tell_outcome(fund, "Tea all winter.", by=men[1], on_behalf_of=men[0])
        assert fund.outcome == "Tea all winter."
        with pytest.raises(Refused, match="not closed"), transaction():
            services.tell_outcome(make_fund(), "No.", by=men[1], on_behalf_of=men[0])


def test_people_are_given_what_they_wrote(men: Party) -> None:
    fund = drafted(men)
    part = personal_data(PersonalData(men[1]))
    assert part.content["edits"][0]["about"] == fund.title
