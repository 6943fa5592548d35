"""What the tests of the ride's screen begin with: the bus stands at the second stop."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from planner.database import the_database
from planner.domain.models import Stop
from planner.domain.models.types import id_of
from tests.ui.drawn_screens import Screens

RIDE = {"tour": "tour riding"}


def stops_of(session: Session, tour_id: int) -> Sequence[Stop]:
    return session.exec(select(Stop).where(Stop.tour_id == tour_id).order_by(col(Stop.position))).all()


def begin_at_a_stop(screens: Screens) -> tuple[int, int]:
    """The bus stands at the second stop of the ride; the tour, and that stop."""
    tour_id, now = screens.ids["tour riding"], datetime.now(UTC)
    with the_database().transaction() as session:
        first, second, *rest = stops_of(session, tour_id)
        first.arrived_at, first.departed_at = now - timedelta(minutes=40), now - timedelta(minutes=20)
        second.arrived_at, second.departed_at, second.skipped = now - timedelta(minutes=5), None, False
        for stop in rest:
            stop.arrived_at, stop.departed_at = None, None
        return tour_id, id_of(second)
