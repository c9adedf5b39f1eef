"""The treasurer's desk of a fund: gifts, sums, cash, settlements, closed books, a table to take along."""

from collections.abc import Callable, Iterator

from flask import Response, flash, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models import User
from app.cohosting.views.acting import act_on, form_page
from app.core.access import require, signed_in
from app.core.errors import Refused, existing
from app.core.forms import Form, choices
from app.core.http import see_other
from app.core.i18n import _, format_money, format_month
from app.core.money import Money
from app.core.numbers import row_number
from app.core.tables import CSV, csv_table
from app.core.transaction import transaction
from app.donations import queries
from app.donations.forms.treasury import CloseBooksForm, OfflineGiftForm, SettlementForm, SumForm
from app.donations.models import Donation, Fund, GiftSource
from app.donations.policies import can_keep, kept_organisations
from app.donations.queries.correcting import open_corrections_in, settlement_page
from app.donations.queries.ledger import Sums
from app.donations.rules.ledger import left_to, raised
from app.donations.services import bookkeeping
from app.donations.services.bookkeeping import OfflineGift, Settlement
from app.donations.services.comparing import solve_mismatch
from app.donations.services.passing import retry_transfer
from app.donations.services.showing import judge_name
from app.donations.views.blueprint import blueprint, kept_fund
from app.organisations.models import Organisation

HEADS = ("reference", "given_on", "source", "currency", "amount", "fee", "given_back", "name", "name_shown")
#: So many gifts stand first; who goes on reads in longer pages.
FIRST_GIFTS = 10
#: So many settlements stand with the books; all of them stand with their form.
FEW = 3


@blueprint.get("/desk/funds/<slug>/treasury")
@signed_in
def treasury(slug: str) -> ResponseReturnValue:
    """Show how a fund's money stands, and each gift."""
    user, fund = kept_fund(slug)
    sums = queries.sums_of(fund)
    before = row_number(request.args.get("before", ""))
    size = queries.GIFTS_PAGE if before else FIRST_GIFTS
    gifts = queries.gifts_in(fund, before_id=before, limit=size)
    months = queries.host_months_of(fund)
    latest = [each for each in months if each.month == months[0].month]
    left = _left_in(fund, sums)
    return render_template(
        "donations/treasury.html",
        fund=fund,
        raised=Money(raised(sums.lines()), fund.currency),
        left=left,
        names={host.id: host.name for host, _left in left},
        latest=latest,
        earlier=months[len(latest) :],
        format_month=format_month,
        gifts=gifts,
        older=gifts[-1].id if len(gifts) == size else None,
        cash=queries.uncounted_cash(fund),
        refunds=queries.open_refunds_in(fund),
        mismatches=queries.mismatches_in(fund),
        refused=queries.refused_transfers_in(fund),
        corrections=open_corrections_in(fund),
        settlements=settlement_page(fund, size=FEW),
        user=user,
    )


@blueprint.route("/desk/funds/<slug>/treasury/gifts", methods=["GET", "POST"])
@signed_in
def enter_gift(slug: str) -> ResponseReturnValue:
    """Write down a gift that did not come online."""
    user, fund = kept_fund(slug)
    form = OfflineGiftForm(request.form)
    form.currency = fund.currency

    def act(host: Organisation) -> Donation:
        source = GiftSource(form.source.data)
        gift = OfflineGift(form.money(), form.day(), source, form.name.data or "", form.key.data or "")
        return bookkeeping.enter_gift(fund, gift, by=user, on_behalf_of=host)

    if acted_as_keeper(form, user, fund, act):
        return booked(_("Written down."), fund)
    return form_page("enter_gift", form, fund=fund)


@blueprint.route("/desk/funds/<slug>/treasury/gifts/<int:donation_id>/count", methods=["GET", "POST"])
@signed_in
def count_again(slug: str, donation_id: int) -> ResponseReturnValue:
    """Let a second person count cash, without showing what the first one counted."""
    user, fund = kept_fund(slug)
    gift = gift_of(fund, donation_id)
    form = SumForm(request.form)
    form.currency = fund.currency
    if acted_as_keeper(
        form,
        user,
        fund,
        lambda host: bookkeeping.count_again(gift, form.money(), by=user, on_behalf_of=host),
    ):
        return booked(_("Counted twice, and in the ledger."), fund)
    return form_page("count_again", form, fund=fund, gift=gift)


@blueprint.post("/desk/funds/<slug>/treasury/gifts/<int:donation_id>/discard")
@signed_in
def discard_count(slug: str, donation_id: int) -> ResponseReturnValue:
    """Take back a count that was mistyped."""
    user, fund = kept_fund(slug)
    gift = gift_of(fund, donation_id)
    return _pressed(
        user,
        fund,
        lambda host: bookkeeping.discard_count(gift, by=user, on_behalf_of=host),
        _("Taken back."),
    )


@blueprint.post("/desk/funds/<slug>/treasury/gifts/<int:donation_id>/name")
@signed_in
def judge_gift_name(slug: str, donation_id: int) -> ResponseReturnValue:
    """Keep a giver's name from everyone, or let it be seen again."""
    user, fund = kept_fund(slug)
    gift, is_shown = gift_of(fund, donation_id), request.form.get("is_shown") == "y"
    said = _("The name may be seen again.") if is_shown else _("Nobody else will see the name.")
    return _pressed(
        user, fund, lambda host: judge_name(gift, is_shown=is_shown, by=user, on_behalf_of=host), said
    )


@blueprint.route("/desk/funds/<slug>/treasury/settle", methods=["GET", "POST"])
@signed_in
def settle(slug: str) -> ResponseReturnValue:
    """Write down that a host received its part."""
    user, fund = kept_fund(slug)
    form = SettlementForm(request.form)
    form.currency = fund.currency
    left = _left_in(fund, queries.sums_of(fund))
    hosts = {host.id: host for host, _left in left}
    form.organisation.choices = choices(
        (host.id, _("%(name)s, with %(left)s left", name=host.name, left=format_money(money)))
        for host, money in left
    )

    def act(host: Organisation) -> bool:
        settlement = Settlement(hosts[form.organisation.data], form.money(), form.day(), form.note.data or "")
        return bookkeeping.settle(fund, settlement, key=form.key.data or "", by=user, on_behalf_of=host)

    if acted_as_keeper(form, user, fund, act):
        return booked(_("Written into the ledger."), fund)
    page = settlement_page(fund, row_number(request.args.get("before", "")))
    return form_page("settle", form, fund=fund, page=page)


@blueprint.route("/desk/funds/<slug>/treasury/close", methods=["GET", "POST"])
@signed_in
def close_books(slug: str) -> ResponseReturnValue:
    """Close the books up to a day."""
    user, fund = kept_fund(slug)
    form = CloseBooksForm(request.form)
    if acted_as_keeper(
        form,
        user,
        fund,
        lambda host: bookkeeping.close_books(fund, form.day(), by=user, on_behalf_of=host),
    ):
        return booked(_("The books are closed up to that day."), fund)
    return form_page("close_books", form, fund=fund)


@blueprint.post("/desk/funds/<slug>/treasury/gifts.csv")
@signed_in
def export_gifts(slug: str) -> ResponseReturnValue:
    """Give every paid gift as a table; a post, because each time is written down."""
    user, fund = kept_fund(slug)
    with transaction():
        bookkeeping.note_export(fund, by=user, on_behalf_of=_acting(user, fund))
    rows = csv_table(HEADS, map(_cells, queries.all_gifts_in(fund)))
    response = Response(stream_with_context(_in_bytes(rows)), content_type=CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-gifts.csv"'
    return response


@blueprint.post("/desk/funds/<slug>/treasury/mismatches/<int:mismatch_id>")
@signed_in
def explain(slug: str, mismatch_id: int) -> ResponseReturnValue:
    """Write down what explains a difference between the ledger and the provider's books."""
    user, fund = kept_fund(slug)
    mismatch = existing(next((each for each in queries.mismatches_in(fund) if each.id == mismatch_id), None))
    note = request.form.get("note", "")
    return _pressed(
        user, fund, lambda _host: solve_mismatch(mismatch, note=note, by=user), _("Written down.")
    )


@blueprint.post("/desk/funds/<slug>/treasury/transfers/<int:transfer_id>")
@signed_in
def pass_on_again(slug: str, transfer_id: int) -> ResponseReturnValue:
    """Try once more to pass on a host's part that the provider had refused."""
    user, fund = kept_fund(slug)
    transfer = existing(queries.refused_transfer_in(fund, transfer_id))
    return _pressed(user, fund, lambda _host: retry_transfer(transfer, by=user), _("Written down."))


def _acting(user: User, fund: Fund) -> Organisation:
    """Give the host for which someone keeps the books: the first of theirs."""
    require(can_keep(user, fund))
    return kept_organisations(user, fund)[0]


def _left_in(fund: Fund, sums: Sums) -> list[tuple[Organisation, Money]]:
    """Give what is left to each host that ever had a part."""
    lines = sums.lines()
    hosts = queries.organisations_in_ledger(fund)
    return [(host, Money(left_to(host.id, lines), fund.currency)) for host in hosts]


def acted_as_keeper(form: Form, user: User, fund: Fund, act: Callable[[Organisation], object]) -> bool:
    """Do it in a transaction when the form is sent and right; else the form says what is not."""
    return act_on(form, lambda: act(_acting(user, fund)))


def _pressed(user: User, fund: Fund, act: Callable[[Organisation], object], said: str) -> ResponseReturnValue:
    """Do what a single button asks for, and say so or why not."""
    try:
        with transaction():
            act(_acting(user, fund))
    except Refused as error:
        return not_booked(error.sentence, fund)
    return booked(said, fund)


def booked(sentence: str, fund: Fund) -> ResponseReturnValue:
    """Say what has been done and lead to the fund's books."""
    flash(sentence, "success")
    return see_other(url_for("donations.treasury", slug=fund.slug))


def not_booked(sentence: str, fund: Fund) -> ResponseReturnValue:
    """Say why nothing has been done and lead to the fund's books."""
    flash(sentence, "error")
    return see_other(url_for("donations.treasury", slug=fund.slug))


def gift_of(fund: Fund, donation_id: int) -> Donation:
    """Give one gift of a fund."""
    return existing(queries.gift_in(fund, donation_id))


def _cells(gift: Donation) -> tuple[str, ...]:
    def written(minor: int | None) -> str:
        return "" if minor is None else str(Money(minor, gift.currency).decimal)

    return (
        gift.reference,
        (gift.paid_at or gift.created_at).date().isoformat(),
        gift.source.value,
        gift.currency,
        written(gift.amount_minor),
        written(gift.fee_minor),
        written(gift.refunded_minor),
        gift.name or "",
        "yes" if gift.has_shown_name else "no",
    )


def _in_bytes(lines: Iterator[str]) -> Iterator[bytes]:
    for line in lines:
        yield line.encode()
