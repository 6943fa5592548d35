"""Which addresses of the network a routing server may have, whatever name or spelling leads there."""

import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_SECRETS = frozenset(map(ipaddress.ip_address, ("fd00:ec2::254", "100.100.100.200")))
"""Where clouds answer with their secrets, beside the network link itself (169.254.169.254)."""


class ForbiddenAddress(OSError):
    """The name leads where nobody may ask."""


def is_forbidden(address: str) -> bool:
    """Whether an address, such as `169.254.1.1` or `::ffff:a9fe:a9fe`, is of the network link, of a cloud's secrets, or of many
    machines at once. A name is none: `checked_address` looks where it leads.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or found
    return found.is_link_local or found.is_multicast or found.is_unspecified or found in _SECRETS


def checked_address(host: str, port: int | None) -> str:
    """The address to connect to for a name, or for any spelling of a number (`0xA9FEA9FE`, `2852039166`).

    ForbiddenAddress where one of those that it leads to is forbidden, OSError where it leads nowhere.
    """
    found = [str(each[4][0]) for each in socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)]
    if any(map(is_forbidden, found)):
        raise ForbiddenAddress(host)
    return _preferred(found)


def _preferred(addresses: Sequence[str]) -> str:
    """IPv4 where there is one: a server in a container often listens there alone."""
    return next((each for each in addresses if ":" not in each), addresses[0])


class _Checked(HTTPConnection):
    """Looks at the address at the moment of connecting, so that a name cannot lead elsewhere after it was checked."""

    def _new_conn(self) -> socket.socket:
        self._dns_host = checked_address(self._dns_host, self.port)
        return super()._new_conn()


class _CheckedHttps(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        self._dns_host = checked_address(self._dns_host, self.port)
        return super()._new_conn()


class _Http(HTTPConnectionPool):
    ConnectionCls = _Checked


class _Https(HTTPSConnectionPool):
    ConnectionCls = _CheckedHttps


class CheckedAdapter(HTTPAdapter):
    """Lets a client of `requests` connect to addresses that are not forbidden, and to no others."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """The manager of connections, with checked ones."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Http, "https": _Https}


def checked_client() -> requests.Session:
    """A client of its own: no proxy, no password file and no cookie of this machine goes along, no forbidden address is asked."""
    client = requests.Session()
    client.trust_env = False
    for scheme in ("http://", "https://"):
        client.mount(scheme, CheckedAdapter())
    return client
