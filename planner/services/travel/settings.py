"""How this city computes travel times: its routing server, its bus, its factors, and how the engines are doing."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import EllipsisType
from typing import Any

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Conflict, Invalid
from planner.domain.geo import Point
from planner.domain.models import City
from planner.domain.permissions import Action, require
from planner.domain.travel_factors import LEAST_PERCENT, MOST_PERCENT, FactorRule
from planner.domain.typed import typed_line
from planner.routing.engine import NoAnswer
from planner.routing.servers.remote import address_fault
from planner.services.city.city import get_city, hold_city
from planner.services.travel.engines import KINDS, remote_rung, server_of, street_graph

MOST_RULES = 20
_A_KILOMETRE_NORTH = 0.0089932
_MOST_OF_BUS: Mapping[str, int] = {"weight_t": 60, "height_m": 6, "length_m": 30}


@dataclass(frozen=True)
class Rung:
    """An engine of the city as a screen shows it. `present`: the city has it; `reason`: why it does not answer now.

    `seconds`: until it is asked again. `size`: how many crossings its streets have, 0 where that is not known.
    """

    name: str
    present: bool
    reason: str = ""
    seconds: int = 0
    size: int = 0


@dataclass(frozen=True)
class RouterCheck:
    """What a routing server said to a trial ride of some 1 km in the middle of the city; `reason` is empty where it works.

    `metres`: from the middle of the city to its nearest street.
    """

    reason: str
    minutes: int = 0
    km: float = 0.0
    metres: int = 0


def engine_states(session: Session, actor: Actor) -> list[Rung]:
    """The rungs from the best to the one that is always there, whether or not the city has them."""
    require(actor, Action.PLAN_TOUR)
    city = get_city(session)
    remote, graph = remote_rung(city.router_kind, city.router_url), street_graph(city)
    circuit = None if remote is None else remote.circuit
    return [
        Rung(
            city.router_kind or "router",
            circuit is not None,
            circuit.reason if circuit else "",
            math.ceil(circuit.seconds_left()) if circuit else 0,
        ),
        Rung("streets", graph is not None, size=0 if graph is None else graph.junctions),
        Rung("estimate", present=True),
    ]


def set_router(session: Session, actor: Actor, *, kind: str, url: str, seen: Values | None = None) -> None:
    """Names the city's routing server; an empty kind means none. Invalid for an address that must not be asked.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_CITY)
    city = hold_city(session)
    present = {"kind": city.router_kind, "url": city.router_url}
    given = beside_others("router", present, {"kind": kind, "url": url}, seen)
    url = _checked_router(given["kind"], given["url"]) if given["kind"] else ""
    city.router_kind, city.router_url = given["kind"], url
    session.flush()


def check_router(actor: Actor, city: City, *, kind: str, url: str) -> RouterCheck:
    """Asks a server for a trial ride in the middle of the city, whatever was saved before. It may take seconds, and wants no
    database.
    """
    require(actor, Action.MANAGE_CITY)
    server = server_of(kind, _checked_router(kind, url))
    assert server is not None
    middle = Point(city.view_lat, city.view_lon)
    try:
        snap = server.snap(middle)
        if math.isinf(snap.metres):
            return RouterCheck("other_city")
        route, _ = server.route([snap.point, Point(snap.point.lat + _A_KILOMETRE_NORTH, snap.point.lon)])
    except NoAnswer as error:
        return RouterCheck(error.reason)
    leg = route.legs[0]
    if not leg.is_passable:
        return RouterCheck("no_way", metres=round(snap.metres))
    return RouterCheck("", math.ceil(leg.minutes), leg.km, round(snap.metres))


def set_factors(
    session: Session,
    actor: Actor,
    rules: Sequence[FactorRule],
    *,
    instead_of: Sequence[dict[str, Any]] | None | EllipsisType = ...,
) -> None:
    """Replaces the factors by season and hour. Invalid for one without a name, below 50 or over 300 %, for one time alone.

    `instead_of` are those that are stored as far as the caller knows; Conflict("travel.error.rules_changed") where they
    are others by now.
    """
    require(actor, Action.MANAGE_CITY)
    city = hold_city(session)
    if instead_of is not ... and city.travel_factors != instead_of:
        raise Conflict("travel.error.rules_changed")
    if len(rules) > MOST_RULES:
        raise Invalid("travel.error.many_rules", most=MOST_RULES)
    kept = []
    for rule in rules:
        kept.append(
            replace(rule, name=typed_line(rule.name, field="name", longest=60, needed="travel.error.rule_name"))
        )
        if not LEAST_PERCENT <= rule.percent <= MOST_PERCENT:
            raise Invalid("travel.error.percent", field="percent", least=LEAST_PERCENT, most=MOST_PERCENT)
        if (rule.starts is None) != (rule.ends is None):
            raise Invalid("travel.error.one_time", field="starts")
    city.travel_factors = [rule.stored() for rule in kept]
    session.flush()


def set_learning(session: Session, actor: Actor, *, learns: bool) -> None:
    """Whether what past rides have taught counts; it is learned all the same."""
    require(actor, Action.MANAGE_CITY)
    hold_city(session).learns = learns
    session.flush()


def set_bus(
    session: Session,
    actor: Actor,
    *,
    weight_t: float,
    height_m: float,
    length_m: float,
    seen: Values | None = None,
) -> None:
    """The bus for which narrow streets are avoided; 0 is not asked. Invalid below 0, or for what no road carries.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_CITY)
    city = hold_city(session)
    present = {name: getattr(city, f"bus_{name}") for name in _MOST_OF_BUS}
    wanted = {"weight_t": weight_t, "height_m": height_m, "length_m": length_m}
    for field, value in beside_others("bus", present, wanted, seen).items():
        if not 0 <= value <= _MOST_OF_BUS[field]:
            raise Invalid("travel.error.bus", field=field, most=_MOST_OF_BUS[field])
        setattr(city, f"bus_{field}", value)
    session.flush()


def _checked_router(kind: str, url: str) -> str:
    if kind not in KINDS:
        raise Invalid("travel.error.kind", field="kind")
    address = typed_line(url, field="url", longest=500)
    fault = address_fault(address)
    if fault:
        raise Invalid(f"travel.error.address_{fault}", field="url")
    return address
