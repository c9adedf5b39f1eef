"""Who must agree to what: tried with every combination, and with many drawn ones."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohosting.models import HostStatus, ProposalKind, ProposalStatus, Verdict
from app.cohosting.rules import (
    FEWEST_DAYS,
    MOST_DAYS,
    MOST_HOSTS,
    REMIND_AFTER,
    Difference,
    Hindrance,
    Standing,
    Version,
    Voice,
    Word,
    can_move_host,
    can_move_proposal,
    changes,
    changes_between,
    hash_of,
    heir,
    hindrance_to_accept,
    hindrance_to_answer,
    hindrance_to_days,
    hindrance_to_offer,
    hindrance_to_withdraw,
    is_agreed,
    is_reminder_due,
    leaves_waiting,
    parted,
    rotated,
    standing_of,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
A, B, C = "a" * 64, "b" * 64, "c" * 64

hosts = st.integers(1, 5)
words = st.lists(st.builds(Word, hosts, st.sampled_from([A, B, C]), st.sampled_from(Verdict)), max_size=25)
voices = st.lists(st.builds(Voice, hosts, st.booleans()), max_size=5, unique_by=lambda voice: voice.host_id)
versions = st.builds(
    Version,
    st.sampled_from(ProposalKind),
    st.sampled_from(ProposalStatus),
    st.sampled_from([A, B, C]),
    st.sampled_from([NOW, LATER, NOW - timedelta(seconds=1)]),
)
contents = st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text(max_size=5), max_size=4)


@pytest.mark.parametrize(("current", "wanted"), list(product(HostStatus, HostStatus)))
def test_a_host_moves_only_along_its_life(current, wanted):
    answers = {HostStatus.ACCEPTED, HostStatus.DECLINED, HostStatus.WITHDRAWN, HostStatus.EXPIRED}
    allowed = {(HostStatus.OFFERED, answer) for answer in answers}
    allowed |= {(HostStatus.ACCEPTED, HostStatus.ENDED)}
    assert can_move_host(current, wanted) is ((current, wanted) in allowed)


@pytest.mark.parametrize(("current", "wanted"), list(product(ProposalStatus, ProposalStatus)))
def test_only_an_open_proposal_can_become_anything_else(current, wanted):
    assert can_move_proposal(current, wanted) is (
        current is ProposalStatus.OPEN and wanted is not ProposalStatus.OPEN
    )


@given(words=words, host=hosts, content_hash=st.sampled_from([A, B, C]))
def test_the_latest_word_on_exactly_this_version_counts(words, host, content_hash):
    said = [word for word in words if (word.host_id, word.content_hash) == (host, content_hash)]
    expected = Standing(said[-1].verdict.value) if said else Standing.AWAITED
    assert standing_of(host, words, content_hash) is expected


@given(voices=voices, words=words, version=versions)
def test_nothing_is_agreed_that_an_accepted_host_has_not_signed_in_exactly_that_version(
    voices, words, version
):
    if is_agreed(voices, words, version, NOW):
        assert voices
        assert version.status is ProposalStatus.OPEN
        assert version.lapses_at > NOW
        for voice in voices:
            signed = Word(voice.host_id, version.content_hash, Verdict.SIGNED)
            assert signed in words
            assert standing_of(voice.host_id, words, version.content_hash) is Standing.SIGNED
        if version.kind is ProposalKind.PUBLISH:
            assert all(voice.is_verified for voice in voices)


@given(voices=voices.filter(bool), kind=st.sampled_from(ProposalKind))
def test_what_all_have_signed_in_time_is_agreed(voices, kind):
    version = Version(kind, ProposalStatus.OPEN, A, LATER)
    words = [Word(voice.host_id, A, Verdict.SIGNED) for voice in voices]
    may = kind is not ProposalKind.PUBLISH or all(voice.is_verified for voice in voices)
    assert is_agreed(voices, words, version, NOW) is may


@given(voices=voices, words=words, version=versions, other=hosts)
def test_one_more_host_never_makes_something_agreed(voices, words, version, other):
    more = [*(voice for voice in voices if voice.host_id != other), Voice(other)]
    fewer = [voice for voice in more if voice.host_id != other]
    if fewer and is_agreed(more, words, version, NOW):
        assert is_agreed(fewer, words, version, NOW)


@given(kind=st.sampled_from(ProposalKind), number=st.integers(1, 9), one=contents, two=contents)
def test_two_versions_have_one_hash_only_when_they_are_the_same(kind, number, one, two):
    assert (hash_of(kind, number, one) == hash_of(kind, number, two)) is (one == two)
    assert hash_of(kind, number, one) != hash_of(kind, number + 1, one)
    assert all(
        hash_of(kind, number, one) != hash_of(other, number, one) for other in set(ProposalKind) - {kind}
    )


def test_the_order_of_fields_does_not_change_a_hash():
    one = hash_of(ProposalKind.CHANGE, 1, {"place": "Leeds", "starts": "18:30"})
    assert one == hash_of(ProposalKind.CHANGE, 1, {"starts": "18:30", "place": "Leeds"})


@given(
    version=versions,
    seen=st.sampled_from([A, B, C]),
    verdict=st.sampled_from(Verdict),
    verified=st.booleans(),
)
def test_a_host_answers_only_what_is_open_in_time_and_what_it_has_read(version, seen, verdict, verified):
    hindrance = hindrance_to_answer(version, seen, Voice(1, is_verified=verified), verdict, NOW)
    is_open = (
        version.status is ProposalStatus.OPEN and version.lapses_at > NOW and seen == version.content_hash
    )
    blocked = version.kind is ProposalKind.PUBLISH and not verified and verdict is Verdict.SIGNED
    assert (hindrance is None) is (is_open and not blocked)
    assert hindrance_to_answer(version, seen, None, verdict, NOW) is Hindrance.NOT_A_HOST


@pytest.mark.parametrize(
    ("version", "seen", "expected"),
    [
        (Version(ProposalKind.CHANGE, ProposalStatus.LAPSED, A, LATER), A, Hindrance.CLOSED),
        (Version(ProposalKind.CHANGE, ProposalStatus.OPEN, A, NOW), A, Hindrance.TIME_OVER),
        (Version(ProposalKind.CHANGE, ProposalStatus.OPEN, A, LATER), B, Hindrance.OUTDATED),
        (Version(ProposalKind.PUBLISH, ProposalStatus.OPEN, A, LATER), A, Hindrance.NOT_VERIFIED),
    ],
)
def test_each_hindrance_to_a_sign_off_has_its_name(version, seen, expected):
    assert hindrance_to_answer(version, seen, Voice(1, is_verified=False), Verdict.SIGNED, NOW) is expected


@pytest.mark.parametrize(("status", "is_proposer"), list(product(ProposalStatus, (True, False))))
def test_only_the_proposing_host_takes_an_open_proposal_back(status, is_proposer):
    hindrance = hindrance_to_withdraw(status, is_proposer=is_proposer)
    assert (hindrance is None) is (status is ProposalStatus.OPEN and is_proposer)


@pytest.mark.parametrize(
    ("status", "expires_at", "is_settled", "is_verified"),
    list(product(HostStatus, (None, NOW, LATER), (True, False), (True, False))),
)
def test_an_offer_is_accepted_in_time_and_by_a_verified_host_once_the_thing_is_public(
    status, expires_at, is_settled, is_verified
):
    hindrance = hindrance_to_accept(
        status, expires_at, is_settled=is_settled, is_verified=is_verified, now=NOW
    )
    fits = status is HostStatus.OFFERED and expires_at != NOW and (is_verified or not is_settled)
    assert (hindrance is None) is fits


def test_an_organisation_is_asked_once_and_the_table_has_an_end():
    current = {1: HostStatus.ACCEPTED, 2: HostStatus.OFFERED}
    assert hindrance_to_offer(current, 1) is Hindrance.ALREADY_HOST
    assert hindrance_to_offer(current, 2) is Hindrance.ALREADY_OFFERED
    assert hindrance_to_offer(current, 3) is None
    assert hindrance_to_offer(current, None) is None
    full = dict.fromkeys(range(MOST_HOSTS), HostStatus.OFFERED)
    assert hindrance_to_offer(full, 99) is Hindrance.TOO_MANY


@given(
    current=st.integers(FEWEST_DAYS, MOST_DAYS), wanted=st.integers(-3, MOST_DAYS + 3), is_open=st.booleans()
)
def test_the_time_gets_shorter_only_while_nothing_waits(current, wanted, is_open):
    hindrance = hindrance_to_days(current, wanted, has_open=is_open)
    in_range = FEWEST_DAYS <= wanted <= MOST_DAYS
    assert (hindrance is None) is (in_range and not (is_open and wanted < current))


@given(staying=st.lists(hosts, unique=True), words=words)
def test_an_heir_has_signed_the_very_version_and_is_the_first_who_has(staying, words):
    found = heir(staying, words, A)
    signed = [host for host in staying if standing_of(host, words, A) is Standing.SIGNED]
    assert found == (signed[0] if signed else None)


@given(items=st.lists(st.integers(), min_size=1, max_size=6, unique=True))
def test_over_many_things_every_host_is_first_equally_often(items):
    firsts = [rotated(items, turn)[0] for turn in range(len(items))]
    assert sorted(firsts) == sorted(items)
    assert all(sorted(rotated(items, turn)) == sorted(items) for turn in range(20))
    assert rotated([], 3) == []


def test_a_reminder_is_due_once_after_two_days():
    assert not is_reminder_due(NOW, None, NOW + REMIND_AFTER - timedelta(seconds=1))
    assert is_reminder_due(NOW, None, NOW + REMIND_AFTER)
    assert not is_reminder_due(NOW, NOW, NOW + 3 * REMIND_AFTER)


def test_a_comparison_of_versions_shows_what_differs_and_nothing_else():
    older = [Difference("Starts", "18:00", "18:30"), Difference("Place", "Leeds", "York")]
    newer = [Difference("Starts", "18:00", "19:00"), Difference("Price", "", "Free")]
    assert changes_between(older, newer) == [
        Difference("Starts", "18:30", "19:00"),
        Difference("Price", "", "Free"),
        Difference("Place", "York", ""),
    ]


@given(contents, contents)
def test_changes_are_what_leads_from_one_content_to_the_other(before, after):
    changed = before | changes(before, after)
    assert {name: changed.get(name) for name in after} == after, "a field that is not there counts as None"
    assert not changes(after, after)


@given(contents, st.sets(st.text()))
def test_each_change_is_either_small_or_key(wanted, key_fields):
    small, key = parted(wanted, key_fields | set(list(wanted)[::2]))
    assert small | key == wanted
    assert not small.keys() & key.keys()
    assert not small.keys() & key_fields


@pytest.mark.parametrize(
    ("key", "waiting", "is_left"),
    [
        ({}, {}, True),
        ({"title": "A"}, {"title": "A"}, True),
        ({}, {"status": "cancelled"}, True),
        ({"title": "A"}, {}, False),
        ({"title": "A"}, {"title": "B"}, False),
        ({}, {"title": "B"}, False),
        ({"title": "A"}, {"status": "cancelled"}, False),
    ],
)
def test_an_edit_leaves_what_waits_when_it_says_the_same_or_nothing_about_it(key, waiting, is_left):
    assert leaves_waiting(key, waiting) is is_left
