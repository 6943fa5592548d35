"""What was promised about issues: their instructions, each with the agency that has it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session, col, select

from planner.domain.models import Agency, Instruction


def promises_of(session: Session, issue_ids: Iterable[int]) -> Mapping[int, Sequence[tuple[Instruction, Agency]]]:
    """The instructions of each issue that has any, of every state, by date; the caller found that the actor sees them."""
    query = (
        select(Instruction, Agency)
        .join(Agency, col(Agency.id) == Instruction.agency_id)
        .where(col(Instruction.issue_id).in_(list(issue_ids)))
        .order_by(col(Instruction.due_on), col(Instruction.id))
    )
    found: dict[int, list[tuple[Instruction, Agency]]] = defaultdict(list)
    for given, agency in session.exec(query):
        found[given.issue_id].append((given, agency))
    return found
