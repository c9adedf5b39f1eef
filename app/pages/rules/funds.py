"""What the pages of funds say in words."""

from datetime import date
from typing import Any

from app.core.i18n import _, format_month
from app.donations.models import Fund
from app.donations.rules.public_ledger import Stretch
from app.donations.rules.readiness import GiftHindrance, hindrance_sentence
from app.pages.rules.json_ld import CONTEXT

Json = dict[str, Any]
#: The columns of the ledger as a file; the first of every row says what it is.
COLUMNS = ("what", "from", "to", "gifts", "given", "fees", "spent", "host", "note", "taken_back")


def why_no_gifts(hindrance: GiftHindrance | None, *, gifts_on: bool) -> str:
    """Say kindly why nobody can give now; empty when one can."""
    if hindrance is not None:
        return hindrance_sentence(hindrance)
    return "" if gifts_on else _("Gifts cannot be taken online here at the moment. Please ask the hosts.")


def months_in_words(stretch: Stretch) -> str:
    """Name the months of a sum: March 2026, or March 2026 – May 2026."""
    first, last = _month(stretch.first), _month(stretch.last)
    return first if first == last else _("%(first)s – %(last)s", first=first, last=last)


def fund_data(fund: Fund, hosts: list[tuple[str, str]], site: str) -> Json:
    """Describe a fund that takes gifts, for search engines: name, address and hosts (name, path)."""
    address = f"{site}/funds/{fund.slug}"
    return {
        "@context": CONTEXT,
        "@type": "DonateAction",
        "@id": address,
        "name": fund.title,
        "description": fund.summary,
        "target": {"@type": "EntryPoint", "urlTemplate": address},
        "recipient": [{"@type": "Organization", "name": name, "url": site + path} for name, path in hosts],
    }


def _month(key: str) -> str:
    return format_month(date.fromisoformat(f"{key}-01"))
