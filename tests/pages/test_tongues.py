"""Words in another language than the page's are marked as such, so that they are read aloud rightly."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.donations.models import FundStatus
from app.petitions.models import PetitionStatus
from tests.donations.factories import make_fund
from tests.events.factories import EventFactory
from tests.events.series import make_series
from tests.initiatives.factories import make_initiative
from tests.petitions.factories import make_petition

PAGES: dict[str, Callable[[], str]] = {
    "event": lambda: f"/events/{EventFactory(description='Words.').slug}",
    "series": lambda: f"/series/{make_series().slug}",
    "petition": lambda: f"/petitions/{make_petition(status=PetitionStatus.OPEN).slug}",
    "fund": lambda: f"/funds/{make_fund(status=FundStatus.OPEN).slug}",
    "initiative": lambda: f"/initiatives/{make_initiative().slug}",
}


@pytest.mark.parametrize("kind", PAGES)
def test_what_hosts_wrote_is_marked_where_the_page_speaks_otherwise(
    app: Flask, client: FlaskClient, kind: str
) -> None:
    address = PAGES[kind]()
    main = client.get(address).text.partition("<main")[2].partition("</main>")[0]
    assert "<h1>" in main
    assert ' lang="' not in main
    main = client.get(f"{address}?lang=fr").text.partition("<main")[2].partition("</main>")[0]
    assert '<h1 lang="en">' in main
    assert re.search(r'<(p|div) [^>]*lang="en"', main)
    assert not re.search(r'<(article|section)[^>]* lang="', main), "our own words stand in it, too"
