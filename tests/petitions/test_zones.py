"""Opening and closing of a petition are written, agreed on and read on the clocks of its zone."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from app.cohosting.queries import open_proposal
from app.core import clock
from app.core.database import db, session
from app.core.transaction import transaction
from app.factory import create_app
from app.migrations import init_migrations
from app.petitions.models import Petition, PetitionStatus
from app.petitions.rules.content import details_from
from app.petitions.rules.wording import whole
from tests.organisations.factories import OrganisationFactory
from tests.petitions.factories import make_petition
from tests.petitions.test_hosting import form_of, fresh, ready

SUMMER = datetime(2031, 7, 4, 22, 0, tzinfo=UTC)
LONDON = "Friday 4 July 2031, 23:00 (London)"


def edit(client, petition, host, **changes):
    data = form_of(fresh(petition), on_behalf_of=host.id, **changes)
    return client.post(f"/desk/petitions/{petition.slug}/edit", data=data)


def test_a_new_petition_keeps_the_time_of_whoever_begins_it(client, organiser):
    user, organisation = organiser
    with transaction():
        user.time_zone = "America/Toronto"
    client.post("/desk/petitions/new", data={"title": "More time", "organisation": organisation.id})
    petition = session.scalars(select(Petition)).one()
    assert petition.zone == "America/Toronto"
    page = client.get(f"/desk/petitions/{petition.slug}/edit").text
    assert '<option selected value="America/Toronto">' in page
    assert "Toronto</span>" in page


def test_what_is_typed_in_london_in_july_is_read_in_london(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation)
    july = {"closes_date": "2031-07-04", "closes_time": "23:00", "zone": "Europe/London"}
    assert edit(client, petition, organisation, **july).status_code == HTTPStatus.SEE_OTHER
    assert (fresh(petition).closes_at, fresh(petition).zone) == (SUMMER, "Europe/London")
    page = f"/desk/petitions/{petition.slug}"
    assert LONDON in client.get(page).text
    form = client.get(page + "/edit").text
    assert 'value="2031-07-04"' in form
    assert 'value="23:00"' in form


def test_when_it_was_counted_is_told_in_the_zone_too(client):
    petition = make_petition(zone="Europe/London")
    with transaction():
        petition.counted_at, petition.verified_at = SUMMER, SUMMER + timedelta(minutes=5)
    assert f"counted {LONDON}" in client.get(f"/petitions/{petition.slug}").text
    told = client.get(f"/petitions/{petition.slug}/number").text
    assert LONDON in told
    assert LONDON.replace("23:00", "23:05") in told


def test_the_public_reads_the_zone_of_the_petition(client):
    petition = make_petition(closes_at=SUMMER, zone="Europe/London")
    assert f"Open until {LONDON}" in client.get(f"/petitions/{petition.slug}").text
    soon = make_petition(PetitionStatus.SCHEDULED, opens_at=SUMMER, zone="America/Toronto")
    shown = client.get(f"/petitions/{soon.slug}").text
    assert "It opens on Friday 4 July 2031, 18:00 (Toronto)." in shown


def test_the_last_day_is_that_of_its_clocks():
    midnight = datetime(2031, 7, 4, 23, 0, tzinfo=UTC)  # when the fifth begins in London
    assert Petition(closes_at=midnight, zone="Europe/London").last_day.isoformat() == "2031-07-04"
    assert Petition(closes_at=midnight, zone="Asia/Tokyo").last_day.isoformat() == "2031-07-05"
    assert Petition(zone="UTC").last_day is None


def test_a_time_that_clocks_show_twice_or_never_is_asked_about(client, organiser):
    _user, organisation = organiser
    petition = ready(organisation)
    twice = {"closes_date": "2031-10-26", "closes_time": "01:30", "zone": "Europe/London"}
    asked = edit(client, petition, organisation, **twice)
    assert asked.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "happens twice" in asked.text
    edit(client, petition, organisation, **twice, closes_fold="1")
    assert fresh(petition).closes_at == datetime(2031, 10, 26, 1, 30, tzinfo=UTC)
    never = edit(client, petition, organisation, **{**twice, "closes_date": "2031-03-30"})
    assert "there is no 01:30" in never.text
    half = edit(client, petition, organisation, closes_time="")
    assert "Add the time as well." in half.text


def test_another_zone_changes_what_all_have_agreed_on_so_all_are_asked(client, organiser):
    _user, organisation = organiser
    petition = ready(
        organisation,
        OrganisationFactory(),
        status=PetitionStatus.OPEN,
        closes_at=SUMMER,
        zone="Europe/London",
    )
    shown = {"closes_date": "2031-07-04", "closes_time": "18:00", "zone": "America/Toronto"}
    assert edit(client, petition, organisation, **shown).status_code == HTTPStatus.SEE_OTHER
    assert fresh(petition).zone == "Europe/London"
    proposal = open_proposal(petition.cohosting)
    assert proposal.content == {"zone": "America/Toronto"}
    page = client.get(f"/desk/proposals/{proposal.id}").text
    assert LONDON in page
    assert "Friday 4 July 2031, 18:00 (Toronto)" in page


def test_an_opening_that_has_been_stays_when_the_zone_is_another(client, organiser):
    _user, organisation = organiser
    opened = clock.now().replace(second=0, microsecond=0) - timedelta(days=1)
    petition = ready(
        organisation, status=PetitionStatus.OPEN, opens_at=opened, closes_at=SUMMER, zone="Europe/London"
    )
    shown = {"closes_date": "2031-07-04", "closes_time": "18:00", "zone": "America/Toronto"}
    assert edit(client, petition, organisation, **shown).status_code == HTTPStatus.SEE_OTHER
    assert (fresh(petition).zone, fresh(petition).opens_at) == ("America/Toronto", opened)


def test_what_was_put_before_hosts_without_a_zone_was_meant_in_utc(client):
    said = {"title": "More time", "closes_at": SUMMER.isoformat()}
    assert details_from(said).zone == "UTC"
    assert "Friday 4 July 2031, 22:00 (UTC)" in [each.after for each in whole(said, {})]


def test_petitions_from_before_there_were_zones_stay_in_utc(fresh_settings):
    app = create_app(fresh_settings)
    init_migrations(app)
    with app.app_context():
        upgrade()
        make_petition(closes_at=SUMMER, zone="Europe/London")
        session.remove()
        downgrade(revision="0010")
        upgrade()
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT zone FROM petitions")).scalar_one() == "UTC"
        db.engine.dispose()
