"""The pages that Stripe shows to people, plain and clearly a rehearsal; they need no JavaScript."""

from collections.abc import Callable

from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from app.rehearsal import checkout, connect, recurring
from app.rehearsal.money import in_words
from app.rehearsal.refusals import Refusal
from app.rehearsal.shapes import Thing
from app.rehearsal.world import PLATFORM, World

SEE_OTHER = 303
FAILED = 402
DECLINED = "Your card was declined. Try another way to pay."
PAGE = Markup("""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>{title} – rehearsal</title>
<style>
body {{ font: 1.125rem/1.5 system-ui, sans-serif; margin: 0; color: #1b1b1b; background: #fff }}
header, main {{ max-width: 34rem; margin: 0 auto; padding: 1rem }}
header {{ border: 3px dashed #7a3e00; margin-top: 1rem; background: #fff6e5 }}
button, input {{ font: inherit; width: 100%; box-sizing: border-box; padding: .75rem; margin: .25rem 0 }}
button {{ border: 2px solid #1b1b1b; background: #fff; color: #1b1b1b; text-align: left; min-height: 3rem }}
button.first {{ background: #14532d; color: #fff; border-color: #14532d }}
button:focus-visible, input:focus-visible {{ outline: 4px solid #b45309; outline-offset: 2px }}
.error {{ border-left: 6px solid #a00; padding-left: 1rem }}
</style></head>
<body><header><strong>This is a rehearsal.</strong> No money moves, and no card is asked for.</header>
<main><h1>{title}</h1>
{body}
</main></body></html>
""")
BUTTON = Markup('<button name="do" value="{value}"{first}>{words}</button>\n')
FIRST = Markup(' class="first"')


def answer(world: World, request: Request) -> Response:
    """Answer a person's visit."""
    parts = request.path.strip("/").split("/")
    page = PAGES.get(parts[0])
    try:
        if page is None or len(parts) != PAGES_PARTS[parts[0]]:
            return shown("Stripe in rehearsal", Markup("<p>Gifts begin on Twain’s own pages.</p>"))
        with world.changing():
            return page(world, request, *parts[1:])
    except Refusal as refusal:
        return shown("That did not work", Markup("<p>{}</p>").format(str(refusal)), refusal.status)


def shown(title: str, body: Markup, status: int = 200) -> Response:
    """Give a page."""
    return Response(PAGE.format(title=title, body=body), status, mimetype="text/html")


def buttons(*choices: tuple[str, str]) -> Markup:
    """Give a button for each value and its words; the first stands out."""
    return Markup("").join(
        BUTTON.format(value=value, words=words, first=FIRST if number == 0 else "")
        for number, (value, words) in enumerate(choices)
    )


def form(inside: Markup) -> Markup:
    """Give a form that posts to its own address."""
    return Markup('<form method="post">{}</form>').format(inside)


def _pay(world: World, request: Request, session_id: str) -> Response:
    account = world.everywhere("checkout.session", session_id)
    session = world.get(account, "checkout.session", session_id)
    if session["status"] != "open":
        return shown("This page is closed", Markup("<p>It was used, or its time is over.</p>"), 410)
    if request.method != "POST":
        return _pay_page(world, session)
    how = request.form.get("do", "pay")
    if how == "abandon":
        return redirect(session["cancel_url"] or session["success_url"], SEE_OTHER)
    checkout.act(world, account, session, how, request.form.get("email") or "giver@example.org")
    if how == "decline":
        return _pay_page(world, session, request.form.get("email"), DECLINED)
    return redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session_id), SEE_OTHER)


def _pay_page(world: World, session: Thing, typed: str | None = None, error: str = "") -> Response:
    name = world.note(session["id"])["line_items"][0]["price_data"]["product_data"]["name"]
    amount = in_words(session["amount_total"], session["currency"])
    monthly = session["mode"] == "subscription"
    choices = [
        ("pay", f"Pay {amount}{' each month' if monthly else ''}"),
        ("decline", "Try a card that is declined"),
    ]
    if not monthly:
        choices += [("later", "Pay from a bank account; the money arrives in three days")]
        choices += [("later-fails", "Pay from a bank account; the money never arrives")]
    choices += [("abandon", "Go back without paying")]
    warning = Markup('<p class="error" role="alert">{}</p>').format(error) if error else Markup("")
    email = Markup(
        '<label for="email">Email</label>'
        '<input id="email" name="email" type="email" autocomplete="email" value="{}">'
    ).format(session["customer_email"] or "" if typed is None else typed)
    body = Markup("{}<p>{}: <strong>{}</strong></p>").format(warning, name, amount) + form(
        email + buttons(*choices)
    )
    return shown(f"Pay {amount}", body, FAILED if error else 200)


def _onboarding(world: World, request: Request, account_id: str, token: str) -> Response:
    world.get(PLATFORM, "account", account_id)
    link = world.note(token)
    if not link or link["expires_at"] < world.now() or (request.method == "GET" and link.get("used")):
        return redirect(link.get("refresh_url", "/"), SEE_OTHER)
    if request.method != "POST":
        link["used"] = True
        body = form(
            buttons(
                ("complete", "Give every detail"),
                ("incomplete", "Leave something out"),
                ("rejected", "Be turned down"),
                ("stop", "Stop here and come back later"),
            )
        )
        return shown("Tell us about your organisation", body)
    how = request.form.get("do", "stop")
    if how != "stop":
        connect.finish_onboarding(world, account_id, how)
    return redirect(link["return_url"], SEE_OTHER)


def _portal(world: World, request: Request, portal_id: str) -> Response:
    account = world.everywhere("billing_portal.session", portal_id)
    portal = world.get(account, "billing_portal.session", portal_id)
    rows = [
        each
        for each in world.all(account, "subscription")
        if each["customer"] == portal["customer"] and each["status"] != "canceled"
    ]
    if request.method == "POST":
        for each in rows:
            if request.form.get("do") == f"end-{each['id']}":
                recurring.end(world, account, each)
        return redirect(portal["return_url"] or "/", SEE_OTHER)
    choices = [("back", "Go back")]
    for each in rows:
        price = each["items"]["data"][0]["price"]
        amount = in_words(price["unit_amount"], price["currency"])
        choices.append((f"end-{each['id']}", f"End the gift of {amount} each month"))
    return shown("Your monthly gift", form(buttons(*choices)))


def _invoice(world: World, request: Request, invoice_id: str) -> Response:
    account = world.everywhere("invoice", invoice_id)
    invoice = world.get(account, "invoice", invoice_id)
    amount = in_words(invoice["amount_due"], invoice["currency"])
    if request.method == "POST" and invoice["status"] == "open":
        recurring.retry_invoice(world, account, invoice_id)
    if invoice["status"] == "open":
        return shown(f"Pay {amount}", form(buttons(("pay", f"Pay {amount}"))))
    return shown("Nothing to pay here", Markup("<p>This month is settled.</p>"))


PAGES: dict[str, Callable[..., Response]] = {
    "pay": _pay,
    "onboarding": _onboarding,
    "portal": _portal,
    "invoice": _invoice,
}
PAGES_PARTS = {"pay": 2, "onboarding": 3, "portal": 2, "invoice": 2}
