"""The headers written once say what Talisman says, and no two private pages share a nonce."""

import re

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from flask_talisman import Talisman

from app.core.guards import ISOLATED, Guards
from app.core.http import TAGS_HEADER
from app.extensions import CONTENT_POLICY

OPTIONS = {
    "force_https": False,
    "strict_transport_security": True,
    "content_security_policy": CONTENT_POLICY,
    "content_security_policy_nonce_in": ["script-src", "style-src"],
    "referrer_policy": "strict-origin-when-cross-origin",
    "permissions_policy": {"camera": "()"},
}
NONCE = re.compile(r" 'nonce-([^']+)'")


def _client(guard: Talisman) -> FlaskClient:
    app = Flask("guarded")
    app.add_url_rule("/private", "private", lambda: app.jinja_env.globals["csp_nonce"]())  # noqa: PLW0108  # set below
    app.add_url_rule("/kept", "kept", lambda: Response("", headers={TAGS_HEADER: "events"}))
    strict = {"Content-Security-Policy": "default-src 'none'; sandbox"}
    app.add_url_rule("/strict", "strict", lambda: Response("", headers=strict))
    guard.init_app(app, **OPTIONS)
    return app.test_client()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_headers_are_those_that_talisman_writes(scheme):
    ours, theirs = _client(Guards()), _client(Talisman())
    for _ in range(2):
        mine, other = (
            each.get("/private", base_url=f"{scheme}://localhost").headers for each in (ours, theirs)
        )
        assert sorted((k, NONCE.sub("", v)) for k, v in mine if k != "Content-Length") == sorted(
            (k, NONCE.sub("", v)) for k, v in (*other, ISOLATED) if k != "Content-Length"
        )
        assert ("Strict-Transport-Security" in mine) is (scheme == "https")


def test_a_stricter_policy_of_a_view_stands():
    policies = _client(Guards()).get("/strict").headers.getlist("Content-Security-Policy")
    assert policies == ["default-src 'none'; sandbox"]


def test_a_private_page_has_a_nonce_of_its_own_and_a_kept_one_has_none():
    client = _client(Guards())
    first, second = client.get("/private"), client.get("/private")
    nonces = [set(NONCE.findall(each.headers["Content-Security-Policy"])) for each in (first, second)]
    assert nonces == [{first.text}, {second.text}]
    assert first.text != second.text
    assert "nonce" not in client.get("/kept").headers["Content-Security-Policy"]
