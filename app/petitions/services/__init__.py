"""Writes: signing, and what follows from it."""

from app.petitions.services.minding import (
    anonymise,
    due_to_anonymise,
    forget_networks,
    forget_pending,
    forget_signer,
    judge_reason,
    look_at,
    release,
    remind_signer,
    take_off,
)
from app.petitions.services.owning import (
    SignatureChange,
    change_signature,
    confirm_signature,
    ended_sentence,
    withdraw_signature,
)
from app.petitions.services.signing import (
    PreparedSignature,
    SigningDetails,
    prepare_signature,
    sign,
    take_up_signature,
)

__all__ = [
    "PreparedSignature",
    "SignatureChange",
    "SigningDetails",
    "anonymise",
    "change_signature",
    "confirm_signature",
    "due_to_anonymise",
    "ended_sentence",
    "forget_networks",
    "forget_pending",
    "forget_signer",
    "judge_reason",
    "look_at",
    "prepare_signature",
    "release",
    "remind_signer",
    "sign",
    "take_off",
    "take_up_signature",
    "withdraw_signature",
]
