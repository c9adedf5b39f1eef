"""The life of asks and of their standings: all pairs."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.asks.models import AskStatus, PolicyArea, Standing
from app.asks.rules import (
    OPEN_STANDINGS,
    REVIEWED,
    SET_BY_JOB,
    STANDINGS,
    TRANSITIONS,
    can_move,
    can_stand,
    choices_after,
    move,
    needs_reason,
)
from app.asks.rules.content import AskDetails, content_from, details_from
from app.asks.rules.evidence import kind_of, safe_name
from app.asks.rules.lenses import Lens
from app.asks.rules.neutrality import Neutral, is_neutral
from app.asks.rules.reviewing import Claim, Reader, hindrance_to_review
from app.asks.rules.waiting import Watch, turned
from app.asks.rules.wording import differences
from app.cohosting.rules import changes
from app.core.transitions import ImpossibleMove

PAIRS = [(old, new) for old in AskStatus for new in AskStatus]
STANDING_PAIRS = [(old, new) for old in Standing for new in Standing]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_ask_moves_only_as_the_table_says(old: AskStatus, new: AskStatus) -> None:
    assert can_move(old, new) is (new in TRANSITIONS[old])
    if can_move(old, new):
        assert move(old, new) is new
    else:
        with pytest.raises(ImpossibleMove):
            move(old, new)


@pytest.mark.parametrize(("old", "new"), STANDING_PAIRS)
def test_standing_moves_only_as_the_table_says(old: Standing, new: Standing) -> None:
    assert can_stand(old, new) is (new in STANDINGS[old])


def test_both_tables_are_whole() -> None:
    assert set(TRANSITIONS) == set(AskStatus)
    assert set(STANDINGS) == set(Standing)


@pytest.mark.parametrize("old", Standing)
def test_people_never_choose_what_only_the_calendar_sets(old: Standing) -> None:
    assert not SET_BY_JOB & set(choices_after(old))


def test_what_is_over_is_never_silent_or_overdue() -> None:
    for old in set(Standing) - OPEN_STANDINGS:
        assert not SET_BY_JOB & STANDINGS[old]


def test_nothing_stays_for_ever_wrong() -> None:
    """From every standing people can reach every other that people write, in at most two steps."""
    for old in Standing:
        near = set(choices_after(old))
        far = near | {each for step in near for each in choices_after(step)}
        assert far >= set(Standing) - SET_BY_JOB - {old}


def test_a_step_back_owes_a_reason() -> None:
    assert needs_reason(Standing.DONE, Standing.IN_PROGRESS)
    assert needs_reason(Standing.IN_PROGRESS, Standing.PROMISED)
    assert needs_reason(Standing.ASKED, Standing.WITHDRAWN)
    assert needs_reason(Standing.REFUSED, Standing.PROMISED)
    assert not needs_reason(Standing.ASKED, Standing.PROMISED)
    assert not needs_reason(Standing.SILENT, Standing.ANSWERED)
    assert {Standing.DONE, Standing.REFUSED} == REVIEWED


DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
MAYBE_DAYS = st.none() | DAYS
WATCHES = st.builds(
    Watch,
    standing=st.sampled_from(Standing),
    asked_on=MAYBE_DAYS,
    due_on=MAYBE_DAYS,
    noted_on=MAYBE_DAYS,
)


@given(watch=WATCHES, today=DAYS, after=st.integers(1, 400))
def test_the_calendar_sets_only_what_may_follow(watch: Watch, today: date, after: int) -> None:
    new = turned(watch, today, after)
    if new is not None:
        assert new in SET_BY_JOB
        assert can_stand(watch.standing, new)


@given(watch=WATCHES, today=DAYS, later=st.integers(0, 60))
def test_the_calendar_notes_a_deadline_once(watch: Watch, today: date, later: int) -> None:
    if turned(watch, today) is Standing.OVERDUE:
        noted = Watch(Standing.IN_PROGRESS, watch.asked_on, watch.due_on, noted_on=today)
        assert turned(noted, today + timedelta(days=later)) is None


@given(asked_on=DAYS, after=st.integers(1, 90))
def test_a_target_is_silent_on_the_day_and_not_before(asked_on: date, after: int) -> None:
    watch = Watch(Standing.ASKED, asked_on)
    assert turned(watch, asked_on + timedelta(days=after - 1), after) is None
    assert turned(watch, asked_on + timedelta(days=after), after) is Standing.SILENT


def test_a_deadline_has_passed_only_the_day_after() -> None:
    day = date(2026, 11, 23)
    watch = Watch(Standing.PROMISED, due_on=day)
    assert turned(watch, day) is None
    assert turned(watch, day + timedelta(days=1)) is Standing.OVERDUE


@given(ticked=st.sets(st.sampled_from(Neutral)))
def test_neutrality_needs_every_tick(ticked: set[Neutral]) -> None:
    assert is_neutral(ticked) is (ticked == set(Neutral))


CLAIMS = st.builds(
    Claim,
    by_id=st.none() | st.integers(1, 3),
    organisation_id=st.none() | st.integers(1, 3),
    needs_review=st.booleans(),
)
READERS = st.builds(
    Reader, id=st.integers(1, 3), organisation_id=st.none() | st.integers(1, 3), is_staff=st.booleans()
)


@given(claim=CLAIMS, reader=READERS)
def test_a_second_reader_is_another_person_of_another_host_or_staff(claim: Claim, reader: Reader) -> None:
    if hindrance_to_review(claim, reader) is None:
        assert claim.needs_review
        assert reader.id != claim.by_id
        assert reader.is_staff if reader.organisation_id is None else True
        assert reader.organisation_id is None or reader.organisation_id != claim.organisation_id


DETAILS = st.builds(
    AskDetails,
    title=st.text(max_size=20),
    text=st.text(max_size=20),
    area=st.sampled_from(PolicyArea),
    weight=st.integers(1, 5),
    intersections=st.dictionaries(st.sampled_from([each.value for each in Lens]), st.text(min_size=1)),
    hidden_from=MAYBE_DAYS,
    hidden_until=MAYBE_DAYS,
    targets=st.lists(st.text("abc", min_size=1), unique=True).map(tuple),
)


@given(details=DETAILS)
def test_content_goes_to_json_and_back(details: AskDetails) -> None:
    content = json.loads(json.dumps(content_from(details)))
    assert details_from(content) == details
    assert changes(content, content) == {}


@given(before=DETAILS, after=DETAILS)
def test_every_change_is_said_in_words(before: AskDetails, after: AskDetails) -> None:
    changed = changes(content_from(before), content_from(after))
    rows = differences(content_from(before), content_from(after), {})
    assert bool(rows) is bool(changed)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0..", "image/jpeg"),
        (b"GIF89a..", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        ("Beschluss: einstimmig für".encode(), "text/plain"),
    ],
)
def test_documents_are_told_by_their_bytes(content: bytes, media_type: str) -> None:
    kind = kind_of(content)
    assert kind is not None
    assert kind[0] == media_type


@pytest.mark.parametrize(
    "content", [b"", b"  \n ", b"MZ\x90\x00\x03", b"\x00text", b"PK\x03\x04..", b"\xfe\xff\x00a"]
)
def test_other_files_are_not_taken(content: bytes) -> None:
    assert kind_of(content) is None


@given(name=st.text(max_size=300))
def test_a_document_gets_a_plain_name(name: str) -> None:
    safe = safe_name(name, ".pdf")
    assert safe.endswith(".pdf")
    assert set(safe) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert len(safe) <= 64
