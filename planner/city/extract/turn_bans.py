"""Turns that signs forbid at a crossing, out of the relations of an extract."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from planner.city.extract.road_tags import Tags

Numbers: TypeAlias = NDArray[np.int32]
Ints: TypeAlias = NDArray[np.int64]
_OTHERS = ("hgv", "goods", "weight", "length", "height", "width", "trailer")
_LONGEST_PATH = 60
"""A turn over more pieces of street than this is no turn."""


class TurnBan(NamedTuple):
    """From one way over a node: not into the others, or with `only` into nothing but these. Ways and node by their ids."""

    come: frozenset[int]
    via: int
    go: frozenset[int]
    only: bool
    back: bool


def ban_of(tags: Tags, members: Any) -> TurnBan | None:
    """The ban for buses that a relation tells; None where it tells none, or one that leads over more than a node."""
    kind = _kind_of(tags)
    if not kind:
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


class PathBan(NamedTuple):
    """From one way along others: not into the last ones, or with `only` into nothing but these. Ways by their ids."""

    come: frozenset[int]
    via: frozenset[int]
    go: frozenset[int]
    only: bool


def path_ban_of(tags: Tags, members: Any) -> PathBan | None:
    """The ban for buses that leads over ways, such as a turn back over both lanes of an avenue; None for every other one."""
    kind = _kind_of(tags)
    if not kind:
        return None
    roles: dict[str, set[int]] = {"from": set(), "via": set(), "to": set()}
    for member in members:
        if member.role in roles and member.type == "w":
            roles[member.role].add(member.ref)
    if not all(roles.values()):
        return None
    come, via, go = (frozenset(roles[role]) for role in ("from", "via", "to"))
    return PathBan(come, via, go, kind.startswith("only_"))


def _kind_of(tags: Tags) -> str:
    """What is forbidden or the only thing allowed to buses, "" for nothing.

    A ban with hours or months is kept at all times: who goes around is never wrong. One for lorries alone is none.
    """
    kinds = (tags[key] for key in ("restriction:bus", "restriction:psv", "restriction") if key in tags)
    conditional, _, condition = tags.get("restriction:conditional", "").partition("@")
    kind = next(kinds, "" if any(word in condition for word in _OTHERS) else conditional.strip())
    excepted = {word.strip() for word in tags.get("except", "").split(";")}
    if not kind.startswith(("no_", "only_")) or excepted & {"bus", "psv", "motor_vehicle"}:
        return ""
    return kind


def banned_paths(bans: Sequence[PathBan], tail: Numbers, head: Numbers, way: Ints) -> tuple[tuple[int, ...], ...]:
    """Rows of edges of which the last one may not follow the others; `way` is the id of each edge's way."""
    if not bans:
        return ()
    out = np.argsort(tail, kind="stable")
    found = {path for ban in bans for path in _paths(ban, tail, head, way, out)}
    return tuple(sorted(found))


def _paths(ban: PathBan, tail: Numbers, head: Numbers, way: Ints, out: Ints) -> Iterator[tuple[int, ...]]:
    for come in np.flatnonzero(np.isin(way, list(ban.come))).tolist():
        rows: list[tuple[int, ...]] = [(come,)]
        while rows:
            row = rows.pop()
            behind = _edges_at(int(head[row[-1]]), tail, out)
            driven = {int(way[edge]) for edge in row[1:]}
            if driven == ban.via:
                named = [edge for edge in behind if int(way[edge]) in ban.go]
                back = [edge for edge in behind if head[edge] == tail[row[-1]]]
                if named:
                    yield from ((*row, edge) for edge in (set(behind) - set(named) - set(back) if ban.only else named))
            onward = [edge for edge in behind if int(way[edge]) in ban.via and head[edge] != tail[row[-1]]]
            if len(row) < _LONGEST_PATH:
                rows += [(*row, edge) for edge in onward if edge not in row]


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
