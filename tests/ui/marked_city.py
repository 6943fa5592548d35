"""The demo city with a ride under way, in which everything that people type has signs of Markdown and HTML in it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.sqltypes import AutoString

from planner.demo import demo_links, load_demo
from planner.domain.actor import Actor
from planner.domain.models import (
    Agency,
    Closure,
    Issue,
    LegOverride,
    Mail,
    Notice,
    PaperTemplate,
    Participant,
    Person,
    Photo,
    Place,
    ReleasePair,
    Repair,
    Stop,
    Tour,
)
from planner.domain.models.types import id_of
from planner.domain.notices import MailState, NoticeKind
from planner.domain.series import OffDays, SeriesKind, SeriesRule
from planner.domain.words import TourKind, TourState
from planner.i18n import translator
from planner.phrases.press.release import offer_of
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator
from planner.services.access.sign_in import find_actor
from planner.services.events.series import make_series
from planner.services.events.templates import keep_as_template
from planner.services.press.media import note_mention, save_contact
from planner.services.press.quotes import save_quote
from planner.services.press.releases import begin_release, begin_tour_release, edit_release
from planner.services.press.tour_story import tour_story
from planner.storage import FileStore

HOUR = timedelta(hours=1)
MARKS = "**ж** :red[ж] <b>ж</b>"
NOT_TYPED = frozenset(
    {
        *(
            "before_checked",
            "after_checked",
            "chosen",
            "clean",
            "device",
            "email",
            "engine",
            "from_state",
            "icon",
            "id",
            "join_code",
            "language",
            "original",
        ),
        *(
            "paper",
            "photo_id",
            "picture",
            "seal",
            "pin_hash",
            "password_hash",
            "public_code",
            "ride_engine",
            "router_kind",
            "router_url",
            "source",
            "source_key",
        ),
        *("supporter", "thumbnail", "tile_url", "timezone", "to_state", "token", "token_hash", "uid", "url"),
    }
)
"""Columns of text that nobody types."""


def load_marked_city(session: Session, store: FileStore, *, now: datetime) -> Mapping[str, str]:
    """The demo city with a ride under way and a closed street; returns a sign-in for each role by its name, and for "first", the
    administrator who loaded it."""
    token = create_first_administrator(
        session, name="Артём", email="first@example.org", password_hash=hash_password("long enough phrase"), now=now
    )
    artyom = find_actor(session, token, now=now)
    load_demo(session, artyom, store, now=now)
    _reopen_ride(session, now)
    days: dict[str, Any] = {"created_at": now, "since": now.date(), "until": (now + timedelta(days=9)).date()}
    start, end = [50.26, 127.53], [50.27, 127.53]
    ends: dict[str, Any] = {"from_lat": start[0], "from_lon": start[1], "to_lat": end[0], "to_lon": end[1]}
    session.add(Closure(name="Мост", line=[start, end], **days))
    about: dict[str, Any] = {"name": "Шаблон", "uploaded_by": "Ольга", "uploaded_at": now}
    session.add(PaperTemplate(paper="protocol", file=b"", in_use=True, **about))
    session.add(LegOverride(from_name="Двор", to_name="Парк", minutes=7, reason="Ремонт", **ends, **days))
    session.add_all(_repair(name, now) for name in ("Мира", "Ленина"))
    session.flush()
    _plan_an_event(session, artyom, now)
    _write_releases(session, artyom, now)
    _mark_what_was_typed(session)
    _tell_everybody(session, now)
    _invite_agencies(session, now)
    tokens = {role: path.rsplit("/", 1)[1] for role, path in demo_links(session, artyom, now=now)}
    return tokens | {"first": token}


def _plan_an_event(session: Session, artyom: Actor, now: datetime) -> None:
    """A series of one more press approach like the last one, with its topics and media; and a template of it."""
    last = session.exec(select(Tour).where(Tour.kind == TourKind.PRESS_APPROACH)).one()
    tour_id = id_of(last)
    keep_as_template(session, artyom, tour_id, name="Пресс-подход", with_people=True, now=now)
    rule = SeriesRule(SeriesKind.WEEKS, 4)
    make_series(session, artyom, tour_id, rule, 1, OffDays.KEEP, with_people=True, now=now)


def _write_releases(session: Session, artyom: Actor, now: datetime) -> None:
    """Two releases: one of the last event, with a quote of its leader and one of somebody; one about nothing here."""
    begin_release(session, artyom, title="Ярмарка", now=now)
    event = session.exec(select(Tour).where(Tour.state == TourState.CLOSED)).first()
    assert event is not None
    offer = offer_of(translator("ru", "Asia/Yakutsk"), tour_story(session, artyom, id_of(event), now=now))
    release = begin_tour_release(session, artyom, id_of(event), offer, now=now)
    edit_release(session, artyom, id_of(release), title="Итоги", lead="Вводка", body="Текст", now=now)
    save_quote(
        session, artyom, id_of(release), speaker="Мэр города", post="мэр", text="Сделаем", text_en="We will", now=now
    )
    for number in (1, 2):
        outlet, email = f"Газета {number}", f"paper{number}@city.ru"
        save_contact(
            session, artyom, outlet=outlet, name="Ольга", email=email, note="Камера", groups=[f"газеты {number}"]
        )
    note_mention(session, artyom, outlet="Газета 1", title="Мост", published_on=now.date(), now=now)
    issues = session.exec(select(Photo.issue_id).distinct().order_by(col(Photo.issue_id)).limit(2)).all()
    for issue_id in issues:
        photo = session.exec(select(Photo.id).where(Photo.issue_id == issue_id)).first() or ""
        about: dict[str, Any] = {"release_id": id_of(release), "issue_id": issue_id, "caption": "Двор"}
        session.add(ReleasePair(before_id=photo, after_id=photo, **about))
    session.flush()


def _repair(name: str, now: datetime) -> Repair:
    """The whole city, under guarantee for a year."""
    ring = [[127.0, 50.0], [128.0, 50.0], [128.0, 51.0], [127.0, 51.0], [127.0, 50.0]]
    return Repair(
        name=name,
        geometry={"type": "Polygon", "coordinates": [ring]},
        contract="5",
        contractor="Дорога",
        guarantee_until=(now + timedelta(days=365)).date(),
        south=50.0,
        west=127.0,
        north=51.0,
        east=128.0,
    )


def _tell_everybody(session: Session, now: datetime) -> None:
    """A notice of an issue and one of a tour for each person; and a mail to each that was given up."""
    tour = session.exec(select(Tour).where(Tour.state == TourState.PUBLISHED)).first()
    issue = session.exec(select(Issue).where(col(Issue.internal).is_(False), col(Issue.deleted).is_(False))).first()
    assert tour is not None
    assert issue is not None
    facts: dict[str, Any] = dict.fromkeys(
        ("address", "work", "text", "by", "agency", "title", "place", "reason"), MARKS
    )
    facts |= {"due_on": "2026-11-30", "starts_at": tour.starts_at.isoformat()}
    for person in session.exec(select(Person)).all():
        about: dict[str, Any] = {"person_id": person.id, "at": now}
        of_issue: dict[str, Any] = {"issue_id": issue.id, "facts": facts | {"issue": issue.id}}
        session.add(Notice(key=f"a{person.id}", kind=NoticeKind.RETURNED, **of_issue, **about))
        session.add(Notice(key=f"b{person.id}", kind=NoticeKind.TOUR_CANCELLED, tour_id=tour.id, facts=facts, **about))
        moments: dict[str, Any] = {"next_at": now, "created_at": now, "ended_at": now}
        letter = {"subject": MARKS}
        failed: dict[str, Any] = {"state": MailState.FAILED, "problem": MARKS, "address": "a@city.ru"}
        session.add(Mail(person_id=person.id, letter=letter, **failed, **moments))
    session.flush()


def _invite_agencies(session: Session, now: datetime) -> None:
    """Two agencies that did not come with the demo city are invited to the published tour; a letter went to the first."""
    tour = session.exec(select(Tour).where(Tour.state == TourState.PUBLISHED)).one()
    for number in (1, 2):
        agency = Agency(name=f"{MARKS} {number}", email=f"agency{number}@city.ru")
        session.add(agency)
        session.flush()
        row = Participant(tour_id=tour.id or 0, name="", agency_id=agency.id, invited_at=now)
        session.add(row)
        session.flush()
        if number == 1:
            session.add(Notice(key=f"invited:{row.id}:x", kind=NoticeKind.INVITED, address="a@city.ru", at=now))
    session.flush()


def _reopen_ride(session: Session, now: datetime) -> None:
    """The last bus tour goes on: it has left its first stop and stands at the second, late; somebody got off."""
    closed = select(Tour).where(Tour.state == TourState.CLOSED, Tour.kind == TourKind.BUS_TOUR)
    tour = session.exec(closed.order_by(col(Tour.starts_at).desc())).first()
    assert tour is not None
    tour.state, tour.closed_at = TourState.RIDING, None
    tour.starts_at, tour.started_at, tour.ends_at = now - 2 * HOUR, now - 2 * HOUR, now + HOUR
    stops = session.exec(select(Stop).where(Stop.tour_id == tour.id).order_by(col(Stop.position))).all()
    for stop in stops:
        stop.arrived_at = stop.departed_at = None
    stops[0].arrived_at, stops[0].departed_at, stops[1].arrived_at = now - HOUR, now - HOUR / 2, now - HOUR / 12
    people = session.exec(select(Participant).where(Participant.tour_id == tour.id, Participant.name != "")).all()
    people[0].left_at = now


def _mark_what_was_typed(session: Session) -> None:
    for each in SQLModel.metadata.sorted_tables:
        for typed in each.columns:
            if isinstance(typed.type, AutoString) and not typed.foreign_keys and typed.name not in NOT_TYPED:
                session.execute(update(each).where(typed != "").values({typed: typed + f" {MARKS}"}))
    session.expire_all()
    for place in session.exec(select(Place).where(col(Place.layer_id).is_not(None))):
        place.offers = [f"{word} {MARKS}" for word in place.offers]
