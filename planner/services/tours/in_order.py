"""The stops of tours, in the order of the plan of record."""

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from planner.domain.models import Stop


def stops_in_order(*tour_ids: int | None) -> SelectOfScalar[Stop]:
    """The query for the stops of these tours: first by position, of two with one position the older first."""
    return select(Stop).where(col(Stop.tour_id).in_(tour_ids)).order_by(col(Stop.position), col(Stop.id))
