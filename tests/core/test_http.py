"""Requests are checked and answers are kind, private and strict."""

from collections.abc import Iterator

import pytest
from flask import Flask, abort, render_template, request
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import ChoiceLoader, DictLoader

from app.config import Settings
from app.core.access import UndeclaredView, check_every_view, public, require
from app.core.database import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.http import is_local_address, shows
from app.core.limits import limiter
from app.core.marks import any_origin
from app.factory import create_app

ERRORS = {
    "refused": Refused,
    "conflict": Conflict,
    "invalid": Invalid,
    "missing": NotFound,
    "forbidden": Forbidden,
}


@public
def post_something() -> str:
    return f"took {len(request.form)}"


@public
@any_origin
def hook() -> str:
    return "took it"


@public
def fail(kind: str) -> str:
    raise ERRORS[kind]("A clear sentence.") if kind in ERRORS else RuntimeError(kind)


@public
def stop(code: int) -> str:
    abort(code)


@public
@shows("event:{slug}", "events")
def shown(slug: str) -> str:
    return render_template("example_page.html", slug=slug)


@public
@limiter.limit("2 per minute")
def limited() -> str:
    return "fine"


@pytest.fixture(scope="module")
def small_app(test_settings: Settings) -> Iterator[Flask]:
    app = create_app(test_settings.with_changes(rate_limits=True))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.jinja_loader = _with_examples(app)
    app.add_url_rule("/t/post", view_func=post_something, methods=["POST"])
    app.add_url_rule("/t/hook", view_func=hook, methods=["POST"])
    app.add_url_rule("/t/fail/<kind>", view_func=fail)
    app.add_url_rule("/t/stop/<int:code>", view_func=stop)
    app.add_url_rule("/t/shown/<slug>", view_func=shown)
    app.add_url_rule("/t/limited", view_func=limited)
    with app.app_context():
        db.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def _with_examples(app: Flask) -> ChoiceLoader:
    page = (
        '{% extends "layouts/narrow.html" %}{% block title %}Example{% endblock %}'
        "{% block main %}<p>{{ slug }} {{ _('Events') }}</p>{% endblock %}"
    )
    return ChoiceLoader([app.jinja_loader, DictLoader({"example_page.html": page})])


@pytest.fixture
def browser(small_app: Flask) -> FlaskClient:
    return small_app.test_client()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Referer": "https://elsewhere.example/page"}, 403),
        ({"Referer": "http://localhost/events"}, 200),
    ],
)
def test_only_our_own_pages_may_post(browser: FlaskClient, headers: dict[str, str], status: int) -> None:
    assert browser.post("/t/post", data={"a": "b"}, headers=headers).status_code == status


def test_programs_may_post_where_that_is_said(browser: FlaskClient) -> None:
    assert browser.post("/t/hook", headers={"Origin": "https://elsewhere.example"}).status_code == 200


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("refused", 409),
        ("conflict", 409),
        ("invalid", 422),
        ("missing", 404),
        ("forbidden", 403),
        ("crash", 500),
    ],
)
def test_each_error_becomes_a_kind_page_or_a_problem(browser: FlaskClient, kind: str, status: int) -> None:
    page = browser.get(f"/t/fail/{kind}")
    assert page.status_code == status
    assert page.mimetype == "text/html"
    assert "Traceback" not in page.text
    problem = browser.get(f"/t/fail/{kind}", headers={"Accept": "application/json"})
    assert problem.status_code == status
    assert problem.content_type == "application/problem+json"
    assert problem.json is not None
    assert problem.json["status"] == status
    assert problem.headers["Cache-Control"] == "private, no-store"
    if kind != "crash":
        assert "A clear sentence." in page.text
        assert problem.json["detail"] == "A clear sentence."


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 422, 429])
def test_the_usual_refusals_have_pages_of_their_own(browser: FlaskClient, code: int) -> None:
    page = browser.get(f"/t/stop/{code}")
    assert page.status_code == code
    assert "<h1>" in page.text


def test_too_large_a_post_is_refused_kindly(browser: FlaskClient) -> None:
    page = browser.post("/t/post", data={"a": "x" * 9_000_000})
    assert page.status_code == 413
    assert "too large" in page.text


def test_too_many_requests_are_asked_to_wait(browser: FlaskClient) -> None:
    answers = [browser.get("/t/limited") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert not any("Retry-After" in answer.headers for answer in answers[:2]), "nobody else is asked to wait"


def test_every_answer_carries_the_strict_headers(browser: FlaskClient) -> None:
    headers = browser.get("/t/stop/404").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_an_anonymous_public_page_can_be_kept_and_sets_no_cookie(browser: FlaskClient) -> None:
    page = browser.get("/t/shown/tea")
    assert page.status_code == 200
    assert page.headers["Cache-Control"].startswith("public, max-age=")
    assert "Set-Cookie" not in page.headers
    assert {"accept-language", "cookie"} <= {name.lower() for name in page.vary}
    again = browser.get("/t/shown/tea", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_language_comes_from_the_address_then_the_browser(browser: FlaskClient) -> None:
    english = browser.get("/t/shown/tea", headers={"Accept-Language": "de, en;q=0.5"})
    french = browser.get("/t/shown/tea", headers={"Accept-Language": "fr-CA, en;q=0.5"})
    chosen = browser.get("/t/shown/tea?lang=fr", headers={"Accept-Language": "en"})
    assert '<html lang="en-GB"' in english.text
    assert '<html lang="fr"' in french.text
    assert '<html lang="fr"' in chosen.text
    assert 'hreflang="fr"' in english.text
    assert browser.get("/t/shown/tea?lang=xx").status_code == 200


@pytest.mark.parametrize(
    "address", ["//evil.example", "/\\evil", "https://evil.example", "", None, "javascript:x", "/a\\b"]
)
def test_a_next_address_stays_on_this_site(address: str | None) -> None:
    assert not is_local_address(address)


@given(st.text())
def test_no_text_leads_away_from_this_site(text: str) -> None:
    if is_local_address(text):
        assert text.startswith("/")
        assert not text.startswith("//")


def test_the_application_does_not_start_with_an_undeclared_view(test_settings: Settings) -> None:
    app = create_app(test_settings)
    app.add_url_rule("/t/forgotten", "forgotten", lambda: "")
    with pytest.raises(UndeclaredView, match="forgotten"):
        check_every_view(app)


def test_require_hides_what_is_private() -> None:
    require(allowed=True)
    with pytest.raises(Forbidden):
        require(allowed=False)
    with pytest.raises(NotFound):
        require(allowed=False, hide=True)
