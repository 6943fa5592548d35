"""What a report that is accepted becomes: an issue, with its picture, and without whose report it was."""

from datetime import datetime

from sqlmodel import Session

from planner.domain.actor import Actor
from planner.domain.geo import qk_of
from planner.domain.models import Issue, Photo, ReportPhoto, ResidentReport
from planner.domain.models.types import id_of, new_id
from planner.domain.permissions import Action, require
from planner.domain.words import PhotoPhase, Step
from planner.services.city.city import middle_of_city
from planner.services.city.districts import district_map
from planner.services.issues.history import write_move


def make_issue(session: Session, actor: Actor, report: ResidentReport, *, now: datetime) -> Issue:
    """The issue of a report that the caller holds. Where nobody knows the point, it is the middle of the city, to be completed."""
    require(actor, Action.PUBLISH)
    point = report.point or middle_of_city(session)
    issue = Issue(
        uid=new_id(),
        lat=point.lat,
        lon=point.lon,
        qk=qk_of(point),
        placed=report.point is not None,
        address=report.address,
        district_id=district_map(session, actor).id_at(point) if report.point else None,
        category_id=report.category_id,
        text=report.text,
        by_resident=True,
        created_at=report.created_at,
    )
    session.add(issue)
    session.flush()
    write_move(session, actor, issue, Step.RAISE, now=now, to_state=issue.state)
    add_picture(session, actor, issue, report, now)
    return issue


def add_picture(session: Session, actor: Actor, issue: Issue, report: ResidentReport, now: datetime) -> None:
    """Gives the issue the picture that came with the report, if one did."""
    require(actor, Action.PUBLISH)
    picture = session.get(ReportPhoto, report.uid)
    if picture is None:
        return
    photo = Photo(
        id=new_id(),
        issue_id=id_of(issue),
        phase=PhotoPhase.BEFORE,
        original=picture.clean,
        clean=picture.clean,
        thumbnail=picture.thumbnail,
        width=picture.width,
        height=picture.height,
        added_at=picture.added_at,
    )
    session.add(photo)
    session.flush()
    write_move(session, actor, issue, Step.ADD_PHOTO, now=now, photo=photo.id, phase=PhotoPhase.BEFORE.value)
