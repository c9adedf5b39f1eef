"""Pure rules of funds: parts always sum, amounts are read strictly, few gifts stay unread."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohosting.rules import changes, parted
from app.core.transitions import ImpossibleMove
from app.donations.models import Fund, FundStatus, Route
from app.donations.rules.content import (
    FIELDS,
    KEY_FIELDS,
    FundDetails,
    Part,
    content_from,
    content_of,
    details_from,
)
from app.donations.rules.ledger import parts
from app.donations.rules.public_ledger import FEWEST, Stretch, are_told, percent_of, public_ledger
from app.donations.rules.readiness import (
    GiftHindrance,
    Holding,
    can_travel,
    gift_hindrance,
    missing_for_opening,
    refusal_to_close,
    refusal_to_delete,
    refusal_to_reopen,
)
from app.donations.rules.sharing import WHOLE, are_agreed, equal_parts, is_whole, percent, read_percent
from app.donations.rules.status import FUND, can_move, move
from app.donations.rules.wording import Names, differences, whole

TODAY = date(2026, 11, 26)
AGREED = Holding([1, 2], {1: 5_000, 2: 5_000}, [])
DETAILS = FundDetails(
    title="Tea for all",
    summary="Tea and a warm room.",
    purpose="A *warm* room.",
    if_it_fails="It goes to both hosts’ listening lines.",
    goal_minor=100_000,
    suggested=(500, 1_000),
    closes_on=date(2027, 3, 1),
    about_id=9,
    shares=(Part(1, 6_000), Part(2, 4_000)),
)


class TestStatus:
    def test_every_pair_of_statuses(self) -> None:
        for old, new in product(FundStatus, FundStatus):
            if new in FUND[old]:
                assert can_move(old, new)
                assert move(old, new) is new
            else:
                assert not can_move(old, new)
                with pytest.raises(ImpossibleMove):
                    move(old, new)
        assert not FUND[FundStatus.DELETED]


class TestSharing:
    @given(st.integers(1, 12))
    def test_equal_parts_make_a_whole_and_differ_by_one_at_most(self, number: int) -> None:
        found = equal_parts(number)
        assert is_whole(found)
        assert max(found) - min(found) <= 1
        assert list(found) == sorted(found, reverse=True)

    @given(st.integers(0, WHOLE))
    def test_what_is_written_is_read(self, weight: int) -> None:
        assert read_percent(percent(weight)) == weight
        assert read_percent(f" {percent(weight).replace('.', ',')} % ") == weight

    @given(st.lists(st.integers(0, WHOLE), min_size=1, max_size=6), st.integers(1, 10**9))
    def test_parts_of_any_gift_sum_when_the_weights_do(self, cuts: list[int], amount: int) -> None:
        points = [0, *sorted(cuts), WHOLE]
        weights = {number: later - earlier for number, (earlier, later) in enumerate(pairwise(points))}
        assert are_agreed(weights, list(weights))
        assert sum(parts(amount, list(weights.items())).values()) == amount

    @pytest.mark.parametrize(
        "text", ["", "-1", "101", "100.01", "1e2", "NaN", "33.333", "５０", "1,000", "half", "50 50"]
    )
    def test_anything_else_is_no_per_cent(self, text: str) -> None:
        assert read_percent(text) is None

    def test_parts_are_agreed_only_for_exactly_the_hosts_that_are(self) -> None:
        assert are_agreed({1: 4_000, 2: 6_000}, [2, 1])
        assert not are_agreed({1: 4_000, 2: 6_000}, [1, 2, 3])
        assert not are_agreed({1: 4_000, 2: 6_000}, [1])
        assert not are_agreed({1: 4_000, 2: 5_000}, [1, 2])
        assert not are_agreed({}, [])


class TestContent:
    def test_content_goes_there_and_back(self) -> None:
        assert details_from(content_from(DETAILS)) == DETAILS
        assert set(content_from(DETAILS)) == set(FIELDS)
        assert content_of(Fund(**_columns(DETAILS)), [])["shares"] == []
        assert content_of(Fund(**_columns(DETAILS)), []) | {"shares": content_from(DETAILS)["shares"]} == (
            content_from(DETAILS)
        )

    def test_shares_and_all_that_givers_rely_on_are_key_facts(self) -> None:
        later = replace(DETAILS, summary="Other words", shares=(Part(1, 5_000), Part(2, 5_000)))
        wanted = changes(content_from(DETAILS), content_from(later))
        small, key = parted(wanted, KEY_FIELDS)
        assert (set(small), set(key)) == ({"summary"}, {"shares"})
        assert {"purpose", "if_it_fails", "goal_minor", "currency", "route", "closes_on"} <= KEY_FIELDS

    @pytest.mark.usefixtures("app")
    def test_facts_are_said_in_words(self) -> None:
        names = Names({1: "Harbour Men’s Circle", 2: "The Long Table"}, {9: "An evening"})
        said = {row.label: row.after for row in whole(content_from(DETAILS), names)}
        assert said["Who gets what of each gift"] == "- Harbour Men’s Circle: 60 %\n- The Long Table: 40 %"
        assert said["Goal"] == "£1,000.00"
        assert said["It belongs to"] == "An evening"
        before = content_from(DETAILS)
        after = before | {"shares": [{"organisation": 1, "weight": WHOLE}]}
        (row,) = differences(before, after, names)
        assert row.after == "Harbour Men’s Circle: 100 %"


class TestReadiness:
    @pytest.mark.usefixtures("app")
    def test_an_empty_draft_lacks_everything(self) -> None:
        missing = missing_for_opening(
            FundDetails("Tea", closes_on=TODAY - timedelta(days=1), route=Route.DIRECT),
            Holding([1, 2], {1: WHOLE}, []),
            TODAY,
        )
        assert len(missing) == 6
        assert not missing_for_opening(DETAILS, AGREED, TODAY)

    def test_money_travels_only_to_accounts_that_are_ready(self) -> None:
        alone = Holding([1], {1: WHOLE}, [1])
        assert can_travel(Route.LEDGER, Holding([1], {1: WHOLE}, []))
        assert can_travel(Route.DIRECT, alone)
        assert not can_travel(Route.DIRECT, replace(AGREED, ready=[1, 2]))
        assert can_travel(Route.TRANSFERS, replace(AGREED, ready=[1, 2]))
        assert not can_travel(Route.TRANSFERS, replace(AGREED, ready=[1]))

    @pytest.mark.parametrize(
        ("status", "closes_on", "holding", "expected"),
        [
            (FundStatus.OPEN, None, AGREED, None),
            (FundStatus.OPEN, TODAY, AGREED, None),
            (FundStatus.DRAFT, None, AGREED, GiftHindrance.NOT_OPEN),
            (FundStatus.CLOSED, None, AGREED, GiftHindrance.CLOSED),
            (FundStatus.OPEN, TODAY - timedelta(days=1), AGREED, GiftHindrance.OVER),
            (FundStatus.OPEN, None, replace(AGREED, hosts=[1, 2, 3]), GiftHindrance.SHARES),
            (FundStatus.OPEN, None, replace(AGREED, are_verified=False), GiftHindrance.UNVERIFIED),
        ],
    )
    def test_why_a_fund_takes_no_gifts(
        self, status: FundStatus, closes_on: date | None, holding: Holding, expected: GiftHindrance | None
    ) -> None:
        fund = Fund(status=status, closes_on=closes_on, route=Route.LEDGER)
        assert gift_hindrance(fund, holding, TODAY) is expected
        if expected is None:
            fund.route = Route.TRANSFERS
            assert gift_hindrance(fund, holding, TODAY) is GiftHindrance.ACCOUNT

    @pytest.mark.usefixtures("app")
    @pytest.mark.parametrize("status", FundStatus)
    def test_each_step_is_for_its_status(self, status: FundStatus) -> None:
        fund = Fund(status=status)
        assert (refusal_to_close(fund) is None) == (status is FundStatus.OPEN)
        assert (refusal_to_reopen(fund) is None) == (status is FundStatus.CLOSED)
        assert (refusal_to_delete(fund) is None) == (status is FundStatus.DRAFT)


MONTHS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 500)), min_size=1, max_size=24)


class TestPublicLedger:
    @given(MONTHS, st.booleans())
    def test_no_lot_has_few_gifts_and_nothing_is_lost(
        self, values: list[tuple[int, int]], is_running: bool
    ) -> None:
        months = [
            Stretch(key, key, gifts, amount * gifts)
            for key, (gifts, amount) in zip(_keys(len(values)), values, strict=True)
        ]
        this_month = months[-1].last if is_running else "2099-01"
        found = public_ledger(months, this_month)
        assert all(lot.gifts >= FEWEST or lot.gifts == 0 for lot in found.stretches)
        total = sum(month.gifts for month in months)
        if are_told(total):
            assert sum(lot.gifts for lot in found.stretches) == total
            assert sum(lot.raised for lot in found.stretches) == sum(month.raised for month in months)
        else:
            assert not any(lot.gifts for lot in found.stretches)
        if found.named_through is not None:
            named = sum(month.gifts for month in months if month.last <= found.named_through)
            assert named >= FEWEST
            assert found.named_through < this_month

    def test_few_gifts_wait_for_more(self) -> None:
        few, many = Stretch("2026-01", "2026-01", 3, 30), Stretch("2026-02", "2026-02", 4, 40)
        assert public_ledger([few], "2026-05").stretches == []
        both = public_ledger([few, many], "2026-05")
        assert both.stretches == [Stretch("2026-01", "2026-02", 7, 70)]
        assert both.named_through == "2026-02"
        later = public_ledger([few, many, Stretch("2026-05", "2026-05", 1, 99)], "2026-05")
        assert later.stretches == [Stretch("2026-01", "2026-05", 8, 169)]
        assert later.named_through == "2026-02"

    def test_what_was_never_given_makes_no_lot_too_small(self) -> None:
        """A gift that a treasurer wrote by mistake, taken back in a later month."""
        first, second = Stretch("2026-01", "2026-01", 5, 50), Stretch("2026-02", "2026-02", 5, 70)
        wrong = Stretch("2026-03", "2026-03", -1, -9)
        found = public_ledger([first, second, wrong], "2026-03")
        assert found.stretches == [Stretch("2026-01", "2026-03", 9, 111)]
        assert public_ledger([first, wrong], "2026-03").stretches == []

    @given(st.integers(-100, 10**9), st.integers(0, 10**9))
    def test_a_goal_is_reached_only_when_it_is(self, raised: int, goal: int) -> None:
        assert 0 <= percent_of(raised, goal) <= 100
        assert (percent_of(raised, goal) == 100) == (goal > 0 and raised >= goal)
        assert percent_of(raised, None) == 0


def _columns(details: FundDetails) -> dict[str, object]:
    values = {name: getattr(details, name) for name in FIELDS if name != "shares"}
    return {**values, "suggested": list(details.suggested)}


def _keys(number: int) -> list[str]:
    return [f"{2024 + each // 12}-{each % 12 + 1:02}" for each in range(number)]
