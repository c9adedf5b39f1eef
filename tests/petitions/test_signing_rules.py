"""Whom an address stands for, what a name may be, and what makes a signature suspicious."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.transitions import ImpossibleMove
from app.petitions.models import Perspective, PetitionStatus, SignatureStatus
from app.petitions.rules import TRANSITIONS, abuse, addresses, goal_for, move, reached_between, signing
from app.petitions.rules.signing import OnAddress

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(("old", "new"), list(product(PetitionStatus, repeat=2)))
def test_every_move_of_a_petition_is_in_the_table_or_refused(old, new):
    if new in TRANSITIONS[old]:
        assert move(old, new) is new
    else:
        with pytest.raises(ImpossibleMove):
            move(old, new)


@pytest.mark.parametrize(("old", "new"), list(product(SignatureStatus, repeat=2)))
def test_every_move_of_a_signature_is_in_the_table_or_refused(old, new):
    if new in signing.TRANSITIONS[old]:
        assert signing.move(old, new) is new
    else:
        with pytest.raises(ImpossibleMove):
            signing.move(old, new)


@given(st.integers(0, 3_000_000), st.integers(1, 5_000))
def test_the_goal_is_always_ahead_and_never_falls_below_the_first(total, first):
    assert goal_for(total, first) > total
    assert goal_for(total, first) >= first


@given(st.integers(0, 20_000), st.integers(0, 20_000), st.integers(1, 500))
def test_goals_reached_lie_between_and_are_told_once(one, another, first):
    before, after = sorted((one, another))
    middle = (before + after) // 2
    reached = reached_between(before, after, first)
    assert all(before < goal <= after for goal in reached)
    assert reached == reached_between(before, middle, first) + reached_between(middle, after, first)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("J.o.e+petition@Gmail.com", "joe@googlemail.com"),
        ("ann+x@outlook.com", "ANN@outlook.com"),
        ("li+1@proton.me", "li+2@proton.me"),
        ("j.oe@ｇmail.com", "joe@gmail.com"),
    ],
)
def test_spellings_of_one_mailbox_are_one(one, another):
    assert addresses.canonical_signer(one) == addresses.canonical_signer(another)


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("j.oe@example.org", "joe@example.org"),
        ("ann+x@example.org", "ann@example.org"),
        ("a.nn@outlook.com", "ann@outlook.com"),
    ],
)
def test_where_nothing_is_known_two_spellings_are_two_people(one, another):
    assert addresses.canonical_signer(one) != addresses.canonical_signer(another)


@given(st.emails())
def test_canonical_addresses_stay_as_they_are(address):
    once = addresses.canonical_signer(address)
    assert addresses.canonical_signer(once) == once


def test_areas_never_name_a_street():
    assert addresses.area_of_postcode("ls6 2ab") == "LS6"
    assert addresses.area_of_postcode("SW1A1AA") == "SW1A"
    assert addresses.area_of_postcode("10115") == "10…"
    assert addresses.area_of_postcode("somewhere") == ""
    assert addresses.area_of_postcode("12") == ""


@pytest.mark.parametrize(
    "name",
    ["=1+1", "+44", "-x", "@home", "http://a.example", "see www.shop", "buy.com now", "123", "…", "👋"],
)
def test_what_cannot_be_a_name_gets_a_sentence(app, name):
    assert signing.refusal_of_name(name)


@pytest.mark.parametrize(
    "name", ["Ana", "O’Brien-Smith", "José M. Ruiz", "李小龙", "محمد", "J. R. Doe", "Zoë"]
)
def test_names_of_people_are_taken(app, name):
    assert signing.refusal_of_name(name) == ""


PEOPLE = st.tuples(st.sampled_from(["ana", "ben", "cem"]), st.sampled_from([None, "LS62AB", "YO11AA"]))


@given(st.lists(PEOPLE, max_size=12))
def test_an_address_never_carries_a_third_and_never_a_name_twice(people):
    there = []
    for name, postcode in people:
        rank = signing.rank_for(there, name, postcode)
        if rank is not None:
            assert rank not in {each.rank for each in there}
            there.append(OnAddress(rank, name, postcode))
    assert len(there) <= 2
    assert len({each.name_key for each in there}) == len(there)
    if len(there) == 2:
        assert there[0].postcode_key == there[1].postcode_key is not None


def test_the_second_of_a_household_may_stay_when_the_first_has_gone():
    second = OnAddress(2, "ben", "LS62AB")
    assert signing.rank_for([second], "ana", "LS62AB") == 1
    assert signing.rank_for([second], "ben", "LS62AB") is None


def test_the_commitment_depends_on_all_that_it_holds():
    made = signing.commitment(b"s" * 16, 1, "key", NOW)
    others = [
        signing.commitment(b"t" * 16, 1, "key", NOW),
        signing.commitment(b"s" * 16, 2, "key", NOW),
        signing.commitment(b"s" * 16, 1, "yek", NOW),
        signing.commitment(b"s" * 16, 1, "key", NOW + timedelta(seconds=1)),
    ]
    assert len(made) == 32
    assert made not in others


def test_a_mail_is_not_repeated_at_once_nor_for_ever():
    assert signing.may_mail_again(0, None, NOW)
    assert not signing.may_mail_again(1, NOW - timedelta(minutes=1), NOW)
    assert signing.may_mail_again(4, NOW - timedelta(hours=1), NOW)
    assert not signing.may_mail_again(5, NOW - timedelta(days=1), NOW)


def test_three_reminders_and_no_more():
    sent, day = 0, NOW
    for _hour in range(24 * 40):
        day += timedelta(hours=1)
        if signing.is_reminder_due(NOW, sent, day):
            sent += 1
    assert sent == 3


@given(
    st.dictionaries(st.sampled_from(list(Perspective)), st.integers(0, 20), max_size=7), st.integers(0, 12)
)
def test_reasons_are_shown_in_balance(numbers, most):
    ids = iter(range(1_000))
    reasons = {each: [next(ids) for _ in range(number)] for each, number in numbers.items()}
    chosen = signing.balanced(reasons, most)
    assert len(chosen) == min(most, sum(numbers.values()))
    assert len(set(chosen)) == len(chosen)
    shown = {each: sum(one in chosen for one in ones) for each, ones in reasons.items()}
    for each, number in shown.items():
        for other, more in shown.items():
            if number < len(reasons[each]):
                assert more <= number + 1, (each, other)


def test_many_from_one_place_are_looked_at():
    usual = [NOW - timedelta(minutes=30 * number) for number in range(20)]
    assert abuse.suspicion("a@example.org", usual, NOW) is None
    burst = [NOW - timedelta(seconds=number) for number in range(20)]
    assert abuse.suspicion("a@example.org", burst, NOW) is abuse.Suspicion.MANY_FROM_ONE_PLACE
    assert abuse.suspicion("a@mailinator.com", [], NOW) is abuse.Suspicion.THROWAWAY_ADDRESS


def test_where_a_signature_came_from_is_kept_as_a_range_only():
    assert abuse.network_of("203.0.113.77") == "203.0.113.0/24"
    assert abuse.network_of("2001:db8:1:2::3") == "2001:db8:1::/48"
    assert abuse.network_of("nonsense") == abuse.network_of(None) == ""


def test_bulk_criteria_fit_all_that_they_name():
    assert abuse.Criteria().is_empty
    criteria = abuse.Criteria(name="spam*", domain="@Bad.example")
    assert criteria.fits("Spam Bot", "x@bad.example")
    assert not criteria.fits("Ana", "x@bad.example")
    assert not criteria.fits("Spam Bot", "x@good.example")
    assert not criteria.fits(None, None)
