"""The instructions of the issues that a visitor has asked for, as an export writes them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_
from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.corrections import mark_of, told_instruction
from planner.domain.instruction_number import instruction_number
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import Agency, CoExecutor, Instruction, Issue, Person, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.render.tables.instruction_table import ExportedInstruction
from planner.services.access.scopes import issues_visible_to, tours_visible_to
from planner.services.issues.internal import closed_to
from planner.services.issues.list import in_order, stop_names, wanted_by
from planner.services.issues.pictures import pictures_of
from planner.services.search.query import search_of

_BATCH = 1_000


def export_instructions(
    session: Session, actor: Actor, wanted: IssueFilter, *, today: date
) -> Iterator[ExportedInstruction]:
    """All instructions of what matches, by the order of the list, the oldest of an issue first; read in batches while it
    is written. The right is checked at once. What was written inside an issue that was internal then is empty for others.
    """
    require(actor, Action.EXPORT_ISSUES)
    search = search_of(session, actor, wanted.text)
    condition = and_(
        issues_visible_to(actor),
        wanted_by(session, actor, wanted, search, today),
        col(Issue.id).in_(select(Instruction.issue_id)),
    )
    ids = session.scalars(in_order(select(Issue.id).where(condition), wanted, today)).all()
    names = _names(session, actor)
    batches = (ids[at : at + _BATCH] for at in range(0, len(ids), _BATCH))
    return (row for batch in batches for row in _rows(session, actor, batch, names))


class _Names(NamedTuple):
    """Names by id; a tour that the actor may not see has none, nor have its stops."""

    agencies: Mapping[int | None, str]
    people: Mapping[int | None, str]
    tours: Mapping[int | None, str]


def _names(session: Session, actor: Actor) -> _Names:
    controllers = select(Instruction.controller_id).where(col(Instruction.controller_id).is_not(None))
    return _Names(
        dict(session.exec(select(Agency.id, Agency.name)).all()),
        dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(controllers))).all()),
        dict(session.exec(select(Tour.id, Tour.title).where(tours_visible_to(actor))).all()),
    )


def _rows(session: Session, actor: Actor, ids: Sequence[int | None], names: _Names) -> Iterator[ExportedInstruction]:
    """Those of one batch; six queries."""
    issues = {issue.id: issue for issue in session.exec(select(Issue).where(col(Issue.id).in_(ids)))}
    given: dict[int, list[Instruction]] = defaultdict(list)
    for row in session.exec(
        select(Instruction).where(col(Instruction.issue_id).in_(ids)).order_by(col(Instruction.id))
    ):
        given[row.issue_id].append(row)
    helping: dict[int, list[str]] = defaultdict(list)
    helpers = select(CoExecutor).join(Instruction).where(col(Instruction.issue_id).in_(ids))
    for helper in session.exec(helpers.order_by(col(CoExecutor.agency_id))):
        helping[helper.instruction_id].append(names.agencies.get(helper.agency_id, ""))
    stops = stop_names(session, {issue.stop_id for issue in issues.values() if issue.tour_id in names.tours})
    closed = closed_to(session, actor, issues.values())
    photos = pictures_of(session, actor, [id_of(issue) for issue in issues.values()])
    for number in ids:
        issue = issues[number]
        for instruction in given[id_of(issue)]:
            readable = closed[id_of(issue)].instruction(instruction)
            agency, others = names.agencies.get(instruction.agency_id, ""), helping.get(id_of(instruction), [])
            controller = names.people.get(instruction.controller_id, "")
            told = told_instruction(readable.text, agency, others, controller, instruction.due_on)
            yield ExportedInstruction(
                issue=id_of(issue),
                number=instruction_number(instruction),
                text=readable.text,
                agency=agency,
                co_executors=others,
                controller=controller,
                version=mark_of(told),
                tour=names.tours.get(issue.tour_id, ""),
                stop=stops.get(issue.stop_id, ""),
                address=issue.address,
                lat=issue.lat,
                lon=issue.lon,
                photo_ids=[picture.id for picture in photos.get(id_of(issue), ())],
                **{name: getattr(instruction, name) for name in _AS_STORED},
            )


_AS_STORED = (
    *("given_by", "given_at", "due_on", "state", "reported_at", "reported_on", "late_before", "closed_at"),
    *("extensions", "hand_overs", "returns"),
)
