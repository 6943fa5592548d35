"""People as a table: out, and back with corrections. Passwords are in neither."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from planner.domain.actor import Actor
from planner.domain.corrections import Correction, FieldChange, Preview, against, mark_of
from planner.domain.errors import Invalid
from planner.domain.models import Agency
from planner.domain.models.types import id_of
from planner.domain.permissions import Action, require
from planner.domain.typed import one_line, shortened, typed_email, typed_line, typed_phone
from planner.domain.words import GRANTED_ROLES, Role
from planner.render.tables.sheets import Sheet, SheetRow
from planner.services.access.people import PersonRow, list_people, save_person
from planner.services.exchange.cells import named, number_of, text_of, title_of
from planner.services.exchange.rows import Reading, write_rows

COLUMNS = ("number", "name", "post", "email", "phone", "agency", "roles", "version")
"""What the table has, out and back."""


def people_rows(session: Session, actor: Actor) -> Iterator[dict[str, Any]]:
    """Everybody who is in use, by name: the columns of COLUMNS, roles as such. For whoever keeps the people."""
    require(actor, Action.MANAGE_PEOPLE)
    rows = list_people(session, actor)
    return ({**_told(row), "number": row.person.id, "version": mark_of(_told(row))} for row in rows)


def preview_people(
    session: Session, actor: Actor, sheet: Sheet, columns: Mapping[str, str], *, roles: Mapping[str, Role]
) -> Preview:
    """What the table would do; `roles`: by their words, folded. A row with a number is that person, one without a new one,
    unless the address is known. An empty agency or address empties it; a column that the file has not says nothing.
    """
    require(actor, Action.IMPORT_TABLES)
    require(actor, Action.MANAGE_PEOPLE)
    here = {row.person.id: row for row in list_people(session, actor)}
    known = {row.person.email: row.person.id for row in here.values() if row.person.email}
    agencies: dict[str, tuple[int, str]] = {}
    for agency in session.exec(select(Agency).where(col(Agency.archived).is_(False))):
        agencies |= {name.casefold(): (id_of(agency), agency.name) for name in (agency.short_name, agency.name) if name}
    reading = Reading(sheet, columns)

    def correct(row: SheetRow, number: int | None) -> Correction | None:
        if number is not None and number not in here:
            raise Invalid("corrections.bad.unknown", number=number)
        told, wanted = _read(row, columns, agencies, roles)
        if number is None and told.get("email") in known:
            return None
        _check({**(_told(here[number]) if number else {}), **told}, number, known)
        if number is None:
            known.update({told["email"]: 0} if told.get("email") else {})
            return _new(row, told, wanted)
        reading.take(number)
        return _correction(row, text_of(row, columns, "version"), here[number], told, wanted)

    for row in sheet.rows:
        reading.read(row, number_of(row, columns), partial(correct, row))
    return reading.preview()


def apply_people(
    session: Session, actor: Actor, preview: Preview, *, take: Collection[tuple[int, str]] = (), now: datetime
) -> tuple[int, int]:
    """Writes what the preview shows; of conflicts those among `take`. How many were changed and how many are new.

    ChangedMeanwhile where somebody has changed a field since the preview, and whatever `save_person` refuses: then nothing
    is written.
    """
    require(actor, Action.IMPORT_TABLES)
    require(actor, Action.MANAGE_PEOPLE)
    return write_rows(
        preview,
        take,
        add=partial(save_person, session, actor),
        change=lambda number, **fields: save_person(session, actor, person_id=number, **fields),
        whole=True,
    )


def _told(row: PersonRow) -> dict[str, Any]:
    person = row.person
    about = {"name": person.name, "post": person.post, "email": person.email or "", "phone": person.phone}
    return {**about, "agency": row.agency, "roles": sorted(row.roles)}


def _read(
    row: SheetRow, columns: Mapping[str, str], agencies: Mapping[str, tuple[int, str]], roles: Mapping[str, Role]
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What the row says, as it is told and as it is stored."""
    told: dict[str, Any] = {}
    if "name" in columns:
        told["name"] = typed_line(text_of(row, columns, "name"), field="name", longest=200, needed="people.error.name")
    if "post" in columns:
        told["post"] = typed_line(text_of(row, columns, "post"), field="post", longest=200)
    if "email" in columns:
        email = one_line(text_of(row, columns, "email"))
        told["email"] = typed_email(email) if email else ""
    if "phone" in columns:
        told["phone"] = typed_phone(text_of(row, columns, "phone"))
    wanted = {name: {name: text} for name, text in told.items()}
    if "agency" in columns:
        number, name = named(row, columns, "agency", agencies) or (None, "")
        told["agency"], wanted["agency"] = name, {"agency_id": number}
    if "roles" in columns:
        given = sorted(_roles(text_of(row, columns, "roles"), roles))
        told["roles"], wanted["roles"] = given, {"roles": frozenset(given)}
    return told, wanted


def _roles(typed: str, roles: Mapping[str, Role]) -> set[Role]:
    found = set()
    for word in filter(None, (one_line(each) for each in typed.replace(";", ",").split(","))):
        role = roles.get(word.casefold())
        if role not in GRANTED_ROLES:
            raise Invalid("corrections.bad.roles", given=shortened(word, 60))
        found.add(role)
    return found


def _correction(
    row: SheetRow, version: str, here: PersonRow, told: Mapping[str, Any], wanted: Mapping[str, Mapping[str, Any]]
) -> Correction:
    present = _told(here)
    changes = against(told, present, as_it_went_out=version in ("", mark_of(present)))
    seen: dict[str, dict[str, Any]] = {name: {name: present[name]} for name in ("name", "post", "email", "phone")}
    seen |= {"agency": {"agency_id": here.person.agency_id}, "roles": {"roles": here.roles}}
    return Correction(row.number, here.person.id, title_of(here.person.name), changes, wanted, seen)


def _new(row: SheetRow, told: Mapping[str, Any], wanted: Mapping[str, Mapping[str, Any]]) -> Correction:
    changes = [FieldChange(name, None, value) for name, value in told.items() if value]
    return Correction(row.number, None, title_of(told["name"]), changes, wanted)


def _check(told: Mapping[str, Any], number: int | None, known: Mapping[str, int]) -> None:
    """What `save_person` would refuse, said of the row."""
    if not told.get("name"):
        raise Invalid("people.error.name")
    email, roles = told.get("email", ""), told.get("roles", [])
    if roles and not email:
        raise Invalid("people.error.needs_email")
    if Role.OFFICIAL in roles and not told.get("agency"):
        raise Invalid("people.error.needs_agency")
    if email and known.get(email, number) != number:
        raise Invalid("people.error.taken", email=email)
