"""What hosts write about a fund: as a dataclass, as plain JSON, and which of it needs sign-off."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from app.cohosting.rules import Content, as_json
from app.donations.models import Fund, Route, Share

MOST_TITLE = 80
MOST_SUMMARY = 300
MOST_PURPOSE = 4_000
MOST_OUTCOME = 4_000
MOST_SUGGESTED = 4
CURRENCIES = (
    "GBP",
    "EUR",
    "USD",
    "AUD",
    "CAD",
    "CHF",
    "DKK",
    "ISK",
    "JPY",
    "KWD",
    "NOK",
    "NZD",
    "PLN",
    "SEK",
)
SHARES, SUGGESTED, CLOSES_ON, ROUTE = "shares", "suggested", "closes_on", "route"


@dataclass(frozen=True)
class Part:
    """A host's part, in hundredths of a per cent."""

    organisation: int
    weight: int


@dataclass(frozen=True)
class FundDetails:
    """Everything that hosts agree on about a fund."""

    title: str
    summary: str = ""
    purpose: str = ""
    if_it_fails: str = ""
    currency: str = "GBP"
    goal_minor: int | None = None
    suggested: tuple[int, ...] = ()
    route: Route = Route.LEDGER
    takes_monthly: bool = True
    closes_on: date | None = None
    language: str = "en"
    #: The cohosting of what it is for; None for the work of its hosts.
    about_id: int | None = None
    #: In the order that decides about odd pennies.
    shares: tuple[Part, ...] = ()


FIELDS = tuple(each.name for each in fields(FundDetails))
_COLUMNS = tuple(name for name in FIELDS if name not in {SHARES, SUGGESTED})

#: The one list of key facts: once a fund is open, they change only when every host signs off.
KEY_FIELDS = frozenset(
    {"title", "purpose", "if_it_fails", "currency", "goal_minor", ROUTE, CLOSES_ON, "about_id", SHARES}
)
#: What stays as it was from the first opening: gifts may have been begun in it since.
FIXED_FIELDS = frozenset({"currency"})


def content_of(fund: Fund, shares: Sequence[Share]) -> Content:
    """Give a fund's settled content as plain JSON."""
    values = {name: getattr(fund, name) for name in _COLUMNS}
    parts = [asdict(Part(each.organisation_id, each.weight)) for each in shares]
    return _as_json({**values, SUGGESTED: fund.suggested, SHARES: parts})


def content_from(details: FundDetails) -> Content:
    """Give what was written as plain JSON."""
    return _as_json(asdict(details))


def details_from(content: Mapping[str, Any]) -> FundDetails:
    """Give plain JSON as what was written; fields that it does not know are left at their default."""
    values = {name: content[name] for name in FIELDS if name in content}
    if values.get(CLOSES_ON):
        values[CLOSES_ON] = date.fromisoformat(values[CLOSES_ON])
    if ROUTE in values:
        values[ROUTE] = Route(values[ROUTE])
    values[SUGGESTED] = tuple(values.get(SUGGESTED, ()))
    values[SHARES] = tuple(Part(**each) for each in values.get(SHARES, ()))
    return FundDetails(**values)


def apply_details(fund: Fund, details: FundDetails) -> None:
    """Write everything but the shares into the fund's columns."""
    for name in _COLUMNS:
        setattr(fund, name, getattr(details, name))
    fund.suggested = list(details.suggested)


def weights_in(content: Mapping[str, Any]) -> dict[int, int]:
    """Give the parts that some content holds: host → weight."""
    return {each["organisation"]: each["weight"] for each in content.get(SHARES) or ()}


def _as_json(values: Mapping[str, Any]) -> Content:
    return {name: as_json(values[name]) for name in FIELDS}
