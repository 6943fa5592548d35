"""Rows without coordinates: where their addresses are on the city's map, and how exact that is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from sqlmodel import Session

from planner.city.addresses.addresses import FoundAddress, Precision
from planner.domain.actor import Actor
from planner.domain.typed import shortened
from planner.render.reading.source import Problem, ReadRow
from planner.services.city.addresses import find_addresses, has_addresses

_BY_ADDRESS = "intake.doubt.by_address"
_SHOWN = 60


def with_addresses(
    session: Session,
    actor: Actor,
    rows: Sequence[ReadRow],
    *,
    data: Path,
    progress: Callable[[float], object] = lambda share: None,
) -> list[ReadRow]:
    """The same rows, with a point for each address that was found. A house is sure, all else is in doubt.

    Without a map of the city they stay as they are, and cannot come in.
    """
    wanted = [row for row in rows if _asks(row)]
    there = bool(wanted) and has_addresses(session, actor, data=data)
    answers: dict[str, FoundAddress | None] = {}
    for at, row in enumerate(wanted):
        address = row.said["address"]
        if there and address not in answers:
            answers[address] = next(iter(find_addresses(session, actor, address, data=data, limit=1)), None)
        if at % 100 == 0:
            progress(at / len(wanted))
    return [_placed(row, answers.get(row.said["address"]), there) if _asks(row) else row for row in rows]


def _asks(row: ReadRow) -> bool:
    return any(each.key == _BY_ADDRESS for each in row.problems)


def _placed(row: ReadRow, found: FoundAddress | None, there: bool) -> ReadRow:
    rest = [each for each in row.problems if each.key not in (_BY_ADDRESS, "shapes.error.none")]
    told = {"address": shortened(row.said["address"], _SHOWN)}
    if found is None:
        problem = Problem("intake.bad.address" if there else "intake.bad.no_map", told)
        return replace(row, problems=[*rest, problem])
    told["found"] = shortened(found.name or found.address, _SHOWN)
    if found.precision is Precision.HOUSE:
        problem = Problem("intake.note.house", told, note=True)
    else:
        problem = Problem(f"intake.doubt.{found.precision.value}", told, doubt=True)
    return replace(row, point=found.point, problems=[*rest, problem])
