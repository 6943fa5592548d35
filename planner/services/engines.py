"""The engines that a process keeps: a routing server with what it has answered, so that no screen asks it twice."""

from functools import lru_cache

from planner.routing.osrm import Osrm
from planner.routing.remote import Remote, Server, Web, address_fault
from planner.routing.valhalla import Valhalla

KINDS = ("osrm", "valhalla")


def server_of(kind: str, url: str) -> Server | None:
    """The client for a kind of server at an address; None where there is none, or where the address cannot be asked."""
    if kind not in KINDS or address_fault(url):
        return None
    web = Web(url)
    return Osrm(web) if kind == "osrm" else Valhalla(web)


@lru_cache(maxsize=4)
def remote_rung(kind: str, url: str) -> Remote | None:
    """The city's routing server with its memory and its rest after failures, one for all threads of this process."""
    server = server_of(kind, url)
    return None if server is None else Remote(server)
