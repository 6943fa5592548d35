"""What the tests of the page on the bus begin with: the issue tests' town on a ride, and its link."""

from datetime import datetime, timedelta

from sqlmodel import Session

from planner.domain.models import Tour
from tests.services.issue_story import Scene, set_scene

CODE = "One"


def set_ride(session: Session, now: datetime) -> Scene:
    """Pyotr's tour is under way since ten minutes, Pavel's will be in an hour; both have links."""
    scene = set_scene(session)
    tour, other = session.get_one(Tour, scene.tour), session.get_one(Tour, scene.other_tour)
    tour.starts_at = tour.started_at = now - timedelta(minutes=10)
    tour.ends_at = now + timedelta(hours=3)
    other.starts_at, other.ends_at = now + timedelta(hours=1), now + timedelta(hours=4)
    tour.leader_id = scene.town.oksana.person_id
    session.flush()
    return scene
