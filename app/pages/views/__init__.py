"""Views of the public pages."""

from app.pages.views import (
    ask_feeds,
    asks,
    calendar,
    events,
    feeds,
    fund_list,
    funds,
    home,
    impact,
    initiative_feeds,
    initiatives,
    organisations,
    petition_feeds,
    petition_log,
    petitions,
    plain,
    series,
)
from app.pages.views.blueprint import blueprint
