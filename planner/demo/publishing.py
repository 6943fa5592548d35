"""The demo city opens its pages: the press office has let out all but the latest issues, with their photos."""

from datetime import datetime

from sqlmodel import col, select

from planner.demo.story import Story
from planner.domain.actor import Actor
from planner.domain.models import Issue, Photo, PublicPhoto
from planner.domain.models.types import id_of
from planner.services.public.deciding import publish_issue
from planner.services.public.openness import set_openness
from planner.services.public.photos import pass_photo, photo_to_draw, unboxed_copy
from planner.services.residents.openness import set_listening

LEFT_IN_QUEUE = 8
"""So many wait for a decision, for whoever wants to see how it is made."""
CONTACT = "пресс-служба администрации, press@example.org"


def open_pages(story: Story, admin: Actor) -> None:
    """Switches the public pages on, and takes reports of residents; before anything happens that they tell of."""
    set_openness(story.session, admin, open_pages=True, open_tours=True, open_contact=CONTACT)
    set_listening(story.session, admin, takes_reports=True, report_consent="")


def publish_the_rest(story: Story, press: Actor) -> None:
    """Publishes what is not internal, but not the latest; photos of the demo show nobody."""
    let_out(story, press, story.now, but_last=LEFT_IN_QUEUE)


def let_out(story: Story, press: Actor, now: datetime, *, tour_id: int | None = None, but_last: int = 0) -> None:
    """Publishes the issues, of one tour or of all, and passes their photos; what is out already is left as it is."""
    session = story.session
    known = select(Issue).where(col(Issue.internal).is_(False), col(Issue.deleted).is_(False))
    known = known if tour_id is None else known.where(Issue.tour_id == tour_id)
    issues = session.exec(known.order_by(col(Issue.created_at))).all()
    told = issues[: len(issues) - but_last]
    for issue in told:
        if issue.public_from is None:
            publish_issue(session, press, id_of(issue), now=now)
    passed = select(PublicPhoto.photo_id)
    waiting = select(Photo).where(col(Photo.issue_id).in_([issue.id for issue in told]), col(Photo.id).not_in(passed))
    for photo in session.exec(waiting.where(col(Photo.hidden).is_(False)).order_by(col(Photo.added_at))).all():
        pass_photo(session, press, unboxed_copy(photo_to_draw(session, press, photo.id)), now=now)
