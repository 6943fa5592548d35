"""Tests of `planner.services.papers.papers`: what each paper holds, for whom, and with how few queries."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import event
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.geo import Point
from planner.domain.models import Agency, Instruction, IssueAgency, Person, Photo, Stop, StopIssue
from planner.domain.words import Answer, InstructionState, PhotoPhase, Role, SeatGroup, TourState
from planner.links import Site
from planner.render.papers.leader_folder import FolderContact, Promise
from planner.services.guests.invitations import answer_invitation, invite_agency, invite_guest, invite_person
from planner.services.papers.papers import leader_folder, passenger_list, route_sheet, stop_posters, tour_route
from planner.services.tours.stops import AgendaEntry, set_agenda
from planner.services.tours.tours import publish_tour
from planner.storage import FolderStore
from tests.services.plan_story import Story, write_story

KIRA = Actor(name="Кира", roles=frozenset({Role.CONTROLLER}))


@contextmanager
def queries(database: Database) -> Iterator[list[str]]:
    """Every statement that the database is asked meanwhile."""
    asked: list[str] = []

    def note(*call: object) -> None:
        asked.append(str(call[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def pyotrs_tablet(tour_id: int) -> Actor:
    return Actor(name="Пётр", roles=frozenset({Role.PARTICIPANT}), tour_id=tour_id, participant_id=1)


def a_published_tour(session: Session, story: Story, *kilometres: float, **fields: Any) -> int:
    tour_id = story.tour(session, **fields)
    story.stops(session, tour_id, *kilometres)
    publish_tour(session, story.olga, tour_id, now=story.now)
    return tour_id


def stop_ids(session: Session, tour_id: int) -> list[int]:
    return [row.id or 0 for row in sorted(session.query(Stop).filter_by(tour_id=tour_id), key=lambda row: row.position)]


def an_issue_at(session: Session, story: Story, stop_id: int, **fields: Any) -> int:
    issue_id = story.issue(session, **fields)
    session.add(StopIssue(stop_id=stop_id, issue_id=issue_id))
    session.flush()
    return issue_id


def a_promise(session: Session, story: Story, issue_id: int, **fields: Any) -> None:
    given: dict[str, Any] = {"text": "Заделать", "agency_id": story.roads_id, "due_on": date(2026, 11, 20)}
    session.add(Instruction(issue_id=issue_id, given_at=story.now, **(given | fields)))
    session.flush()


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 6)).save(out, "JPEG")
    return out.getvalue()


def test_route_has_ends_stops_times_and_legs(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = a_published_tour(session, story, 1, 3, start_name="Администрация", end_name="Гараж")

        route = tour_route(session, story.boris, tour_id, now=now, site=Site("https://tours.example.ru"))

        assert [(stop.number, stop.name, stop.minutes) for stop in route.stops] == [(1, "1 км", 3), (2, "3 км", 6)]
        assert [round(stop.km or 0, 2) for stop in route.stops] == [1.0, 2.0]
        assert (route.start.name, route.start.at, route.end.name) == ("Администрация", story.start, "Гараж")
        assert (round(route.back_km or 0, 2), route.back_minutes, round(route.km, 2)) == (3.0, 9, 6.0)
        assert route.is_estimate
        codes = [session.get_one(Stop, stop_id).public_code for stop_id in stop_ids(session, tour_id)]
        assert [stop.public_link for stop in route.stops] == [f"https://tours.example.ru/stop/{code}" for code in codes]


def test_route_without_ends_has_no_leg_to_the_first_stop_and_none_back(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        nowhere = dict.fromkeys(("start_lat", "start_lon", "end_lat", "end_lon"))
        tour_id = a_published_tour(session, story, 1, 3, **nowhere)

        route = tour_route(session, story.olga, tour_id, now=now)

        assert [(stop.km is None, stop.minutes) for stop in route.stops] == [(True, None), (False, 6)]
        assert (route.start.point, route.back_km, route.back_minutes) == (None, None, None)
        assert [stop.public_link for stop in route.stops] == ["", ""]


def test_route_of_a_tour_without_stops_goes_from_start_to_end(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        route = tour_route(session, story.olga, tour_id, now=now)

        assert (list(route.stops), route.points) == ([], [Point(50.26, 127.53)] * 2)


def test_sheet_names_bus_and_whom_to_ring(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        session.get_one(Person, story.oksana.person_id).phone = "+7 914"
        tour_id = a_published_tour(
            session, story, 1, leader_id=story.oksana.person_id, bus_name="ПАЗ", bus_plate="А123ВС", note="Шлагбаум"
        )

        sheet = route_sheet(session, story.boris, tour_id, now=now)

        assert (sheet.bus_name, sheet.bus_plate, sheet.note, sheet.head.state) == (
            "ПАЗ",
            "А123ВС",
            "Шлагбаум",
            TourState.PUBLISHED,
        )
        assert [(each.role, each.name, each.phone) for each in sheet.contacts] == [("Руководитель", "Оксана", "+7 914")]
        [link] = sheet.navigator
        assert link.address.startswith("https://yandex.ru/maps/?rtext=50.260000,127.530000~")


def test_papers_of_a_published_tour_are_for_those_who_may(database: Database, now: datetime, tmp_path: Path) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = a_published_tour(session, story, 1, leader_id=story.oksana.person_id)
        other = a_published_tour(session, story, 1)
        store = FolderStore(tmp_path)
        people = {
            "organizer": story.olga,
            "leader": story.oksana,
            "official": story.boris,
            "controller": KIRA,
            "tablet": pyotrs_tablet(tour_id),
            "other tablet": pyotrs_tablet(other),
            "stranger": STRANGER,
        }
        papers: dict[str, Callable[[Actor], object]] = {
            "route": lambda actor: tour_route(session, actor, tour_id, now=now),
            "posters": lambda actor: stop_posters(session, actor, tour_id, now=now, site=Site("")),
            "sheet": lambda actor: route_sheet(session, actor, tour_id, now=now),
            "folder": lambda actor: leader_folder(session, actor, store, tour_id, now=now),
            "passengers": lambda actor: passenger_list(session, actor, tour_id, now=now),
        }

        def may_have(paper: str, name: str) -> bool:
            try:
                papers[paper](people[name])
            except (NotAllowed, NotFound):
                return False
            return True

        assert {paper: [name for name in people if may_have(paper, name)] for paper in papers} == {
            "route": ["organizer", "leader", "official", "controller", "tablet"],
            "posters": ["organizer", "leader", "official", "controller", "tablet"],
            "sheet": ["organizer", "leader", "official", "controller"],
            "folder": ["organizer", "leader", "official", "controller"],
            "passengers": ["organizer", "leader"],
        }


def test_papers_of_a_draft_are_for_planners_and_its_leader(database: Database, now: datetime, tmp_path: Path) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, leader_id=story.oksana.person_id)
        story.stops(session, tour_id, 1)

        assert route_sheet(session, story.olga, tour_id, now=now).head.state is TourState.DRAFT
        assert route_sheet(session, story.oksana, tour_id, now=now).head.state is TourState.DRAFT
        for gather in (route_sheet, tour_route, passenger_list):
            with pytest.raises(NotFound):
                gather(session, story.boris, tour_id, now=now)
        with pytest.raises(NotFound):
            leader_folder(session, story.boris, FolderStore(tmp_path), tour_id, now=now)


def test_folder_says_what_was_promised_whom_to_ring_and_shows_a_picture(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        store = FolderStore(tmp_path)
        session.get_one(Agency, story.roads_id).phone = "55-55-55"
        oksana = session.get_one(Person, story.oksana.person_id)
        oksana.post, oksana.phone = "начальник", "+7 914"
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1, 2)
        first, _ = stop_ids(session, tour_id)
        set_agenda(session, story.olga, first, [AgendaEntry("Двор", "Оксана", 7)])
        publish_tour(session, story.olga, tour_id, now=now)
        issue_id = an_issue_at(session, story, first, text="Яма", raised_by="Пётр")
        a_promise(session, story, issue_id)
        a_promise(session, story, issue_id, state=InstructionState.CLOSED, due_on=date(2026, 10, 1))
        for at, (phase, hidden, colour) in enumerate(
            [
                (PhotoPhase.AFTER, False, b"after"),
                (PhotoPhase.BEFORE, True, b"hidden"),
                (PhotoPhase.BEFORE, False, b"yes"),
            ]
        ):
            thumbnail = store.put(colour)
            moment = now + timedelta(minutes=at)
            fields: dict[str, Any] = {"phase": phase, "hidden": hidden, "added_at": moment, "width": 1, "height": 1}
            session.add(Photo(issue_id=issue_id, original="o", clean="c", thumbnail=thumbnail, **fields))
        invited = invite_person(session, story.olga, tour_id, oksana.id or 0, now=now)
        answer_invitation(session, story.olga, invited.id or 0, answer=Answer.YES, now=now)

        folder = leader_folder(session, story.olga, store, tour_id, now=now)

        here, there = folder.stops
        [issue] = here.issues
        assert (issue.number, issue.text, issue.raised_by, issue.photo) == (issue_id, "Яма", "Пётр", b"yes")
        assert list(issue.promises) == [
            Promise("Заделать", "Дороги", date(2026, 10, 1), InstructionState.CLOSED),
            Promise("Заделать", "Дороги", date(2026, 11, 20), InstructionState.ASSIGNED),
        ]
        roads = [FolderContact("Дороги", "", "55-55-55"), FolderContact("Дороги", "Оксана, начальник", "+7 914")]
        assert list(here.contacts) == roads
        assert list(folder.contacts) == roads
        assert [(item.text, item.speaker, item.minutes) for item in here.agenda] == [("Двор", "Оксана", 7)]
        assert (list(there.issues), list(there.contacts)) == ([], [])
        assert folder.today == date(2026, 11, 23)


def test_folder_names_riders_only_to_those_who_invite_or_lead(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        session.get_one(Person, story.oksana.person_id).phone = "+7 914"
        tour_id = a_published_tour(session, story, 1)
        [stop_id] = stop_ids(session, tour_id)
        a_promise(session, story, an_issue_at(session, story, stop_id))
        invited = invite_person(session, story.olga, tour_id, story.oksana.person_id or 0, now=now)
        answer_invitation(session, story.olga, invited.id or 0, answer=Answer.YES, now=now)

        def named(actor: Actor) -> list[str]:
            folder = leader_folder(session, actor, FolderStore(tmp_path), tour_id, now=now)
            return [contact.name for contact in folder.stops[0].contacts]

        assert (named(story.olga), named(story.boris)) == (["Оксана"], [])


def test_folder_holds_internal_issues_only_for_those_who_may_know_them(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = a_published_tour(session, story, 1)
        [stop_id] = stop_ids(session, tour_id)
        secret = an_issue_at(session, story, stop_id, internal=True, text="Тайна")
        session.add(IssueAgency(issue_id=secret, agency_id=story.roads_id))
        a_promise(session, story, secret)
        session.flush()

        def seen(actor: Actor) -> list[str]:
            folder = leader_folder(session, actor, FolderStore(tmp_path), tour_id, now=now)
            return [issue.text for issue in folder.stops[0].issues]

        assert (seen(story.olga), seen(story.oksana), seen(story.boris)) == (["Тайна"], ["Тайна"], [])


def test_folder_leaves_out_a_picture_whose_file_is_gone(database: Database, now: datetime, tmp_path: Path) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = a_published_tour(session, story, 1)
        [stop_id] = stop_ids(session, tour_id)
        issue_id = an_issue_at(session, story, stop_id)
        gone: dict[str, Any] = {
            "original": "o",
            "clean": "c",
            "thumbnail": "0" * 64,
            "width": 1,
            "height": 1,
            "added_at": now,
        }
        session.add(Photo(issue_id=issue_id, **gone))
        session.flush()

        folder = leader_folder(session, story.olga, FolderStore(tmp_path), tour_id, now=now)

        assert [issue.photo for issue in folder.stops[0].issues] == [None]


def test_passenger_list_says_groups_answers_and_representatives(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = a_published_tour(session, story, 1, seats=25, bus_name="ПАЗ", bus_plate="А1")
        media = invite_agency(session, story.olga, tour_id, story.media_id, now=now)
        guest = invite_guest(session, story.olga, tour_id, name="Пётр", agency_name="Двор 5", now=now)
        answer_invitation(session, story.olga, guest.id or 0, answer=Answer.DELEGATED, delegate_name="Анна", now=now)

        listed = passenger_list(session, story.olga, tour_id, now=now)

        assert [(each.name, each.agency, each.group, each.answer, each.instead_of) for each in listed.passengers] == [
            ("", "Амурская правда", SeatGroup.PRESS, Answer.INVITED, ""),
            ("Анна", "Двор 5", SeatGroup.PUBLIC, Answer.YES, "Пётр"),
            ("Пётр", "Двор 5", SeatGroup.PUBLIC, Answer.DELEGATED, ""),
        ]
        assert (listed.bus, listed.seats, media.name) == ("ПАЗ, А1", 25, "")


def test_papers_ask_no_more_of_the_database_for_many_stops(database: Database, now: datetime, tmp_path: Path) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tours = [a_published_tour(session, story, *(1 + each / 10 for each in range(count))) for count in (1, 12)]
        for tour_id in tours:
            for stop_id in stop_ids(session, tour_id):
                a_promise(session, story, an_issue_at(session, story, stop_id))

    def asked(gather: Callable[[Session, int], object], tour_id: int) -> int:
        with database.reading() as session, queries(database) as statements:
            gather(session, tour_id)
        return len([statement for statement in statements if statement.startswith("SELECT")])

    papers: list[Callable[[Session, int], object]] = [
        lambda session, tour_id: route_sheet(session, story.olga, tour_id, now=now),
        lambda session, tour_id: leader_folder(session, story.olga, FolderStore(tmp_path), tour_id, now=now),
        lambda session, tour_id: passenger_list(session, story.olga, tour_id, now=now),
    ]
    few, many = ([asked(paper, tour_id) for paper in papers] for tour_id in tours)
    assert few == many
    assert max(many) <= 12
