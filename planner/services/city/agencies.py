"""Agencies and categories: who answers for what, and where."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlmodel import Session, col, delete, or_, select

from planner.database import hold_all
from planner.domain.actor import Actor
from planner.domain.edits import Values, beside_others
from planner.domain.errors import Invalid, NotFound
from planner.domain.models import Agency, AgencyCategory, AgencyDistrict, Category
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line, typed_email, typed_line, typed_phone
from planner.domain.words import AgencyKind

T = TypeVar("T", Agency, Category)
_ICON = re.compile("[a-z0-9_]+")
_AGENCY_NAME: Mapping[str, Any] = {"field": "name", "longest": 200, "needed": "agencies.error.name"}
_CATEGORY_NAME: Mapping[str, Any] = {"field": "name", "longest": 100, "needed": "agencies.error.category_name"}


@dataclass(frozen=True)
class AgencyRow:
    """An agency with the categories it answers for and the districts it works in (none: the whole city)."""

    agency: Agency
    category_ids: tuple[int, ...]
    district_ids: tuple[int, ...]


def list_agencies(session: Session, actor: Actor) -> list[AgencyRow]:
    """Every agency that is in use, by name."""
    require(actor, Action.SEE_DIRECTORIES)
    categories, districts = defaultdict(list), defaultdict(list)
    for answers in session.exec(select(AgencyCategory)):
        categories[answers.agency_id].append(answers.category_id)
    for works in session.exec(select(AgencyDistrict)):
        districts[works.agency_id].append(works.district_id)
    agencies = session.exec(select(Agency).where(col(Agency.archived).is_(False)).order_by(Agency.name))
    return [AgencyRow(agency, tuple(categories[id_of(agency)]), tuple(districts[id_of(agency)])) for agency in agencies]


def agency_called(session: Session, name: str) -> Agency | None:
    """The agency that somebody means by its full or its short name; none for an empty one. The caller has let them ask."""
    if not name:
        return None
    return session.exec(select(Agency).where(or_(col(Agency.name) == name, col(Agency.short_name) == name))).first()


def save_agency(
    session: Session,
    actor: Actor,
    *,
    name: str,
    agency_id: int | None = None,
    short_name: str = "",
    kind: AgencyKind = AgencyKind.DEPARTMENT,
    email: str = "",
    phone: str = "",
    category_ids: Sequence[int] = (),
    district_ids: Sequence[int] = (),
    seen: Values | None = None,
) -> Agency:
    """Makes an agency, or changes the one with `agency_id`. Invalid on an empty or a taken name, on an address or a phone that
    cannot be one.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_AGENCIES)
    agency = _held(session, Agency, agency_id)
    texts = {"name": name, "short_name": short_name, "email": email, "phone": phone}
    duties = {"category_ids": frozenset(category_ids), "district_ids": frozenset(district_ids)}
    wanted = {**texts, "kind": kind, **duties}
    given = beside_others("agency", _present(session, agency), wanted, seen if agency_id else None)
    agency.name = _free_name(session, agency, typed_line(given["name"], **_AGENCY_NAME))
    agency.kind = given["kind"]
    agency.short_name = typed_line(given["short_name"], field="short_name", longest=60)
    agency.email = typed_email(given["email"]) if one_line(given["email"]) else ""
    agency.phone = typed_phone(given["phone"])
    session.add(agency)
    session.flush()
    _set_duties(session, id_of(agency), given["category_ids"], given["district_ids"])
    return agency


def archive_agency(session: Session, actor: Actor, agency_id: int) -> None:
    """Takes an agency out of choice lists; its instructions and people stay."""
    require(actor, Action.MANAGE_AGENCIES)
    _get(session, Agency, agency_id).archived = True


def list_categories(session: Session, actor: Actor) -> list[Category]:
    """Every category that is in use, in the city's order; whoever may log an issue needs them."""
    if not actor.is_tablet:
        require(actor, Action.SEE_DIRECTORIES)
    query = select(Category).where(col(Category.archived).is_(False)).order_by(col(Category.position), Category.name)
    return list(session.exec(query))


def save_category(
    session: Session,
    actor: Actor,
    *,
    name: str,
    category_id: int | None = None,
    name_en: str = "",
    icon: str = "",
    days: int = 30,
    position: int = 0,
    seen: Values | None = None,
) -> Category:
    """Makes a category, or changes the one with `category_id`. Invalid on an empty or a taken name, odd days, or an icon that
    is no name of a symbol: no screen could draw it.

    With `seen`, what the form began with, ChangedMeanwhile as `beside_others` raises it.
    """
    require(actor, Action.MANAGE_AGENCIES)
    category = _held(session, Category, category_id)
    wanted = {"name": name, "name_en": name_en, "icon": icon, "days": days, "position": position}
    present = category.model_dump(include=set(wanted))
    given = beside_others("category", present, wanted, seen if category_id else None)
    if not 1 <= given["days"] <= 730:
        raise Invalid("agencies.error.days", field="days")
    category.name = _free_name(session, category, typed_line(given["name"], **_CATEGORY_NAME))
    category.days, category.position = given["days"], given["position"]
    category.name_en = typed_line(given["name_en"], field="name_en", longest=100)
    category.icon = typed_line(given["icon"], field="icon", longest=60)
    if category.icon and not _ICON.fullmatch(category.icon):
        raise Invalid("categories.error.icon", field="icon")
    session.add(category)
    session.flush()
    return category


def archive_category(session: Session, actor: Actor, category_id: int) -> None:
    """Takes a category out of choice lists; issues keep it."""
    require(actor, Action.MANAGE_AGENCIES)
    _get(session, Category, category_id).archived = True


def hold_directories(session: Session) -> None:
    """Lets nobody else change topics or agencies until the transaction ends; the caller has required the permission."""
    hold_all(session, Agency)
    hold_all(session, Category)


def _held(session: Session, table: type[T], row_id: int | None) -> T:
    """The row to change, or a new one; until the transaction ends nobody else changes one or takes a name."""
    hold_all(session, table)
    return _get(session, table, row_id) if row_id else table(name="")


def _free_name(session: Session, row: Agency | Category, name: str) -> str:
    """The name, which no other row has, in use or not."""
    table = type(row)
    with session.no_autoflush:
        taken = session.exec(select(table.id).where(table.name == name)).first()
    if taken is not None and taken != row.id:
        raise Invalid("agencies.error.taken", field="name", name=name)
    return name


def _present(session: Session, agency: Agency) -> Values:
    """The fields of the form as they are stored."""
    answers = select(AgencyCategory.category_id).where(AgencyCategory.agency_id == agency.id)
    works = select(AgencyDistrict.district_id).where(AgencyDistrict.agency_id == agency.id)
    return {
        **agency.model_dump(include={"name", "short_name", "kind", "email", "phone"}),
        "category_ids": frozenset(session.exec(answers).all()),
        "district_ids": frozenset(session.exec(works).all()),
    }


def _set_duties(session: Session, agency_id: int, category_ids: Collection[int], district_ids: Collection[int]) -> None:
    session.exec(delete(AgencyCategory).where(col(AgencyCategory.agency_id) == agency_id))
    session.exec(delete(AgencyDistrict).where(col(AgencyDistrict.agency_id) == agency_id))
    session.add_all(AgencyCategory(agency_id=agency_id, category_id=each) for each in sorted(category_ids))
    session.add_all(AgencyDistrict(agency_id=agency_id, district_id=each) for each in sorted(district_ids))
    session.flush()


def _get(session: Session, table: type[T], row_id: int) -> T:
    row = session.get(table, row_id, populate_existing=True)
    if row is None:
        raise NotFound("agencies.error.unknown")
    return row
