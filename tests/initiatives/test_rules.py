"""Pure rules: which status follows which, how far an aim is, and content that survives JSON."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohosting.rules import changes
from app.core.transitions import ImpossibleMove
from app.initiatives.models import Initiative, InitiativeStatus, Setting, Theme
from app.initiatives.rules import TRANSITIONS, can_move, move, percent_reached
from app.initiatives.rules.content import (
    AimDetails,
    InitiativeDetails,
    content_from,
    details_from,
)
from app.initiatives.rules.readiness import missing_for_publication, refusal_to_complete, refusal_to_delete

DAYS = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
AIMS = st.builds(
    AimDetails,
    text=st.text(min_size=1),
    number=st.integers(1, 10**7),
    unit=st.text(),
    due_on=DAYS,
    id=st.none() | st.integers(1, 10**6),
)
DETAILS = st.builds(
    InitiativeDetails,
    title=st.text(),
    summary=st.text(),
    purpose=st.text(),
    setting=st.sampled_from(Setting),
    themes=st.lists(st.sampled_from([each.value for each in Theme]), unique=True).map(tuple),
    starts_on=DAYS,
    ends_on=DAYS,
    aims=st.lists(AIMS, max_size=4).map(tuple),
)


@pytest.mark.parametrize("old", InitiativeStatus)
@pytest.mark.parametrize("new", InitiativeStatus)
def test_a_status_follows_only_what_leads_to_it(old: InitiativeStatus, new: InitiativeStatus) -> None:
    assert can_move(old, new) == (new in TRANSITIONS[old])
    if can_move(old, new):
        assert move(old, new) is new
    else:
        with pytest.raises(ImpossibleMove):
            move(old, new)


def test_nothing_follows_a_deletion() -> None:
    assert not TRANSITIONS[InitiativeStatus.DELETED]


@given(DETAILS)
def test_what_was_written_survives_json(details: InitiativeDetails) -> None:
    content = json.loads(json.dumps(content_from(details)))
    assert details_from(content) == details
    assert content_from(details_from(content)) == content


@given(DETAILS, DETAILS)
def test_changes_lead_from_one_to_the_other(before: InitiativeDetails, after: InitiativeDetails) -> None:
    changed = changes(content_from(before), content_from(after))
    assert content_from(before) | changed == content_from(after)


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_bar_is_full_only_when_the_aim_is_reached(reached: int, number: int) -> None:
    percent = percent_reached(reached, number)
    assert 0 <= percent <= 100
    assert (percent == 100) == (reached >= number)
    assert percent <= 100 * reached / number or percent == 100


def test_an_aim_of_nothing_is_reached() -> None:
    assert percent_reached(0, 0) == 100
    assert percent_reached(-3, 10) == 0


def test_what_is_missing_is_said_one_sentence_each() -> None:
    empty = InitiativeDetails(title="Ask twice")
    assert len(missing_for_publication(empty)) == 4
    without_day = AimDetails("Managers", 40)
    whole = InitiativeDetails(
        "Ask twice", "In short.", "Why.", themes=("learning",), aims=(AimDetails("M", 4, due_on=date.max),)
    )
    assert missing_for_publication(whole) == []
    half = InitiativeDetails("Ask twice", "In short.", "Why.", themes=("learning",), aims=(without_day,))
    assert len(missing_for_publication(half)) == 1


@pytest.mark.parametrize("status", InitiativeStatus)
def test_every_status_has_words(status: InitiativeStatus) -> None:
    assert status.label
    initiative = Initiative(status=status)
    assert (refusal_to_delete(initiative) is None) == (status is InitiativeStatus.DRAFT)
    assert (refusal_to_complete(initiative) is None) == (status is InitiativeStatus.PUBLISHED)
