"""Events, their versions, and the agreements that people accept when they reply."""

from app.events.models.agreements import Agreement
from app.events.models.events import Event, EventVersion
from app.events.models.kinds import (
    AccessFact,
    AddressVisibility,
    EventFormat,
    EventStatus,
    EventVisibility,
    Way,
)
from app.events.models.series import Series, SeriesStatus
from app.events.models.words import SEARCH_DDL
