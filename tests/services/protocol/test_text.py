"""The protocol as it stands: who was there, what was heard at each stop, what was decided, and what does not stand in it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import Comment, Participant, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.protocol import Attendant, Decision, Heard, Point, ProtocolText, Spoken
from planner.domain.words import Answer, Outcome, Role, TourState
from planner.services.control.closing import close_issue
from planner.services.control.correcting import correct_instruction
from planner.services.control.hand_overs import ask_hand_over, hand_over
from planner.services.control.instructions import cancel_instruction, extend_deadline
from planner.services.control.progress import take_instruction
from planner.services.control.putting_off import put_off
from planner.services.issues.issues import edit_issue
from planner.services.protocol.text import protocol_text
from tests.services.papers.test_papers import queries
from tests.services.protocol_story import DUE, TODAY, Scene, set_scene


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return set_scene(session, now)


def read(session: Session, scene: Scene) -> ProtocolText:
    return protocol_text(session, scene.sonya, scene.tour_id)


def heard_at(session: Session, scene: Scene, number: int) -> tuple[Heard, ...]:
    return next((stop.heard for stop in read(session, scene).stops if stop.number == number), ())


def test_head_names_chair_secretary_who_came_and_who_did_not(session: Session, scene: Scene) -> None:
    text = read(session, scene)

    assert (text.tour, text.held_on, text.city) == ("Объезд Центра", "2026-11-23", "Благовещенск")
    assert (text.chair, text.secretary) == (Attendant("Виктор", "заместитель мэра"), Attendant("Соня", "секретарь"))
    assert text.present == (Attendant("Оксана", "начальник управления", "Управление дорог"),)
    assert text.absent == (Attendant("Борис", "", "Горсвет"),)
    assert text.residents == 2


def test_post_that_was_written_down_for_the_tour_stands_in_the_head(session: Session, scene: Scene) -> None:
    about: dict[str, Any] = {"tour_id": scene.tour_id, "invited_at": scene.now, "agency_name": "Дума"}
    session.add(Participant(name="Зоя", post="депутат", boarded_at=scene.now, **about))
    session.add(Participant(name="Егор", post="депутат", answer=Answer.YES, **about))
    oksana = session.exec(select(Participant).where(Participant.person_id == scene.oksana.person_id)).one()
    oksana.post = "исполняющая обязанности начальника"

    text = read(session, scene)

    assert text.present == (
        Attendant("Зоя", "депутат", "Дума"),
        Attendant("Оксана", "исполняющая обязанности начальника", "Управление дорог"),
    )
    assert text.absent == (Attendant("Борис", "", "Горсвет"), Attendant("Егор", "депутат", "Дума"))


@pytest.mark.parametrize("state", [TourState.DRAFT, TourState.PUBLISHED, TourState.CANCELLED])
def test_nobody_has_failed_to_come_to_a_tour_that_has_not_begun(
    session: Session, scene: Scene, state: TourState
) -> None:
    session.get_one(Tour, scene.tour_id).state = state

    assert read(session, scene).absent == ()


def test_stop_says_what_was_heard_and_each_point(session: Session, scene: Scene) -> None:
    issue = scene.issue(session, "Яма", stop=2)
    given = scene.instruct(session, issue, co_executor_ids=[scene.lights], controller_id=scene.kira.person_id)
    session.add(Comment(stop_id=scene.stop_ids[1], author="Пётр", text="Темно", written_at=scene.now))
    session.flush()

    first, second = read(session, scene).stops

    point = Point(
        f"{scene.tour_id}–2–1", "Заделать", "2026-11-30", scene.roads, "Управление дорог", ("Горсвет",), "Кира"
    )
    assert (first.number, first.heard) == (1, ())
    assert (second.name, second.spoken) == ("Сквер", (Spoken("Пётр", "Темно"),))
    assert second.heard == (Heard(id_of(issue), "Яма", "ул. Ленина, 1", Decision.INSTRUCTED, points=(point,)),)
    assert given.tour_id == scene.tour_id


def test_decisions_without_an_instruction_say_why(session: Session, scene: Scene) -> None:
    gone, later, nobody = (scene.issue(session, text) for text in ("Скамья", "Качели", "Забор"))
    close_issue(session, scene.sonya, id_of(gone), outcome=Outcome.NOT_NEEDED, reason="Стоит", now=scene.now)
    put_off(session, scene.sonya, id_of(later), reason="Снег", now=scene.now)

    told = [(each.text, each.decision, each.outcome, each.reason) for each in heard_at(session, scene, 1)]

    assert told == [
        ("Скамья", Decision.CLOSED, "not_needed", "Стоит"),
        ("Качели", Decision.NEXT_TOUR, "", "Снег"),
        ("Забор", Decision.UNDECIDED, "", ""),
    ]
    assert read(session, scene).undecided == 1
    assert nobody.text == "Забор"


def test_issue_raised_between_stops_stands_at_the_end(session: Session, scene: Scene) -> None:
    scene.issue(session, "Яма", stop=None)

    assert [(stop.number, len(stop.heard)) for stop in read(session, scene).stops] == [(1, 0), (2, 0), (0, 1)]


def test_older_issue_of_a_stop_stays_under_its_instruction_or_gets_one(session: Session, scene: Scene) -> None:
    old = scene.issue(session, "Старая яма", stop=None, tour_id=None)
    session.get_one(Tour, scene.tour_id).state = TourState.CLOSED
    scene.instruct(session, old)
    session.get_one(Tour, scene.tour_id).state = TourState.RIDING
    session.add(StopIssue(stop_id=scene.stop_ids[0], issue_id=id_of(old)))
    session.flush()

    before = heard_at(session, scene, 1)
    scene.instruct(session, old, "Ускорить")
    after = heard_at(session, scene, 1)

    assert [(each.decision, each.points) for each in before] == [(Decision.KEPT, ())]
    assert [(each.decision, [p.number for p in each.points]) for each in after] == [
        (Decision.INSTRUCTED, [f"{scene.tour_id}–1–1"])
    ]


def test_point_stays_as_it_was_given(session: Session, scene: Scene) -> None:
    given = scene.instruct(session, scene.issue(session, "Яма"))
    until = DUE + timedelta(days=14)
    extend_deadline(session, scene.kira, id_of(given), until=until, now=scene.now, today=TODAY)
    ask_hand_over(session, scene.oksana, id_of(given), agency_id=scene.lights, reason="Не наше", now=scene.now)
    hand_over(session, scene.kira, id_of(given), now=scene.now)

    (heard,) = heard_at(session, scene, 1)

    assert [(point.due_on, point.agency) for point in heard.points] == [("2026-11-30", "Управление дорог")]


def test_point_is_as_it_was_corrected_before_the_agency_acted(session: Session, scene: Scene) -> None:
    given = scene.instruct(session, scene.issue(session, "Яма"))
    sooner = DUE - timedelta(days=2)
    about: dict[str, Any] = {"now": scene.now, "today": TODAY}
    correct_instruction(
        session, scene.kira, id_of(given), text="Засыпать", agency_id=scene.lights, due_on=sooner, **about
    )
    take_instruction(session, scene.boris, id_of(given), now=scene.now)
    correct_instruction(session, scene.kira, id_of(given), due_on=DUE, **about)

    (heard,) = heard_at(session, scene, 1)

    assert [(point.text, point.due_on, point.agency_id) for point in heard.points] == [
        ("Засыпать", sooner.isoformat(), scene.lights)
    ]


def test_cancelled_instruction_is_no_point(session: Session, scene: Scene) -> None:
    given = scene.instruct(session, scene.issue(session, "Яма"))
    cancel_instruction(session, scene.sonya, id_of(given), reason="Описка", now=scene.now)

    assert [(each.decision, each.points) for each in heard_at(session, scene, 1)] == [(Decision.UNDECIDED, ())]


def test_internal_issue_stands_in_no_protocol_whoever_reads(session: Session, scene: Scene) -> None:
    scene.issue(session, "Яма", internal=True)

    assert [list(protocol_text(session, actor, scene.tour_id).issues) for actor in (scene.olga, scene.oksana)] == [
        [],
        [],
    ]


def test_what_was_written_inside_stays_out_when_the_issue_is_opened(session: Session, scene: Scene) -> None:
    issue = scene.issue(session, "Яма", internal=True)
    scene.instruct(session, issue, "Тайно")
    edit_issue(session, scene.olga, id_of(issue), internal=False, now=scene.now)

    (heard,) = heard_at(session, scene, 1)

    assert [(point.number, point.text) for point in heard.points] == [(f"{scene.tour_id}–1–1", "")]


def test_protocol_is_for_staff(session: Session, scene: Scene) -> None:
    tablet = Actor(name="Пётр", roles=frozenset({Role.PARTICIPANT}), tour_id=scene.tour_id, participant_id=3)

    for actor in (STRANGER, tablet):
        with pytest.raises(NotAllowed):
            protocol_text(session, actor, scene.tour_id)
    with pytest.raises(NotFound):
        protocol_text(session, scene.oksana, 999)


def test_questions_to_the_database_are_as_many_for_many_stops(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        scene = set_scene(session, now)
        scene.instruct(session, scene.issue(session, "Яма"))
    with queries(database) as few, database.reading() as session:
        read(session, scene)
    with database.transaction() as session:
        for number in range(3, 13):
            session.add(Stop(tour_id=scene.tour_id, position=number, name="Ещё", lat=50.27, lon=127.54))
        for _ in range(10):
            scene.instruct(session, scene.issue(session, "Яма", stop=2))
    with queries(database) as many, database.reading() as session:
        text = read(session, scene)

    assert len(many) == len(few)
    assert (len(text.stops), len(list(text.points))) == (12, 11)
