"""Tests of `planner.phrases.papers`: the facts of a tour as sentences on its papers."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.geo import Point
from planner.domain.models import Agency, City, Instruction, Issue, Person, Stop, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Answer, InstructionState, IssueState, SeatGroup, Severity, TourState
from planner.i18n import Translator
from planner.links import Site
from planner.phrases.papers import (
    folder_in_words,
    issue_on_paper,
    passengers_in_words,
    posters_in_words,
    promise_on_paper,
    sheet_in_words,
    stop_sheets_in_words,
)
from planner.render.papers.leader_folder import FolderContact
from planner.render.papers.paper import PaperHead
from planner.render.papers.stop_sheets import SheetIssue, SheetPromise
from planner.routing.engine import Turn
from planner.services.access.sharing import share_tour
from planner.services.guests.invitations import answer_invitation, invite_agency, invite_guest, invite_person
from planner.services.papers.issues import PromisesOfIssue
from planner.services.papers.papers import (
    SheetFacts,
    leader_folder,
    passenger_list,
    route_sheet,
    stop_posters,
)
from planner.services.papers.stop_sheets import stop_sheets
from planner.services.papers.turns import RideTurns
from planner.services.tours.plan import plan_of
from planner.services.tours.tours import publish_tour
from planner.storage import FolderStore
from tests.services.plan_story import write_story

RU, EN = (Translator(language, "Asia/Yakutsk") for language in ("ru", "en"))
TODAY = date(2026, 11, 23)
ROADS = Agency(id=1, name="Управление дорог", short_name="Дороги")
PROMISE: dict[str, Any] = {"text": "Заделать яму", "due_on": date(2026, 11, 20), "state": InstructionState.ASSIGNED}


def test_sheet_says_the_bus_whom_to_ring_and_the_way(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        session.get_one(Person, story.oksana.person_id).phone = "+7 914"
        tour_id = story.tour(
            session, leader_id=story.oksana.person_id, bus_name="ПАЗ", bus_plate="А123ВС", note="Шлагбаум"
        )
        story.stops(session, tour_id, 1)
        publish_tour(session, story.olga, tour_id, now=now)
        facts = route_sheet(session, story.boris, tour_id, now=now)

        sheet = sheet_in_words(RU, facts, printed_at=now)

        assert (sheet.bus_name, sheet.bus_plate, sheet.note) == ("ПАЗ", "А123ВС", "Шлагбаум")
        assert sheet.head == PaperHead("Объезд Центра", TourState.PUBLISHED, now)
        assert [(each.role, each.name, each.phone) for each in sheet.contacts] == [("Руководитель", "Оксана", "+7 914")]
        [link] = sheet.navigator
        assert link.address.startswith("https://yandex.ru/maps/?rtext=50.260000,127.530000~")


def test_sheet_numbers_the_stops_at_the_end_of_each_ride(database: Database, now: datetime) -> None:
    here = Point(50.26, 127.53)
    known = [Turn("start", "ул. Ленина", 500.0, here), Turn("roundabout", "ул. Мухина", 80.0, here, 2)]
    arrival = Turn("arrive", "ул. Мухина", 0.0, here)
    rides = [RideTurns(1, [*known, arrival]), RideTurns(2, ()), RideTurns(None, [arrival])]
    with database.transaction() as session:
        story = write_story(session, now)
        plan = plan_of(session, story.olga, story.tour(session), now=now)
        facts = SheetFacts(plan, {}, rides, session.get_one(City, 1), None)

        turns = sheet_in_words(RU, facts, printed_at=now).turns

        assert [(turn.kind, turn.street, turn.metres, turn.stop, turn.exit) for turn in turns] == [
            ("start", "ул. Ленина", 500.0, None, None),
            ("roundabout", "ул. Мухина", 80.0, None, 2),
            ("arrive", "", 0.0, 1, None),
            ("unknown", "", 0.0, 2, None),
            ("arrive", "", 0.0, None, None),
        ]


def test_folder_says_everybody_once_who_is_worth_a_call(database: Database, now: datetime, tmp_path: Path) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        session.get_one(Agency, story.roads_id).phone = "55-55-55"
        oksana = session.get_one(Person, story.oksana.person_id)
        oksana.post, oksana.phone = "начальник", "+7 914"
        tour_id = story.tour(session, leader_id=oksana.id)
        first, second = story.stops(session, tour_id, 1, 2)
        publish_tour(session, story.olga, tour_id, now=now)
        for stop_id in (first, second):
            issue_id = story.issue(session, text="Яма", raised_by="Пётр")
            session.add_all(
                [
                    StopIssue(stop_id=stop_id, issue_id=issue_id),
                    Instruction(issue_id=issue_id, agency_id=story.roads_id, given_at=now, **PROMISE),
                ]
            )
        invited = invite_person(session, story.olga, tour_id, id_of(oksana), now=now)
        answer_invitation(session, story.olga, id_of(invited), answer=Answer.YES, now=now)
        facts = leader_folder(session, story.olga, FolderStore(tmp_path), tour_id, now=now)

        folder = folder_in_words(EN, facts, printed_at=now)

        roads = [FolderContact("Дороги", "", "55-55-55"), FolderContact("Дороги", "Оксана, начальник", "+7 914")]
        assert [list(stop.contacts) for stop in folder.stops] == [roads, roads]
        assert list(folder.contacts) == [FolderContact("Leader", "Оксана, начальник", "+7 914"), *roads]
        assert [issue.title for issue in folder.stops[0].issues] == ["No. 1 · Lighting"]


@pytest.mark.parametrize(
    ("fields", "line", "is_late"),
    [
        ({}, "№ 0–1–1. Дороги, срок 20.11.2026. Просрочено на 3 дня. На контроле", True),
        ({"due_on": TODAY}, "№ 0–1–1. Дороги, срок 23.11.2026. На контроле", False),
        (
            {"state": InstructionState.CLOSED, "reported_on": date(2026, 11, 20)},
            "№ 0–1–1. Дороги, срок 20.11.2026. Снято с контроля в срок",
            False,
        ),
        (
            {"state": InstructionState.REPORTED},
            "№ 0–1–1. Дороги, срок 20.11.2026. Просрочено на 3 дня. Исполнено — ожидает проверки",
            True,
        ),
    ],
)
def test_promise_says_who_until_when_and_whether_it_is_overdue(
    fields: dict[str, Any], line: str, is_late: bool
) -> None:
    given = Instruction(issue_id=1, agency_id=1, **(PROMISE | fields))

    promise = promise_on_paper(RU, given, ROADS, today=TODAY)

    assert (promise.line, promise.text, promise.is_late) == (line, "Заделать яму", is_late)


def test_issue_says_danger_secrecy_and_that_nobody_was_told() -> None:
    issue = Issue(
        id=148,
        lat=50.26,
        lon=127.53,
        category_id=1,
        text="Яма у подъезда",
        severity=Severity.DANGER,
        internal=True,
        state=IssueState.NEW,
        created_at=datetime(2026, 9, 30, 16, 0, tzinfo=UTC),
    )

    said = issue_on_paper(RU, issue, "Дороги", PromisesOfIssue((), None), today=TODAY)

    assert said.title == "№ 148 · Дороги · ОПАСНО · для служебного пользования"
    assert (said.raised, said.state) == ("Внесено 01.10.2026", "Состояние: Новое. Поручений нет.")


def test_issue_says_who_raised_it_and_leaves_its_state_to_the_promises() -> None:
    issue = Issue(
        id=148,
        lat=50.26,
        lon=127.53,
        category_id=1,
        raised_by="Пётр",
        state=IssueState.ASSIGNED,
        created_at=datetime(2026, 10, 1, tzinfo=UTC),
    )
    known = PromisesOfIssue([(Instruction(issue_id=148, agency_id=1, **PROMISE), ROADS)], b"picture")

    said = issue_on_paper(RU, issue, "Дороги", known, today=TODAY)

    assert (said.title, said.raised, said.state) == ("№ 148 · Дороги", "Внесено 01.10.2026: Пётр", "")
    assert (said.photo, [promise.is_late for promise in said.promises]) == (b"picture", [True])


def test_passenger_list_says_groups_answers_and_representatives(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, seats=25, bus_name="ПАЗ", bus_plate="А1")
        invite_agency(session, story.olga, tour_id, story.media_id, now=now)
        guest = invite_guest(session, story.olga, tour_id, name="Пётр", agency_name="Двор 5", now=now)
        answer_invitation(session, story.olga, id_of(guest), answer=Answer.DELEGATED, delegate_name="Анна", now=now)
        facts = passenger_list(session, story.olga, tour_id)

        listed = passengers_in_words(facts, printed_at=now)

        assert [(each.name, each.agency, each.group, each.answer, each.instead_of) for each in listed.passengers] == [
            ("", "Амурская правда", SeatGroup.PRESS, Answer.INVITED, ""),
            ("Анна", "Двор 5", SeatGroup.PUBLIC, Answer.YES, "Пётр"),
            ("Пётр", "Двор 5", SeatGroup.PUBLIC, Answer.DELEGATED, ""),
        ]
        assert (listed.bus, listed.seats) == ("ПАЗ, А1", 25)


def test_posters_lead_to_the_public_pages_and_name_the_city(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        session.get_one(City, 1).name_en = "Blagoveshchensk"
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)
        publish_tour(session, story.olga, tour_id, now=now)
        facts = stop_posters(session, story.boris, tour_id, now=now)

        posters = posters_in_words(EN, facts, printed_at=now, site=Site("https://tours.example.ru"))

        code = facts.plan.stops[0].stop.public_code
        assert [stop.public_link for stop in posters.route.stops] == [f"https://tours.example.ru/stop/{code}"]
        assert (posters.city, posters.head.printed_at) == ("Blagoveshchensk", now)


def test_stop_sheets_say_what_is_known_and_lead_to_the_report_form(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        first, second = story.stops(session, tour_id, 1, 3)
        publish_tour(session, story.olga, tour_id, now=now)
        code = share_tour(session, story.olga, tour_id)
        session.get_one(Stop, second).skipped = True
        own = story.issue(session, text="Яма", address="ул. Ленина, 133", severity=Severity.DANGER, internal=True)
        near = story.issue(session, north_m=1100)
        session.add_all(
            [
                StopIssue(stop_id=first, issue_id=own),
                Instruction(issue_id=own, agency_id=story.roads_id, given_at=now, **PROMISE),
            ]
        )
        session.flush()
        facts = stop_sheets(session, story.olga, tour_id, now=now)

        made = stop_sheets_in_words(RU.on_paper(), facts, printed_at=now, site=Site("https://tours.example.ru"))

        stop = session.get_one(Stop, first)
        promise = SheetPromise("№ 0–1–1, Дороги, до 20 ноября 2026 · просрочено на 3 дня", True)
        assert [(each.number, each.name, each.link) for each in made.sheets] == [
            (1, "1 км", f"https://tours.example.ru/field/{code}#new/{first}")
        ]
        [sheet] = made.sheets
        assert (sheet.arrival, sheet.departure) == (stop.planned_arrival, stop.planned_departure)
        assert list(sheet.made_for) == [
            SheetIssue(f"№ {own} · Яма · ОПАСНО · для служебного пользования", "ул. Ленина, 133, Освещение", [promise])
        ]
        assert list(sheet.near) == [
            SheetIssue(
                f"№ {near} · Освещение",
                "Освещение · в 100 м от остановки",
                [SheetPromise("Новое, без поручения", False)],
            )
        ]
        assert (list(sheet.topics), made.no_code, made.head.printed_at) == (["Освещение"], "", now)


def test_stop_sheets_without_a_link_say_how_to_get_one_to_those_who_may(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)
        publish_tour(session, story.olga, tour_id, now=now)

        def said(actor: Actor, state: TourState) -> str:
            session.get_one(Tour, tour_id).state = state
            facts = stop_sheets(session, actor, tour_id, now=now)
            return stop_sheets_in_words(RU, facts, printed_at=now, site=Site("")).no_code

        assert said(story.olga, TourState.PUBLISHED) == (
            "QR-кода нет: у объезда ещё нет ссылки для планшетов. После публикации нажмите «Планшеты» на экране "
            "«В пути» и напечатайте листы снова."
        )
        assert said(story.boris, TourState.PUBLISHED) == (
            "QR-код есть на листах, которые печатает тот, кто ведёт объезд."
        )
        assert [said(story.olga, state) for state in (TourState.CLOSED, TourState.CANCELLED)] == ["", ""]
