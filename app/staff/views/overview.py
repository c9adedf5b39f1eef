"""What waits for staff."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.access import staff
from app.staff.queries import overview
from app.staff.views.blueprint import blueprint


@blueprint.get("/staff")
@staff
def overview_page() -> ResponseReturnValue:
    """Say how things stand and what waits."""
    return render_template("staff/overview.html", overview=overview())
