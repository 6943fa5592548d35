"""What a driver does on a way: where they turn, into which street, and how far they follow it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.domain.geo import Point
from planner.routing.engine import Turn, TurnKind
from planner.routing.streets.network import ROUNDABOUT, Floats, Ints, Mask, Network
from planner.routing.streets.snap import plane_of
from planner.routing.streets.ways import Way

_LOOK_M = 15.0
"""Over so many metres before and behind a crossing the direction is taken: drawn crossings have small kinks."""
_TURN_DEGREES = 40.0
_BACK_DEGREES = 150.0
_SHORT_M = 60.0
"""A piece without a name, no longer than this, counts to the street that it leads to."""
_BETWEEN_LANES_M = 30.0
"""Two turns to one side so near to each other lead around the strip between two roadways, and are one."""


@dataclass
class _Line:
    kind: TurnKind
    street: str
    point: Point
    metres: float = 0.0
    exit: int | None = None

    def turn(self) -> Turn:
        return Turn(self.kind, self.street, self.metres, self.point, self.exit)


@dataclass(frozen=True)
class _Ride:
    """A way edge by edge, without edges of which nothing is driven. `angle` is the bend behind each edge, left positive.

    `choice` says where one could go elsewhere, `leads_off` where a street leaves a roundabout: at the end of each edge.
    """

    metres: Floats
    names: tuple[str, ...]
    round: Mask
    nodes: Ints
    angle: Floats
    choice: Mask
    leads_off: Mask
    returns: Mask


def turns_of(network: Network, way: Way, start: Point, end: Point, before: Way | None = None) -> Iterator[Turn]:
    """The lines of one leg, from "start" to "arrive"; two places that are one have nothing between these two.

    Where the bus came to the start by the way `before` and has to leave it the other way round, that is a "u_turn" there.
    """
    ride = _ride_of(network, way)
    lines = [_Line("start", ride.names[0] if ride.names else "", start)]
    if before is not None and _turns_round(network, before, way):
        lines.append(_Line("u_turn", lines[0].street, start))
    for edge in range(len(ride.names)):
        if edge and (line := _line_between(network, ride, edge, lines[-1])):
            lines.append(line)
        lines[-1].metres += float(ride.metres[edge])
    yield from (line.turn() for line in _without_lanes(lines))
    yield Turn("arrive", ride.names[-1] if ride.names else "", 0.0, end)


def _turns_round(network: Network, before: Way, way: Way) -> bool:
    """Whether the first edge that is driven leads back along the last one before it."""
    come, go = _driven(network, before)[0], _driven(network, way)[0]
    if not (len(come) and len(go)):
        return False
    came, goes = [(network.site[network.tail[edge]], network.site[network.head[edge]]) for edge in (come[-1], go[0])]
    return bool(came == goes[::-1])


def _without_lanes(lines: list[_Line]) -> list[_Line]:
    """The lines with two quick turns to one side made one: a turn back where they lead into the street one came by."""
    kept = lines[:1]
    for line in lines[1:]:
        last = kept[-1]
        if line.kind in ("left", "right") and line.kind == last.kind and last.metres <= _BETWEEN_LANES_M:
            came_by = kept[-2].street
            last.kind = "u_turn" if line.street and line.street == came_by else last.kind
            last.street, last.metres = line.street, last.metres + line.metres
        else:
            kept.append(line)
    return kept


def _line_between(network: Network, ride: _Ride, edge: int, now: _Line) -> _Line | None:
    """What is to be done between the edge before and this one; None where one just goes on."""
    name, angle = ride.names[edge], float(ride.angle[edge - 1])
    point = Point(float(network.lat[ride.nodes[edge - 1]]), float(network.lon[ride.nodes[edge - 1]]))
    if ride.round[edge]:
        return None if ride.round[edge - 1] else _roundabout(ride, edge, point)
    if ride.round[edge - 1] and now.kind == "roundabout":
        return None
    if ride.returns[edge - 1] or (abs(angle) > _BACK_DEGREES and ride.choice[edge - 1]):
        return _Line("u_turn", name, point)
    renamed = bool(name) and name != now.street
    if abs(angle) > _TURN_DEGREES and (ride.choice[edge - 1] or renamed):
        return _Line("left" if angle > 0 else "right", name, point)
    if not renamed:
        return None
    if not now.street and now.metres <= _SHORT_M:
        now.street = name
        return None
    return _Line("straight", name, point)


def _roundabout(ride: _Ride, entry: int, point: Point) -> _Line:
    inside = entry
    while inside < len(ride.names) and ride.round[inside]:
        inside += 1
    if inside == len(ride.names):
        return _Line("roundabout", "", point)
    exits = int(np.count_nonzero(ride.leads_off[entry:inside]))
    return _Line("roundabout", ride.names[inside], point, exit=exits)


def _driven(network: Network, way: Way) -> tuple[Ints, Floats]:
    """The edges of which something is driven, and what share."""
    share = np.ones(len(way.edges))
    share[0] -= way.start_share
    share[-1] -= 1 - way.end_share
    driven = np.flatnonzero((share * network.dm[way.edges] > 0.5) | ((share > 1e-9) & (share < 1)))
    return way.edges[driven], share[driven]


def _ride_of(network: Network, way: Way) -> _Ride:
    edges, share = _driven(network, way)
    metres = share * network.dm[edges] / 10
    head, name = network.head[edges], network.name[edges]
    returns = np.zeros(len(edges), bool)
    returns[:-1] = network.site[network.tail[edges[:-1]]] == network.site[head[1:]]
    return _Ride(
        metres=metres,
        names=tuple(network.names[number] for number in name),
        round=(network.flags[edges] & ROUNDABOUT) > 0,
        nodes=head,
        angle=_angles(network, edges, metres),
        choice=network.neighbours[network.site[head]] > 2,
        leads_off=network.leads_off[network.site[head]],
        returns=returns,
    )


def _angles(network: Network, edges: Ints, metres: Floats) -> Floats:
    """The bend at the end of each edge in degrees, left positive, as it looks from some metres away."""
    if not len(edges):
        return np.zeros(0)
    plane = plane_of(network.lat[network.head[edges]], network.lon[network.head[edges]])
    nodes = np.concatenate((network.tail[edges[:1]], network.head[edges]))
    at = plane.metres(network.lat[nodes], network.lon[nodes])
    length = np.maximum(np.hypot(*np.diff(at, axis=0).T), 1e-3)
    along = np.concatenate(([0.0], np.cumsum(length)))
    here = along[1:]
    before = _at(along, at, np.maximum(here - _LOOK_M, 0.0))
    behind = _at(along, at, np.minimum(here + _LOOK_M, along[-1]))
    come, go = at[1:] - before, behind - at[1:]
    cross = come[:, 0] * go[:, 1] - come[:, 1] * go[:, 0]
    angles: Floats = np.degrees(np.arctan2(cross, (come * go).sum(axis=1)))
    return angles


def _at(along: Floats, at: Floats, metres: Floats) -> Floats:
    return np.column_stack((np.interp(metres, along, at[:, 0]), np.interp(metres, along, at[:, 1])))
