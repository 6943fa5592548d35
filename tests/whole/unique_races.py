"""For each thing that only one may have: two who want it at once, and how the second fares."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint
from sqlmodel import SQLModel, delete

from planner.domain.actor import KEEPER
from planner.domain.geo import Point
from planner.domain.models import City, PersonRole, Tour
from planner.domain.models.types import id_of, new_id
from planner.domain.words import PhotoPhase, Role
from planner.services.access.guesses import count_try
from planner.services.access.new_password import make_password_link
from planner.services.access.people import save_person
from planner.services.access.set_up import make_set_up_code
from planner.services.access.sharing import share_tour
from planner.services.city.agencies import save_agency, save_category
from planner.services.city.city import CitySettings, edit_city
from planner.services.city.districts import save_district
from planner.services.control.instructions import give_instruction
from planner.services.exchange.columns import keep_columns
from planner.services.field.items import take_item
from planner.services.field.sent import ms_of
from planner.services.field.track import take_track
from planner.services.guests.boarding import count_heads
from planner.services.issues.issues import add_comment, log_issue, support_issue
from planner.services.issues.photos import add_photo, keep_photo
from planner.services.layers.layers import save_layer
from planner.services.notices.telegram import begin_chat, take_message
from planner.services.ride.bus_position import report_position
from planner.services.search.saved import save_filter
from planner.services.tours.calendar_links import make_calendar_link
from planner.services.tours.stops import set_stop_issues
from tests.services.control_story import DUE, NOW, TODAY
from tests.services.issue_story import jpeg
from tests.services.typed_story import World
from tests.whole.at_once import Write


class Race(NamedTuple):
    """What two do at once; `told` is the key and the field of what the second is told, empty where all is well."""

    write: Write
    told: tuple[str, str | None] = ("", None)


EMAIL = "oleg@example.org"
SETTINGS: Mapping[str, Any] = {
    **{"name": "Город", "name_en": "", "timezone": "Asia/Yakutsk", "tile_url": "", "tile_attribution": ""},
    **{"view_lat": 50.0, "view_lon": 127.0, "view_zoom": 12, "speed_kmh": 20.0, "detour_factor": 1.3},
}


def _agency_name(w: World) -> Race:
    return Race(lambda s: save_agency(s, w.artyom, name="Мосты"), ("agencies.error.taken", "name"))


def _layer_name(w: World) -> Race:
    made: Write = lambda s: save_layer(s, w.olga, layer_id=None, name="Парки", fields=[])  # noqa: E731
    return Race(made, ("layers.error.taken", "name"))


def _category_name(w: World) -> Race:
    return Race(lambda s: save_category(s, w.artyom, name="Мосты"), ("agencies.error.taken", "name"))


def _district_name(w: World) -> Race:
    return Race(lambda s: save_district(s, w.artyom, name="Север"), ("districts.error.taken", "name"))


def _email(w: World) -> Race:
    return Race(lambda s: save_person(s, w.artyom, name="Олег", email=EMAIL), ("people.error.taken", "email"))


def _duties(w: World) -> Race:
    town = w.scene.town
    duties: dict[str, Any] = {"category_ids": [town.potholes], "district_ids": [town.district]}
    return Race(lambda s: save_agency(s, w.artyom, name="Roads", agency_id=town.roads, **duties))


def _roles(w: World) -> Race:
    oleg = save_person(w.session, w.artyom, name="Олег", email=EMAIL).id
    about: dict[str, Any] = {"person_id": oleg, "name": "Олег", "email": EMAIL, "roles": [Role.SECRETARY]}
    return Race(lambda s: save_person(s, w.artyom, **about))


def _city(w: World) -> Race:
    w.session.exec(delete(City))
    return Race(lambda s: edit_city(s, w.artyom, CitySettings(**SETTINGS)))


def _logged(w: World) -> Race:
    about: dict[str, Any] = {"uid": new_id(), "category_id": w.scene.town.potholes, "lat": 50.27, "lon": 127.54}
    return Race(lambda s: log_issue(s, w.olga, now=NOW, **about))


def _comment(w: World) -> Race:
    about: dict[str, Any] = {"uid": new_id(), "issue_id": w.issue(), "text": "Видели"}
    return Race(lambda s: add_comment(s, w.olga, now=NOW, **about))


def _photo(w: World) -> Race:
    about: dict[str, Any] = {"uid": new_id(), "issue_id": w.issue(), "phase": PhotoPhase.BEFORE}
    data = keep_photo(w.olga, w.store, data=jpeg())
    return Race(lambda s: add_photo(s, w.olga, data=data, now=NOW, **about))


def _instruction(w: World, **same: str) -> Race:
    issue, town = w.issue(), w.scene.town
    about: dict[str, Any] = {"agency_id": town.roads, "co_executor_ids": [town.parks], "due_on": DUE, "text": "Мести"}
    return Race(
        lambda s: give_instruction(s, w.olga, issue, now=NOW, today=TODAY, **({"uid": new_id()} | same | about))
    )


def _support(w: World) -> Race:
    issue = w.issue()
    return Race(lambda s: support_issue(s, w.scene.pyotr, issue, now=NOW))


def _password_link(w: World) -> Race:
    oleg = id_of(save_person(w.session, w.artyom, name="Олег", email=EMAIL))
    return Race(lambda s: make_password_link(s, w.artyom, oleg, now=NOW))


def _calendar_link(w: World) -> Race:
    return Race(lambda s: make_calendar_link(s, w.olga, now=NOW))


def _telegram_chat(w: World) -> Race:
    return Race(lambda s: begin_chat(s, w.olga, now=NOW))


def _telegram_joined(w: World) -> Race:
    code = begin_chat(w.session, w.olga, now=NOW)
    return Race(lambda s: take_message(s, KEEPER, 7, f"start {code}", now=NOW))


def _join_code(w: World) -> Race:
    w.session.get_one(Tour, w.scene.tour).join_code = None
    return Race(lambda s: share_tour(s, w.olga, w.scene.tour))


def _set_up_code(w: World) -> Race:
    w.session.exec(delete(PersonRole))
    return Race(make_set_up_code)


def _guess(w: World) -> Race:
    return Race(lambda s: count_try(s, {"network:1": 5}, now=NOW))


def _stop_issue(w: World) -> Race:
    issue, stop = w.issue(), id_of(w.stop)
    return Race(lambda s: set_stop_issues(s, w.olga, stop, [issue]))


def _heads(w: World) -> Race:
    return Race(lambda s: count_heads(s, w.olga, w.scene.stop, people=5, now=NOW))


def _position(w: World) -> Race:
    return Race(lambda s: report_position(s, w.olga, w.scene.tour, Point(50.27, 127.53), 10, at=NOW, now=NOW))


def _item(w: World, **more: Any) -> Race:
    item = {"uid": new_id(), "kind": "report", "at": ms_of(NOW), "by": w.scene.pyotr.supporter} | more
    item |= {"category": w.scene.town.potholes, "stop": w.scene.stop}
    return Race(lambda s: take_item(s, w.scene.pyotr, w.store, w.scene.tour, item, late_ms=0, now=NOW))


def _item_with_photo(w: World) -> Race:
    return _item(w, kind="photo", issue=w.issue(), hash=w.store.put(jpeg()))


def _track(w: World) -> Race:
    w.session.get_one(Tour, w.scene.tour).started_at = NOW
    given: dict[str, Any] = {"track": [[ms_of(NOW), 50.27, 127.53, 8]], "tablet_now": ms_of(NOW), "now": NOW}
    return Race(lambda s: take_track(s, w.olga, w.scene.tour, **given))


def _saved_filter(w: World) -> Race:
    return Race(lambda s: save_filter(s, w.olga, name="Ямы", query={}, now=NOW), ("saved.error.taken", "name"))


RACES: Mapping[str, Callable[[World], Race]] = {
    "agency.name": _agency_name,
    "agencycategory.agency_id.category_id": _duties,
    "agencydistrict.agency_id.district_id": _duties,
    "busposition.tour_id": _position,
    "fielditem.uid": _item,
    "fieldphoto.uid": _item_with_photo,
    "trackpoint.tour_id.at": _track,
    "calendarlink.person_id": _calendar_link,
    "category.name": _category_name,
    "layer.name": _layer_name,
    "city.id": _city,
    "coexecutor.instruction_id.agency_id": lambda w: _instruction(w, uid=new_id()),
    "columnname.thing.given": lambda w: Race(
        lambda session: keep_columns(session, w.olga, "issues", {"text": "Суть"}),
    ),
    "comment.id": _comment,
    "district.name": _district_name,
    "guesscount.key": _guess,
    "headcount.stop_id": _heads,
    "instruction.uid": lambda w: _instruction(w, uid=new_id()),
    "issue.uid": _logged,
    "issue_words.issue_id": _instruction,
    "issueagency.issue_id.agency_id": _instruction,
    "telegramchat.person_id": _telegram_chat,
    "telegramchat.chat_id": _telegram_joined,
    "passwordlink.person_id": _password_link,
    "person.email": _email,
    "personrole.person_id.role": _roles,
    "photo.id": _photo,
    "saved_filter.person_id.name": _saved_filter,
    "setupcode.id": _set_up_code,
    "stopissue.stop_id.issue_id": _stop_issue,
    "support.issue_id.supporter": _support,
    "tour.join_code": _join_code,
}

_RANDOM = "made at random for each"
NOT_RACED: Mapping[str, str] = {
    "askedballot.token_hash": _RANDOM,
    "hookdelivery.webhook_id.uid": "the addresses are held; tests/services/webhooks/test_hooks.py looks three times at once",
    "ballot.vote_id.voter": "a second one is written over it; tests/services/votes/test_ballots.py confirms at once",
    "subscriber.address": "the table is held; tests/services/subscriptions/test_asking.py asks three times at once",
    "subscriber.token": _RANDOM,
    "subscription.token_hash": _RANDOM,
    "voterkey.year": "a key that is there meanwhile is taken; tests/services/votes/test_ballots.py asks at once",
    "backupstate.id": "one row, changed in one process at a time; tests/services/backup/test_schedule.py begins four at once",
    "bulk_change.decision_id.number": "the issue is held; tests/services/bulk/test_bulk.py changes the same ones at once",
    "bulk_decision.uid": "who decides is held, and the same number is the same decision",
    "calendarlink.token_hash": _RANDOM,
    "daykind.day": "all days are held; tests/services/deadlines/test_days.py imports two years at once",
    "fieldspeaker.tablet_id.participant_id": "the tour is held; tests/services/access/test_tablets.py lets eight join at once",
    "fieldvoice.uid": "it comes with its item, whose uid is raced for",
    "instruction.tour_id.stop_number.item": "the tour is held; tests/services/control/test_numbering.py gives two at once",
    "protocoledition.tour_id.number": "the tour is held; tests/services/protocol/test_confirming.py confirms twice at once",
    "demoload.id": "one note of what the demo brought; a second one is a Conflict of `Database.transaction`",
    "mail.uid": _RANDOM,
    "mailchoice.person_id": "the table is held, and a row that is there meanwhile is taken",
    "mailchoice.token": _RANDOM,
    "notice.key": "its cause or the table is held; tests/services/notices tells, reminds and invites twice at once",
    "noticechoice.person_id.topic": "the person is held",
    "participant.answer_code": _RANDOM,
    "passwordlink.token_hash": _RANDOM,
    "mediacontact.token": _RANDOM,
    "mediasent.key.contact_id": "all of them are held; tests/services/press/test_mailing.py sends twice at once",
    "outsidefigure.year.figure": "all of them are held",
    "releasepair.release_id.issue_id": "the release is held, and what it has is not offered",
    "releaseversion.release_id.number": "the release is held; tests/services/press/test_publishing.py publishes twice at once",
    "publicissue.issue_id": "the issue is held; tests/services/public/test_deciding.py decides twice at once",
    "publicphoto.photo_id": "the issue is held",
    "apikey.key_hash": _RANDOM,
    "reportphoto.uid": "the same form; the picture that is there stays",
    "residentreport.confirm_code": _RANDOM,
    "residentreport.follow_code": _RANDOM,
    "residentreport.uid": "the same form; tests/services/residents/test_reporting.py sends it by four at once",
    "ridechange.undoes_id": "the tour is held; tests/services/ride/test_changes.py takes one choice back twice at once",
    "signin.token_hash": _RANDOM,
    "stop.public_code": _RANDOM,
    "telegramchat.code_hash": _RANDOM,
    "trustedbrowser.token_hash.person_id": _RANDOM,
}
"""What only one may have and no two can want, and why."""


def unique_things() -> set[str]:
    """Every unique constraint, unique index and key of the tables, but for numbers that the database gives."""
    found = set()
    for table in SQLModel.metadata.tables.values():
        for constraint in table.constraints:
            if isinstance(constraint, UniqueConstraint | PrimaryKeyConstraint):
                names = ".".join(column.name for column in constraint.columns)
                if names != "id" or not _is_numbered(table.name):
                    found.add(f"{table.name}.{names}")
        found |= {f"{table.name}.{'.'.join(c.name for c in index.columns)}" for index in table.indexes if index.unique}
    return found


def _is_numbered(table: str) -> bool:
    return SQLModel.metadata.tables[table].c.id.default is None
