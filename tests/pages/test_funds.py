"""What the public sees of funds."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.core import clock
from app.core.database import session
from app.core.transaction import transaction
from app.donations.models import (
    Account,
    Balance,
    Charity,
    Donation,
    EntryKind,
    Fund,
    FundStatus,
    LedgerEntry,
    Share,
)
from app.donations.queries.ledger import months_of
from app.donations.rules.ledger import Line
from app.donations.rules.spending import at_hand, spending
from app.donations.services.balances import is_balanced, rest_balances
from app.donations.services.spending import SpendingDetails, write_spending
from tests.accounts.factories import UserFactory
from tests.donations.booking import give
from tests.donations.factories import make_fund
from tests.events.factories import EventFactory
from tests.initiatives.factories import make_initiative
from tests.organisations.factories import OrganisationFactory
from tests.page import without_chance
from tests.petitions.factories import make_petition
from tests.queries import counting
from tests.visiting import text_of

HERE = "/funds/tea"


@pytest.fixture
def fund(app: Flask) -> Fund:
    hosts = [OrganisationFactory(name="Harbour Men’s Circle"), OrganisationFactory(name="The Long Table")]
    return make_fund(hosts=hosts, weights=[6_000, 4_000], slug="tea", title="Tea for all")


def give_on(fund: Fund, *days: date, amount: int = 1_000, **values: object) -> None:
    for day in days:
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        give(fund, amount, on=day, fee=20, paid_at=at, **values)


class TestPage:
    @pytest.mark.usefixtures("fund")
    def test_it_says_everything_before_anyone_gives(self, client: FlaskClient) -> None:
        page = text_of(client, HERE)
        for words in ("£6", "£4", "60", "keeps a fee", "Twain keeps nothing", "no charity", "Gift Aid"):
            assert words in page
        for words in ("If it cannot be done", "ask for your gift back", "Fundraising Regulator"):
            assert words in page
        assert "A gift is never a ticket" in page

    @pytest.mark.parametrize(
        ("currency", "weights", "is_asked"),
        [("GBP", [6_000, 4_000], True), ("EUR", [6_000, 4_000], False), ("GBP", [0, 10_000], False)],
    )
    def test_it_speaks_of_gift_aid_only_where_givers_are_asked(
        self, client: FlaskClient, currency: str, weights: list[int], is_asked: bool
    ) -> None:
        hosts = [OrganisationFactory(), OrganisationFactory()]
        make_fund(hosts=hosts, weights=weights, slug="tea", currency=currency)
        charity = Charity(organisation=hosts[0], name="Ember Trust", hmrc_reference="AB1", is_claiming=True)
        session.add(charity)
        session.commit()
        assert ("Ember Trust" in text_of(client, HERE)) is is_asked

    def test_it_is_kept_by_caches_and_follows_the_money(self, client: FlaskClient, fund: Fund) -> None:
        first = client.get(HERE)
        assert "Set-Cookie" not in first.headers
        assert "public" in first.headers["Cache-Control"]
        etag = first.headers["ETag"]
        assert client.get(HERE, headers={"If-None-Match": etag}).status_code == HTTPStatus.NOT_MODIFIED
        before = first.headers["X-Twain-Revisions"]
        give(fund)
        assert client.get(HERE).headers["X-Twain-Revisions"] != before
        ledger = client.get(f"{HERE}/ledger")
        assert "fund:tea" in ledger.headers["X-Twain-Tags"]

    def test_the_thermometer_shows_money_that_came(self, client: FlaskClient, fund: Fund) -> None:
        assert "£0" in text_of(client, HERE)
        for number in range(4):
            give(fund, 10_000 + number)
        few = text_of(client, HERE)
        assert "from the fifth gift on" in few
        assert "£400" not in few
        give(fund, 10_000)
        page = text_of(client, HERE)
        assert "£500.06" in page
        assert 'aria-label="50 per cent of the goal"' in page

    def test_what_is_not_public_is_not_there(self, client: FlaskClient) -> None:
        for status in (FundStatus.DRAFT, FundStatus.PROPOSED, FundStatus.DELETED):
            slug = f"tea-{status.value}"
            make_fund(status, slug=slug)
            for suffix in ("", "/ledger", "/ledger.csv"):
                text_of(client, f"/funds/{slug}{suffix}", 404)

    def test_a_closed_fund_tells_what_became_of_it(self, client: FlaskClient) -> None:
        make_fund(FundStatus.CLOSED, slug="tea", outcome="Tea *all* winter.")
        page = text_of(client, HERE)
        assert "<em>all</em>" in page
        assert 'href="#give"' not in page
        assert "application/ld+json" not in page

    def test_the_page_costs_few_queries_however_many_gifts(self, client: FlaskClient, fund: Fund) -> None:
        give(fund)
        text_of(client, HERE)
        with counting() as one:
            text_of(client, HERE)
        for _gift in range(12):
            give(fund)
        with counting() as many:
            text_of(client, HERE)
        assert len(many) == len(one) <= 14


class TestLedger:
    def test_few_gifts_are_not_read_from_it(self, client: FlaskClient, fund: Fund) -> None:
        give_on(fund, date(2026, 1, 3), date(2026, 2, 3), amount=7_731, name="Kim Example")
        page = text_of(client, f"{HERE}/ledger")
        assert "from the fifth gift on" in page
        for hidden in ("77.31", "154.62", "Kim", "February", "46.39"):
            assert hidden not in without_chance(page)
        assert "2026" not in text_of(client, f"{HERE}/ledger.csv")

    def test_months_with_few_gifts_stand_together(self, client: FlaskClient, fund: Fund) -> None:
        give_on(fund, *[date(2026, 1, day) for day in range(1, 4)], amount=1_000)
        give_on(fund, *[date(2026, 2, day) for day in range(1, 4)], amount=2_000)
        give_on(fund, *[date(2026, 3, day) for day in range(1, 6)], amount=3_000)
        with clock.frozen(datetime(2026, 4, 2, tzinfo=UTC)):
            give_on(fund, date(2026, 4, 1), amount=500)
            page = text_of(client, f"{HERE}/ledger")
        assert "January 2026 – February 2026" in page
        assert "£90" in page
        assert "March 2026 – April 2026" in page
        assert "£155" in page
        assert "£245" in page

    def test_only_names_that_may_be_read_are_and_only_in_lots(self, client: FlaskClient, fund: Fund) -> None:
        give_on(fund, *[date(2026, 1, day) for day in range(1, 5)], name="Hidden Hana", is_name_hidden=True)
        give_on(fund, date(2026, 1, 9), name="Open Omar")
        give_on(fund, date(2026, 3, 9), name="Later Lena")
        with clock.frozen(datetime(2026, 4, 2, tzinfo=UTC)):
            page = text_of(client, f"{HERE}/ledger")
        assert "Open Omar" in page
        assert "Hidden" not in page
        assert "Lena" not in page

    def test_hosts_fees_and_spending_with_receipts(self, client: FlaskClient, fund: Fund) -> None:
        give_on(fund, *[date(2026, 1, day) for day in range(1, 6)])
        by, host = UserFactory(), session.query(Share).first().organisation
        with transaction():
            details = SpendingDetails(1_234, date(2026, 2, 1), "=Rent of the hall")
            write_spending(fund, details, by=by, on_behalf_of=host)
        page = text_of(client, f"{HERE}/ledger")
        for words in ("£50", "£30", "£20", "£1", "£12.34", "=Rent of the hall", "Harbour Men’s Circle"):
            assert words in page
        rows = list(csv.reader(io.StringIO(client.get(f"{HERE}/ledger.csv").data.decode("utf-8-sig"))))
        assert rows[1][:6] == ["gifts", "2026-01", "2026-02", "5", "50", "1"]
        assert rows[2][:3] == ["spent", "2026-02-01", "2026-02-01"]
        assert rows[2][6:9] == ["12.34", "Harbour Men’s Circle", "'=Rent of the hall"]

    def test_its_cost_does_not_grow_with_what_rests(self, client: FlaskClient, fund: Fund) -> None:
        give_on(fund, *[date(2026, 1, day) for day in range(1, 9)])
        before = months_of(fund)
        session.execute(update(LedgerEntry).values(at=clock.now() - timedelta(hours=2)))
        session.commit()
        with transaction():
            rest_balances(fund)
        assert months_of(fund) == before
        assert is_balanced(fund)
        resting = session.query(Balance).filter_by(kind=EntryKind.GIFT, account=Account.CLEARING).one()
        assert (resting.month, resting.count) == ("2026-01", 8)
        with counting() as few:
            text_of(client, f"{HERE}/ledger")
        give_on(fund, *[date(2026, 1, day) for day in range(1, 9)])
        with counting() as many:
            text_of(client, f"{HERE}/ledger")
        assert len(many) == len(few) <= 12
        session.execute(update(Balance).values(amount_minor=1))
        session.commit()
        assert not is_balanced(fund)

    @pytest.mark.usefixtures("fund")
    @pytest.mark.parametrize("query", ["after=nonsense", "names=nonsense", "after=2026-13-01.5", "names=-1"])
    def test_any_address_is_read_kindly(self, client: FlaskClient, query: str) -> None:
        text_of(client, f"{HERE}/ledger?{query}")


class TestSpendingRules:
    def test_it_comes_first_out_of_what_was_passed_on(self) -> None:
        lines = (
            Line(Account.CLEARING, 700),
            Line(Account.HOST, -1_000, 1),
            Line(Account.SETTLEMENTS, 300, 1),
        )
        assert at_hand(1, lines) == 1_000
        written = spending(500, 1, lines)
        assert sum(line.amount for line in written) == 0
        assert Line(Account.SETTLEMENTS, -300, 1) in written
        assert Line(Account.CLEARING, -200) in written
        assert at_hand(1, lines + written) == 500
        assert all(line.account is not Account.CLEARING for line in spending(300, 1, lines))


class TestWhereItShows:
    def test_a_quiet_line_leads_from_what_it_is_for(self, client: FlaskClient) -> None:
        host = OrganisationFactory()
        event = EventFactory(hosts=[host], slug="walk")
        petition = make_petition(hosts=[host], slug="rooms")
        initiative = make_initiative(hosts=[host], slug="ask-twice")
        pages = {f"/events/{event.slug}": event, f"/petitions/{petition.slug}": petition}
        for path, thing in pages.items():
            assert "There is also a fund" not in text_of(client, path)
            made = make_fund(hosts=[host], about_id=thing.cohosting_id)
            page = text_of(client, path)
            main, _aside, beside = page.partition("<aside")
            assert f"/funds/{made.slug}" in main
            assert "/funds/" not in beside
        made = make_fund(hosts=[host], about_id=initiative.cohosting_id)
        assert f"/funds/{made.slug}" in text_of(client, "/initiatives/ask-twice")
        assert initiative.title in text_of(client, f"/funds/{made.slug}")
        assert made.title in text_of(client, f"/organisations/{host.slug}")
        assert f"/funds/{made.slug}" in client.get("/sitemap.xml").get_data(as_text=True)

    def test_no_gift_is_asked_for_beside_help_or_after_a_reply_or_a_name(self, client: FlaskClient) -> None:
        host = OrganisationFactory()
        event = EventFactory(hosts=[host], slug="walk")
        petition = make_petition(hosts=[host], slug="rooms")
        for thing in (event, petition):
            make_fund(hosts=[host], about_id=thing.cohosting_id)
        for path in (
            "/help-now",
            "/help-now/gb",
            "/events/walk/rsvp",
            "/events/walk/rsvp/sent",
            "/petitions/rooms/signatures",
            "/petitions/rooms/signatures/sent",
        ):
            assert "/funds/" not in client.get(path).get_data(as_text=True)

    def test_a_fund_never_gates_a_reply(self, client: FlaskClient) -> None:
        host = OrganisationFactory()
        event = EventFactory(hosts=[host], slug="walk")
        fund = make_fund(hosts=[host], about_id=event.cohosting_id)
        answer = client.post(
            "/events/walk/rsvp",
            data={"name": "Kay", "email": "kay@post.example", "party_size": "1", "way": "in_person"},
        )
        assert answer.status_code == HTTPStatus.SEE_OTHER
        assert not session.query(Donation).count()
        assert fund.status is FundStatus.OPEN

    def test_money_raised_stands_with_what_has_come_of_an_initiative(self, client: FlaskClient) -> None:
        initiative = make_initiative(slug="ask-twice")
        path = "/initiatives/ask-twice/impact"
        fund = make_fund(about_id=initiative.cohosting_id)
        assert "Money raised" not in text_of(client, path)
        before = client.get(path).headers["X-Twain-Revisions"]
        for _gift in range(5):
            give(fund, 1_250)
        assert client.get(path).headers["X-Twain-Revisions"] != before
        assert "£62.50" in text_of(client, path)
        assert json.loads(client.get(f"{path}.json").data)["raised"] == [
            {"amount": "62.50", "currency": "GBP"}
        ]
