"""What Twain and its rehearsal agree on where nobody has set anything. It takes no secret to rehearse."""

import socket
from dataclasses import dataclass

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8001
KEY = "sk_test_rehearsal"


@dataclass(frozen=True)
class Secrets:
    """The signing secrets of the two endpoints: for one's own account, and for connected ones."""

    platform: str
    connected: str

    def of(self, account: str) -> str:
        """Give the secret that a message about an account is signed with; "" is one's own."""
        return self.connected if account else self.platform


SECRETS = Secrets(platform="whsec_rehearsal_platform", connected="whsec_rehearsal_connected")


def environment(port: int) -> dict[str, str]:
    """Give the settings with which every process of a copy of Twain meets its rehearsal."""
    return {
        "STRIPE_SECRET_KEY": KEY,
        "STRIPE_WEBHOOK_SECRETS": f"{SECRETS.platform},{SECRETS.connected}",
        "STRIPE_API_BASE": f"http://{LOOPBACK}:{port}",
    }


def port_near(preferred: int) -> int:
    """Give a port on the loopback that is free: the preferred one if it can be had."""
    for wanted in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, wanted))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return preferred
