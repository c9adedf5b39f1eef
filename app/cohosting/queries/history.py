"""The log that all hosts can read, as sentences."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.audit.models import Action, AuditEntry
from app.audit.queries import history_of
from app.cohosting.models import Cohosting
from app.core.i18n import _, _n


@dataclass(frozen=True)
class Line:
    """What happened, when, and what was said with it."""

    sentence: str
    at: datetime
    note: str
    #: The proposal that it is about.
    proposal_id: int | None


Words = dict[str, object]
Wording = Callable[[Words], str]

_WORDINGS: dict[Action, Wording] = {
    Action.COHOSTING_BEGAN: lambda w: _("%(who)s began this.", **w),
    Action.COHOSTING_DAYS_SET: lambda w: _n(
        "%(who)s set the time for sign-off to %(num)s day.",
        "%(who)s set the time for sign-off to %(num)s days.",
        int(str(w["after"])),
        who=w["who"],
    ),
    Action.HOST_ACCEPTED: lambda w: _("%(who)s accepted: %(organisation)s is a host now.", **w),
    Action.HOST_DECLINED: lambda w: (
        _("%(who)s declined the invitation.", **w)
        if w["who"]
        else _("Someone who was asked by e-mail declined the invitation.")
    ),
    Action.HOST_ENDED: lambda w: (
        _("%(who)s ended the hosting of %(organisation)s.", **w)
        if w["actor"]
        else _("%(organisation)s stopped hosting.", **w)
    ),
    Action.HOST_OFFERED: lambda w: (
        _("%(who)s invited %(name)s to host.", **w)
        if w["name"]
        else _("%(who)s invited someone by e-mail to host.", **w)
    ),
    Action.HOST_OFFER_EXPIRED: lambda w: (
        _("The invitation of %(name)s ran out.", **w) if w["name"] else _("An invitation by e-mail ran out.")
    ),
    Action.HOST_OFFER_WITHDRAWN: lambda w: (
        _("The invitation of %(name)s was taken back.", **w)
        if w["name"]
        else _("An invitation by e-mail was taken back.")
    ),
    Action.PROPOSAL_ACCEPTED: lambda w: _(
        "Every host had signed off version %(version)s, so it takes effect.", **w
    ),
    Action.PROPOSAL_CHANGED: lambda w: _("%(who)s changed the proposal: version %(version)s.", **w),
    Action.PROPOSAL_HANDED_ON: lambda w: _("%(organisation)s now stands behind the proposal.", **w),
    Action.PROPOSAL_LAPSED: lambda _w: _("The time for the proposal was over before every host had signed."),
    Action.PROPOSAL_MADE: lambda w: _("%(who)s made a proposal.", **w),
    Action.PROPOSAL_OBJECTED: lambda w: _(
        "%(actor)s objected to version %(version)s for %(organisation)s.", **w
    ),
    Action.PROPOSAL_SIGNED_OFF: lambda w: _(
        "%(actor)s signed off version %(version)s for %(organisation)s.", **w
    ),
    Action.PROPOSAL_WITHDRAWN: lambda w: (
        _("%(who)s took the proposal back.", **w) if w["who"] else _("The proposal was taken back.")
    ),
}


def history(cohosting: Cohosting) -> Sequence[Line]:
    """Tell everything that happened between the hosts, newest first."""
    return [_line(entry) for entry in history_of(cohosting) if entry.action in _WORDINGS]


def _line(entry: AuditEntry) -> Line:
    words: Words = {
        "name": "",
        **entry.detail,
        "who": _who(entry),
        "actor": entry.actor_name,
        "organisation": entry.organisation_name,
    }
    sentence = _WORDINGS[entry.action](words)
    return Line(sentence, entry.at, entry.detail.get("note", ""), entry.detail.get("proposal"))


def _who(entry: AuditEntry) -> str:
    if entry.actor_name and entry.organisation_name:
        return _("%(person)s (%(host)s)", person=entry.actor_name, host=entry.organisation_name)
    return entry.actor_name or entry.organisation_name
