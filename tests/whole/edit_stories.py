"""For each form that edits something: how it is saved, what it begins with, and two fields that two people change."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlmodel import Session

from planner.domain.edits import Values
from planner.domain.facilities import NoteKind
from planner.domain.geo import Point
from planner.domain.models import Instruction, ReleasePair, ResidentReport
from planner.domain.models.types import id_of, new_id
from planner.domain.prize import Weights
from planner.domain.words import Accreditation, AgencyKind, ControlKind, Role, Severity, VoteKind
from planner.services.access.people import save_person
from planner.services.city.agencies import save_agency, save_category
from planner.services.city.city import CitySettings, edit_city
from planner.services.city.districts import save_district
from planner.services.city.places import save_place
from planner.services.city.repairs import save_repair
from planner.services.control.correcting import correct_instruction
from planner.services.events.media import save_media_guest
from planner.services.guests.contacts import save_contact
from planner.services.guests.invitations import invite_guest
from planner.services.issues.issues import edit_issue
from planner.services.layers.facilities import save_facility
from planner.services.layers.layers import save_layer
from planner.services.layers.notes import save_note
from planner.services.press.media import save_contact as save_media_contact
from planner.services.press.pairs import save_pair
from planner.services.press.quotes import save_quote
from planner.services.press.releases import begin_release, edit_release
from planner.services.proposals.weights import get_weights, set_tour_weights, set_weights
from planner.services.public.openness import set_openness
from planner.services.residents.amending import edit_report
from planner.services.residents.openness import set_listening
from planner.services.tours.plan_legs import set_leg_of_plan
from planner.services.tours.rules import rules_for_stops, set_limits
from planner.services.tours.stops import AgendaEntry, save_stop
from planner.services.tours.tours import EDITABLE, edit_tour
from planner.services.travel.settings import set_bus, set_router
from planner.services.votes.making import OptionDraft, edit_vote, make_vote
from tests.services.control_story import DUE, NOW, TODAY
from tests.services.typed_story import WEEK, World
from tests.whole.unique_races import EMAIL, SETTINGS

Save = Callable[[Session, Values, Values], object]
"""Saves the form: in a session, given what it began with, all fields."""


class Edit(NamedTuple):
    """`began`: every field as the form shows it at first. `one` and `other` change one field each, `against` that of `one`."""

    save: Save
    began: Mapping[str, Any]
    one: Mapping[str, Any]
    other: Mapping[str, Any]
    against: Mapping[str, Any]


def _person(w: World) -> Edit:
    town = w.scene.town
    began: dict[str, Any] = {"name": "Олег", "post": "", "email": EMAIL, "phone": "22-11-00", "agency_id": town.roads}
    began["roles"] = [Role.SECRETARY]
    oleg = save_person(w.session, w.artyom, **began).id
    roles = {"roles": [Role.SECRETARY, Role.CONTROLLER]}
    return Edit(
        lambda s, seen, f: save_person(s, w.artyom, person_id=oleg, seen=seen, **f),
        began,
        {"phone": "22-22-00"},
        roles,
        {"phone": "22-33-00"},
    )


def _agency(w: World) -> Edit:
    town = w.scene.town
    began: dict[str, Any] = {
        "name": "Мосты",
        "short_name": "",
        "kind": AgencyKind.UTILITY,
        "email": "",
        "phone": "22-11-00",
    }
    began |= {"category_ids": [town.potholes], "district_ids": []}
    made = save_agency(w.session, w.artyom, **began).id
    districts = {"district_ids": [town.district]}
    return Edit(
        lambda s, seen, f: save_agency(s, w.artyom, agency_id=made, seen=seen, **f),
        began,
        {"phone": "22-22-00"},
        districts,
        {"phone": "22-33-00"},
    )


def _category(w: World) -> Edit:
    began: dict[str, Any] = {"name": "Лёд", "name_en": "", "icon": "", "days": 30, "position": 4}
    made = save_category(w.session, w.artyom, **began).id
    save: Save = lambda s, seen, f: save_category(s, w.artyom, category_id=made, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"days": 10}, {"name_en": "Ice"}, {"days": 20})


def _district(w: World) -> Edit:
    began: dict[str, Any] = {"name": "Север", "population": None, "polygon": None}
    made = save_district(w.session, w.artyom, **began).id
    save: Save = lambda s, seen, f: save_district(s, w.artyom, district_id=made, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"population": 5000}, {"name": "Северный"}, {"population": 6000})


def _repair(w: World) -> Edit:
    began: dict[str, Any] = {"name": "Мира", "contract": "5", "contractor": "", "agency_id": None}
    began |= {"accepted_on": date(2023, 6, 1), "guarantee_until": date(2028, 6, 1)}
    made = save_repair(w.session, w.artyom, repair_id=None, point=Point(50.27, 127.53), **began).id
    save: Save = lambda s, seen, f: save_repair(s, w.artyom, repair_id=made, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"contract": "6"}, {"contractor": "Дорога"}, {"contract": "7"})


def _place(w: World) -> Edit:
    began: dict[str, Any] = {"name": "Парк", "kind": "", "address": "", "source": "", "lat": 50.27, "lon": 127.53}
    began["district_id"] = w.scene.town.district
    made = save_place(w.session, w.artyom, **began).id
    save: Save = lambda s, seen, f: save_place(s, w.artyom, place_id=made, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"address": "Ленина, 1"}, {"lat": 50.28}, {"address": "Ленина, 2"})


def _layer(w: World) -> Edit:
    began: dict[str, Any] = {
        "name": "Парки",
        "name_en": "",
        "about": "",
        "about_en": "",
        "icon": "",
        "fields": ["hours"],
        "public": False,
    }
    began |= {"offers_name": "", "offers_name_en": "", "agency_id": None}
    made = save_layer(w.session, w.olga, layer_id=None, **began).id
    save: Save = lambda s, seen, f: save_layer(s, w.olga, layer_id=made, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"fields": ["hours", "cost"]}, {"about": "Где гулять"}, {"fields": ["ages"]})


def _facility(w: World) -> Edit:
    layer = id_of(save_layer(w.session, w.olga, layer_id=None, name="Парки", fields=["hours"]))
    began: dict[str, Any] = {"name": "Парк", "kind": "", "address": "", "lat": 50.27, "lon": 127.53, "about": ""}
    began |= {"phone": "", "email": "", "site": "", "offers": ["Каток"], "age_from": None, "age_to": None}
    began |= {"cost": "", "hours": "", "district_id": w.scene.town.district}
    made = save_facility(w.session, w.olga, layer_id=layer, **began).id
    save: Save = lambda s, seen, f: save_facility(s, w.olga, layer_id=layer, place_id=made, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"hours": "ежедневно"}, {"offers": ["Каток", "Сцена"]}, {"hours": "по будням"})


def _facility_note(w: World) -> Edit:
    layer = id_of(save_layer(w.session, w.olga, layer_id=None, name="Парки", fields=["hours"]))
    place = id_of(save_facility(w.session, w.olga, layer_id=layer, name="Парк", lat=50.27, lon=127.53))
    began: dict[str, Any] = {"kind": NoteKind.EVENT, "on_day": DUE, "text": "Ёлка"}
    made = save_note(w.session, w.olga, place_id=place, now=NOW, **began).id
    save: Save = lambda s, seen, f: save_note(s, w.olga, place_id=place, note_id=made, now=NOW, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"text": "Каток"}, {"kind": NoteKind.RESULT}, {"text": "Горка"})


def _city(w: World) -> Edit:
    began = {"least_talk_minutes": 5, "sign_in_help": "", "keep_originals": False, **SETTINGS}
    edit_city(w.session, w.artyom, CitySettings(**began))
    save: Save = lambda s, seen, f: edit_city(s, w.artyom, CitySettings(**f), seen=seen)  # noqa: E731
    return Edit(save, began, {"sign_in_help": "Анна, 22-33"}, {"speed_kmh": 25.0}, {"sign_in_help": "Вера"})


def _release(w: World) -> Edit:
    began: dict[str, Any] = {"title": "Мост", "lead": "", "body": "", "title_en": "", "lead_en": "", "body_en": ""}
    made = id_of(begin_release(w.session, w.artyom, title="Мост", now=NOW))
    save: Save = lambda s, seen, f: edit_release(s, w.artyom, made, now=NOW, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"lead": "Скоро"}, {"body": "Откроют"}, {"lead": "Нескоро"})


def _pair(w: World) -> Edit:
    release, issue = id_of(begin_release(w.session, w.artyom, title="Мост", now=NOW)), w.issue()
    photos: dict[str, Any] = {name: w.photo() for name in ("before_id", "after_id")}
    pair = ReleasePair(release_id=release, issue_id=issue, **photos)
    w.session.add(pair)
    w.session.flush()
    made, began = id_of(pair), {"caption": "", "caption_en": ""}
    save: Save = lambda s, seen, f: save_pair(s, w.artyom, release, made, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"caption": "Двор"}, {"caption_en": "Yard"}, {"caption": "Сквер"})


def _media_contact(w: World) -> Edit:
    began: dict[str, Any] = {"outlet": "Газета", "name": "", "email": "", "phone": "", "note": "", "groups": []}
    began["language"] = "ru"
    made = id_of(save_media_contact(w.session, w.artyom, **began))
    save: Save = lambda s, seen, f: save_media_contact(s, w.artyom, made, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"name": "Ольга"}, {"groups": ["газеты"]}, {"name": "Анна"})


def _report(w: World) -> Edit:
    began: dict[str, Any] = {"text": "Яма", "category_id": w.scene.town.potholes, "address": "Ленина, 1", "point": None}
    row = ResidentReport(
        uid=new_id(),
        follow_code=new_id(),
        created_at=NOW,
        text="Яма",
        address="Ленина, 1",
        category_id=w.scene.town.potholes,
    )
    w.session.add(row)
    w.session.flush()
    made = id_of(row)
    places: dict[str, Any] = {"data": Path("/nonexistent"), "now": NOW}
    save: Save = lambda s, seen, f: edit_report(s, w.artyom, made, seen=seen, **f, **places)  # noqa: E731
    return Edit(save, began, {"text": "Яма у дома"}, {"address": "Ленина, 3"}, {"text": "Ямы"})


def _listening(w: World) -> Edit:
    began: dict[str, Any] = {"takes_reports": True, "report_consent": ""}
    set_listening(w.session, w.artyom, **began)
    save: Save = lambda s, seen, f: set_listening(s, w.artyom, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"report_consent": "Согласен"}, {"takes_reports": False}, {"report_consent": "Не против"})


def _openness(w: World) -> Edit:
    began: dict[str, Any] = {"open_pages": True, "open_tours": True, "open_contact": ""}
    set_openness(w.session, w.artyom, **began)
    save: Save = lambda s, seen, f: set_openness(s, w.artyom, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"open_contact": "Пресс-служба"}, {"open_tours": False}, {"open_contact": "Мэрия"})


def _quote(w: World) -> Edit:
    began: dict[str, Any] = {"speaker": "Мэр города", "post": "", "text": "Откроем", "text_en": ""}
    release = id_of(begin_release(w.session, w.artyom, title="Мост", now=NOW))
    made = id_of(save_quote(w.session, w.artyom, release, **began, now=NOW))
    save: Save = lambda s, seen, f: save_quote(s, w.artyom, release, made, seen=seen, **f, now=NOW)  # noqa: E731
    return Edit(save, began, {"text": "Скоро откроем"}, {"post": "мэр"}, {"text": "Не откроем"})


def _router(w: World) -> Edit:
    began = {"kind": "osrm", "url": "https://a.example.org"}
    set_router(w.session, w.artyom, kind="osrm", url="https://a.example.org")
    save: Save = lambda s, seen, f: set_router(s, w.artyom, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"url": "https://b.example.org"}, {"kind": "valhalla"}, {"url": "https://c.example.org"})


def _bus(w: World) -> Edit:
    began = {"weight_t": 0.0, "height_m": 0.0, "length_m": 0.0}
    save: Save = lambda s, seen, f: set_bus(s, w.artyom, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"weight_t": 12.5}, {"height_m": 3.1}, {"weight_t": 14.0})


def _weights(w: World) -> Edit:
    began = get_weights(w.session, w.olga).to_data()
    save: Save = lambda s, seen, f: set_weights(s, w.artyom, Weights(**f), seen=seen)  # noqa: E731
    return Edit(save, began, {"low": 3.0}, {"danger": 20.0}, {"low": 4.0})


def _tour_weights(w: World) -> Edit:
    began, tour_id = get_weights(w.session, w.olga).to_data(), id_of(w.tour)
    save: Save = lambda s, seen, f: set_tour_weights(s, w.olga, tour_id, Weights(**f), seen=seen)  # noqa: E731
    return Edit(save, began, {"low": 3.0}, {"danger": 20.0}, {"low": 4.0})


def _issue(w: World) -> Edit:
    issue = w.issue()
    began: dict[str, Any] = {"text": "", "address": "", "severity": Severity.NORMAL, "internal": False}
    began["category_id"] = w.scene.town.potholes
    save: Save = lambda s, seen, f: edit_issue(s, w.scene.town.kira, issue, now=NOW, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"text": "Яма"}, {"severity": Severity.DANGER}, {"text": "Провал"})


def _instruction(w: World) -> Edit:
    number = w.instruction()
    given = w.session.get_one(Instruction, number)
    began: dict[str, Any] = {"text": given.text, "agency_id": given.agency_id, "due_on": given.due_on}
    began |= {"co_executor_ids": frozenset(), "controller_id": None, "control": ControlKind.USUAL}
    save: Save = lambda s, seen, f: correct_instruction(  # noqa: E731
        s, w.scene.town.kira, number, now=NOW, today=TODAY, seen=seen, **f
    )
    helping = {"co_executor_ids": frozenset({w.scene.town.parks})}
    return Edit(save, began, {"text": "Две ямы"}, helping, {"text": "Три ямы"})


def _media_guest(w: World) -> Edit:
    began: dict[str, Any] = {"outlet": "Амурская правда", "name": "Иванова", "contact": "22-11-00", "note": ""}
    began["state"] = Accreditation.ASKED
    guest, tour = id_of(save_media_guest(w.session, w.olga, id_of(w.tour), **began)), id_of(w.tour)
    save: Save = lambda s, seen, f: save_media_guest(s, w.olga, tour, guest, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"contact": "22-22-00"}, {"note": "С камерой"}, {"contact": "22-33-00"})


def _tour(w: World) -> Edit:
    tour = id_of(w.tour)
    began = {name: getattr(w.tour, name) for name in EDITABLE}
    later = {"ends_at": began["ends_at"] + timedelta(hours=1)}
    save: Save = lambda s, seen, f: edit_tour(s, w.olga, tour, now=NOW, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"title": "Объезд Центра"}, later, {"title": "Объезд Севера"})


def _stop(w: World) -> Edit:
    stop = id_of(w.stop)
    began: dict[str, Any] = {"name": "Двор", "address": "", "minutes_talk": 15, "minutes_off": 2, "must": True}
    began |= {"window_from": None, "window_to": None, "pinned": False, "agenda": [], "issue_ids": []}
    save: Save = lambda s, seen, f: save_stop(s, w.olga, stop, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"agenda": [AgendaEntry("Свет")]}, {"minutes_talk": 20}, {"agenda": [AgendaEntry("Вода")]})


def _leg(w: World) -> Edit:
    tour, stop = id_of(w.tour), id_of(w.stop)
    began: dict[str, Any] = {"minutes": 7, "reason": "Ремонт", "until": (NOW + WEEK).date(), "both_ways": True}
    set_leg_of_plan(w.session, w.olga, tour, stop, now=NOW, **began)
    save: Save = lambda s, seen, f: set_leg_of_plan(s, w.olga, tour, stop, now=NOW, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"minutes": 9}, {"reason": "Ремонт моста"}, {"minutes": 11})


def _rules(w: World) -> Edit:
    tour, rules = id_of(w.tour), rules_for_stops(w.session, w.olga, id_of(w.tour))
    names = (
        *("districts", "with_places", "longest_ride", "longest_km", "wait_points", "walk_m", "talk_most", "buses"),
        "guarantee_months",
    )
    save: Save = lambda s, seen, f: set_limits(s, w.olga, tour, seen=seen, **f)  # noqa: E731
    districts = {"districts": [w.scene.town.district]}
    return Edit(save, {name: getattr(rules, name) for name in names}, {"walk_m": 300}, districts, {"walk_m": 400})


def _contact(w: World) -> Edit:
    guest = id_of(invite_guest(w.session, w.olga, w.scene.tour, name="Иванова", phone="22-11-00", now=NOW))
    began = {"phone": "22-11-00", "email": "", "post": "", "agency_name": "", "note": ""}
    save: Save = lambda s, seen, f: save_contact(s, w.olga, guest, seen=seen, **f)  # noqa: E731
    return Edit(save, began, {"phone": "22-22-00"}, {"post": "Редактор"}, {"phone": "22-33-00"})


def _vote(w: World) -> Edit:
    options = (OptionDraft("Да"), OptionDraft("Нет"))
    began: dict[str, Any] = {"title": "Куда поедем?", "about": "", "opens_at": NOW, "closes_at": NOW + WEEK}
    began |= {"hidden": True, "options": options}
    vote = id_of(make_vote(w.session, w.olga, kind=VoteKind.QUESTION, now=NOW, **began))
    save: Save = lambda s, seen, f: edit_vote(s, w.olga, vote, seen=seen, **f)  # noqa: E731
    return Edit(
        save, began, {"options": (*options, OptionDraft("Не знаю"))}, {"about": "Решайте"}, {"options": options[::-1]}
    )


EDITS: Mapping[str, Callable[[World], Edit]] = {
    "access.people.save_person": _person,
    "city.agencies.save_agency": _agency,
    "city.agencies.save_category": _category,
    "city.city.edit_city": _city,
    "city.districts.save_district": _district,
    "city.places.save_place": _place,
    "control.correcting.correct_instruction": _instruction,
    "city.repairs.save_repair": _repair,
    "events.media.save_media_guest": _media_guest,
    "guests.contacts.save_contact": _contact,
    "issues.issues.edit_issue": _issue,
    "layers.facilities.save_facility": _facility,
    "layers.layers.save_layer": _layer,
    "layers.notes.save_note": _facility_note,
    "press.media.save_contact": _media_contact,
    "public.openness.set_openness": _openness,
    "residents.amending.edit_report": _report,
    "residents.openness.set_listening": _listening,
    "press.pairs.save_pair": _pair,
    "press.quotes.save_quote": _quote,
    "press.releases.edit_release": _release,
    "proposals.weights.set_weights": _weights,
    "proposals.weights.set_tour_weights": _tour_weights,
    "tours.plan_legs.set_leg_of_plan": _leg,
    "tours.rules.set_limits": _rules,
    "tours.stops.save_stop": _stop,
    "tours.tours.edit_tour": _tour,
    "travel.settings.set_bus": _bus,
    "travel.settings.set_router": _router,
    "votes.making.edit_vote": _vote,
}
