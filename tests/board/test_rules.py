"""Who would fit whom, and how it is said."""

from datetime import date

import pytest

from app.board.models import BoardPost, Kind
from app.board.rules import seeking, shared_area, suggestion, suggestions

JANUARY, FEBRUARY, MARCH = (date(2027, month, 1) for month in (1, 2, 3))


def post(number=1, we_are=Kind.MEN, seeks=("women",), area="Leeds", **values):
    return BoardPost(
        id=number,
        title=f"Evening {number}",
        we_are=we_are,
        seeks=list(seeks),
        area=area,
        themes=values.pop("themes", []),
        can_be_online=values.pop("can_be_online", False),
        **values,
    )


def women(number=2, **values):
    return post(number, **{"we_are": Kind.WOMEN, "seeks": ("men",), **values})


def test_a_fit_is_explained_in_a_sentence(app):
    own = post(themes=["learning", "advocacy"], from_on=JANUARY)
    found = suggestion(own, women(themes=["learning"], to_on=MARCH, area="North Leeds"))
    assert found.reason == (
        "It may fit “Evening 1”, because you seek a women’s group and they seek a men’s group,"
        " you are both in Leeds, you both care about learning and your dates meet."
    )


@pytest.mark.parametrize(
    "other",
    [
        post(2),
        women(area="York"),
        women(area="York", can_be_online=True),
        women(to_on=JANUARY),
    ],
    ids=["no complement", "too far", "one alone online", "other dates"],
)
def test_what_does_not_fit_is_not_suggested(app, other):
    assert suggestion(post(from_on=FEBRUARY), other) is None


@pytest.mark.parametrize(
    ("own", "other", "reason"),
    [
        (post(), women(seeks=("school",)), "you seek a women’s group"),
        (post(seeks=("school",)), women(), "they seek a men’s group"),
        (post(area="", can_be_online=True), women(area="York", can_be_online=True), "could both meet online"),
        (post(we_are=Kind.SCHOOL, seeks=("men", "women")), women(seeks=("school",)), "they seek a school"),
    ],
)
def test_one_sided_online_and_threefold_fits_are_found_too(app, own, other, reason):
    assert reason in suggestion(own, other).reason


def test_the_best_comes_first_and_each_only_once(app):
    own = [post(1), post(3, seeks=("school",), we_are=Kind.EVERYONE)]
    far = women(4, area="", can_be_online=True)
    near = women(5, themes=["learning"])
    school = post(6, we_are=Kind.SCHOOL, seeks=("workplace",))
    found = suggestions(own, [far, near, school])
    assert [(each.other.id, each.own.id) for each in found] == [(5, 1), (4, 1), (6, 3)]


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("Leeds", "leeds, Yorkshire", "Leeds"),
        ("Headingley, Leeds", "Leeds", "Leeds"),
        ("City of York", "City of Leeds", ""),
        ("", "Leeds", ""),
        ("Orléans", "orleans", "Orléans"),
    ],
)
def test_areas_are_compared_by_their_words(one, other, shared):
    assert shared_area(one, other) == shared


def test_whom_someone_seeks_is_said_in_one_phrase(app):
    assert seeking([Kind.MEN, Kind.WOMEN]) == "a men’s group and a women’s group"
