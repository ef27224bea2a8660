"""Connections to the open internet alone, for index/read/fetch.py.

Whoever gives an address, or a page that redirects, could point us at what only this machine can reach: its own services,
its neighbours, a cloud's metadata. So a host's name is looked up first, each of its addresses has to be allowed, and the
connection goes to the very address that was checked: a name that answers differently the second time gains nothing.

httpcore is what httpx itself connects with; its network backend is the place where both can be seen to.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any

import httpcore

__all__ = ["Address", "Clock", "Gate", "Unfit", "addresses_of", "is_public"]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_OPEN_IPV6 = ipaddress.ip_network("2000::/3")
# Beside what is private, local or reserved by name: special purposes, IPv4 inside of IPv6 (Teredo, 6to4), and the metadata
# service of Azure, whose address looks like any other.
_CLOSED = [
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "2001::/23", "2002::/16", "3fff::/20")
]


class Unfit(ValueError):
    """Why an address, or what is there, is not taken; the address is to stand before these words."""


def is_public(address: Address) -> bool:
    """Whether an address is of the open internet, and not this machine's, its network's or of a special purpose."""
    if isinstance(address, ipaddress.IPv6Address) and address not in _OPEN_IPV6:
        return False  # also IPv4 in the clothes of IPv6: ::ffff:127.0.0.1, 64:ff9b::7f00:1
    return address.is_global and not address.is_multicast and not any(address in network for network in _CLOSED)


def addresses_of(host: str, port: int) -> list[str]:
    """The numeric addresses of a host, as the system knows them. Raises OSError or ValueError for no such host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Clock:
    """How much is left of a time limit."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds, more than none. Raises httpcore.ReadTimeout when the time is up."""
        if (left := self._end - time.monotonic()) <= 0:
            raise httpcore.ReadTimeout
        return left


class Gate(httpcore.NetworkBackend):
    """Connects to hosts whose addresses are all allowed, and to nothing else; every wait ends with the clock.

    look_up gives the addresses of a host at a port. A host that is not let through raises Unfit.
    """

    def __init__(
        self, allowed: Callable[[Address], bool], look_up: Callable[[str, int], Iterable[str]], clock: Clock
    ) -> None:
        self._allowed, self._look_up, self._clock = allowed, look_up, clock
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        rest = self._addresses(host, port)
        while True:
            address, *rest = rest
            try:
                share = self._clock.left() / (1 + len(rest))
                return _Timed(self._inner.connect_tcp(address, port, share), self._clock)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not rest:
                    raise

    def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host, at least one and each of them allowed."""
        answer: SimpleQueue[list[str]] = SimpleQueue()

        def look_up() -> None:
            try:
                answer.put(list(dict.fromkeys(self._look_up(host, port))))
            except (OSError, ValueError):
                answer.put([])

        # In a thread, since the system's look-up takes as long as it likes.
        threading.Thread(target=look_up, name="newsqa-look-up", daemon=True).start()
        try:
            addresses = answer.get(timeout=self._clock.left())
        except Empty:
            raise httpcore.ConnectTimeout from None
        if not addresses:
            raise Unfit(f"the host {host[:100]} cannot be found: look for a slip in the address")
        if not all(self._allowed(ipaddress.ip_address(address)) for address in addresses):
            raise Unfit(
                "leads to this machine or into a closed network, where nothing is fetched: add the article as a file"
            )
        return addresses


class _Timed(httpcore.NetworkStream):
    """A connection whose waits end with the clock, however slowly the other side drips."""

    def __init__(self, inner: httpcore.NetworkStream, clock: Clock) -> None:
        self._inner, self._clock = inner, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._clock.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, self._clock.left()), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
