"""The trail reads as people speak."""

import pytest
from flask import Flask

from app.audit.models import Action
from app.core.i18n import in_language
from app.staff.rules import detail_in_words, in_words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_action_has_words_of_its_own(app: Flask, language: str) -> None:
    with in_language(language):
        words = [in_words(action) for action in Action]
    assert len(set(words)) == len(Action)
    assert not [each for each in words if ":" in each or "_" in each]


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({}, ""),
        ({"reached": 3, "fingerprint": "0a1b"}, "Reached: 3"),
        ({"host": 4, "name": "Haven", "note": ""}, "Number of the host: 4; Name: Haven"),
        ({"from": "helper", "to": "owner"}, "Role before: Helper; Role now: Owner"),
        ({"fields": ["name", "works_with"]}, "What changed: Name, Whom it works with"),
        ({"fields": ["starts_local", "zone"]}, "What changed: Date and time"),
        ({"name": ["Old mill", "New mill"]}, "Name: Old mill → New mill"),
        ({"before": {"party_size": 2, "way": "online"}}, "Before: (People: 2; How: Online)"),
        ({"reason": "owner"}, "Reason: owner"),
        ({"of_another_time": 1}, "of another time: 1"),
    ],
)
def test_what_is_written_with_a_line_is_said_in_words(
    app: Flask, detail: dict[str, object], words: str
) -> None:
    assert detail_in_words(detail) == words


def test_staff_read_details_in_their_language(app: Flask) -> None:
    with in_language("fr"):
        assert detail_in_words({"role": "owner"}) == "Rôle\u202f: Responsable"
