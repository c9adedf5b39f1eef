"""Funds for everyone: what one is for, who gets what, and the ledger of its money."""

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.queries import host_organisations_of
from app.core import clock
from app.core.access import me, me_or_none, public, require, signed_in
from app.core.errors import existing
from app.core.http import see_other, shows
from app.core.numbers import row_number
from app.core.settings import settings
from app.core.tables import CSV, csv_file
from app.donations.gateway.door import gifts_are_on
from app.donations.models import Fund, FundStatus
from app.donations.policies import can_see_on_desk, is_listed
from app.donations.queries.contents import holding_of
from app.donations.queries.funds import fund_by_slug
from app.donations.queries.gift_aid import charities_of
from app.donations.queries.giving import Named, names_through, shown_messages
from app.donations.queries.spending import all_spending, spending_page
from app.donations.rules.amounts import fee_on
from app.donations.rules.cursors import read_cursor
from app.donations.rules.giving import REFUND_WINDOW
from app.donations.rules.public_ledger import PublicLedger
from app.donations.rules.readiness import gift_hindrance
from app.donations.rules.typed_money import written_amount
from app.pages.queries import funds as queries
from app.pages.rules.banners import fund_preview_banner
from app.pages.rules.funds import COLUMNS, fund_data, months_in_words, why_no_gifts
from app.pages.views.blueprint import blueprint

PATH = "/funds"
TAGS = ("fund:{slug}", "organisations")


@blueprint.get("/funds/<slug>")
@public
@shows(*TAGS, "events", "initiatives", "petitions")
def fund(slug: str) -> ResponseReturnValue:
    """Show what a fund is for and what becomes of each gift, before anyone gives."""
    return _page(_listed(slug), me_or_none(User))


@blueprint.get("/desk/funds/<slug>/preview")
@signed_in
def fund_preview(slug: str) -> ResponseReturnValue:
    """Show a host how the public will see the fund; lead to its page when that is public."""
    found = existing(fund_by_slug(slug))
    require(can_see_on_desk(me(User), found), hide=True)
    if is_listed(found):
        return see_other(f"{PATH}/{slug}")
    return _page(found, None, is_preview=True)


@blueprint.get("/funds/<slug>/ledger")
@public
@shows(*TAGS)
def fund_ledger(slug: str) -> ResponseReturnValue:
    """Show where the money came from, as far as it may be told, and where it went."""
    found = _listed(slug)
    page = queries.ledger_of(found)
    after = request.args.get("after", "")
    return render_template(
        "pages/fund_ledger.html",
        fund=found,
        hosts=host_organisations_of([found.cohosting_id])[found.cohosting_id],
        ledger=page,
        months=[(months_in_words(each), each) for each in reversed(page.months.stretches)],
        spending=spending_page(found, read_cursor(after)),
        is_first=not after,
        names=_names(found, page.months),
        noindex=bool(request.args.keys() - {"lang"}),
    )


@blueprint.get("/funds/<slug>/ledger.csv")
@public
@shows(*TAGS)
def fund_ledger_csv(slug: str) -> ResponseReturnValue:
    """Give the same as a table: a row for each sum of months, and one for each thing that was paid."""
    found = _listed(slug)
    rows = (*_month_rows(found), *_spending_rows(found))
    response: Response = make_response(csv_file(COLUMNS, rows))
    response.content_type = CSV
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-ledger.csv"'
    return response


def _page(found: Fund, user: User | None, *, is_preview: bool = False) -> str:
    hosts = host_organisations_of([found.cohosting_id])[found.cohosting_id]
    holding = holding_of(found)
    hindrance = gift_hindrance(found, holding, clock.now().date())
    closed = why_no_gifts(hindrance, gifts_on=gifts_are_on())
    site = settings().public_url
    ten = queries.ten_of(found)
    return render_template(
        "pages/fund.html",
        fund=found,
        hosts=hosts,
        banner=fund_preview_banner() if is_preview else None,
        cause=queries.cause_of(found),
        told=queries.told_of(found),
        parts=queries.parts_of(found) if holding.is_agreed else (),
        ten=ten,
        fee=fee_on(ten),
        charities=charities_of(found),
        refund_days=REFUND_WINDOW.days,
        sayings=shown_messages(found),
        closed=closed,
        is_open=found.status is FundStatus.OPEN,
        is_host=user is not None and can_see_on_desk(user, found),
        json_ld=None if closed else fund_data(found, [(each.name, each.url) for each in hosts], site),
        noindex=is_preview,
    )


def _month_rows(found: Fund) -> list[tuple[str, ...]]:
    def said(minor: int) -> str:
        return _amount(minor, found.currency)

    return [
        ("gifts", each.first, each.last, str(each.gifts), said(each.raised), said(each.fees), "", "", "", "")
        for each in queries.ledger_of(found).months.stretches
    ]


def _spending_rows(found: Fund) -> list[tuple[str, ...]]:
    return [
        (
            "spent",
            each.spent_on.isoformat(),
            each.spent_on.isoformat(),
            "",
            "",
            "",
            _amount(each.amount_minor, found.currency),
            each.organisation.name,
            each.what,
            each.corrected_at.date().isoformat() if each.corrected_at else "",
        )
        for each in all_spending(found)
    ]


def _amount(minor: int, currency: str) -> str:
    sign = "-" if minor < 0 else ""
    return sign + written_amount(abs(minor), currency)


def _names(found: Fund, months: PublicLedger) -> Named | None:
    """Give the names that may be read by now: those of lots of gifts whose months are over."""
    if months.named_through is None:
        return None
    return names_through(found, months.named_through, row_number(request.args.get("names", "")))


def _listed(slug: str) -> Fund:
    found = existing(fund_by_slug(slug))
    require(is_listed(found), hide=True)
    return found
