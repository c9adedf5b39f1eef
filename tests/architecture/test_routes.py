"""Every address is known and declares who may open it."""

import json
import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.access import ATTRIBUTE

ROUTES = Path(__file__).with_name("routes.json")


def routes_of(app: Flask) -> dict[str, str]:
    return {
        f"{rule.rule} {','.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))}": str(
            getattr(app.view_functions[rule.endpoint], ATTRIBUTE, "undeclared")
        )
        for rule in app.url_map.iter_rules()
    }


def test_no_address_appears_or_vanishes_unseen(application: Flask) -> None:
    routes = routes_of(application)
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        ROUTES.write_text(json.dumps(routes, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    assert routes == json.loads(ROUTES.read_text(encoding="utf-8")), "UPDATE_SNAPSHOTS=1 writes the list anew"


def test_every_view_declares_who_may_open_it(application: Flask) -> None:
    assert "undeclared" not in routes_of(application).values()


def test_staff_and_desk_addresses_are_never_public(application: Flask) -> None:
    for route, access in routes_of(application).items():
        if route.startswith("/staff"):
            assert access == "staff", route
        if route.startswith("/desk"):
            assert access in {"signed_in", "staff"}, route


def test_no_page_whose_address_is_a_key_tells_it_on(application: Flask) -> None:
    for rule in application.url_map.iter_rules():
        if "<token>" in rule.rule and "GET" in (rule.methods or set()):
            view = application.view_functions[rule.endpoint]
            assert getattr(view, "twain_secret_address", False), rule.rule


@pytest.mark.parametrize("address", ["/invitations/x", "/host-invitations/x", "/login/link/x", "/reset/x"])
def test_such_a_page_is_kept_by_nobody_and_named_nowhere(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["Referrer-Policy"] == "same-origin", "its form has to say that it was sent from here"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["Cache-Control"] == "private, no-store"
