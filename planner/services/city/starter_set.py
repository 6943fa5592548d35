"""The starter set: topics and agencies as a Russian city usually has them, in `data/starter`, added where they are missing."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlmodel import Session, select

from planner.config import ROOT
from planner.domain.actor import Actor
from planner.domain.errors import Invalid
from planner.domain.models import Agency, Category
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.words import AgencyKind
from planner.services.city.agencies import hold_directories, save_agency, save_category

_FOLDER = ROOT / "data" / "starter"


@dataclass(frozen=True)
class StarterTopic:
    """A topic of the set; `key` names it in the set alone."""

    key: str
    name: str
    name_en: str
    icon: str
    days: int


@dataclass(frozen=True)
class StarterAgency:
    """An agency of the set, with the keys of the topics that it answers for."""

    key: str
    name: str
    short_name: str
    kind: AgencyKind
    topics: tuple[str, ...]


@dataclass(frozen=True)
class StarterSet:
    """What can be added still: nothing in it has the name of an entry that the city has, in use or archived."""

    topics: Sequence[StarterTopic]
    agencies: Sequence[StarterAgency]

    def __bool__(self) -> bool:
        return bool(self.topics or self.agencies)


@cache
def the_starter_set() -> StarterSet:
    """The whole set, as it lies in the repository."""
    topics = [StarterTopic(**each) for each in _read("topics.json")]
    agencies = [
        StarterAgency(**{**each, "kind": AgencyKind(each["kind"]), "topics": tuple(each["topics"])})
        for each in _read("agencies.json")
    ]
    return StarterSet(tuple(topics), tuple(agencies))


def missing_starters(session: Session, actor: Actor) -> StarterSet:
    """What of the set the city has not got; for those who keep the agencies."""
    require(actor, Action.MANAGE_AGENCIES)
    return _missing(session)


def add_starter_set(
    session: Session, actor: Actor, *, topics: Collection[str], agencies: Collection[str]
) -> tuple[int, int]:
    """Adds those chosen by their keys, each agency with those of its topics that the city then has; how many of each.

    What is there by its name, in use or archived, stays as it is: two who add at once add it once. Invalid where nothing
    is chosen.
    """
    require(actor, Action.MANAGE_AGENCIES)
    if not topics and not agencies:
        raise Invalid("starter.error.nothing", field="topics")
    hold_directories(session)
    missing, place = _missing(session), len(session.exec(select(Category.id)).all())
    new_topics = [each for each in missing.topics if each.key in topics]
    for position, topic in enumerate(new_topics, place + 1):
        save_category(
            session,
            actor,
            name=topic.name,
            name_en=topic.name_en,
            icon=topic.icon,
            days=topic.days,
            position=position,
        )
    ids = _topic_ids(session)
    new_agencies = [each for each in missing.agencies if each.key in agencies]
    for agency in new_agencies:
        answers_for = [ids[key] for key in agency.topics if key in ids]
        save_agency(
            session,
            actor,
            name=agency.name,
            short_name=agency.short_name,
            kind=agency.kind,
            category_ids=answers_for,
        )
    return len(new_topics), len(new_agencies)


def _missing(session: Session) -> StarterSet:
    known = set(session.exec(select(Category.name)).all())
    topics = [each for each in the_starter_set().topics if each.name not in known]
    known = set(session.exec(select(Agency.name)).all())
    return StarterSet(topics, [each for each in the_starter_set().agencies if each.name not in known])


def _topic_ids(session: Session) -> Mapping[str, int]:
    """The numbers of the city's topics by their keys in the set, for those in use."""
    names = {each.name: each.key for each in the_starter_set().topics}
    rows = session.exec(select(Category)).all()
    return {names[row.name]: id_of(row) for row in rows if row.name in names and not row.archived}


def _read(name: str) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads((_FOLDER / name).read_text("utf-8"))
    return read
