"""Reads of the desk: what waits for someone, and what is theirs."""

from app.desk.queries.events import events_of, past_events_of
from app.desk.queries.news import replies_lately
from app.desk.queries.waiting import waiting_for
