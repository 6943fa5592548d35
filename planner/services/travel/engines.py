"""The engines that a process keeps: a routing server with what it has answered, the street graph of the extract."""

import threading
from functools import lru_cache
from pathlib import Path

from planner.city.extract.roads import read_roads
from planner.config import settings
from planner.domain.errors import PlannerError
from planner.domain.models import City
from planner.routing.memory import Memory
from planner.routing.servers.osrm import Osrm
from planner.routing.servers.remote import Remote, Server, Web, address_fault
from planner.routing.servers.valhalla import Valhalla
from planner.routing.streets.graph import StreetGraph, build_street_graph
from planner.routing.streets.network import Vehicle
from planner.services.city.extract import current_extract

KINDS = ("osrm", "valhalla")
_loading = threading.Lock()


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


def street_graph(city: City) -> StreetGraph | None:
    """The streets of the extract in place, as the city's bus may use them; None without an extract.

    The file is read once; after that this costs one look at its date.
    """
    extract = current_extract(settings().data)
    graph = None if extract is None else _graph_of(extract.street_graph)
    vehicle = Vehicle(city.bus_weight_t, city.bus_height_m, city.bus_length_m)
    return graph if graph is None or vehicle == Vehicle() else graph.for_vehicle(vehicle)


@lru_cache(maxsize=2)
def memory_of(graph: StreetGraph) -> Memory:
    """What a graph has answered lately, for all threads of this process."""
    return Memory()


def _graph_of(path: Path) -> StreetGraph | None:
    try:
        state = path.stat()
    except OSError:
        return None
    with _loading:  # the first visitors after a start come together, and one of them loads
        return _loaded(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _loaded(path: Path, changed_ns: int, size: int) -> StreetGraph | None:
    # The last two are there for the cache alone: with another file in its place it is loaded anew.
    try:
        return StreetGraph.load(path)
    except (PlannerError, OSError):  # of another release, or half gone
        return _made_anew(path)


def _made_anew(path: Path) -> StreetGraph | None:
    """The graph out of the extract that lies beside its file; None where that cannot be: the rungs below go on."""
    try:
        graph = build_street_graph(read_roads(path.with_name("extract.osm.pbf")))
        graph.save(path)
    except (PlannerError, OSError):
        return None
    return graph
