"""Read lists and links that people type in one line, and fill the form from what an event says."""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from wtforms.validators import ValidationError

from app.cohosting.rules import Content
from app.core.i18n import _
from app.events.forms.times import typed_time
from app.events.rules.agreements import template_with
from app.events.rules.content import MOST_QUESTIONS, MOST_TAG, MOST_TAGS
from app.events.rules.finding import fold
from app.events.rules.maps import write_coordinates

MOST_DOMAINS = 20
_DOMAIN = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")


def read_tags(typed: str) -> list[str]:
    """Give the tags in a line, each once; raise ValidationError for too many or too long ones."""
    tags: dict[str, str] = {}
    for part in typed.split(","):
        if fold(part):
            tags.setdefault(fold(part), " ".join(part.split()))
    if len(tags) > MOST_TAGS:
        raise ValidationError(_("At most %(most)s tags.", most=MOST_TAGS))
    if any(len(tag) > MOST_TAG for tag in tags.values()):
        raise ValidationError(_("A tag has at most %(most)s letters.", most=MOST_TAG))
    return list(tags.values())


def read_domains(typed: str) -> list[str]:
    """Give the e-mail domains in a line, each once; raise ValidationError for what is none."""
    parts = re.split(r"[\s,;]+", typed.lower())
    domains = list(dict.fromkeys(part.removeprefix("@") for part in parts if part))
    if len(domains) > MOST_DOMAINS:
        raise ValidationError(_("At most %(most)s of them.", most=MOST_DOMAINS))
    wrong = [domain for domain in domains if not _DOMAIN.match(domain)]
    if wrong:
        raise ValidationError(_("%(domain)s is not the end of an e-mail address.", domain=wrong[0]))
    return domains


def says_http(link: str) -> bool:
    """Tell whether this is a whole web address."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in link


def typed_from(content: Content, version: int) -> dict[str, Any]:
    """Give what the form shows for some content: field → data."""
    template = template_with(content["agreement_body"]) if content["agreement_body"] else None
    own = "own" if content["agreement_body"] else "none"
    return {
        **content,
        **_typed_times(content),
        "tags": ", ".join(content["tags"]),
        "map_place": write_coordinates(content["latitude"], content["longitude"]),
        "email_domains": ", ".join(content["email_domains"]),
        "questions": _typed_questions(content),
        "agreement": template.key if template else own,
        "agreement_title": "" if template else content["agreement_title"],
        "agreement_body": "" if template else content["agreement_body"],
        "version": str(version),
    }


def _typed_times(content: Content) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    for end in ("starts", "ends"):
        text = content[f"{end}_local"]
        typed |= typed_time(end, datetime.fromisoformat(text) if text else None, content[f"{end}_fold"])
    return typed


def _typed_questions(content: Content) -> list[dict[str, Any]]:
    asked = {question["id"]: question for question in content["questions"]}
    return [asked.get(f"q{number}", {}) for number in range(1, MOST_QUESTIONS + 1)]
