from flask import Flask

from app.organisations import queries
from app.organisations.models import OrganisationStatus
from tests.organisations.factories import OrganisationFactory


def test_only_verified_organisations_are_listed(app: Flask) -> None:
    for status in OrganisationStatus:
        OrganisationFactory(name=status.value, status=status)
    assert [card.name for card in queries.listed_organisations().items] == ["verified"]


def test_every_word_of_a_search_must_be_found_somewhere(app: Flask) -> None:
    OrganisationFactory(name="The Long Table", area="Leeds")
    OrganisationFactory(name="The Long Road", area="York")
    found = queries.listed_organisations("long leeds").items
    assert [card.name for card in found] == ["The Long Table"]
    assert queries.listed_organisations("100%").items == []


def test_the_list_goes_on_where_the_last_page_ended(app: Flask) -> None:
    for number in range(queries.PAGE_LENGTH + 3):
        OrganisationFactory(name=f"{'ab'[number % 2]}{number:02d}")
    first = queries.listed_organisations()
    second = queries.listed_organisations("", first.next_cursor)
    names = [card.name for card in [*first.items, *second.items]]
    assert names == sorted(names)
    assert len(set(names)) == queries.PAGE_LENGTH + 3
    assert second.next_cursor is None
