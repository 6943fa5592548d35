"""Where a search has found its words, beside what each list shows anyway: so that nobody wonders why an issue is there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.models import Instruction, Issue
from planner.domain.models.types import id_of
from planner.domain.search import Search
from planner.services.issues.internal import closed_to


class FoundIn(StrEnum):
    """Parts of an issue that a list does not show."""

    TEXT = "text"
    INSTRUCTION = "instruction"
    AUTHOR = "author"
    EXTERNAL = "external"


class FoundText(NamedTuple):
    """A text with words that were looked for."""

    part: FoundIn
    text: str


def found_in(
    session: Session, actor: Actor, issues: Sequence[Issue], search: Search
) -> Mapping[int, Sequence[FoundText]]:
    """For each of these issues, which the actor may see, the texts that hold a word; as far as the actor may read them."""
    texts: dict[int, list[FoundText]] = defaultdict(list)
    for issue in issues:
        parts = texts[id_of(issue)]
        parts.append(FoundText(FoundIn.TEXT, issue.text))
        if not actor.is_tablet:
            parts.append(FoundText(FoundIn.AUTHOR, issue.raised_by))
            parts.append(FoundText(FoundIn.EXTERNAL, issue.external_number))
    closed = closed_to(session, actor, issues)
    given = select(Instruction).where(col(Instruction.issue_id).in_(texts)).order_by(col(Instruction.id))
    for instruction in session.exec(given):
        readable = closed[instruction.issue_id].instruction(instruction)
        texts[instruction.issue_id].append(FoundText(FoundIn.INSTRUCTION, readable.text))
    return {number: [part for part in parts if search.finds(part.text)] for number, parts in texts.items()}
