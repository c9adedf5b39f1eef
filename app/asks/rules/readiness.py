"""What is still missing before something can be done with an ask."""

from app.asks.models import Ask, AskStatus
from app.asks.rules.content import AskDetails
from app.core.i18n import _


def missing_for_publication(details: AskDetails) -> list[str]:
    """Say, a sentence each, what an ask needs before its hosts can sign it off."""
    sentences = {
        _("Write what exactly is asked."): not details.text,
        _("Say why it matters."): not details.why,
        _("Say when you will call it done, so that anyone can check it."): not details.done_when,
        _("Name at least one person or body that can grant it."): not details.targets,
    }
    return [sentence for sentence, is_missing in sentences.items() if is_missing]


def refusal_to_withdraw(ask: Ask) -> str | None:
    """Say why an ask cannot be taken back, or None."""
    return None if ask.status is AskStatus.PUBLISHED else _("The public cannot see this ask.")


def refusal_to_delete(ask: Ask) -> str | None:
    """Say why an ask cannot be deleted, or None."""
    if ask.status is AskStatus.DRAFT:
        return None
    if ask.status is AskStatus.WITHDRAWN:
        return _("This was public once. Its record stays, for those who followed it.")
    return _("Take it back from the public first.")
