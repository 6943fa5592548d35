"""What waits for whoever decides what everybody may read."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.permissions import Action, require
from planner.services.press.tour_story import tours_untold
from planner.services.public.queue import QueuePart, publicity_queue
from planner.services.residents.queue import reports_waiting


class PublicityWait(StrEnum):
    """Issues that may be shown or not, reports of residents, tours that are over and have no release."""

    ISSUES = "issues"
    REPORTS = "reports"
    UNTOLD = "untold"


def publicity_waits(session: Session, actor: Actor, *, now: datetime) -> Mapping[PublicityWait, int]:
    """How much of each, in the order of the screen."""
    require(actor, Action.PUBLISH)
    return {
        PublicityWait.ISSUES: publicity_queue(session, actor, QueuePart.WAITING, now=now, page_size=1).waiting,
        PublicityWait.REPORTS: reports_waiting(session, actor),
        PublicityWait.UNTOLD: len(tours_untold(session, actor)),
    }
