"""What has come of an initiative: a page with drawings and tables, and the same numbers for programs."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.cohosting.queries import host_organisations_of
from app.core import clock
from app.core.access import public, require
from app.core.errors import existing
from app.core.http import shows
from app.core.settings import settings
from app.donations.models import Fund
from app.initiatives.models import Initiative
from app.initiatives.policies import is_listed
from app.initiatives.queries import aims_of
from app.initiatives.rules import percent_reached
from app.pages.queries.funds import initiative_with_funds, raised_by
from app.pages.queries.impact import deeds_of
from app.pages.rules.impact import Impact, figures, impact_of
from app.pages.views.blueprint import blueprint
from app.pages.views.feeds import FEED_CONTROL
from app.pages.views.figures import open_json

AT = "/initiatives/<slug>/impact"
TAGS = ("initiative:{slug}", "events", "asks", "petitions", "organisations")


@blueprint.get(AT)
@public
@shows(*TAGS)
def impact(slug: str) -> ResponseReturnValue:
    """Show what has come of an initiative so far."""
    found, funds = _listed(slug)
    return render_template(
        "pages/impact.html",
        initiative=found,
        hosts=host_organisations_of([found.cohosting_id])[found.cohosting_id],
        aims=[(each, percent_reached(each.reached, each.number)) for each in aims_of(found)],
        impact=_impact(found),
        raised=raised_by(funds),
    )


@blueprint.get(f"{AT}.json")
@public
@shows(*TAGS)
def impact_json(slug: str) -> ResponseReturnValue:
    """Give the same numbers as JSON."""
    found, funds = _listed(slug)
    body = {
        "initiative": found.title,
        "address": f"{settings().public_url}/initiatives/{slug}",
        "aims": [
            {
                "aim": each.text,
                "number": each.number,
                "unit": each.unit,
                "due_on": each.due_on.isoformat() if each.due_on else None,
                "reached": each.reached,
                "reached_on": each.reached_on.isoformat() if each.reached_on else None,
            }
            for each in aims_of(found)
        ],
        **figures(_impact(found)),
        "raised": [{"amount": str(each.decimal), "currency": each.currency} for each in raised_by(funds)],
    }
    return open_json(body, FEED_CONTROL)


def _impact(found: Initiative) -> Impact:
    """Count until today, or until it was completed."""
    return impact_of(deeds_of(found), (found.completed_at or clock.now()).date())


def _listed(slug: str) -> tuple[Initiative, list[Fund]]:
    found = existing(initiative_with_funds(slug))
    require(is_listed(found[0]), hide=True)
    return found
