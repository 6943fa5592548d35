"""How a tour of the demo is planned, published and ridden."""

from datetime import datetime
from typing import Any

from sqlmodel import select

from planner.demo.story import ORGANIZER, SECRETARY, Happening, Story, calling
from planner.domain.models import Participant, Stop
from planner.domain.models.types import id_of
from planner.domain.words import Accreditation, Answer, SeatGroup, TourKind
from planner.services.access import sharing
from planner.services.events import media, outcome
from planner.services.guests import boarding, invitations
from planner.services.ride import ride
from planner.services.tours import stops, tours


def life_of_tour(story: Story, facts: dict[str, Any], first: int) -> list[Happening]:
    """Everything that happens to a tour; `first` keeps the order of what happens at the same moment."""
    day, key = facts["day"], facts["key"]
    planned = min(day - 6, -1)
    life: list[Happening] = [
        (story.at(planned - 1, "11:00"), first, lambda now: _plan_tour(story, facts, now)),
    ]
    if facts["state"] == "draft":
        return life
    life.append((story.at(planned, "12:00"), first + 1, lambda now: _publish_and_invite(story, facts, now)))
    if facts["state"] != "closed":
        return life
    if TourKind(facts["kind"]) is not TourKind.BUS_TOUR:
        life.append((story.at(day, facts["started"]), first + 2, lambda now: _board(story, facts, now)))
        life.append((story.at(day, facts["closed"]), first + 100, lambda now: _end_event(story, facts, now)))
        return life
    start = story.at(day, facts["started"])
    life.append((start, first + 2, lambda now: _start(story, facts, now)))
    for index, stop in enumerate(facts["stops"]):
        arrived, left = story.at(day, stop["arrived"]), story.at(day, stop["left"])
        life.append((arrived, first + 3 + 2 * index, calling(_arrive, story, key, index)))
        life.append((left, first + 4 + 2 * index, calling(_leave, story, key, index, stop.get("head_count"))))
    life.append((story.at(day, facts["closed"]), first + 100, lambda now: _close(story, facts, now)))
    return life


def _plan_tour(story: Story, facts: dict[str, Any], now: datetime) -> None:
    olga, session = story.actors[ORGANIZER], story.session
    start, end = (story.place_facts[facts[name]] for name in ("start_place", "end_place"))
    bus = facts.get("bus") or {}
    quotas = bus.get("quotas", {})
    tour = tours.create_tour(
        session,
        olga,
        now=now,
        kind=TourKind(facts["kind"]),
        title=facts["title"],
        starts_at=story.on_day(facts["day"], facts["start"]),
        ends_at=story.on_day(facts["day"], facts["end"]),
        leader_id=story.people[facts["leader"]].id,
        secretary_id=story.people[facts["secretary"]].id,
        start_name=start["name"],
        start_lat=start["lat"],
        start_lon=start["lon"],
        end_name=end["name"],
        end_lat=end["lat"],
        end_lon=end["lon"],
        bus_name=bus.get("name", ""),
        bus_plate=bus.get("plate", ""),
        seats=bus.get("seats"),
        quota_agency=quotas.get("agency"),
        quota_press=quotas.get("press"),
        quota_public=quotas.get("public"),
        note=facts.get("note", ""),
        materials=facts.get("materials", ""),
    )
    story.tours[facts["key"]] = tour
    if tour.is_event:
        _fill_event(story, facts, id_of(tour))
        return
    for index, stop in enumerate(facts["stops"]):
        story.stops[facts["key"], index] = _plan_stop(story, facts, id_of(tour), stop)


def _plan_stop(story: Story, facts: dict[str, Any], tour_id: int, stop: dict[str, Any]) -> int:
    olga, session = story.actors[ORGANIZER], story.session
    place, window = story.place_facts[stop["place"]], stop.get("window") or {}
    hours = [story.on_day(facts["day"], window[name]) if window else None for name in ("from", "to")]
    made = stops.add_stop(
        session,
        olga,
        tour_id,
        name=place["name"],
        lat=place["lat"],
        lon=place["lon"],
        address=place["address"],
        place_id=story.places[stop["place"]],
        issue_ids=[story.issues[key] for key in stop.get("issues", ()) if key in story.issues],
        minutes_off=stop["minutes_off"],
        minutes_talk=stop["minutes_talk"],
        window_from=hours[0],
        window_to=hours[1],
        must=stop["must"],
        pinned=stop["pinned"],
    )
    _set_agenda(story, id_of(made), stop)
    return id_of(made)


def _set_agenda(story: Story, stop_id: int, stop: dict[str, Any]) -> None:
    agenda = [
        stops.AgendaEntry(
            item["text"], story.people[item["speaker"]].name if item.get("speaker") else "", item["minutes"]
        )
        for item in stop["agenda"]
    ]
    stops.set_agenda(story.session, story.actors[ORGANIZER], stop_id, agenda)


def _fill_event(story: Story, facts: dict[str, Any], tour_id: int) -> None:
    """The topics at the place of the event, and who of the media is asked and let in."""
    (stop,) = story.session.exec(select(Stop).where(Stop.tour_id == tour_id)).all()
    story.stops[facts["key"], 0] = id_of(stop)
    _set_agenda(story, id_of(stop), facts["stops"][0])
    for guest in facts.get("media", ()):
        media.save_media_guest(
            story.session,
            story.actors[ORGANIZER],
            tour_id,
            outlet=guest["outlet"],
            name=guest["name"],
            contact=guest["contact"],
            note=guest.get("note", ""),
            state=Accreditation(guest["state"]),
        )


def _end_event(story: Story, facts: dict[str, Any], now: datetime) -> None:
    natalya, session = story.actors[SECRETARY], story.session
    tour_id, heads = id_of(story.tours[facts["key"]]), facts["stops"][0]["head_count"]
    came = {(guest["outlet"], guest["name"]): guest["came"] for guest in facts.get("media", ())}
    listed = media.list_media(session, natalya, tour_id)
    outcome.close_event(session, natalya, tour_id, people_came=heads, now=now)
    media.note_came(session, natalya, tour_id, {id_of(each): came[each.outlet, each.name] for each in listed})


def _publish_and_invite(story: Story, facts: dict[str, Any], now: datetime) -> None:
    olga, session = story.actors[ORGANIZER], story.session
    tour = story.tours[facts["key"]]
    tours.publish_tour(session, olga, id_of(tour), now=now)
    if not tour.is_event:
        sharing.share_tour(session, olga, id_of(tour))
    for invitation in facts["invitations"]:
        group = SeatGroup(invitation["group"])
        key = invitation.get("person") or invitation.get("who")
        if "agency" in invitation:
            agency_id = story.agencies[invitation["agency"]]
            row = invitations.invite_agency(session, olga, id_of(tour), agency_id, now=now, group=group)
        else:
            person_id = story.people[invitation["person"]].id
            row = invitations.invite_person(session, olga, id_of(tour), person_id or 0, now=now, group=group)
        answer = Answer(invitation["answer"])
        if answer is not Answer.INVITED:
            name = story.people[invitation["who"]].name if "who" in invitation else ""
            given = {"delegate_name": name} if answer is Answer.DELEGATED else {"name": name}
            wish = Answer.YES if answer is Answer.WAITING else answer
            invitations.answer_invitation(session, olga, id_of(row), answer=wish, now=now, **given)
        if key:
            story.participants[facts["key"], key] = row


def _start(story: Story, facts: dict[str, Any], now: datetime) -> None:
    _board(story, facts, now)
    ride.start_ride(story.session, story.actors[SECRETARY], id_of(story.tours[facts["key"]]), now=now)


def _board(story: Story, facts: dict[str, Any], now: datetime) -> None:
    """Those who were expected are there, and some who were not."""
    natalya, session = story.actors[SECRETARY], story.session
    tour = story.tours[facts["key"]]
    for key in facts["boarded"]:
        known = _participant(story, facts["key"], story.people[key].name)
        if known is None:
            row = boarding.add_walk_in(
                session, natalya, id_of(tour), name=story.people[key].name, now=now, group=SeatGroup.AGENCY
            )
        else:
            row = boarding.board(session, natalya, id_of(known), now=now)
        story.participants[facts["key"], key] = row


def _participant(story: Story, tour_key: str, name: str) -> Participant | None:
    query = select(Participant).where(
        Participant.tour_id == story.tours[tour_key].id, Participant.name == name, Participant.answer == Answer.YES
    )
    return story.session.exec(query).first()


def _arrive(story: Story, tour_key: str, index: int, now: datetime) -> None:
    ride.arrive(story.session, story.actors[SECRETARY], story.stops[tour_key, index], now=now)


def _leave(story: Story, tour_key: str, index: int, heads: int | None, now: datetime) -> None:
    natalya, stop_id = story.actors[SECRETARY], story.stops[tour_key, index]
    if heads is not None:
        boarding.count_heads(story.session, natalya, stop_id, people=heads, now=now)
    ride.leave(story.session, natalya, stop_id, now=now)


def _close(story: Story, facts: dict[str, Any], now: datetime) -> None:
    tour = story.tours[facts["key"]]
    ride.close_ride(story.session, story.actors[SECRETARY], id_of(tour), now=now)
