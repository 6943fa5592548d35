"""Webhooks: of what other programs are told, which addresses they may have, how a message is signed, how long one is tried."""

import base64
import binascii
import hashlib
import hmac
import ipaddress
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

PREFIX = "whsec_"
LONGEST_ADDRESS = 500
SHORTEST_SECRET, LONGEST_SECRET = 24, 64
"""Bytes, as Standard Webhooks has them."""
PATIENCE = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
)
"""How long an address rests after each failure in a row; the last one holds for all that follow."""
TRIED_FOR = timedelta(days=3)
"""A message that is older is given up."""
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class HookEvent(StrEnum):
    """What became of what everybody may read; `TEST` is sent by hand."""

    ISSUE_PUBLISHED = "issue.published"
    ISSUE_DECIDED = "issue.decided"
    ISSUE_REPORTED = "issue.reported"
    ISSUE_CLOSED = "issue.closed"
    TOUR_PUBLISHED = "tour.published"
    RELEASE_PUBLISHED = "release.published"
    TEST = "test"


OFFERED = tuple(event for event in HookEvent if event is not HookEvent.TEST)
"""Those that one chooses from."""


class HookState(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class HookProblem(StrEnum):
    """Why a message was not taken: nobody there, not in time, an address inside a network, a redirect, another answer than 2xx."""

    CONNECTION = "connection"
    TIMEOUT = "timeout"
    FORBIDDEN = "forbidden"
    REDIRECT = "redirect"
    STATUS = "status"


def address_fault(address: str) -> str:
    """What is wrong with an address that is to be told, in one word; empty for nothing.

    "scheme": not https; "credentials": a name or a password; "host": none, or one that is plainly inside a network. Where a name
    leads is looked at each time something is sent there.
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "host"
    if parts.scheme != "https":
        return "scheme"
    if parts.username is not None or parts.password is not None:
        return "credentials"
    if not host or any(letter.isspace() for letter in address) or _is_inside(host):
        return "host"
    return ""


def _is_inside(host: str) -> bool:
    try:
        return not is_public(ipaddress.ip_address(host.partition("%")[0]))
    except ValueError:
        return host.rstrip(".").rpartition(".")[2] in ("localhost", "local", "internal")


def is_public(address: Ip) -> bool:
    """Whether an address is one of the whole internet, whatever form hides another one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


def secret_bytes(secret: str) -> bytes:
    """The key in a secret such as `whsec_…`; ValueError for one that is none."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
    if not SHORTEST_SECRET <= len(key) <= LONGEST_SECRET:
        raise ValueError("of another length")
    return key


def secret_of(key: bytes) -> str:
    """The secret in which a key is told."""
    return PREFIX + base64.b64encode(key).decode()


def signature(secret: str, uid: str, timestamp: int, body: bytes) -> str:
    """`webhook-signature` of Standard Webhooks, version 1: HMAC-SHA256 over number, seconds since 1970 and body."""
    signed = b".".join((uid.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(secret_bytes(secret), signed, hashlib.sha256).digest()).decode()


def rest_after(failures: int) -> timedelta:
    """How long an address rests after that many failures in a row."""
    return PATIENCE[min(failures, len(PATIENCE)) - 1]
