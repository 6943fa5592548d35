"""The demo city: everything in `data/demo`, brought in through the services, so that it obeys the rules."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from planner import links
from planner.config import ROOT, settings
from planner.demo.issues import life_of_issue
from planner.demo.layers import show_layers
from planner.demo.press import life_of_press
from planner.demo.publishing import open_pages, publish_the_rest
from planner.demo.residents import follow, life_of_report, life_of_vote
from planner.demo.story import PRESS, Happening, Story
from planner.demo.tours import life_of_tour
from planner.domain.actor import Actor
from planner.domain.models import City, Person, Tour
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.words import GRANTED_ROLES, AgencyKind, Role, TourState
from planner.services.access.people import save_person
from planner.services.access.sign_in import open_sign_in_for
from planner.services.city.agencies import save_agency, save_category
from planner.services.city.city import CitySettings, edit_city, set_background
from planner.services.city.demo_data import begin_demo, note_demo
from planner.services.city.districts import save_district
from planner.services.city.places import save_place
from planner.services.outbox.causes import quietly
from planner.services.search.words import words_at_the_end
from planner.storage import FileStore

FOLDER = ROOT / "data" / "demo"
Progress = Callable[[float, str], object]
"""Hears the share done (0 to 1) and the key of what is being done."""


@dataclass
class Names:
    """What the keys of the files became: rows of the database and actors."""

    districts: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    agencies: dict[str, int] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)


def load_demo(
    session: Session,
    actor: Actor,
    store: FileStore,
    *,
    now: datetime,
    data: Path | None = None,
    progress: Progress = lambda share, key: None,
) -> None:
    """Fills an untouched installation with the demo city, half a year of its life, and photos.

    Conflict("demo.error.not_empty") where anything was set up here already, a street extract in the folder `data` too. All of
    it or, on any error, nothing.
    """
    require(actor, Action.MANAGE_CITY)
    begin_demo(session, actor, data=data)
    progress(0.0, "demo.city")
    names = Names()
    _load_city(session, actor)
    _load_directories(session, actor, names)
    story = Story(
        session=session,
        store=store,
        now=now,
        zone=session.get_one(City, 1).timezone,
        districts=names.districts,
        categories=names.categories,
        agencies=names.agencies,
        people=names.people,
        actors=names.actors,
        places=names.places,
        place_facts={place["key"]: place for place in _read("places")},
        data=data or settings().data,
    )
    with quietly(session), words_at_the_end(session):  # it is a story: nobody is told, and nobody searches
        open_pages(story, actor)
        _tell(story, progress)
        show_layers(story, names.actors["olga"], _read("layers"))
        publish_the_rest(story, names.actors[PRESS])
        follow(story, _read("press")["subscribers"])
    note_demo(session, actor, now=now)


def demo_links(session: Session, actor: Actor, *, now: datetime) -> list[tuple[str, str]]:
    """A role and a path that signs in as somebody who has it, for every role; for participants, the tour's short link.

    For the command line, which nobody reaches who could not read the database as well.
    """
    found = []
    for role in GRANTED_ROLES:
        email = next(each["email"] for each in _read("people") if role.value in each["roles"] and _suits(role, each))
        person = session.exec(select(Person).where(Person.email == email)).one()
        found.append((role.value, links.DEMO.to(token=open_sign_in_for(session, person, now=now))))
    open_to_tablets = col(Tour.state).in_([TourState.RIDING, TourState.PUBLISHED])
    coming = select(Tour).where(open_to_tablets, col(Tour.join_code).is_not(None))
    tour = session.exec(coming.order_by(col(Tour.state) != TourState.RIDING, col(Tour.starts_at).desc())).first()
    if tour is not None:
        found.append((Role.PARTICIPANT.value, links.JOIN.to(code=tour.join_code)))
    return found


def _suits(role: Role, person: dict[str, Any]) -> bool:
    return role is not Role.OFFICIAL or person["agency"] == "roads"


def _tell(story: Story, progress: Progress) -> None:
    """Lets everything happen in the order of time, each step by the person whose right it is."""
    happenings: list[Happening] = []
    press = _read("press")
    for facts in _read("tours"):
        happenings += life_of_tour(story, facts, len(happenings))
    for facts in _read("issues"):
        happenings += life_of_issue(story, facts, len(happenings))
    happenings += life_of_press(story, press, len(happenings))
    for facts in _read("reports"):
        happenings += life_of_report(story, facts, len(happenings))
    for facts in press["votes"]:
        happenings += life_of_vote(story, facts, len(happenings))
    happenings.sort(key=lambda happening: happening[:2])
    for number, (moment, _, happen) in enumerate(happenings):
        happen(moment)
        if number % 10 == 0:
            progress(number / len(happenings), "demo.issues" if story.issues else "demo.tours")
    progress(1.0, "demo.done")


def _read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def _load_city(session: Session, actor: Actor) -> None:
    city = _read("city")
    settings = CitySettings(
        name=city["name"],
        name_en=city["name_en"],
        timezone=city["timezone"],
        view_lat=city["view"]["lat"],
        view_lon=city["view"]["lon"],
        view_zoom=city["view"]["zoom"],
        tile_url=city["tiles"]["url"],
        tile_attribution=city["tiles"]["attribution"],
        speed_kmh=city["speeds"]["kmh"],
        detour_factor=city["speeds"]["factor"],
    )
    edit_city(session, actor, settings)
    set_background(session, actor, background=city["background"], barriers=city["barriers"])


def _load_directories(session: Session, actor: Actor, names: Names) -> None:
    for row in _read("districts"):
        district = save_district(
            session, actor, name=row["name"], population=row["population"], polygon=row["geometry"]
        )
        names.districts[row["key"]] = id_of(district)
    for position, row in enumerate(_read("categories"), start=1):
        category = save_category(
            session,
            actor,
            name=row["name"],
            name_en=row["name_en"],
            icon=row["icon"],
            days=row["days"],
            position=position,
        )
        names.categories[row["key"]] = id_of(category)
    for row in _read("agencies"):
        areas = [] if row["areas"] == "all" else [names.districts[key] for key in row["areas"]]
        agency = save_agency(
            session,
            actor,
            name=row["name"],
            short_name=row["short_name"],
            kind=AgencyKind(row["kind"]),
            email=row["email"],
            category_ids=[names.categories[key] for key in row["categories"]],
            district_ids=areas,
        )
        names.agencies[row["key"]] = id_of(agency)
    for row in _read("people"):
        _load_person(session, actor, names, row)
    for row in _read("places"):
        place = save_place(
            session,
            actor,
            name=row["name"],
            kind=row["kind"],
            address=row["address"],
            lat=row["lat"],
            lon=row["lon"],
            district_id=names.districts.get(row["district"]),
            source=f"{row['source']} ({row['licence']})",
        )
        names.places[row["key"]] = id_of(place)


def _load_person(session: Session, actor: Actor, names: Names, row: dict[str, Any]) -> None:
    roles = [Role(each) for each in row["roles"]]
    person = save_person(
        session,
        actor,
        name=row["name"],
        post=row["post"],
        email=row["email"],
        agency_id=names.agencies.get(row["agency"]),
        heads_agency=row.get("heads_agency", False),
        roles=roles,
    )
    names.people[row["key"]] = person
    names.actors[row["key"]] = Actor(
        name=person.name, roles=frozenset(roles), person_id=person.id, agency_id=person.agency_id
    )
