"""A passkey device made of software: what a phone does when a page asks it."""

import base64
import hashlib
import json
import os
import re
from html import unescape

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Device:
    """Keeps passkeys and answers for them; `verifies=False` is a key that does not check who holds it."""

    def __init__(self, *, origin="http://localhost", verifies=True):
        self.origin = origin
        self.flags = PRESENT | (VERIFIED if verifies else 0)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(32)
        self.user_handle = b""
        self.count = 0

    def create(self, options):
        """Make a passkey, as navigator.credentials.create does."""
        self.user_handle = _decoded(options["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        public_key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        size = len(self.credential_id).to_bytes(2, "big")
        about = self._about(options["rp"]["id"], self.flags | ATTESTED)
        about += bytes(16) + size + self.credential_id + public_key
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": about})
        response = {
            "clientDataJSON": _encoded(self._client_data("webauthn.create", options["challenge"])),
            "attestationObject": _encoded(attestation),
            "transports": ["internal"],
        }
        return self._credential(response)

    def get(self, options):
        """Answer for the passkey, as navigator.credentials.get does."""
        self.count += 1
        about = self._about(options["rpId"], self.flags)
        said = self._client_data("webauthn.get", options["challenge"])
        signed = self.key.sign(about + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": _encoded(said),
            "authenticatorData": _encoded(about),
            "signature": _encoded(signed),
            "userHandle": _encoded(self.user_handle),
        }
        return self._credential(response)

    def _about(self, rp_id, flags):
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client_data(self, kind, challenge):
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _credential(self, response):
        name = _encoded(self.credential_id)
        return json.dumps(
            {"id": name, "rawId": name, "type": "public-key", "response": response, "extensions": "{}"}
        )


def asked(page):
    """Give what a page asks the device (action, options)."""
    text = page.get_data(as_text=True)
    found = re.search(r'<form[^>]*action="([^"]*)"[^>]*data-options="([^"]*)"', text)
    assert found, text
    return unescape(found[1]), json.loads(unescape(found[2]))


def _encoded(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
