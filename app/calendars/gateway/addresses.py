"""Decide which addresses a stranger may make the server connect to, and connect to just those.

The name is resolved once and the connection goes to the very address that was judged, so a name server that
answers differently the second time (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: IPv4 within IPv6, through which a gateway would lead back inside (RFC 6052, 8215); protocol assignments.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in ("64:ff9b::/96", "64:ff9b:1::/48", "192.0.0.0/24", "192.88.99.0/24")
)


class AddressRefusedError(Exception):
    """Say that a name leads to no address that may be asked."""


class OutOfTimeError(Exception):
    """Say that the whole of the time is used up."""


def is_public(address: str) -> bool:
    """Tell whether an address belongs to the open internet: not private, local, multicast or reserved."""
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip.is_site_local or ip.sixtofour or ip.teredo:
            return False
    inside = ip.is_multicast or ip.is_reserved or ip.is_link_local or ip.is_private
    return ip.is_global and not inside and not any(ip in network for network in _SPECIAL)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Hold the moment (of the monotonic clock) by which everything must be done."""

    moment: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """Set a deadline from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Give the seconds that are left; OutOfTimeError when there are none."""
        left = self.moment - time.monotonic()
        if left <= 0:
            raise OutOfTimeError
        return left


class GuardedBackend(httpcore.NetworkBackend):
    """Connect only to allowed addresses, and let no single step outlast the deadline of the whole."""

    def __init__(self, is_allowed: Callable[[str], bool], deadline: Deadline) -> None:
        self._is_allowed = is_allowed
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  # the protocol's; the deadline decides
        local_address: str | None = None,  # noqa: ARG002  # the protocol's
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002  # the protocol's
    ) -> httpcore.NetworkStream:
        """Resolve the name, judge each address, and connect to the first allowed one that answers."""
        allowed = [address for address in _resolved(host, port, self._deadline) if self._is_allowed(address)]
        if not allowed:
            raise AddressRefusedError
        for address in allowed[:-1]:
            try:
                return self._connected(address, port)
            except httpcore.ConnectError:
                continue
        return self._connected(allowed[-1], port)

    def _connected(self, address: str, port: int) -> httpcore.NetworkStream:
        return _TimedStream(self._plain.connect_tcp(address, port, self._deadline.left()), self._deadline)


class _TimedStream(httpcore.NetworkStream):
    """Pass everything on with the time that is left, so that a trickle of bytes cannot go on for ever."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  # the deadline decides
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  # the deadline decides
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  # the deadline decides
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # as the protocol has it
        return self._stream.get_extra_info(info)


def _resolved(host: str, port: int, deadline: Deadline) -> list[str]:
    """Resolve a name in a thread, because the system's resolver cannot be told to hurry."""
    answers: SimpleQueue[list[str]] = SimpleQueue()

    def resolve() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            found = []
        answers.put(list(dict.fromkeys(str(entry[4][0]) for entry in found)))

    threading.Thread(target=resolve, name="resolve", daemon=True).start()
    try:
        addresses = answers.get(timeout=deadline.left())
    except Empty:
        raise OutOfTimeError from None
    if not addresses:
        raise httpcore.ConnectError
    return addresses
