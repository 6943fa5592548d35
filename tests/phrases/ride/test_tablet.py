"""What a tablet on the bus is told, in words: the sentences of the screens, initials only, and every field of the contract."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.deadlines import today_in
from planner.domain.models import City, StopIssue, Tour
from planner.domain.models.types import id_of
from planner.i18n import Translator, translator
from planner.phrases.ride.tablet import door_in_words, fates_in_words, ride_in_words
from planner.services.field.door import field_door
from planner.services.field.sent import ms_of
from planner.services.field.tour import field_tour
from planner.services.protocol.stances import take_stance
from planner.services.ride.ride import arrive, leave
from tests.services.control_story import a_photo, an_instruction
from tests.services.field_story import CODE, set_ride
from tests.services.issue_story import Scene, log

CONTRACT = Path(__file__).parents[3] / "docs" / "field.md"
CITY = City(id=1, name="Благовещенск", name_en="Blagoveshchensk", sign_in_help="Звоните 112")
TILES = {"tiles": "/map/tiles/1/{z}/{x}/{y}.png", "attribution": "OSM"}


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction in an empty database."""
    with database.transaction() as session:
        yield session


@pytest.fixture
def ride(session: Session, now: datetime) -> Scene:
    session.add(City(id=1))
    scene = set_ride(session, now)
    issue = log(session, scene, scene.town.olga, text="Яма у дома\nглубокая", lat=50.2701, lon=127.5301)
    issue.raised_by = "Ким Ирина Петровна"
    session.add(StopIssue(stop_id=scene.stop, issue_id=id_of(issue)))
    log(session, scene, scene.pyotr, stop_id=scene.stop)
    session.flush()
    return scene


def told(session: Session, actor: Actor, now: datetime, language: str = "ru") -> dict[str, Any]:
    t = translator(language, CITY.timezone, today_in(CITY.timezone, now))
    found = field_tour(session, actor, CODE, now=now)
    answer = ride_in_words(t, found, actor, CITY, tiles=TILES, today=today_in(CITY.timezone, now), now=now)
    read: dict[str, Any] = json.loads(json.dumps(answer))
    return read


def test_state_has_every_field_that_the_contract_names(session: Session, ride: Scene, now: datetime) -> None:
    described = re.search(r"^`ride`:$(.*?)^## ", CONTRACT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert described is not None
    rows = dict(re.findall(r"^\| `(\w+)`(?:, `\w+`)* \| (.*) \|$", described[1], re.MULTILINE))

    answer = told(session, ride.town.oksana, now)

    assert {"here", "ahead"} <= answer.keys()
    assert answer.keys() - {"ahead"} == rows.keys()
    assert {name: _named(answer[name]) - set(re.findall(r'"(\w+)"', rows[name])) for name in rows} == dict.fromkeys(
        rows, set()
    )


def _named(value: Any) -> set[str]:
    """The names of fields in a row or in the first of several, but for ids of stops."""
    if isinstance(value, list):
        return {name for each in value for name in _named(each)}
    if not isinstance(value, dict):
        return set()
    return {name for name in value if name and not name.isdigit()} | {
        n for each in value.values() for n in _named(each)
    }


def test_issue_is_told_as_on_the_screens_with_initials_only(session: Session, ride: Scene, now: datetime) -> None:
    tablet, staff = told(session, ride.pyotr, now), told(session, ride.town.olga, now)

    others, own = tablet["issues"]
    assert (others["title"], others["place"], others["words"], others["look"]) == (
        "Яма у дома",
        "Ямы",
        "Новое, без поручения",
        "new",
    )
    assert (others["by"], staff["issues"][0]["by"]) == ("К. И. П.", "Ким Ирина Петровна")
    assert ("uid" in others, "uid" in own, own["by"], own["stop"]) == (False, True, "Pyotr", ride.stop)


def test_words_are_in_the_readers_language(session: Session, ride: Scene, now: datetime) -> None:
    answer = told(session, ride.pyotr, now, "en")

    assert (answer["issues"][0]["place"], answer["city"]["name"]) == ("Potholes", "Blagoveshchensk")


def test_promise_and_picture_are_told(session: Session, ride: Scene, now: datetime) -> None:
    number = told(session, ride.pyotr, now)["issues"][0]["number"]
    issue = field_tour(session, ride.pyotr, CODE, now=now).known.issues[number].issue
    an_instruction(session, ride.town, issue)
    photo = a_photo(session, issue)

    answer = told(session, ride.pyotr, now)

    row, point = answer["issues"][0], answer["stops"][0]["points"][0]
    assert row["instructions"] == ["№ 1–1–1, Roads, до 30 ноября · На контроле"]
    assert point == {"issue": number, "promises": row["instructions"]}
    assert (row["photo"], row["photos"], row["decided"]) == (f"/photo/{photo}/thumbnail", 1, True)


def test_delay_and_last_tap_are_told_as_on_the_screen(session: Session, ride: Scene, now: datetime) -> None:
    arrive(session, ride.town.oksana, ride.stop, now=now)
    leave(session, ride.town.oksana, ride.stop, now=now + timedelta(minutes=7))
    later = now + timedelta(minutes=8)

    leader, tablet = told(session, ride.town.oksana, later), told(session, ride.pyotr, later)

    assert leader["undo"] == {"kind": "leave", "stop": ride.stop, "at": ms_of(now + timedelta(minutes=7))}
    assert (tablet["undo"], tablet["tour"]["phase"], tablet["here"], tablet["ahead"]) == (None, "returning", None, None)


def test_ride_that_may_still_start_in_time_has_no_delay(session: Session, ride: Scene, now: datetime) -> None:
    other = session.get_one(Tour, ride.other_tour)
    waiting = field_tour(session, ride.town.olga, other.join_code or "", now=now)
    t = _russian(now)

    def delay(moment: datetime) -> str:
        answer = ride_in_words(
            t, waiting, ride.town.olga, CITY, tiles=TILES, today=today_in(CITY.timezone, now), now=moment
        )
        return str(answer["tour"]["delay"])

    assert (delay(now), delay(other.starts_at + timedelta(minutes=5))) == ("", "Отстаём на 5 мин")


def test_fates_say_who_mends_it_until_when(session: Session, ride: Scene, now: datetime) -> None:
    own = field_tour(session, ride.pyotr, CODE, now=now).known.issues[2].issue
    an_instruction(session, ride.town, own)
    gone = log(session, ride, ride.pyotr)
    gone.deleted = True
    session.flush()

    fates = field_tour(session, ride.pyotr, CODE, now=now).fates

    assert fates_in_words(_russian(now), fates, today=today_in(CITY.timezone, now)) == [
        {"uid": own.uid, "state": "decided", "words": "№ 1–1–1, Roads, до 30 ноября"},
        {"uid": gone.uid, "state": "withdrawn", "words": "Замечание снято."},
    ]


def test_door_tells_no_more_than_which_tour_it_is_and_whom_to_ask(session: Session, ride: Scene, now: datetime) -> None:
    door = door_in_words(_russian(now), field_door(session, CODE, now=now), CITY)

    assert door == {
        "title": "One",
        "when": "понедельник, 23 ноября, 08:50–12:00",
        "agencies": ["Parks", "Power", "Roads"],
        "help": "Звоните 112",
    }


def _russian(now: datetime) -> Translator:
    return translator("ru", CITY.timezone, today_in(CITY.timezone, now))


def test_ready_dates_are_told_to_who_decides_the_norms_first(session: Session, ride: Scene, now: datetime) -> None:
    decides, rides = (
        {each["id"]: each["terms"] for each in told(session, actor, now)["categories"]}[ride.town.potholes]
        for actor in (ride.town.sonya, ride.pyotr)
    )

    assert rides == []
    assert [(each["words"], each["iso"]) for each in decides] == [
        ("Норма, до 03.12", "2026-12-03"),
        ("Весьма срочно, до 24.11", "2026-11-24"),
        ("Срочно, до 26.11", "2026-11-26"),
        ("Оперативно, до 03.12", "2026-12-03"),
        ("Месяц, до 23.12", "2026-12-23"),
    ]


def test_protocol_is_told_to_who_leads_with_what_agencies_say(session: Session, ride: Scene, now: datetime) -> None:
    issue = log(session, ride, ride.town.olga, tour_id=ride.tour, stop_id=ride.stop, text="Яма")
    an_instruction(session, ride.town, issue)
    point = told(session, ride.town.oksana, now)["protocol"]["points"][0]
    values: dict[str, Any] = {"agency_id": point["said"][0]["agency"], "accepts": False, "text": "Срок мал", "now": now}
    take_stance(session, ride.town.oksana, ride.tour, point=point["number"], seal=point["seal"], **values)

    protocol = told(session, ride.town.oksana, now)["protocol"]

    [said] = protocol["points"][0]["said"]
    assert told(session, ride.pyotr, now)["protocol"] is None
    assert (protocol["edition"], protocol["open"], protocol["chair"], protocol["who"]) == ("Проект", True, True, "")
    assert (said["state"], said["by"], said["words"]) == (
        "objects",
        "Oksana",
        f"{said['name']}: возражает – Срок мал (Oksana, 23 ноября, 09:00)",
    )
