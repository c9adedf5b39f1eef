"""What is still missing before something can be done with an initiative."""

from app.core.i18n import _
from app.initiatives.models import Initiative
from app.initiatives.models import InitiativeStatus as S
from app.initiatives.rules.content import InitiativeDetails


def missing_for_publication(details: InitiativeDetails) -> list[str]:
    """Say, a sentence each, what an initiative needs before its hosts can sign it off."""
    sentences = {
        _("Say in one or two sentences what it is."): not details.summary,
        _("Say what it is for."): not details.purpose,
        _("Choose at least one theme."): not details.themes,
        _("Name at least one aim with a number and a day, so that anyone can check it."): not any(
            each.due_on for each in details.aims
        ),
    }
    return [sentence for sentence, is_missing in sentences.items() if is_missing]


def refusal_to_complete(initiative: Initiative) -> str | None:
    """Say why an initiative cannot be completed, or None."""
    return None if initiative.status is S.PUBLISHED else _("This initiative is not under way.")


def refusal_to_withdraw(initiative: Initiative) -> str | None:
    """Say why an initiative cannot be taken back, or None."""
    if initiative.status in {S.PUBLISHED, S.COMPLETED}:
        return None
    return _("The public cannot see this initiative.")


def refusal_to_delete(initiative: Initiative) -> str | None:
    """Say why an initiative cannot be deleted, or None."""
    if initiative.status is S.DRAFT:
        return None
    if initiative.status is S.WITHDRAWN:
        return _("This was public once. Its record stays, for those who followed it.")
    return _("Take it back from the public first.")
