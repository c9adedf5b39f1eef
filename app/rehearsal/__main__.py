"""Run the rehearsal Stripe: `python -m app.rehearsal`. It takes no real money and no real name."""

import os
import sys
from urllib.parse import urlsplit

from app.config import Mode, SettingError, Settings
from app.rehearsal.agreed import DEFAULT_PORT, LOOPBACK
from app.rehearsal.deliveries import to_address
from app.rehearsal.server import Application, listen
from app.rehearsal.world import World

WEBHOOK = "/webhooks/stripe"


def rehearse() -> None:
    """Listen at STRIPE_API_BASE and send messages to PUBLIC_URL, until stopped."""
    try:
        settings = Settings.from_environment(os.environ)
        port = port_of(settings)
    except SettingError as error:
        sys.exit(f"The rehearsal Stripe cannot start: {error}")
    settings.instance.mkdir(parents=True, exist_ok=True)
    application = Application(World(settings.instance / "rehearsal.json"))
    application.target = to_address(settings.public_url + WEBHOOK)
    application.deliveries.keep_sending(application.target)
    listen(application, port).serve_forever()


def port_of(settings: Settings) -> int:
    """Give the port to listen on; raise SettingError in production or for an address beyond the loopback."""
    if settings.mode is Mode.PRODUCTION:
        raise SettingError("TWAIN_MODE is production, where no gift is a rehearsal.")
    parts = urlsplit(settings.stripe_api_base or f"http://{LOOPBACK}:{DEFAULT_PORT}")
    if parts.hostname != LOOPBACK or parts.scheme != "http":
        raise SettingError(f"STRIPE_API_BASE must be http://{LOOPBACK}:PORT for the rehearsal.")
    return parts.port or DEFAULT_PORT


if __name__ == "__main__":
    rehearse()
