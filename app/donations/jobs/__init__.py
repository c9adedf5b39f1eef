"""Background work of funds and gifts; importing the parts registers it."""

from app.donations.jobs import (
    asking,
    comparing,
    funds,
    monthly,
    passing,
    paying,
    refunding,
    statements,
    telling,
)
