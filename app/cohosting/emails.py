"""The messages between hosts. Each is written to one reader, in that reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.cohosting.models import Cohosting, Host, Proposal, ProposalVersion
from app.cohosting.queries import Reader, host_organisations
from app.cohosting.rules import Difference
from app.core.i18n import LANGUAGES, format_date, in_language, name_all
from app.outbox.models import Email, ListName


@dataclass(frozen=True)
class Voiced:
    """Who said something: a person for an organisation."""

    person: str
    organisation: str


def offered(host: Host, reader: Reader, who: Voiced) -> Email:
    """Ask an organisation that is here to host too."""
    address = f"/desk/host-offers/{host.id}"
    context = {"organisation": name_all(reader.organisations), **_offer(host, who, reader.user.time_zone)}
    return _to(reader, "cohosting/offered", host.cohosting, address=address, **context)


def offered_by_link(host: Host, to: str, token: str, who: Voiced, language: str) -> Email:
    """Ask someone whose organisation is not here yet; the only place where the token is written."""
    with in_language(language):
        context = {**_thing(host.cohosting), **_offer(host, who, "Europe/London")}
    context["address"] = f"/host-invitations/{token}"
    return Email(to=to, template="cohosting/offered_by_link", language=language, context=context)


def accepted(host: Host, reader: Reader, who: Voiced) -> Email:
    """Tell the other hosts that there is one more."""
    return _to(reader, "cohosting/accepted", host.cohosting, who=who)


def declined(host: Host, reader: Reader) -> Email:
    """Tell the hosts that someone will not host, and why."""
    name = host.organisation.name if host.organisation else ""
    return _to(reader, "cohosting/declined", host.cohosting, organisation=name, note=host.answer_note)


def awaited(proposal: Proposal, version: ProposalVersion, reader: Reader, who: Voiced) -> Email:
    """Ask for a sign-off, with everything that would change."""
    return _about(
        proposal, reader, "cohosting/awaited", who=who, **_rows(version, reader), number=version.number
    )


def reminder(proposal: Proposal, version: ProposalVersion, reader: Reader) -> Email:
    """Ask once more, once; whoever wants no reminders has been asked already."""
    asked = _about(proposal, reader, "cohosting/reminder", **_rows(version, reader))
    return replace(asked, list_name=ListName.REMINDERS)


def objected(proposal: Proposal, reader: Reader, who: Voiced, note: str) -> Email:
    """Tell everyone that a host cannot agree to this version, and why."""
    return _about(proposal, reader, "cohosting/objected", who=who, note=note)


def agreed(proposal: Proposal, version: ProposalVersion, reader: Reader) -> Email:
    """Tell everyone what holds from now on."""
    return _about(proposal, reader, "cohosting/agreed", **_rows(version, reader))


def lapsed(proposal: Proposal, reader: Reader, missing: Sequence[str]) -> Email:
    """Tell everyone that the time was over, and whose word was missing."""
    with in_language(reader.user.language):
        names = name_all(missing)
    return _about(proposal, reader, "cohosting/lapsed", missing=names)


def withdrawn(proposal: Proposal, reader: Reader, who: str) -> Email:
    """Tell everyone that a proposal was taken back."""
    return _about(proposal, reader, "cohosting/withdrawn", who=who)


def left(cohosting: Cohosting, reader: Reader, organisation: str) -> Email:
    """Tell the hosts that stay that one has left."""
    return _to(reader, "cohosting/left", cohosting, organisation=organisation)


def _about(proposal: Proposal, reader: Reader, template: str, **context: object) -> Email:
    address = f"/desk/proposals/{proposal.id}"
    day = _day(proposal.lapses_at, reader)
    return _to(
        reader,
        template,
        proposal.cohosting,
        **{
            "address": address,
            "kind": proposal.kind.value,
            "lapses_on": day,
            "proposal_note": proposal.note,
            "proposer": proposal.proposed_for.name,
            **context,
        },
    )


def _to(reader: Reader, template: str, cohosting: Cohosting, **context: object) -> Email:
    with in_language(reader.user.language):
        words = {
            "address": f"/desk/cohostings/{cohosting.id}",
            **_thing(cohosting),
            "name": reader.user.name,
            "for_hosts": name_all(reader.organisations),
            **context,
        }
    return Email(
        to=reader.user.email,
        template=template,
        language=reader.user.language,
        context=words,
    )


def _thing(cohosting: Cohosting) -> dict[str, Any]:
    hosts = [organisation.name for organisation in host_organisations(cohosting.id)]
    return {"title": cohosting.title, "hosts": name_all(hosts)}


def _offer(host: Host, who: Voiced, time_zone: str) -> dict[str, Any]:
    expires_on = host.expires_at.astimezone(ZoneInfo(time_zone)).date() if host.expires_at else None
    return {"who": who, "message": host.message, "expires_on": expires_on}


def _day(moment: datetime, reader: Reader) -> str:
    with in_language(reader.user.language):
        return format_date(moment.astimezone(ZoneInfo(reader.user.time_zone)).date())


def _rows(version: ProposalVersion, reader: Reader) -> dict[str, Any]:
    """Give the difference as text lines and as facts with what held before."""
    language = reader.user.language if reader.user.language in LANGUAGES else "en"
    display = version.display.get(language) or version.display.get("en") or []
    rows = [_led(Difference(**row)) for row in display]
    facts = [
        {
            "term": row["label"],
            "value": row["after"],
            "before": row["before"] if row["before"] != row["after"] else "",
        }
        for row in rows
    ]
    return {"rows": rows, "facts": facts}


def _led(row: Difference) -> dict[str, str]:
    """Give one difference as text, each address behind its words."""
    pairs = {"before": (row.before, row.before_link), "after": (row.after, row.after_link)}
    return {"label": row.label} | {name: " ".join(filter(None, pair)) for name, pair in pairs.items()}
