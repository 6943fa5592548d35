"""What the tests of residents' reports share: a city that takes them, and a form that is filled in."""

from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from planner.domain.models import City, ResidentReport
from planner.services.residents.reporting import Filled, check_report, keep_report
from tests.services.issue_story import uid
from tests.services.public_story import NOW, OpenScene, open_scene

NO_MAP = Path("/nonexistent")
"""A folder without a street extract: no address is found."""


def listening_scene(session: Session) -> OpenScene:
    """A city with public pages that takes reports."""
    city = open_scene(session)
    session.get_one(City, 1).takes_reports = True
    session.flush()
    return city


def filled(city: OpenScene, **typed: Any) -> Filled:
    """A pothole in the centre, reported by Anna."""
    usual: dict[str, Any] = {"uid": uid(), "category": str(city.scene.town.potholes), "address": "Зейская, 1"}
    usual |= {"lat": "50.27", "lon": "127.54", "text": "Яма у подъезда", "email": "anna@example.org", "name": "Анна"}
    return Filled(**(usual | {"consents": True} | typed))


def report(session: Session, city: OpenScene, *, mails: bool = False, **typed: Any) -> ResidentReport:
    """What was filled in, kept."""
    return keep_report(session, check_report(session, filled(city, **typed), data=NO_MAP), mails=mails, now=NOW)


def reports(session: Session) -> int:
    """How many there are."""
    return len(session.exec(select(ResidentReport.id)).all())
