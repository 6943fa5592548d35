"""What every kind of item has in hand while it is taken, and how it finds the issue and the stop that it is about."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.errors import Invalid, Unavailable
from planner.domain.models import Issue, Stop, Tour
from planner.domain.models.types import id_of
from planner.services.city.city import get_city
from planner.services.field.sent import Fields, Sent
from planner.storage import FileStore

Answer = dict[str, Any]
"""What is kept as the answer of an item: JSON, empty where "received" says it all."""


@dataclass(frozen=True)
class Taking:
    """One item, who sends it, and the moment at which it was made, by the server's clock."""

    session: Session
    actor: Actor
    store: FileStore
    tour: Tour
    sent: Sent
    at: datetime

    @property
    def fields(self) -> Fields:
        return self.sent.fields

    @property
    def today(self) -> date:
        """The day on which it was made."""
        return today_in(get_city(self.session).timezone, self.at)

    def stop(self) -> Stop | None:
        """The stop that is named, of this tour."""
        stop_id = self.fields.id("stop")
        if stop_id is None:
            return None
        stop = self.session.get(Stop, stop_id)
        if stop is None:
            raise Invalid("issues.error.stop", field="stop")
        if stop.tour_id != self.tour.id:
            raise Invalid("field.error.other_tour", field="stop")
        return stop

    def needed_stop(self) -> Stop:
        """The same where there must be one."""
        stop = self.stop()
        if stop is None:
            raise Invalid("issues.error.stop", field="stop")
        return stop

    def issue_id(self) -> int:
        """The issue that is named by its number, or by the uid of a report; the services ask whether the actor sees it.

        Unavailable("field.error.not_yet") where the report has not come.
        """
        number = self.fields.id("issue")
        if number is not None:
            return number
        if not self.fields.has("about"):
            raise Invalid("field.error.item", field="about", what="about")
        issue = self.session.exec(select(Issue).where(Issue.uid == self.fields.uid("about"))).first()
        if issue is None:
            raise Unavailable("field.error.not_yet")
        return id_of(issue)
