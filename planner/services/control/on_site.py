"""On the spot: what the person in the yard needs of an instruction."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.errors import NotFound
from planner.domain.models import Category, Instruction, Issue, Photo
from planner.domain.permissions import require_somebody
from planner.domain.words import PhotoPhase, Step
from planner.services.control.steps import steps_open_to
from planner.services.issues.details import issue_details


@dataclass(frozen=True)
class OnSite:
    """An instruction as it is seen on the spot, without what the actor may not know. `before`: the photo to stand where it was
    taken from; `after`: what was sent of the work done, the oldest first, of which `unreported` wait to be reported. `steps`:
    what the actor may do now.
    """

    issue: Issue
    instruction: Instruction
    category: Category
    before: Photo | None
    after: Sequence[Photo]
    steps: Sequence[Step]

    @property
    def unreported(self) -> Sequence[Photo]:
        """The photos that came since the last report."""
        last = self.instruction.reported_at
        return [photo for photo in self.after if last is None or photo.added_at > last]


def see_on_site(session: Session, actor: Actor, instruction_id: int) -> OnSite:
    """NotFound("instructions.error.unknown") also where the actor may not know of the issue."""
    require_somebody(actor)
    asked = session.get(Instruction, instruction_id)
    if asked is None:
        raise NotFound("instructions.error.unknown")
    try:
        details = issue_details(session, actor, asked.issue_id)
    except NotFound:
        raise NotFound("instructions.error.unknown") from None
    shown = [photo for photo in details.photos if not photo.hidden]
    return OnSite(
        details.issue,
        next(given.instruction for given in details.instructions if given.instruction.id == instruction_id),
        details.category,
        before=next((photo for photo in shown if photo.phase is PhotoPhase.BEFORE), None),
        after=[each for each in shown if each.phase is PhotoPhase.AFTER and each.instruction_id == instruction_id],
        steps=steps_open_to(session, actor, asked.issue_id).of_instructions.get(instruction_id, ()),
    )
