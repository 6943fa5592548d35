"""Tablets of a tour: who speaks on them, and one that is turned off while the others stay."""

import threading
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import FieldTablet, Participant
from planner.services.access.join import join_beside, join_tour
from planner.services.access.sharing import revoke_link, share_tour
from planner.services.access.sign_in import find_actor
from planner.services.access.tablets import (
    list_tablets,
    note_tablet,
    people_on_tablet,
    turn_tablet_off,
    turn_tablet_on,
    who_speaks,
)
from tests.services.ride_story import Story, write_story

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Bus:
    """A published tour with its link."""

    database: Database
    story: Story
    code: str
    now: datetime

    def join(self, name: str, **more: Any) -> str:
        with self.database.transaction() as session:
            return join_tour(session, self.code, name=name, now=self.now, **more)

    def add(self, token: str, name: str, **more: Any) -> int | None:
        with self.database.transaction() as session:
            actor = find_actor(session, token, now=self.now)
            return join_beside(session, actor, self.code, name=name, now=self.now, **more).id

    def who(self, token: str) -> Actor:
        with self.database.reading() as session:
            return find_actor(session, token, now=self.now)

    def turn_off(self, token: str, by: Actor | None = None) -> int:
        tablet_id = self.who(token).tablet_id
        assert tablet_id is not None
        with self.database.transaction() as session:
            turn_tablet_off(session, by or self.story.olga, self.story.tour_id, tablet_id, now=self.now)
        return tablet_id

    def names(self) -> list[list[str]]:
        with self.database.reading() as session:
            return [list(row.people) for row in list_tablets(session, self.story.olga, self.story.tour_id)]

    def on_tablets(self) -> dict[str, bool]:
        with self.database.reading() as session:
            return {one.name: one.tablet for one in session.exec(select(Participant))}


@pytest.fixture
def bus(database: Database, now: datetime) -> Bus:
    with database.transaction() as session:
        story = write_story(session, now)
        return Bus(database, story, share_tour(session, story.olga, story.tour_id), now)


def test_tablets_are_listed_with_who_speaks_on_them(bus: Bus) -> None:
    first, second = bus.join("Пётр", device="iPad"), bus.join("Анна", device="Android")
    bus.add(second, "Борис")

    with bus.database.transaction() as session:
        rows = list_tablets(session, bus.story.oksana, bus.story.tour_id)

    assert [(row.tablet.device, list(row.people)) for row in rows] == [
        ("iPad", ["Пётр"]),
        ("Android", ["Анна", "Борис"]),
    ]
    assert [row.tablet.id for row in rows] == [bus.who(first).tablet_id, bus.who(second).tablet_id]


def test_tablets_are_shown_to_whoever_may_give_the_link_out_only(bus: Bus) -> None:
    token = bus.join("Пётр")

    for somebody in (bus.story.boris, bus.who(token), STRANGER):
        with bus.database.reading() as session, pytest.raises(NotAllowed):
            list_tablets(session, somebody, bus.story.tour_id)


def test_person_beside_is_one_participant_however_often_added(bus: Bus) -> None:
    token = bus.join("Пётр")

    added = [bus.add(token, name) for name in ("Анна Ким", " Анна  Ким", "Пётр")]

    assert added[0] == added[1] != added[2] == bus.who(token).participant_id
    assert bus.on_tablets() == {"Пётр": True, "Анна Ким": True}
    assert bus.names() == [["Пётр", "Анна Ким"]]


def test_name_of_another_tablet_is_asked_about_and_counts_once(bus: Bus) -> None:
    anna, pyotr = bus.join("Анна Ким"), bus.join("Пётр")
    with pytest.raises(Conflict, match=r"join\.error\.same_name"):
        bus.add(pyotr, "Анна Ким")

    same = bus.add(pyotr, "Анна Ким", again=True)

    assert same == bus.who(anna).participant_id
    assert len(bus.on_tablets()) == 2


def test_of_eight_who_add_one_name_at_once_all_get_the_same_person(bus: Bus) -> None:
    token, found = bus.join("Пётр"), list[int | None]()

    threads = [threading.Thread(target=lambda: found.append(bus.add(token, "Анна Ким"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(found), len(set(found)), bus.names()) == (8, 1, [["Пётр", "Анна Ким"]])


def test_nobody_is_added_but_by_a_tablet_of_the_tour(bus: Bus) -> None:
    for somebody, refusal in ((STRANGER, NotAllowed), (bus.story.oksana, Conflict)):
        with bus.database.transaction() as session, pytest.raises(refusal):
            join_beside(session, somebody, bus.code, name="Анна Ким", now=bus.now)

    assert bus.on_tablets() == {}


def test_who_speaks_is_anybody_of_the_tablet_and_nobody_else(bus: Bus) -> None:
    token, other = bus.join("Пётр"), bus.join("Борис")
    anna = bus.add(token, "Анна Ким")
    me = bus.who(token)

    with bus.database.reading() as session:
        spoken = who_speaks(session, me, f"participant:{anna}")
        people = [one.name for one in people_on_tablet(session, me)]
        for key in (bus.who(other).supporter, "person:1", "participant:999", ""):
            with pytest.raises(Invalid, match=r"field\.error\.other_person"):
                who_speaks(session, me, key)

    assert (spoken.name, spoken.participant_id, spoken.tour_id, spoken.tablet_id) == (
        *("Анна Ким", anna),
        *(me.tour_id, me.tablet_id),
    )
    assert people == ["Пётр", "Анна Ким"]


def test_tablet_turned_off_is_nobody_at_once_and_the_others_stay(bus: Bus) -> None:
    token, other = bus.join("Пётр"), bus.join("Борис")
    me = bus.who(token)

    bus.turn_off(token, bus.story.oksana)

    off = bus.who(token)
    assert (off.is_stranger, off.turned_off, bus.who(other).name) == (True, True, "Борис")
    with bus.database.reading() as session:
        with pytest.raises(NotAllowed, match=r"permissions\.tablet_off"):
            who_speaks(session, me, me.supporter)  # an actor of a request that began before
        tablet = session.get_one(FieldTablet, me.tablet_id)
    assert (tablet.off_at, tablet.off_by) == (bus.now, bus.story.oksana.name)


def test_tablet_turned_off_does_not_come_in_again_by_the_link(bus: Bus) -> None:
    uid = str(uuid.uuid4())
    token = bus.join("Пётр", uid=uid)
    bus.turn_off(token)

    same = bus.join("Пётр", uid=uid)
    with pytest.raises(NotAllowed, match=r"permissions\.tablet_off"):
        bus.join("Анна", before=token)

    assert (same, bus.who(same).turned_off, bus.on_tablets()) == (token, True, {"Пётр": False})


def test_people_of_a_tablet_turned_off_come_in_on_another_one_unasked(bus: Bus) -> None:
    token, other = bus.join("Пётр"), bus.join("Борис")
    anna = bus.add(token, "Анна Ким")
    bus.add(other, "Пётр", again=True)
    bus.turn_off(token)

    assert bus.on_tablets() == {"Пётр": True, "Борис": True, "Анна Ким": False}
    assert bus.who(bus.join("Анна Ким")).participant_id == anna


def test_tablet_turned_on_again_is_who_it_was(bus: Bus) -> None:
    token = bus.join("Пётр")
    before = bus.who(token)
    tablet_id = bus.turn_off(token)

    with bus.database.transaction() as session:
        turn_tablet_on(session, bus.story.olga, bus.story.tour_id, tablet_id)

    assert (bus.who(token), bus.on_tablets()) == (before, {"Пётр": True})


def test_tablet_is_turned_off_by_whoever_may_give_the_link_out_only(bus: Bus) -> None:
    token, other = bus.join("Пётр"), bus.join("Борис")
    tablet_id = bus.who(token).tablet_id or 0

    for somebody in (bus.story.boris, bus.who(other), STRANGER):
        with bus.database.transaction() as session, pytest.raises(NotAllowed):
            turn_tablet_off(session, somebody, bus.story.tour_id, tablet_id, now=bus.now)
    with bus.database.transaction() as session, pytest.raises(NotFound, match=r"sharing\.error\.unknown_tablet"):
        turn_tablet_off(session, bus.story.olga, bus.story.tour_id, 999, now=bus.now)

    assert bus.who(token).name == "Пётр"


def test_link_revoked_leaves_a_tablet_that_was_turned_off_so(bus: Bus) -> None:
    token, other = bus.join("Пётр"), bus.join("Борис")
    bus.turn_off(token)

    with bus.database.transaction() as session:
        ended = revoke_link(session, bus.story.olga, bus.story.tour_id)

    assert (ended, bus.who(token).turned_off, bus.who(other)) == (1, True, STRANGER)


def test_contact_is_noted_once_a_minute(bus: Bus) -> None:
    me = bus.who(bus.join("Пётр"))
    seen = []

    for minutes in (0.5, 1.5, 2.0, 3.0):
        note_tablet(bus.database, me, now=bus.now + minutes * MINUTE)
        with bus.database.reading() as session:
            seen.append((session.exec(select(FieldTablet.seen_at)).one() - bus.now) / MINUTE)

    assert seen == [0, 1.5, 1.5, 3.0]
