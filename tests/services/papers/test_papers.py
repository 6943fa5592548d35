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
from sqlmodel import Session, col, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import Agency, Instruction, IssueAgency, Person, Photo, Stop, StopIssue
from planner.domain.models.types import id_of
from planner.domain.words import Answer, InstructionState, PhotoPhase, Role, SeatGroup, TourState
from planner.services.guests.invitations import answer_invitation, invite_agency, invite_guest, invite_person
from planner.services.papers.issues import AgencyContact
from planner.services.papers.papers import leader_folder, passenger_list, route_sheet, stop_posters
from planner.services.tours.plan import plan_of
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
    return [
        id_of(row) for row in session.exec(select(Stop).where(Stop.tour_id == tour_id).order_by(col(Stop.position)))
    ]


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


def test_sheet_knows_who_is_in_charge(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        session.get_one(Person, story.oksana.person_id).phone = "+7 914"
        tour_id = a_published_tour(session, story, 1, leader_id=story.oksana.person_id)

        sheet = route_sheet(session, story.boris, tour_id, now=now)

        assert {role: (person.name, person.phone) for role, person in sheet.in_charge.items()} == {
            "leader": ("Оксана", "+7 914")
        }
        assert (list(sheet.rides), sheet.extract) == ([], None)


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
            "route": lambda actor: plan_of(session, actor, tour_id, now=now),
            "posters": lambda actor: stop_posters(session, actor, tour_id, now=now),
            "sheet": lambda actor: route_sheet(session, actor, tour_id, now=now),
            "folder": lambda actor: leader_folder(session, actor, store, tour_id, now=now),
            "passengers": lambda actor: passenger_list(session, actor, tour_id),
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

        assert route_sheet(session, story.olga, tour_id, now=now).plan.tour.state is TourState.DRAFT
        assert route_sheet(session, story.oksana, tour_id, now=now).plan.tour.state is TourState.DRAFT
        for gather in (route_sheet, plan_of, stop_posters):
            with pytest.raises(NotFound):
                gather(session, story.boris, tour_id, now=now)
        with pytest.raises(NotFound):
            passenger_list(session, story.boris, tour_id)
        with pytest.raises(NotFound):
            leader_folder(session, story.boris, FolderStore(tmp_path), tour_id, now=now)


def test_folder_knows_what_was_promised_whom_to_ring_and_a_picture(
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
        invited = invite_person(session, story.olga, tour_id, id_of(oksana), now=now)
        answer_invitation(session, story.olga, id_of(invited), answer=Answer.YES, now=now)

        folder = leader_folder(session, story.olga, store, tour_id, now=now)

        here, there = folder.plan.stops
        [issue] = here.issues
        known = folder.promises[issue_id]
        assert (issue.id, issue.text, issue.raised_by, known.picture) == (issue_id, "Яма", "Пётр", b"yes")
        assert [(given.text, agency.short_name, given.due_on, given.state) for given, agency in known.promises] == [
            ("Заделать", "Дороги", date(2026, 10, 1), InstructionState.CLOSED),
            ("Заделать", "Дороги", date(2026, 11, 20), InstructionState.ASSIGNED),
        ]
        roads = session.get_one(Agency, story.roads_id)
        assert dict(folder.contacts) == {
            here.stop.id: [
                AgencyContact(roads, phone="55-55-55"),
                AgencyContact(roads, "Оксана", "начальник", "+7 914"),
            ],
            there.stop.id: [],
        }
        assert [(item.text, item.speaker, item.minutes) for item in here.agenda] == [("Двор", "Оксана", 7)]
        assert (there.issues, folder.today) == ((), date(2026, 11, 23))


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
        answer_invitation(session, story.olga, id_of(invited), answer=Answer.YES, now=now)

        def named(actor: Actor) -> list[str]:
            folder = leader_folder(session, actor, FolderStore(tmp_path), tour_id, now=now)
            return [contact.name for contact in folder.contacts[stop_id]]

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
            return [issue.text for issue in folder.plan.stops[0].issues]

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

        assert folder.promises[issue_id].picture is None


def test_passenger_list_knows_groups_answers_and_representatives(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = a_published_tour(session, story, 1, seats=25, bus_name="ПАЗ", bus_plate="А1")
        media = invite_agency(session, story.olga, tour_id, story.media_id, now=now)
        guest = invite_guest(session, story.olga, tour_id, name="Пётр", agency_name="Двор 5", now=now)
        answer_invitation(session, story.olga, id_of(guest), answer=Answer.DELEGATED, delegate_name="Анна", now=now)

        listed = passenger_list(session, story.olga, tour_id)

        assert [
            (row.participant.name, row.agency, row.participant.group, row.participant.answer, row.delegate_of)
            for row in listed.rows
        ] == [
            ("", "Амурская правда", SeatGroup.PRESS, Answer.INVITED, ""),
            ("Анна", "Двор 5", SeatGroup.PUBLIC, Answer.YES, "Пётр"),
            ("Пётр", "Двор 5", SeatGroup.PUBLIC, Answer.DELEGATED, ""),
        ]
        assert (listed.tour.bus_name, listed.tour.seats, media.name) == ("ПАЗ", 25, "")


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
        lambda session, tour_id: passenger_list(session, story.olga, tour_id),
    ]
    few, many = ([asked(paper, tour_id) for paper in papers] for tour_id in tours)
    assert few == many
    assert max(many) <= 12
