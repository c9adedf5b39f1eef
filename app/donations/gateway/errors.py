"""What may go wrong at the door."""


class GatewayError(Exception):
    """Say that the provider did not do what was asked."""


class GatewayUnavailable(GatewayError):
    """Nothing is known of what became of the call; the same call with the same key may be sent again.

    `replayed` says that the provider has kept its own failure under that key and would repeat it for a day:
    look first whether the thing was done, then ask under a new key.
    """

    def __init__(self, detail: str = "", *, replayed: bool = False) -> None:
        super().__init__(detail)
        self.replayed = replayed


class GatewayRefused(GatewayError):
    """The provider has said no, and would say no again.

    `code` is the provider's own word, such as `charge_already_refunded`, or its kind of error where it
    gives none.
    """

    def __init__(self, code: str, *, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


class GatewayMissing(GatewayRefused):
    """The provider knows of no such thing (on this account, in this mode)."""


class DeliveryRefused(GatewayError):
    """A delivery is not what it says: `reason` is one word of DeliveryFault."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
