"""Funds in a list, a feed and the map of the site."""

import re
import xml.etree.ElementTree as ET

from flask.testing import FlaskClient

from app.donations.models import FundStatus
from tests.donations.factories import make_fund
from tests.organisations.factories import OrganisationFactory

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_list_shows_what_anyone_can_read(client: FlaskClient) -> None:
    hosts = [OrganisationFactory(name="Ember"), OrganisationFactory(name="Well")]
    make_fund(title="Tea for all", hosts=hosts, slug="tea")
    make_fund(FundStatus.CLOSED, title="A hall for a year", slug="hall")
    for status in (FundStatus.DRAFT, FundStatus.PROPOSED, FundStatus.DELETED):
        make_fund(status, title=f"Hidden {status}")
    page = client.get("/funds").get_data(as_text=True)
    for words in ('href="/funds/tea"', "Ember", "Well", 'href="/funds/hall"', "/funds.atom"):
        assert words in page
    assert "Hidden" not in page


def test_words_are_looked_for_and_what_looks_like_a_pattern_is_not_one(client: FlaskClient) -> None:
    make_fund(title="Tea for all", slug="tea", summary="Warm rooms")
    make_fund(title="A hall", slug="hall", summary="100% of it")
    for words, found in (("tea", "tea"), ("WARM", "tea"), ("100%", "hall"), ("hall", "hall")):
        page = client.get("/funds", query_string={"q": words}).get_data(as_text=True)
        assert [slug for slug in ("tea", "hall") if f'href="/funds/{slug}"' in page] == [found]
    assert "Nothing like that" in client.get("/funds?q=1%250_").get_data(as_text=True)
    assert "No fund yet" not in client.get("/funds?after=nonsense&q=x").get_data(as_text=True)


def test_an_empty_list_says_so(client: FlaskClient) -> None:
    assert "No fund yet" in client.get("/funds").get_data(as_text=True)


def test_a_long_list_goes_on(client: FlaskClient) -> None:
    for number in range(22):
        make_fund(title=f"Fund {number:02}", slug=f"fund-{number:02}")
    first = client.get("/funds?lang=en").get_data(as_text=True)
    assert "fund-21" in first
    assert "fund-01" not in first
    cursor = first.split("after=")[1].split('"')[0].split("&")[0]
    rest = client.get(f"/funds?after={cursor}").get_data(as_text=True)
    assert "fund-01" in rest
    assert "fund-21" not in rest


def test_those_that_take_gifts_come_first_on_every_page(client: FlaskClient) -> None:
    for number in range(22):
        make_fund(slug=f"open-{number}")
        make_fund(FundStatus.CLOSED, slug=f"over-{number}")
    shown, address = [], "/funds"
    while address:
        page = client.get(address).get_data(as_text=True)
        shown += re.findall(r'href="/funds/(open|over)-(\d+)"', page)
        onward = re.search(r'href="(/funds\?after=\d+)"', page)
        address = onward[1] if onward else ""
    assert shown == [(kind, str(number)) for kind in ("open", "over") for number in reversed(range(22))]


def test_the_feed_tells_what_became_of_the_money(client: FlaskClient) -> None:
    make_fund(title="Tea for all", slug="tea", hosts=[OrganisationFactory(name="Ember")])
    make_fund(FundStatus.CLOSED, title="A hall", slug="hall", outcome="It paid for *forty* evenings.")
    make_fund(FundStatus.DRAFT, title="Hidden")
    answer = client.get("/funds.atom")
    assert answer.mimetype == "application/atom+xml"
    entries = ET.fromstring(answer.data).findall(f"{ATOM}entry")  # noqa: S314  # our own
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["A hall", "Tea for all"]
    assert "forty evenings" in (entries[0].findtext(f"{ATOM}summary") or "")
    assert entries[1].findtext(f"{ATOM}author/{ATOM}name") == "Ember"


def test_the_map_of_the_site_names_the_list_and_robots_keep_out_of_giving(client: FlaskClient) -> None:
    make_fund(slug="tea")
    site = client.get("/sitemap.xml").get_data(as_text=True)
    assert "/funds</loc>" in site
    assert "/funds/tea</loc>" in site
    robots = client.get("/robots.txt").get_data(as_text=True)
    assert "Disallow: /donations/" in robots
    assert "Disallow: /funds/*/donations" in robots
