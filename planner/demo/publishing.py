"""The demo city opens its pages: the press office has let out all but the latest issues, with their photos."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from planner.demo.story import Story
from planner.domain.actor import Actor
from planner.domain.models import Issue, Photo, Place
from planner.domain.models.types import id_of
from planner.domain.words import VoteKind
from planner.services.public.deciding import publish_issue
from planner.services.public.openness import set_openness
from planner.services.public.photos import make_public_copy, pass_photo
from planner.services.residents.openness import set_listening
from planner.services.votes.making import OptionDraft, make_vote

LEFT_IN_QUEUE = 8
"""So many wait for a decision, for whoever wants to see how it is made."""
WHERE = ("Где остановиться автобусу?", "На следующем объезде есть время ещё на одну остановку. Выберите, куда заехать.")
WHAT = (
    "Когда проводить объезды?",
    (OptionDraft("В будни утром", "Как сейчас: специалисты на месте"), OptionDraft("В субботу", "Жителям удобнее")),
)
CONTACT = "пресс-служба администрации, press@example.org"


def ask_residents(story: Story, press: Actor) -> None:
    """Two drafts of votes: where the bus goes next, and a question of the city's own. Nobody can vote without mails."""
    session, now = story.session, story.now
    moments: dict[str, Any] = {"opens_at": now + timedelta(days=1), "closes_at": now + timedelta(days=8), "now": now}
    places = session.exec(select(Place.id).where(col(Place.archived).is_(False)).order_by(col(Place.id)).limit(3)).all()
    stops = [OptionDraft(place_id=each) for each in places]
    make_vote(session, press, kind=VoteKind.STOP, title=WHERE[0], about=WHERE[1], options=stops, **moments)
    make_vote(session, press, kind=VoteKind.QUESTION, title=WHAT[0], options=WHAT[1], **moments)


def open_pages(story: Story, admin: Actor, press: Actor) -> None:
    """Switches the public pages on, takes reports of residents, and publishes what is not internal; photos of the demo show nobody."""
    session, now = story.session, story.now
    set_openness(session, admin, open_pages=True, open_tours=True, open_contact=CONTACT)
    set_listening(session, admin, takes_reports=True, report_consent="")
    known = select(Issue).where(col(Issue.internal).is_(False), col(Issue.deleted).is_(False))
    issues = session.exec(known.order_by(col(Issue.created_at))).all()
    for issue in issues[:-LEFT_IN_QUEUE]:
        publish_issue(session, press, id_of(issue), now=now)
        for photo in session.exec(select(Photo).where(Photo.issue_id == issue.id, col(Photo.hidden).is_(False))).all():
            pass_photo(session, press, make_public_copy(session, press, story.store, photo.id), now=now)
