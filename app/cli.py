"""Commands for those who run Twain: `flask <group> <command>`."""

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from app.accounts.jobs import erase_due_users, forget_old_sessions
from app.accounts.queries import user_by_email
from app.accounts.services import make_staff
from app.asks.jobs import forget_old_askers
from app.calendars.gateway.sources import Source, read_source, source_at
from app.calendars.jobs import forget_readings, take_over
from app.calendars.queries.importing import import_plan, plan_lines
from app.cohosting.jobs import expire_offers
from app.core import clock
from app.core.errors import Invalid
from app.core.i18n import in_language
from app.core.rotation import encrypted_tables, rotate_rows
from app.core.transaction import transaction
from app.demo.loading import is_empty, load_demo
from app.demo.world import sign_ins
from app.door.jobs import forget_door
from app.letters.jobs import show_feedback
from app.organisations.jobs import forget_old_addresses
from app.organisations.queries import organisation_by_slug
from app.outbox.jobs import deliver_due, tidy_outbox
from app.petitions.jobs.signers import forget_signers
from app.rsvps.jobs import forget_old_guests, forget_old_needs, release_expired

#: What deletes or forgets by rule; the worker runs each of them by itself, too.
RETENTION = (
    release_expired,
    forget_old_needs,
    forget_old_guests,
    forget_door,
    forget_readings,
    tidy_outbox,
    forget_old_sessions,
    erase_due_users,
    forget_old_addresses,
    expire_offers,
    forget_old_askers,
    forget_signers,
    show_feedback,
)

events = AppGroup("events", help="Events from elsewhere.")
demo = AppGroup("demo", help="The demo world.")
keys = AppGroup("keys", help="Encryption keys.")
mail = AppGroup("mail", help="Mail waiting to leave.")
retention = AppGroup("retention", help="Deleting what is due to be deleted.")
users = AppGroup("users", help="People who can sign in.")
GROUPS = (demo, events, keys, mail, retention, users)


def init_cli(app: Flask) -> None:
    """Register every group of commands."""
    for group in GROUPS:
        app.cli.add_command(group)


@demo.command("load")
def demo_load() -> None:
    """Load the demo world into an empty database."""
    if not is_empty():
        raise click.ClickException("This database is not empty; the demo world goes into an empty one only.")
    load_demo()
    click.echo("\n".join(sign_ins()))


@events.command("import")
@click.argument("source")
@click.option("--organisation", "slug", required=True, help="Whose drafts they become, by its address.")
@click.option("--yes", is_flag=True, help="Do not ask before taking them over.")
def events_import(source: str, slug: str, *, yes: bool) -> None:
    """Bring in the events of a calendar, SOURCE: a file, or an http, https or webcal address."""
    organisation = organisation_by_slug(slug)
    if organisation is None:
        raise click.ClickException(f"There is no organisation {slug}.")
    given = _given(source)
    try:
        read = read_source(given, now=clock.now(), zone=organisation.time_zone)
    except Invalid as error:
        raise click.ClickException(error.sentence) from None
    with in_language(None):
        plan = import_plan(organisation, read)
        click.echo("\n".join(plan_lines(plan)))
    work = len(plan.to_do())
    if not work or not (yes or click.confirm(f"Take over {work}?")):
        return
    click.echo(f"{take_over(organisation, read, source=given.name)} taken over.")


def _given(source: str) -> Source:
    """Tell a file from an address."""
    if "://" in source:
        return source_at(source)
    try:
        return Source(Path(source).name, Path(source).read_bytes())
    except OSError as error:
        raise click.ClickException(f"{source}: {error.strerror}") from None


@keys.command("rotate")
def keys_rotate() -> None:
    """Encrypt everything sensitive with the newest key; stopped, it goes on where it is run again."""
    changed = 0
    for table in encrypted_tables():
        has_more, last = True, None
        while has_more:
            with transaction():
                number, last = rotate_rows(table, last)
            changed, has_more = changed + number, last is not None
    click.echo(f"{changed} values encrypted anew.")


@mail.command("deliver")
def mail_deliver() -> None:
    """Deliver everything that is due now."""
    deliver_due()


@retention.command("run")
def retention_run() -> None:
    """Delete and forget at once what is due."""
    for forget in RETENTION:
        forget()
        click.echo(f"Done: {(forget.__doc__ or '').splitlines()[0]}")


@users.command("make-staff")
@click.argument("email")
def users_make_staff(email: str) -> None:
    """Make someone platform staff."""
    user = user_by_email(email)
    if user is None:
        raise click.ClickException("Nobody has registered with that address.")
    with transaction():
        make_staff(user)
    click.echo(f"{user.name} is staff now.")
