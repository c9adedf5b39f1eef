"""Which petitions are close to another: by words that are alike, not only by the same ones."""

from hypothesis import given
from hypothesis import strategies as st

from app.petitions.queries.petitions import similar_to
from app.petitions.rules.likeness import LEAST_LETTERS, are_alike, beginning, how_many_shared, telling
from tests.petitions.factories import make_petition

#: Two letters only, so that words often begin alike.
WORDS = st.lists(st.text("ab", min_size=1, max_size=8), max_size=12)


def test_a_plural_is_alike_and_a_longer_word_is_not():
    assert are_alike("school", "schools")
    assert are_alike("lunches", "lunch")
    assert are_alike("écoles", "école")
    assert not are_alike("work", "workplace")
    assert not are_alike("room", "broom")


def test_short_words_and_second_forms_tell_nothing():
    assert telling(["rooms", "for", "the", "room", "schools"]) == ["room", "schools"]


@given(WORDS, WORDS)
def test_the_count_is_that_of_words_with_one_alike(mine, theirs):
    wanted, found = telling(mine), [word for word in theirs if len(word) >= LEAST_LETTERS]
    alike = [word for word in wanted if any(are_alike(word, each) for each in found)]
    assert how_many_shared(wanted, theirs) == len(alike)
    assert all(
        each.startswith(beginning(word)) for word in wanted for each in found if are_alike(word, each)
    ), "what the database looks for leaves out no word that is alike"


def similar(words: str) -> list[str]:
    return [petition.title for petition in similar_to(words)]


def test_plurals_are_found_both_ways(app):
    title = "A counsellor in every school"
    make_petition(title=title, search_words="a counsellor in every school")
    assert similar("Counsellors for schools") == [title]
    many = "Quiet rooms for nurses"
    make_petition(title=many, search_words="quiet rooms for nurses")
    assert similar("A room for a nurse") == [many]


def test_one_word_in_two_forms_is_one_word(app):
    make_petition(search_words="a counsellor in every school")
    assert similar("School after school: fewer schools with bells") == []


def test_the_closest_come_first(app):
    make_petition(title="Two words", search_words="quiet corners in schools")
    make_petition(title="Three words", search_words="quiet rooms in our schools")
    assert similar("A quiet room in each school") == ["Three words", "Two words"]
