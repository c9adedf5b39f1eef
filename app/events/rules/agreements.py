"""Community agreements to begin with; hosts may take one as it is or write their own."""

from dataclasses import dataclass

from app.core.i18n import _l


@dataclass(frozen=True)
class AgreementTemplate:
    """An agreement that hosts can choose; title and text come in the reader's language."""

    key: str
    _title: str
    _body: str

    @property
    def title(self) -> str:
        """Give its title."""
        return str(self._title)

    @property
    def body(self) -> str:
        """Give its text, as Markdown."""
        return str(self._body)


AGREEMENT_TEMPLATES = (
    AgreementTemplate(
        "talking",
        _l("How we talk together"),
        _l(
            "- You may speak, and you may stay quiet. Both are fine.\n"
            "- We listen to the end. We give advice only when someone asks for it.\n"
            "- What people tell here stays here. We may share what we learnt, never who said it.\n"
            "- We speak from our own life, not for all men or all women.\n"
            "- If something gets too much, step out. A host will come and ask how you are.\n"
            "- If we fear for someone’s safety, a host will talk to them first, and then get help."
        ),
    ),
    AgreementTemplate(
        "doing",
        _l("How we do things together"),
        _l(
            "- Everybody goes at their own pace. We wait for each other.\n"
            "- Nobody has to tell why they came.\n"
            "- We ask before we take a photo, and before we touch.\n"
            "- No alcohol or drugs before or during our time together.\n"
            "- What people tell on the way stays between us.\n"
            "- If you leave early, tell a host, so that nobody worries."
        ),
    ),
    AgreementTemplate(
        "online",
        _l("How we meet online"),
        _l(
            "- Camera on or off: you choose. Use any name you like.\n"
            "- Find a place where nobody else can hear what others say.\n"
            "- Nobody records, and nobody takes pictures of the screen.\n"
            "- Mute when you do not speak, and raise a hand when you want to.\n"
            "- What people tell here stays here.\n"
            "- If you need a break, write it in the chat to a host."
        ),
    ),
)


def template_by_key(key: str) -> AgreementTemplate | None:
    """Give a template by its key."""
    return next((template for template in AGREEMENT_TEMPLATES if template.key == key), None)


def template_with(body: str) -> AgreementTemplate | None:
    """Give the template that says exactly this."""
    return next((template for template in AGREEMENT_TEMPLATES if template.body == body), None)
