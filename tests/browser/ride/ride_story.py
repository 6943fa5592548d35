"""A tour of two stops that is about to be ridden, its leader Oksana, and the link of its tablets."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page
from sqlmodel import Session, select

from planner.config import LANGUAGE_COOKIE, SIGN_IN_COOKIE
from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.models import Agency, AgencyCategory, Category, Issue, Participant, Person, PersonRole, Photo
from planner.domain.models.types import id_of
from planner.domain.words import Answer, Role
from planner.i18n import Translator, translator
from planner.services.access.join import join_tour
from planner.services.access.sharing import share_tour
from planner.services.access.sign_in import open_sign_in_for
from planner.services.tours.stops import add_stop
from planner.services.tours.tours import create_tour, publish_tour
from tests.browser.servers import Server

LAT = 50.26
_longitudes = itertools.count(127.0, 0.01)
"""Each tour has a street of its own, where the others raised nothing."""


@dataclass
class Ride:
    """A published tour of two stops led by Oksana, with its link and her sign-in."""

    server: Server
    database: Database
    tour_id: int
    stop_ids: list[int]
    code: str
    oksana: Actor
    token: str
    t: Translator

    def issues(self) -> list[Issue]:
        """What was raised on this tour."""
        with self.database.reading() as session:
            return list(session.exec(select(Issue).where(Issue.tour_id == self.tour_id)).all())

    def photos(self, number: int) -> list[Photo]:
        """The pictures of all that was raised on this tour, once so many can be seen or half a minute is over: they follow."""
        until = time.monotonic() + 30
        while True:
            ids = {id_of(issue) for issue in self.issues()}
            with self.database.reading() as session:
                photos = [photo for photo in session.exec(select(Photo)) if photo.issue_id in ids]
            if len(photos) >= number or time.monotonic() > until:
                return photos
            time.sleep(0.1)

    def do(self, tap: Callable[[Session, Actor, datetime], object]) -> None:
        """Oksana taps on another tablet."""
        with self.database.transaction() as session:
            tap(session, self.oksana, datetime.now(UTC))

    def visitor(self, name: str) -> str:
        """The token of an official who rides along and does not lead."""
        with self.database.transaction() as session:
            person = Person(name=name, language=self.t.language)
            session.add(person)
            session.flush()
            session.add(PersonRole(person_id=id_of(person), role=Role.OFFICIAL))
            return open_sign_in_for(session, person, now=datetime.now(UTC))

    def tablet(self, name: str) -> str:
        """The token of somebody who joined by the link."""
        with self.database.transaction() as session:
            return join_tour(session, self.code, name=name, now=datetime.now(UTC))


def make_ride(server: Server, database: Database, language: str) -> Ride:
    """Writes a tour that should have started ten minutes ago."""
    now, lon = datetime.now(UTC), next(_longitudes)
    with database.transaction() as session:
        olga = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}))
        oksana = Person(name="Оксана Белова", language=language)
        session.add(oksana)
        if session.exec(select(Category)).first() is None:
            _add_directories(session)
        session.flush()
        session.add(PersonRole(person_id=id_of(oksana), role=Role.OFFICIAL))
        start = now - timedelta(minutes=10)
        tour = create_tour(
            session,
            olga,
            now=now,
            title="Объезд Центрального района",
            starts_at=start,
            ends_at=start + timedelta(hours=3),
            leader_id=id_of(oksana),
            seats=20,
            past_is_meant=True,
        )
        stops = [
            add_stop(session, olga, id_of(tour), name=name, address=address, lat=LAT + number / 100, lon=lon)
            for number, (name, address) in enumerate((("Рынок", "ул. Горького, 151"), ("Школа № 5", "")))
        ]
        session.add(Participant(tour_id=id_of(tour), name="Анна Крылова", answer=Answer.YES, invited_at=now))
        publish_tour(session, olga, id_of(tour), now=now, past_is_meant=True)
        return Ride(
            server=server,
            database=database,
            tour_id=id_of(tour),
            stop_ids=[id_of(stop) for stop in stops],
            code=share_tour(session, olga, id_of(tour)),
            oksana=Actor(name=oksana.name, roles=frozenset({Role.OFFICIAL}), person_id=id_of(oksana)),
            token=open_sign_in_for(session, oksana, now=now),
            t=translator(language, "Asia/Yakutsk"),
        )


def sign_in(page: Page, ride: Ride, token: str) -> None:
    """Gives the browser a sign-in and the language of the ride."""
    for name, value in ((SIGN_IN_COOKIE, token), (LANGUAGE_COOKIE, ride.t.language)):
        page.context.add_cookies([{"name": name, "value": value, "url": ride.server.url}])


def _add_directories(session: Session) -> None:
    lights = Agency(name="Горсвет")
    categories = [Category(name="Дорога", name_en="Road"), Category(name="Освещение", name_en="Lighting", position=1)]
    session.add_all([lights, *categories])
    session.flush()
    session.add(AgencyCategory(agency_id=id_of(lights), category_id=id_of(categories[1])))
