"""The half year that the demo tells: tours and issues, step by step in the order in which they happened."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from planner.domain.actor import Actor
from planner.domain.models import Instruction, Participant, Person, Tour
from planner.domain.words import Answer, Outcome, PhotoPhase, Role, SeatGroup, Severity, TourKind
from planner.render.drawing import Scene, draw_scene
from planner.services import boarding, closing, instructions, invitations, ride, sharing, stops, tours
from planner.services.issues import add_comment, log_issue, support_issue
from planner.services.photos import add_photo
from planner.storage import FileStore

_SPACE = uuid.UUID("5b3f8a52-6f6e-4c0f-9d52-0f1a3c1e7d11")
_ORGANIZER, _SECRETARY, _CONTROLLER = "olga", "natalya", "mikhail"
Happening = tuple[datetime, int, Callable[[datetime], None]]


@dataclass
class Story:
    """What has been made so far, by the keys of the files."""

    session: Session
    store: FileStore
    now: datetime
    zone: str
    districts: dict[str, int]
    categories: dict[str, int]
    agencies: dict[str, int]
    people: dict[str, Person]
    actors: dict[str, Actor]
    places: dict[str, int]
    place_facts: dict[str, dict[str, Any]]
    tours: dict[str, Tour] = field(default_factory=dict)
    stops: dict[tuple[str, int], int] = field(default_factory=dict)
    participants: dict[tuple[str, str], Participant] = field(default_factory=dict)
    issues: dict[str, int] = field(default_factory=dict)
    instructions: dict[str, int] = field(default_factory=dict)

    def at(self, day: int, clock: str) -> datetime:
        """The moment `day` days from today at this time of the city's clock, but never in the future of a past day."""
        today = self.now.astimezone(ZoneInfo(self.zone)).date()
        moment = datetime.combine(today + timedelta(days=day), time.fromisoformat(clock), ZoneInfo(self.zone))
        return min(moment, self.now) if day <= 0 else moment

    def day(self, day: int) -> date:
        """The city's date `day` days from today."""
        return self.now.astimezone(ZoneInfo(self.zone)).date() + timedelta(days=day)

    def today(self, moment: datetime) -> date:
        """The city's date at `moment`."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def speaker(self, key: str, tour_key: str | None = None) -> Actor:
        """Who somebody is to the services: with an account, by role; else as a participant of the tour."""
        actor = self.actors[key]
        participant = self.participants.get((tour_key or "", key))
        if actor.roles or participant is None:
            return actor
        return Actor(
            name=participant.name,
            roles=frozenset({Role.PARTICIPANT}),
            tour_id=participant.tour_id,
            participant_id=participant.id,
        )

    def official(self, agency_id: int) -> Actor:
        """Whoever answers for an agency."""
        return next(
            actor for actor in self.actors.values() if actor.agency_id == agency_id and Role.OFFICIAL in actor.roles
        )


def tell(
    story: Story,
    tour_facts: Iterable[dict[str, Any]],
    issue_facts: Iterable[dict[str, Any]],
    progress: Callable[[float, str], object],
) -> None:
    """Lets everything happen in the order of time, each step by the person whose right it is."""
    happenings: list[Happening] = []
    for facts in tour_facts:
        happenings += _life_of_tour(story, facts, len(happenings))
    for facts in issue_facts:
        happenings += _life_of_issue(story, facts, len(happenings))
    happenings.sort(key=lambda happening: happening[:2])
    for number, (moment, _, happen) in enumerate(happenings):
        happen(moment)
        if number % 10 == 0:
            progress(number / len(happenings), "demo.issues" if story.issues else "demo.tours")
    progress(1.0, "demo.done")


def _life_of_tour(story: Story, facts: dict[str, Any], first: int) -> list[Happening]:
    day, key = facts["day"], facts["key"]
    planned = min(day - 6, -1)
    life: list[Happening] = [
        (story.at(planned - 1, "11:00"), first, lambda now: _plan_tour(story, facts, now)),
        (story.at(planned, "12:00"), first + 1, lambda now: _publish_and_invite(story, facts, now)),
    ]
    if facts["state"] != "closed":
        return life
    start = story.at(day, facts["started"])
    life.append((start, first + 2, lambda now: _start(story, facts, now)))
    for index, stop in enumerate(facts["stops"]):
        arrived, left = story.at(day, stop["arrived"]), story.at(day, stop["left"])
        life.append((arrived, first + 3 + 2 * index, _calling(_arrive, story, key, index)))
        life.append((left, first + 4 + 2 * index, _calling(_leave, story, key, index, stop.get("head_count"))))
    life.append((story.at(day, facts["closed"]), first + 100, lambda now: _close(story, facts, now)))
    return life


def _calling(step: Callable[..., None], *given: Any) -> Callable[[datetime], None]:
    return lambda now: step(*given, now)


def _plan_tour(story: Story, facts: dict[str, Any], now: datetime) -> None:
    olga, session = story.actors[_ORGANIZER], story.session
    start, end = (story.place_facts[facts[name]] for name in ("start_place", "end_place"))
    bus = facts.get("bus") or {}
    quotas = bus.get("quotas", {})
    tour = tours.create_tour(
        session,
        olga,
        now=now,
        kind=TourKind(facts["kind"]),
        title=facts["title"],
        starts_at=_on_day(story, facts["day"], facts["start"]),
        ends_at=_on_day(story, facts["day"], facts["end"]),
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
    )
    assert tour.id is not None
    story.tours[facts["key"]] = tour
    for index, stop in enumerate(facts["stops"]):
        story.stops[facts["key"], index] = _plan_stop(story, facts, tour.id, stop)


def _plan_stop(story: Story, facts: dict[str, Any], tour_id: int, stop: dict[str, Any]) -> int:
    olga, session = story.actors[_ORGANIZER], story.session
    place, window = story.place_facts[stop["place"]], stop.get("window") or {}
    hours = [_on_day(story, facts["day"], window[name]) if window else None for name in ("from", "to")]
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
    assert made.id is not None
    agenda = [
        stops.AgendaEntry(
            item["text"], story.people[item["speaker"]].name if item.get("speaker") else "", item["minutes"]
        )
        for item in stop["agenda"]
    ]
    stops.set_agenda(session, olga, made.id, agenda)
    return made.id


def _publish_and_invite(story: Story, facts: dict[str, Any], now: datetime) -> None:
    olga, session = story.actors[_ORGANIZER], story.session
    tour = story.tours[facts["key"]]
    assert tour.id is not None
    tours.publish_tour(session, olga, tour.id, now=now)
    sharing.share_tour(session, olga, tour.id)
    for invitation in facts["invitations"]:
        group = SeatGroup(invitation["group"])
        key = invitation.get("person") or invitation.get("who")
        if "agency" in invitation:
            agency_id = story.agencies[invitation["agency"]]
            row = invitations.invite_agency(session, olga, tour.id, agency_id, now=now, group=group)
        else:
            person_id = story.people[invitation["person"]].id
            row = invitations.invite_person(session, olga, tour.id, person_id or 0, now=now, group=group)
        assert row.id is not None
        answer = Answer(invitation["answer"])
        if answer is not Answer.INVITED:
            name = story.people[invitation["who"]].name if "who" in invitation else ""
            given = {"delegate_name": name} if answer is Answer.DELEGATED else {"name": name}
            wish = Answer.YES if answer is Answer.WAITING else answer
            invitations.answer_invitation(session, olga, row.id, answer=wish, now=now, **given)
        if key:
            story.participants[facts["key"], key] = row


def _start(story: Story, facts: dict[str, Any], now: datetime) -> None:
    natalya, session = story.actors[_SECRETARY], story.session
    tour = story.tours[facts["key"]]
    assert tour.id is not None
    for key in facts["boarded"]:
        known = _participant(story, facts["key"], story.people[key].name)
        if known is None:
            row = boarding.add_walk_in(
                session, natalya, tour.id, name=story.people[key].name, now=now, group=SeatGroup.AGENCY
            )
        else:
            row = boarding.board(session, natalya, known.id or 0, now=now)
        story.participants[facts["key"], key] = row
    ride.start_ride(session, natalya, tour.id, now=now)


def _participant(story: Story, tour_key: str, name: str) -> Participant | None:
    query = select(Participant).where(
        Participant.tour_id == story.tours[tour_key].id, Participant.name == name, Participant.answer == Answer.YES
    )
    return story.session.exec(query).first()


def _arrive(story: Story, tour_key: str, index: int, now: datetime) -> None:
    ride.arrive(story.session, story.actors[_SECRETARY], story.stops[tour_key, index], now=now)


def _leave(story: Story, tour_key: str, index: int, heads: int | None, now: datetime) -> None:
    natalya, stop_id = story.actors[_SECRETARY], story.stops[tour_key, index]
    if heads is not None:
        boarding.count_heads(story.session, natalya, stop_id, people=heads, now=now)
    ride.leave(story.session, natalya, stop_id, now=now)


def _close(story: Story, facts: dict[str, Any], now: datetime) -> None:
    tour = story.tours[facts["key"]]
    ride.close_ride(story.session, story.actors[_SECRETARY], tour.id or 0, now=now)


def _on_day(story: Story, day: int, clock: str) -> datetime:
    return datetime.combine(story.day(day), time.fromisoformat(clock), ZoneInfo(story.zone))


def _life_of_issue(story: Story, facts: dict[str, Any], first: int) -> list[Happening]:
    life: list[Happening] = [(story.at(facts["day"], facts["time"]), first, lambda now: _raise(story, facts, now))]
    for number, comment in enumerate(facts["comments"], start=1):
        life.append(
            (story.at(comment["day"], comment["time"]), first + number, _calling(_say, story, facts, number, comment))
        )
    for number, step in enumerate(facts["steps"], start=100):
        life.append((story.at(step["day"], step["time"]), first + number, _calling(_step, story, facts, number, step)))
    return life


def _raise(story: Story, facts: dict[str, Any], now: datetime) -> None:
    session, tour_key = story.session, facts.get("tour")
    author = story.speaker(facts["raised_by"], tour_key)
    if not author.roles:
        author = story.actors[_ORGANIZER]
    issue = log_issue(
        session,
        author,
        uid=_uid(facts["key"]),
        lat=facts["lat"],
        lon=facts["lon"],
        line=facts.get("line"),
        category_id=story.categories[facts["category"]],
        now=now,
        text=facts["text"],
        severity=Severity(facts["severity"]),
        address=facts["address"],
        tour_id=story.tours[tour_key].id if tour_key else None,
        stop_id=story.stops[tour_key, facts["stop"] - 1] if tour_key else None,
        internal=facts["internal"],
    )
    assert issue.id is not None
    story.issues[facts["key"]] = issue.id
    for number, photo in enumerate(facts["photos"]):
        _add_photo(story, author, issue.id, f"{facts['key']}-before-{number}", photo, now)
    for number in range(facts["supporters"]):
        supporter = Actor(name="", roles=frozenset({Role.PARTICIPANT}), participant_id=-1 - number)
        if not facts["internal"]:
            support_issue(session, supporter, issue.id, now=now)


def _say(story: Story, facts: dict[str, Any], number: int, comment: dict[str, Any], now: datetime) -> None:
    author = story.speaker(comment["by"], facts.get("tour"))
    if not author.roles:
        author = story.actors[_ORGANIZER]
    uid = _uid(f"{facts['key']}-comment-{number}")
    add_comment(story.session, author, uid=uid, text=comment["text"], now=now, issue_id=story.issues[facts["key"]])


def _step(story: Story, facts: dict[str, Any], number: int, step: dict[str, Any], now: datetime) -> None:
    session, key, what = story.session, facts["key"], step["do"]
    secretary, controller = story.actors[_SECRETARY], story.actors[_CONTROLLER]
    issue_id, today = story.issues[key], story.today(now)
    if what == "instruct":
        given = instructions.give_instruction(
            session,
            secretary,
            issue_id,
            uid=_uid(f"{key}-instruction-{number}"),
            text=step["text"],
            agency_id=story.agencies[step["agency"]],
            due_on=story.day(step["due_day"]),
            now=now,
            today=today,
            co_executor_ids=[story.agencies[each] for each in step.get("co", ())],
            controller_id=controller.person_id,
        )
        story.instructions[key] = given.id or 0
        return
    if what == "close":
        closing.close_issue(
            session,
            controller,
            issue_id,
            outcome=Outcome(step["outcome"]),
            reason=step["reason"],
            now=now,
            duplicate_of_id=story.issues[step["of"]] if "of" in step else None,
        )
        return
    _step_of_instruction(story, key, number, step, now)


def _step_of_instruction(story: Story, key: str, number: int, step: dict[str, Any], now: datetime) -> None:
    session, controller, today = story.session, story.actors[_CONTROLLER], story.today(now)
    instruction_id = story.instructions[key]
    instruction = session.get_one(Instruction, instruction_id)
    official = story.official(instruction.agency_id)
    match step["do"]:
        case "report":
            photo = _add_photo(story, official, story.issues[key], f"{key}-after-{number}", step["photo"], now)
            instructions.report_done(session, official, instruction_id, text=step["text"], photo_ids=[photo], now=now)
        case "accept":
            outcome, text = Outcome(step["outcome"]), step.get("text", "")
            instructions.accept_report(session, controller, instruction_id, outcome=outcome, text=text, now=now)
        case "return":
            instructions.return_report(session, controller, instruction_id, reason=step["reason"], now=now)
        case "ask_extension":
            until, reason = story.day(step["until_day"]), step["reason"]
            instructions.ask_extension(
                session, official, instruction_id, until=until, reason=reason, now=now, today=today
            )
        case "extend":
            until_wished = instruction.asked_until
            instructions.extend_deadline(session, controller, instruction_id, until=until_wished, now=now, today=today)
        case "refuse_extension":
            instructions.refuse_extension(session, controller, instruction_id, reason=step["reason"], now=now)
        case "hand_over":
            agency_id = story.agencies[step["agency"]]
            instructions.hand_over(
                session, official, instruction_id, agency_id=agency_id, reason=step["reason"], now=now
            )


def _add_photo(story: Story, author: Actor, issue_id: int, name: str, scene: dict[str, Any], now: datetime) -> str:
    phase = PhotoPhase(scene["phase"])
    photo = add_photo(
        story.session,
        author,
        story.store,
        uid=_uid(name),
        issue_id=issue_id,
        data=draw_scene(Scene(**scene)),
        phase=phase,
        now=now,
    )
    return photo.id


def _uid(name: str) -> str:
    """The same name is the same id in every installation: the demo loaded twice would be the demo once."""
    return str(uuid.uuid5(_SPACE, name))
