"""Funds for everyone in a list and a feed, as the other things that hosts hold together."""

from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.access import public
from app.core.http import shows
from app.core.i18n import _
from app.core.numbers import row_number
from app.core.settings import settings
from app.core.text import plain_text
from app.pages.queries.funds import FundCard, found_funds, latest_funds
from app.pages.rules.atom import Entry
from app.pages.rules.lists import words_in
from app.pages.views.blueprint import ATOM_TYPE, blueprint
from app.pages.views.feeds import answer_atom
from app.pages.views.funds import PATH

FEED_LENGTH = 50


@blueprint.get(PATH)
@public
@shows("funds", "organisations")
def funds() -> ResponseReturnValue:
    """List the joint purses that anyone can read; it asks for nothing."""
    words = words_in(request.args, "q")
    page = found_funds(words, row_number(request.args.get("after", "")))
    looked_for = {"q": words} if words else {}
    site = settings().public_url
    return render_template(
        "pages/funds.html",
        words=words,
        cards=page.cards,
        after=_address(looked_for, after=str(page.after)) if page.after else "",
        first=_address(looked_for) if request.args.get("after") else "",
        noindex=bool(request.args.keys() - {"lang"}),
        feed_links=[{"type": ATOM_TYPE, "title": _("Funds on Twain"), "url": f"{site}{PATH}.atom"}],
    )


@blueprint.get(f"{PATH}.atom")
@public
@shows("funds", "organisations")
def funds_atom() -> ResponseReturnValue:
    """Tell feed readers of funds that opened, changed, or told what became of the money."""
    site = settings().public_url
    entries = [_entry(each, site) for each in latest_funds(FEED_LENGTH)]
    return answer_atom(entries, _("Funds on Twain"), PATH)


def _entry(card: FundCard, site: str) -> Entry:
    fund = card.fund
    return Entry(
        address=f"{site}{PATH}/{fund.slug}",
        title=fund.title,
        summary=plain_text(fund.outcome) or fund.summary,
        authors=[each.name for each in card.hosts],
        published_at=fund.opened_at or fund.created_at,
        updated_at=fund.revised_at,
        language=fund.language,
    )


def _address(looked_for: dict[str, str], **more: str) -> str:
    values = {**looked_for, **more}
    return f"{PATH}?{urlencode(values)}" if values else PATH
