"""Commands for those who run Twain: `flask <group> <command>`."""

from flask import Flask
from flask.cli import AppGroup

from app.outbox.jobs import deliver_due

mail = AppGroup("mail", help="Mail waiting to leave.")


@mail.command("deliver")
def deliver() -> None:
    """Deliver everything that is due now."""
    deliver_due()


GROUPS = (mail,)


def init_cli(app: Flask) -> None:
    """Register every group of commands."""
    for group in GROUPS:
        app.cli.add_command(group)
