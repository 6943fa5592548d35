"""The demo city is loaded through the services, once, and what it tells obeys the rules."""

import json
from collections import Counter
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, col, func, select

from planner.database import Database
from planner.demo import demo_links, load_demo
from planner.demo.photos import FOLDER, photo_file
from planner.demo.story import uid_of
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, NotAllowed
from planner.domain.models import (
    District,
    FacilityNote,
    Instruction,
    Issue,
    Layer,
    Move,
    Participant,
    Person,
    Photo,
    Place,
    Release,
    ReleaseQuote,
    Stop,
    Subscription,
    Tour,
)
from planner.domain.words import GRANTED_ROLES, InstructionState, IssueState, Outcome, PhotoPhase, Role, Step, TourState
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator
from planner.services.access.sign_in import find_actor
from planner.services.press.faults import faults_of
from planner.services.press.media import list_contacts
from planner.services.press.publishing import took
from planner.services.residents.queue import ReportPart, report_queue
from planner.services.votes.holding import list_votes
from planner.storage import FolderStore


def make_artyom(session: Session, now: datetime) -> Actor:
    token = create_first_administrator(
        session, name="Артём", email="first@example.org", password_hash=hash_password("long enough phrase"), now=now
    )
    return find_actor(session, token, now=now)


def count(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


def test_demo_fills_an_empty_installation_and_obeys_the_rules(
    database: Database, now: datetime, tmp_path: Path
) -> None:
    store = FolderStore(tmp_path)
    heard: list[tuple[float, str]] = []
    with database.transaction() as session:
        artyom = make_artyom(session, now)
        load_demo(session, artyom, store, now=now, progress=lambda share, key: heard.append((share, key)))

    with database.reading() as session:
        _check_size(session)
        _check_variety(session)
        _check_rules(session, now)
        _check_photos(session, store, now)
        _check_press(session, now)
        links = dict(demo_links(session, artyom, now=now))
        roles = [find_actor(session, links[role].rsplit("/", 1)[1], now=now).roles for role in GRANTED_ROLES]
    assert [share for share, _ in heard] == sorted(share for share, _ in heard)
    assert (heard[0][1], heard[-1]) == ("demo.city", (1.0, "demo.done"))
    assert all(role in granted for role, granted in zip(GRANTED_ROLES, roles, strict=True))
    assert links[Role.PARTICIPANT].startswith("/join/")
    with pytest.raises(Conflict), database.transaction() as session:
        load_demo(session, artyom, store, now=now)


def _check_size(session: Session) -> None:
    assert count(session, District) == 8
    assert count(session, Issue) >= 120
    assert count(session, Place) >= 45
    assert (count(session, Layer), count(session, FacilityNote)) == (3, 8)
    assert count(session, Photo) >= 150
    kinds = Counter((tour.kind.value, tour.state) for tour in session.exec(select(Tour)))
    assert kinds["bus_tour", TourState.CLOSED] == 3
    assert kinds["bus_tour", TourState.PUBLISHED] == 1
    assert kinds["bus_tour", TourState.DRAFT] == 1


def _check_variety(session: Session) -> None:
    issues = session.exec(select(Issue)).all()
    assert {issue.state for issue in issues} == set(IssueState)
    assert {issue.outcome for issue in issues if issue.outcome} == set(Outcome)
    assert any(issue.internal for issue in issues)
    assert all(issue.district_id for issue in issues)


def _check_rules(session: Session, now: datetime) -> None:
    moves = session.exec(select(Move).order_by(col(Move.id))).all()
    assert all(move.at <= now for move in moves)
    reporter: dict[int | None, int | None] = {}
    for move in moves:
        if move.step is Step.REPORT:
            reporter[move.instruction_id] = move.by_person_id
        if move.step in (Step.ACCEPT, Step.RETURN):
            assert reporter[move.instruction_id] != move.by_person_id
    for instruction in session.exec(select(Instruction).where(Instruction.state == InstructionState.CLOSED)):
        assert instruction.reported_at is not None
        assert instruction.closed_at is not None
    for stop in session.exec(select(Stop).join(Tour).where(Tour.state == TourState.CLOSED)):
        assert stop.departed_at is not None
        assert stop.arrived_at is not None
        assert stop.arrived_at <= stop.departed_at
    assert session.exec(select(Participant).where(col(Participant.boarded_at).is_not(None))).first() is not None


def _check_photos(session: Session, store: FolderStore, now: datetime) -> None:
    file_names = {sha256(path.read_bytes()).hexdigest(): path.name for path in FOLDER.iterdir()}
    photos = session.exec(select(Photo)).all()

    assert {photo.id: file_names[photo.original] for photo in photos} == _pictures_told_of(now)
    kept = set(store.hashes(older_than=timedelta(0)))
    assert {name for photo in photos for name in (photo.original, photo.clean, photo.thumbnail)} - kept == set()


def _check_press(session: Session, now: datetime) -> None:
    """What the screens of the press office, of votes and of reports need to be seen."""
    releases = session.exec(select(Release).order_by(col(Release.id))).all()
    told = [(each.kind.value, each.state.value, faults_of(session, each, now=now) == []) for each in releases]
    quotes = Counter(quote.approved_at is not None for quote in session.exec(select(ReleaseQuote)))
    alina = Actor(name="", roles=frozenset({Role.PRESS}), person_id=1)
    votes = [(each.phase.value, each.turnout > 0) for each in list_votes(session, alina, now=now)]
    waiting = report_queue(session, alina, ReportPart.WAITING)

    assert told == [("release", "published", True), ("photos", "published", True), ("release", "draft", False)]
    assert [took(each) is not None for each in releases] == [True, True, False]
    assert quotes == {True: 2, False: 3}
    assert votes == [("draft", False), ("open", True), ("closed", True)]
    assert (len(waiting.rows), waiting.unconfirmed) == (5, 1)
    assert [any(row.alike) for row in waiting.rows].count(True) == 1
    assert [row.has_photo for row in waiting.rows].count(True) == 2
    assert {contact.email for contact in list_contacts(session, alina)} >= {"darya@example.org"}
    assert count(session, Subscription) == 3


def _pictures_told_of(now: datetime) -> dict[str, str]:
    """The file that each photo must be, by the photo's id: scene of the issue, season of the day, what is seen."""
    today, told = now.astimezone(ZoneInfo("Asia/Yakutsk")).date(), {}
    for issue in json.loads((FOLDER.parent / "issues.json").read_text("utf-8")):
        seen = {"before-0": (issue["day"], "before")}
        seen |= {
            f"after-{number}": (step["day"], step["photo"])
            for number, step in enumerate(issue["steps"], start=100)
            if step["do"] == Step.REPORT
        }
        for name, (day, shows) in seen.items():
            file_name = photo_file(issue["scene"], PhotoPhase(shows), on=today + timedelta(days=day))
            told[uid_of(f"{issue['key']}-{name}")] = file_name
    return told


def test_demo_is_for_the_administrator_alone(database: Database, now: datetime, tmp_path: Path) -> None:
    with database.transaction() as session:
        make_artyom(session, now)
        olga = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=7)

        for actor in (olga, STRANGER):
            with pytest.raises(NotAllowed):
                load_demo(session, actor, FolderStore(tmp_path), now=now)

        assert count(session, Person) == 1
