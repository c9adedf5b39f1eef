"""Errors on top of a form stand in the order of the fields below it."""

from flask.testing import FlaskClient

from app.core.error_order import in_page_order

SUMMARY = '<div class="error-summary" data-error-summary>\n<h2>Look again</h2><ul>{}</ul></div>'
FIELDS = '<input id="name"><ul><li><a href="#z">Z</a></li></ul><input id="mail">'
NAME, MAIL = '<li><a href="#name">No name.</a></li>', '<li><a href="#mail">No <b>mail</b>.</a></li>'


def test_errors_follow_the_fields() -> None:
    assert in_page_order(SUMMARY.format(MAIL + NAME) + FIELDS) == SUMMARY.format(NAME + MAIL) + FIELDS


def test_two_errors_of_a_field_keep_their_order() -> None:
    again = '<li><a href="#name">Too long.</a></li>'
    page = SUMMARY.format(MAIL + NAME + again) + FIELDS
    assert in_page_order(page) == SUMMARY.format(NAME + again + MAIL) + FIELDS


def test_what_belongs_to_no_field_stands_first_and_leads_nowhere() -> None:
    page = SUMMARY.format(MAIL + '<li><a href="#sender">Who?</a></li><li>Refused.</li>') + FIELDS
    assert in_page_order(page) == SUMMARY.format("<li>Who?</li><li>Refused.</li>" + MAIL) + FIELDS


def test_a_page_without_errors_stays_as_it_is() -> None:
    assert in_page_order(FIELDS) is FIELDS


def test_whoever_joins_reads_what_is_missing_from_top_to_bottom(client: FlaskClient) -> None:
    page = client.post("/register", data={"name": "", "email": "", "password": ""}).text
    fields = [f'<a href="#{field}">' for field in ("name", "email", "password")]
    assert sorted(fields, key=page.index) == fields
