"""Whether there are public pages at all, what is on them by itself, and the conditions that every one of them asks under."""

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_

from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import NotFound
from planner.domain.models import Category, City, Issue, Tour
from planner.domain.open_frames import frame_sites
from planner.domain.permissions import Action, require
from planner.domain.typed import typed_line
from planner.domain.words import PublicRule, TourState
from planner.services.city.city import get_city, hold_city

LONGEST_CONTACT = 200


def open_city(session: Session) -> City:
    """The city, for what answers a stranger; NotFound, as for any unknown address, where its public pages are switched off."""
    city = get_city(session)
    if not city.open_pages:
        raise NotFound("app.unknown_page")
    return city


def shown_issues(now: datetime) -> ColumnElement[bool]:
    """The condition on `Issue` that everybody may read its public copy at this moment.

    What became internal or was withdrawn since is gone at once, whatever was decided before.
    """
    passed = col(Issue.public_from) <= now
    return and_(passed, col(Issue.internal).is_(False), col(Issue.deleted).is_(False))


def shown_tours(city: City) -> ColumnElement[bool]:
    """The condition on `Tour` that it is on the public pages: published, riding or over, and not kept back by hand."""
    known = col(Tour.state).in_([TourState.PUBLISHED, TourState.RIDING, TourState.CLOSED])
    chosen = col(Tour.shown).is_(True)
    by_itself = or_(chosen, col(Tour.shown).is_(None)) if city.open_tours else chosen
    return and_(known, by_itself)


def set_openness(
    session: Session,
    actor: Actor,
    *,
    open_pages: bool,
    open_tours: bool,
    open_contact: str,
    seen: Values | None = None,
) -> City:
    """Switches the public pages on or off, and says whether published tours are on them by themselves, and who answers.

    ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_CITY)
    city = hold_city(session)
    wanted = {"open_pages": open_pages, "open_tours": open_tours, "open_contact": open_contact}
    given = beside_others("openness", city.model_dump(include=set(wanted)), wanted, seen)
    city.open_pages, city.open_tours = given["open_pages"], given["open_tours"]
    city.open_contact = typed_line(given["open_contact"], field="open_contact", longest=LONGEST_CONTACT)
    session.flush()
    return city


def set_embed_sites(session: Session, actor: Actor, typed: str) -> City:
    """Says which sites may show the list and the map of issues in a frame; none: nobody. For administrators.

    Invalid("publicity.error.embed_site") at "embed_sites" for what is no address of a site, such as one with a path or a star.
    """
    require(actor, Action.MANAGE_CITY)
    sites = frame_sites(typed)
    city = hold_city(session)
    city.embed_sites = " ".join(sites)
    session.flush()
    return city


def set_public_rule(session: Session, actor: Actor, category_id: int, rule: PublicRule, *, now: datetime) -> Category:
    """What becomes public, without anybody deciding on each, of the issues of this category that are raised from now on."""
    require(actor, Action.PUBLISH)
    category = session.get(Category, category_id, populate_existing=True, with_for_update=True)
    if category is None:
        raise NotFound("publicity.error.unknown_category")
    if category.public_rule is not rule:
        category.public_rule, category.public_since = rule, now
    session.flush()
    return category


def show_tour(session: Session, actor: Actor, tour_id: int, shown: bool | None) -> Tour:
    """Puts one tour on the public pages or keeps it off them, whatever holds for all; None: as for all."""
    require(actor, Action.PUBLISH)
    tour = session.get(Tour, tour_id, populate_existing=True, with_for_update={"key_share": True})
    if tour is None or tour.state in (TourState.DRAFT, TourState.DELETED):
        raise NotFound("tours.error.unknown", number=tour_id)
    tour.shown = shown
    session.flush()
    return tour
