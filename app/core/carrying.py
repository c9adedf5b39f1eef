"""Carry a language along each link, form and redirect, so that choosing one needs no cookie.

The language is that of an explicit ?lang=, or that of the mail which led a stranger here. It is done once,
on what has been rendered: no template has to remember it.
"""

import re

from flask import Flask, Response
from flask_login import current_user

from app.core.i18n import asked_language, language_of_mail

#: A link or a form, up to the end of its tag.
_TAG = re.compile(r"<(a|form)\b[^>]*>")
#: Where it leads on this site: not to another, not to a file of ours.
_ADDRESS = re.compile(r'(\s(?:href|action)=")(/(?!/|static/)[^"#]*)')
_NAMED = re.compile(r"[?&;]lang=")


def init_carrying(app: Flask) -> None:
    """Let every page of a chosen language, or of one's own mail's, lead on in it."""
    app.after_request(_carry)


def with_language(address: str, language: str, joint: str = "&") -> str:
    """Give an address of this site in a language, unless it names one."""
    if _NAMED.search(address):
        return address
    page, mark, place = address.partition("#")
    return f"{page}{joint if '?' in page else '?'}lang={language}{mark}{place}"


def carried(page: str, language: str) -> str:
    """Give a page whose links and forms lead on in a language."""

    def in_tag(found: re.Match[str]) -> str:
        tag = found.group()
        if found[1] == "form" and 'method="post"' not in tag:  # what a search asks stands in its fields
            return f'{tag}<input type="hidden" name="lang" value="{language}">'
        return _ADDRESS.sub(lambda led: led[1] + with_language(led[2], language, "&amp;"), tag)

    return _TAG.sub(in_tag, page)


def _carry(response: Response) -> Response:
    language = asked_language()
    if language is None:
        language = language_of_mail()
        if language is None or current_user.is_authenticated:  # who has signed in has said which language
            return response
    if response.location and re.match(r"/(?!/)", response.location):
        response.location = with_language(response.location, language)
    if response.mimetype == "text/html" and not response.is_streamed and (page := response.get_data()):
        response.set_data(carried(page.decode(), language))
    return response
