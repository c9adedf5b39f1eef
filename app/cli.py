"""Commands for those who run Twain: `flask <group> <command>`."""

import click
from flask import Flask
from flask.cli import AppGroup

from app.accounts.jobs import erase_due_users, forget_old_sessions
from app.accounts.queries import user_by_email
from app.accounts.services import make_staff
from app.core.rotation import rotate_keys
from app.core.transaction import transaction
from app.demo.loading import is_empty, load_demo, sign_ins
from app.outbox.jobs import deliver_due, tidy_outbox
from app.rsvps.jobs import forget_old_needs, release_expired

#: What deletes or forgets by rule; the worker runs each of them by itself, too.
RETENTION = (release_expired, forget_old_needs, tidy_outbox, forget_old_sessions, erase_due_users)

demo = AppGroup("demo", help="The demo world.")
keys = AppGroup("keys", help="Encryption keys.")
mail = AppGroup("mail", help="Mail waiting to leave.")
retention = AppGroup("retention", help="Deleting what is due to be deleted.")
users = AppGroup("users", help="People who can sign in.")
GROUPS = (demo, keys, mail, retention, users)


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


@keys.command("rotate")
def keys_rotate() -> None:
    """Encrypt everything sensitive with the newest key."""
    with transaction():
        changed = rotate_keys()
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
