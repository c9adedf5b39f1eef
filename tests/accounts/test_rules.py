"""What accounts decides without a database."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts import rules

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_as_its_owner_would(agent, name):
    assert rules.device_name(agent) == name


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaa",
        "abababababab",
        "sam@people.test",
        "Sam Rivers",
        "sam rivers1",
        "SamRivers1980",
        "password123456",
        "P@ssw0rd2026!",
        "motdepasse2026",
        "liverpoolliverpool",
        "1234567890",
        "0987654321",
        "qwertyuiopqwerty",
        "zyxwvutsrqp",
    ],
)
def test_passwords_that_others_would_try_are_guessable(password):
    assert rules.is_guessable(password, ("Sam Rivers", "sam@people.test"))


@pytest.mark.parametrize(
    "password",
    ["a calm blue kettle sings", "my password is a kettle", "qwerty kettle sings", "73920184655"],
)
def test_an_ordinary_sentence_is_not_guessable(password):
    assert not rules.is_guessable(password, ("Sam Rivers", "sam@people.test"))


def test_a_session_is_over_after_thirty_days_without_use():
    assert not rules.is_session_over(NOON, NOON + timedelta(days=30))
    assert rules.is_session_over(NOON, NOON + timedelta(days=30, seconds=1))


def test_erased_people_get_addresses_that_differ_and_lead_nowhere():
    assert rules.address_of_erased(1) != rules.address_of_erased(2)
    assert rules.address_of_erased(1).endswith(".invalid")


def test_an_archive_holds_every_file():
    with zipfile.ZipFile(io.BytesIO(rules.archive({"a.json": "1", "index.html": "é"}))) as bundle:
        assert bundle.namelist() == ["a.json", "index.html"]
        assert bundle.read("index.html").decode() == "é"
