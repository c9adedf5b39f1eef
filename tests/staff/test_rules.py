"""The trail reads as people speak."""

import ast
from collections.abc import Iterator

import pytest
from flask import Flask

from app.audit.models import Action
from app.config import ROOT
from app.core.i18n import in_language
from app.staff.rules import NAMES, UNSAID, detail_in_words, in_words

DIRECT = (
    "When a place comes free for someone: They get the place at once, and can give it back with one press"
)


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
        ({"from": "helper", "to": "owner"}, "Role before: Helper; To: Owner"),
        ({"fields": ["name", "works_with"]}, "What changed: Name, Whom it works with"),
        ({"fields": ["starts_local", "zone"]}, "What changed: Date and time"),
        ({"fields": ["closes_at", "demand"]}, "What changed: Closes, What is demanded"),
        (
            {"fields": ["purpose", "shares", "summary"]},
            "What changed: In one or two sentences, Purpose, Who gets what of each gift",
        ),
        ({"fields": ["hidden_from", "hidden_until"]}, "What changed: Hidden during an election"),
        ({"name": ["Old mill", "New mill"]}, "Name: Old mill → New mill"),
        ({"before": {"party_size": 2, "way": "online"}}, "Before: (People: 2; How: Online)"),
        ({"reason": "owner"}, "Reason: owner"),
        ({"to": "all", "is_agreed": True}, "To: Everyone who is going or waits; Agreed: Yes"),
        ({"verdict": "second_look", "reason": ""}, "Decision: Somebody else should look, too"),
        ({"status": "offered", "parties": 2}, "Status: A place is offered; Replies: 2"),
        ({"hours": [168, 24], "thanks": False}, "Reminders, hours before: 168, 24; Thanks afterwards: No"),
        ({"is_open": True, "mode": "direct"}, "People can wait for a place: Yes; " + DIRECT),
        ({"ending": "stop", "quiet_from": 21}, "From then on: The list stops; Quiet from: 21"),
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


def recorded_details() -> Iterator[str]:
    """Give the name of each detail that the program writes down with a line of the trail."""
    texts = (path.read_text() for path in ROOT.glob("app/**/*.py"))
    for text in texts:
        for node in ast.walk(ast.parse(text)) if "detail" in text else ():
            given = [each.value for each in getattr(node, "keywords", ()) if each.arg == "detail"]
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "detail":
                given.append(node.value)
            dicts = [part for value in given for part in ast.walk(value) if isinstance(part, ast.Dict)]
            yield from (ast.literal_eval(key) for each in dicts for key in each.keys if key)
            parts = (part for value in given for part in ast.walk(value))
            # names that nobody can read here are no names
            yield from (ast.unparse(part) for part in parts if isinstance(part, ast.DictComp))


def test_every_detail_that_is_written_down_has_a_name() -> None:
    written = set(recorded_details())
    assert {"amount", "way", "proposal"} <= written
    assert written - NAMES.keys() - UNSAID == set()
