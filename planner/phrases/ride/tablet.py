"""What a tablet on the bus is told, as the JSON of docs/field.md, in the sentences of the screens."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from planner import links
from planner.domain.actor import Actor
from planner.domain.issue_look import look_of
from planner.domain.models import City
from planner.domain.models.types import id_of
from planner.domain.words import IssueState, Urgency
from planner.i18n import Translator
from planner.phrases.guests import traveller_name
from planner.phrases.instructions import say_promise, say_promise_now
from planner.phrases.issues import issue_in_words, issue_place, issue_title
from planner.phrases.names import agency_name, city_name, name_for
from planner.phrases.ride.ready import ready_phrases
from planner.phrases.ride.tablet_protocol import tablet_protocol
from planner.phrases.ride.under_way import PUNCTUAL_MINUTES, say_delay
from planner.phrases.tours import say_when
from planner.services.city.agencies import AgencyRow
from planner.services.deadlines.rules import Norms
from planner.services.field.door import FieldDoor
from planner.services.field.fates import Fate
from planner.services.field.known import FieldIssue
from planner.services.field.sent import ms_of
from planner.services.field.tour import FieldTour
from planner.services.guests.boarding import Traveller
from planner.services.ride.stop_card import Promise
from planner.services.ride.under_way import Phase, Ride
from planner.services.tours.plan import PlannedRow

Json = dict[str, Any]


def door_in_words(t: Translator, door: FieldDoor, city: City) -> Json:
    """What whoever holds only the link is told: which tour it is, and whom to ask."""
    return {
        "title": door.tour.title,
        "when": say_when(t, door.tour),
        "agencies": list(door.agencies),
        "help": city.sign_in_help,
    }


def ride_in_words(
    t: Translator, found: FieldTour, reader: Actor, city: City, *, tiles: Json, today: date, now: datetime
) -> Json:
    """The whole state; `tiles` is what `tiles_of` gave."""
    ride = found.ride
    stop_ids = {row.stop.id for row in ride.plan.stops}
    return {
        "mark": found.mark,
        "me": {
            **{"key": reader.supporter, "name": reader.name},
            **{"leads": found.leads, "decides": found.decides, "closes": found.closes},
        },
        "speakers": [{"key": one.supporter, "name": one.name} for one in found.speakers],
        "tour": _tour(t, ride, now),
        "city": _city(t, city) | tiles,
        "stops": [_stop(t, found, row, reader, today=today, now=now) for row in ride.plan.stops],
        "here": ride.here.stop.id if ride.here else None,
        "ahead": ride.ahead.stop.id if ride.ahead else None,
        "undo": _undo(found),
        "issues": [_issue(t, row, ride, reader, stop_ids, today) for row in found.known.issues.values()],
        "categories": _categories(t, found),
        "likely": {"" if stop_id is None else str(stop_id): list(ids) for stop_id, ids in found.likely.items()},
        "agencies": [{"id": row.agency.id, "name": agency_name(row.agency)} for row in found.agencies],
        "people": [_person(t, one) for one in found.people],
        "protocol": tablet_protocol(t, found.protocol),
        "heads": {str(stop_id): people for stop_id, people in found.heads.items()},
        "fates": fates_in_words(t, found.fates, today=today),
    }


def fates_in_words(t: Translator, fates: Iterable[Fate], *, today: date) -> list[Json]:
    """What became of this visitor's own items, each with a sentence."""
    return [{"uid": fate.uid, "state": fate.kind.value, "words": _fate(t, fate, today)} for fate in fates]


def _fate(t: Translator, fate: Fate, today: date) -> str:
    if fate.issue is None:
        return t(f"field.fate.{fate.kind}")
    promised = "; ".join(say_promise(t, promise) for promise in fate.promises)
    return promised or issue_in_words(t, fate.issue, today)


def _tour(t: Translator, ride: Ride, now: datetime) -> Json:
    tour = ride.tour
    return {
        "id": tour.id,
        "title": tour.title,
        "when": say_when(t, tour),
        "state": tour.state.value,
        "phase": ride.phase.value,
        "start_name": tour.start_name,
        "starts_at": ms_of(tour.starts_at),
        "ends_at": ms_of(tour.ends_at),
        "delay": _delay(t, ride, now),
        "late": (ride.delay_minutes(now) or 0) >= PUNCTUAL_MINUTES,
    }


def _delay(t: Translator, ride: Ride, now: datetime) -> str:
    """As the ride's screen says it: nothing while the bus may still start in time, nor once the ride is over."""
    minutes = ride.delay_minutes(now)
    waits = ride.phase is Phase.WAITING and minutes is not None and minutes < PUNCTUAL_MINUTES
    return "" if minutes is None or waits else say_delay(t, minutes)


def _city(t: Translator, city: City) -> Json:
    return {
        "name": city_name(t, city),
        "zone": city.timezone,
        "lat": city.view_lat,
        "lon": city.view_lon,
        "zoom": city.view_zoom,
        "original": city.keep_originals,
    }


def _stop(t: Translator, found: FieldTour, row: PlannedRow, reader: Actor, *, today: date, now: datetime) -> Json:
    stop, ride, stop_id = row.stop, found.ride, id_of(row.stop)
    arrival = ride.next_arrival(now) if row is ride.ahead else row.row.arrival
    departure = ride.departure(now) if row is ride.here else row.row.departure
    minutes = row.row.minutes_from_previous
    return {
        "id": stop_id,
        "number": stop.position,
        "name": stop.name,
        "address": stop.address,
        "lat": stop.lat,
        "lon": stop.lon,
        "arrival": _ms(arrival),
        "departure": _ms(departure),
        "planned_arrival": _ms(stop.planned_arrival),
        "arrived_at": _ms(stop.arrived_at),
        "departed_at": _ms(stop.departed_at),
        "minutes": minutes,
        "talk": stop.talk,
        "skipped": stop.skipped,
        "must": stop.must,
        "agenda": [{"text": item.text, "speaker": item.speaker, "minutes": item.minutes} for item in row.agenda],
        "points": [
            {"issue": card.issue.id, "promises": _promises(t, card.promises, today)}
            for card in found.known.points[stop_id]
        ],
        "near": [{"issue": issue.id, "metres": round(metres)} for metres, issue in found.known.near[stop_id]],
        "said": [
            {"by": name_for(reader, one.author), "text": one.text, "at": ms_of(one.written_at)}
            for one in found.said.get(stop_id, ())
        ],
    }


def _undo(found: FieldTour) -> Json | None:
    tap = found.ride.last_tap if found.leads else None
    return None if tap is None else {"kind": tap.kind.value, "stop": tap.stop_id, "at": ms_of(tap.at)}


def _issue(t: Translator, row: FieldIssue, ride: Ride, reader: Actor, stop_ids: set[int | None], today: date) -> Json:
    issue, category = row.issue, row.category.name_in(t.language)
    return {
        "number": issue.id,
        **({"uid": issue.uid} if row.mine else {}),
        "title": issue_title(issue, category),
        "text": issue.text,
        "category": issue.category_id,
        "severity": issue.severity.value,
        "place": issue_place(issue, category),
        "lat": issue.lat,
        "lon": issue.lon,
        "placed": issue.placed,
        "photo": links.PHOTO.to(photo_id=row.photo_id, variant="thumbnail") if row.photo_id else "",
        "photos": row.photos,
        "look": look_of(issue.state, issue.outcome, issue.due_on, today).value,
        "words": issue_in_words(t, issue, today),
        "supporters": issue.supporters,
        "mine": row.mine,
        "supported": row.supported,
        "raised": issue.tour_id == ride.tour.id,
        "stop": issue.stop_id if issue.stop_id in stop_ids else None,
        "by": name_for(reader, issue.raised_by),
        "at": ms_of(issue.created_at),
        "decided": issue.state is not IssueState.NEW,
        "editable": row.editable,
        "withdrawable": row.withdrawable,
        "instructions": _promises(t, row.promises, today),
    }


def _promises(t: Translator, promises: Sequence[Promise], today: date) -> list[str]:
    """«№ 12–3–2, Горсвет, до 30 ноября · просрочено на 2 дня», each open instruction."""
    return [say_promise_now(t, promise, today) for promise in promises]


def _categories(t: Translator, found: FieldTour) -> list[Json]:
    agencies = _by_category(found.agencies)
    return [
        {
            "id": category.id,
            "name": category.name_in(t.language),
            "icon": category.icon,
            "terms": _terms(t, found.norms.get(id_of(category)), agencies.get(id_of(category), [])),
            "agencies": agencies.get(id_of(category), []),
            "phrases": ready_phrases(t, category),
        }
        for category in found.categories
    ]


def _terms(t: Translator, norms: Norms | None, agencies: Sequence[int]) -> list[Json]:
    """Ready dates of an instruction: by the norm of the agency that is proposed, then by the words of office work."""
    if norms is None:
        return []
    days = {t("norms.chip"): norms.of(agencies[0] if agencies else None).due_on}
    days |= {t(f"words.urgency.{each}"): norms.urgent(each) for each in Urgency}
    return [
        {"words": t("norms.until", term=name, day=t.short_day(day)), "iso": day.isoformat()}
        for name, day in days.items()
    ]


def _by_category(rows: Iterable[AgencyRow]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row in rows:
        for category_id in row.category_ids:
            found.setdefault(category_id, []).append(id_of(row.agency))
    return found


def _person(t: Translator, one: Traveller) -> Json:
    state = "on_board" if one.on_board else "got_off" if one.got_off else "expected"
    return {"id": one.participant.id, "name": traveller_name(t, one), "agency": one.agency, "state": state}


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else ms_of(moment)
