"""The kinds and states that events know, each with the words people read."""

from app.core.i18n import _l
from app.core.labelled import Labelled


class EventStatus(Labelled):
    """The life of an event. An event that is over is still `published`; see `Event.is_past`."""

    DRAFT = "draft", _l("Draft")
    PROPOSED = "proposed", _l("Waiting for sign-off")
    PUBLISHED = "published", _l("Public")
    POSTPONED = "postponed", _l("Postponed")
    CANCELLED = "cancelled", _l("Cancelled")
    #: Taken back from the public; feeds keep a tombstone.
    WITHDRAWN = "withdrawn", _l("Taken back")
    #: Content wiped; only what the tombstone in the feeds needs is kept.
    DELETED = "deleted", _l("Deleted")


class EventFormat(Labelled):
    """How people take part."""

    IN_PERSON = "in_person", _l("In person")
    ONLINE = "online", _l("Online")
    BOTH = "both", _l("In person and online")

    @property
    def ways(self) -> tuple["Way", ...]:
        """Give the ways in which people can take part."""
        return tuple(Way) if self is EventFormat.BOTH else (Way(self.value),)


class Way(Labelled):
    """One way of taking part; an event that is `both` has spots for each."""

    IN_PERSON = EventFormat.IN_PERSON.value, EventFormat.IN_PERSON.words
    ONLINE = EventFormat.ONLINE.value, EventFormat.ONLINE.words


class AddressVisibility(Labelled):
    """Who sees the exact address."""

    EVERYONE = "everyone", _l("Everyone")
    GOING = "going", _l("People who have replied")
    HOSTS = "hosts", _l("Only the hosts")


class EventVisibility(Labelled):
    """Who may find and open the event."""

    PUBLIC = "public", _l("Everyone can find it")
    UNLISTED = "unlisted", _l("Only people who have the link")
    #: Anyone may look, only people with an address at these domains may reply; never listed.
    DOMAINS = "domains", _l("Only people with an e-mail address at certain organisations can reply")


class AccessFact(Labelled):
    """What makes it easier to take part."""

    STEP_FREE = "step_free", _l("Step-free way in")
    ACCESSIBLE_TOILET = "accessible_toilet", _l("Accessible toilet")
    HEARING_LOOP = "hearing_loop", _l("Hearing loop")
    SIGN_LANGUAGE = "sign_language", _l("Sign language interpreter")
    CAPTIONS = "captions", _l("Live captions")
    QUIET_ROOM = "quiet_room", _l("Quiet room")
    GENDER_NEUTRAL_TOILETS = "gender_neutral_toilets", _l("Gender-neutral toilets")
    CHILDCARE = "childcare", _l("Childcare on site")
    CHILDREN_WELCOME = "children_welcome", _l("Children are welcome")
    PARKING = "parking", _l("Parking nearby")
    PUBLIC_TRANSPORT = "public_transport", _l("Near public transport")
    COST_HELP = "cost_help", _l("Help with travel costs")
    ASSISTANCE_DOGS = "assistance_dogs", _l("Assistance dogs are welcome")
    LATE_IS_FINE = "late_is_fine", _l("Coming late or leaving early is fine")
