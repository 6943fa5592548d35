"""Turns that signs forbid at a crossing, out of the relations of an extract."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from planner.city.extract.road_tags import Tags

Numbers: TypeAlias = NDArray[np.int32]
Ints: TypeAlias = NDArray[np.int64]


class TurnBan(NamedTuple):
    """From one way over a node: not into the others, or with `only` into nothing but these. Ways and node by their ids."""

    come: frozenset[int]
    via: int
    go: frozenset[int]
    only: bool
    back: bool


def ban_of(tags: Tags, members: Any) -> TurnBan | None:
    """The ban for buses that a relation tells; None where it tells none, or one that leads over more than a node."""
    kind = next((tags[key] for key in ("restriction:bus", "restriction:psv", "restriction") if key in tags), "")
    excepted = {word.strip() for word in tags.get("except", "").split(";")}
    if not kind.startswith(("no_", "only_")) or excepted & {"bus", "psv", "motor_vehicle"}:
        return None
    roles: dict[str, list[int]] = {"from": [], "via": [], "to": []}
    for member in members:
        if member.role in roles and member.type == ("n" if member.role == "via" else "w"):
            roles[member.role].append(member.ref)
    if len(roles["via"]) != 1 or not roles["from"] or not roles["to"]:
        return None
    return TurnBan(
        frozenset(roles["from"]), roles["via"][0], frozenset(roles["to"]), kind.startswith("only_"), kind == "no_u_turn"
    )


def banned_pairs(
    bans: Sequence[TurnBan], tail: Numbers, head: Numbers, way: Ints, node_of: dict[int, int]
) -> tuple[Numbers, Numbers]:
    """The pairs of edges, as two columns, of which the second may not follow the first.

    `way` is the id of each edge's way, `node_of` the number of each node that a ban is about.
    """
    into, out = np.argsort(head, kind="stable"), np.argsort(tail, kind="stable")
    pairs = {
        pair
        for ban in bans
        if ban.via in node_of
        for pair in _pairs(
            ban, _edges_at(node_of[ban.via], head, into), _edges_at(node_of[ban.via], tail, out), tail, head, way
        )
    }
    first, second = np.array(sorted(pairs), np.int32).reshape(-1, 2).T
    return first, second


def _edges_at(node: int, end: Numbers, order: Ints) -> list[int]:
    begin, stop = np.searchsorted(end, [node, node + 1], sorter=order)
    return [int(edge) for edge in order[begin:stop]]


def _pairs(
    ban: TurnBan, into: list[int], out: list[int], tail: Numbers, head: Numbers, way: Ints
) -> Iterator[tuple[int, int]]:
    named = [edge for edge in out if int(way[edge]) in ban.go]
    for come in into:
        if int(way[come]) not in ban.come or not named:
            continue
        for go in out:
            if ban.back and head[go] != tail[come]:
                continue
            if (go in named) != ban.only:
                yield come, go
