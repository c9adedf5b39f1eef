"""The kinds and states that events know, each with the words people read."""

from enum import StrEnum

from app.core.i18n import _l


class EventStatus(StrEnum):
    """The life of an event. An event that is over is still `published`; see `Event.is_past`."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    #: Taken back from the public; feeds keep a tombstone.
    WITHDRAWN = "withdrawn"
    #: Content wiped; only what the tombstone in the feeds needs is kept.
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """Give the word people read."""
        return str(_STATUS_LABELS[self])


class EventFormat(StrEnum):
    """How people take part."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    BOTH = "both"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_FORMAT_LABELS[self])

    @property
    def ways(self) -> tuple["Way", ...]:
        """Give the ways in which people can take part."""
        return tuple(Way) if self is EventFormat.BOTH else (Way(self.value),)


class Way(StrEnum):
    """One way of taking part; an event that is `both` has spots for each."""

    IN_PERSON = "in_person"
    ONLINE = "online"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_FORMAT_LABELS[EventFormat(self.value)])


class AddressVisibility(StrEnum):
    """Who sees the exact address."""

    EVERYONE = "everyone"
    GOING = "going"
    HOSTS = "hosts"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_ADDRESS_LABELS[self])


class EventVisibility(StrEnum):
    """Who may find and open the event."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    #: Anyone may look, only people with an address at these domains may reply; never listed.
    DOMAINS = "domains"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_VISIBILITY_LABELS[self])


class AccessFact(StrEnum):
    """What makes it easier to take part."""

    STEP_FREE = "step_free"
    ACCESSIBLE_TOILET = "accessible_toilet"
    HEARING_LOOP = "hearing_loop"
    SIGN_LANGUAGE = "sign_language"
    CAPTIONS = "captions"
    QUIET_ROOM = "quiet_room"
    GENDER_NEUTRAL_TOILETS = "gender_neutral_toilets"
    CHILDCARE = "childcare"
    CHILDREN_WELCOME = "children_welcome"
    PARKING = "parking"
    PUBLIC_TRANSPORT = "public_transport"
    COST_HELP = "cost_help"
    ASSISTANCE_DOGS = "assistance_dogs"
    LATE_IS_FINE = "late_is_fine"

    @property
    def label(self) -> str:
        """Give the words people read."""
        return str(_ACCESS_LABELS[self])


_STATUS_LABELS = {
    EventStatus.DRAFT: _l("Draft"),
    EventStatus.PROPOSED: _l("Waiting for sign-off"),
    EventStatus.PUBLISHED: _l("Public"),
    EventStatus.POSTPONED: _l("Postponed"),
    EventStatus.CANCELLED: _l("Cancelled"),
    EventStatus.WITHDRAWN: _l("Taken back"),
    EventStatus.DELETED: _l("Deleted"),
}
_FORMAT_LABELS = {
    EventFormat.IN_PERSON: _l("In person"),
    EventFormat.ONLINE: _l("Online"),
    EventFormat.BOTH: _l("In person and online"),
}
_ADDRESS_LABELS = {
    AddressVisibility.EVERYONE: _l("Everyone"),
    AddressVisibility.GOING: _l("People who have replied"),
    AddressVisibility.HOSTS: _l("Only the hosts"),
}
_VISIBILITY_LABELS = {
    EventVisibility.PUBLIC: _l("Everyone can find it"),
    EventVisibility.UNLISTED: _l("Only people who have the link"),
    EventVisibility.DOMAINS: _l("Only people with an e-mail address at certain organisations can reply"),
}
_ACCESS_LABELS = {
    AccessFact.STEP_FREE: _l("Step-free way in"),
    AccessFact.ACCESSIBLE_TOILET: _l("Accessible toilet"),
    AccessFact.HEARING_LOOP: _l("Hearing loop"),
    AccessFact.SIGN_LANGUAGE: _l("Sign language interpreter"),
    AccessFact.CAPTIONS: _l("Live captions"),
    AccessFact.QUIET_ROOM: _l("Quiet room"),
    AccessFact.GENDER_NEUTRAL_TOILETS: _l("Gender-neutral toilets"),
    AccessFact.CHILDCARE: _l("Childcare on site"),
    AccessFact.CHILDREN_WELCOME: _l("Children are welcome"),
    AccessFact.PARKING: _l("Parking nearby"),
    AccessFact.PUBLIC_TRANSPORT: _l("Near public transport"),
    AccessFact.COST_HELP: _l("Help with travel costs"),
    AccessFact.ASSISTANCE_DOGS: _l("Assistance dogs are welcome"),
    AccessFact.LATE_IS_FINE: _l("Coming late or leaving early is fine"),
}
