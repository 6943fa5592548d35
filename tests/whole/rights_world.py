"""A world in which each thing bears a mark in all its texts, who may know it, and how any service is asked about it."""

import dataclasses
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.board import BoardPeriod, span_of
from planner.domain.corrections import Correction, FieldChange, Preview
from planner.domain.facilities import NoteKind
from planner.domain.facility_filter import FacilityFilter
from planner.domain.geo import Box, Point
from planner.domain.issue_filter import IssueFilter
from planner.domain.models import (
    ApiKey,
    Ballot,
    Category,
    City,
    FacilityNote,
    FieldTablet,
    FieldVoice,
    Issue,
    Layer,
    Mail,
    MediaContact,
    MediaGuest,
    MediaMention,
    Participant,
    Person,
    PersonRole,
    Place,
    PublicReport,
    Release,
    ReleasePair,
    ReleaseQuote,
    ReleaseVersion,
    Repair,
    ReportPhoto,
    ResidentReport,
    SavedFilter,
    Stop,
    Tour,
    TourSeries,
    Webhook,
)
from planner.domain.models.travel import Closure, LegOverride
from planner.domain.models.types import id_of, new_id
from planner.domain.notices import MailState, TourChange
from planner.domain.press import TEXTS
from planner.domain.press_report import ReportFigure, ReportSpan
from planner.domain.ride_state import Change, ChangeKind
from planner.domain.series import OffDays, SeriesKind, SeriesRule
from planner.domain.tour_filter import Period
from planner.domain.tour_rules import TourRules
from planner.domain.votes import VoteState
from planner.domain.webhooks import HookEvent, HookProblem
from planner.domain.words import (
    Answer,
    DaySort,
    Outcome,
    PhotoPhase,
    PublicRule,
    ReleaseState,
    Role,
    Step,
    TermUnit,
    TourState,
    VoteKind,
)
from planner.render.reading.rows import FileRead
from planner.render.reading.source import Source
from planner.render.tables.sheets import Sheet, SheetRow
from planner.routing.optimiser.problem import Remedy
from planner.services.access.new_password import Account
from planner.services.bulk.bulk import Bulk
from planner.services.city.city import CitySettings
from planner.services.city.districts import DistrictMap
from planner.services.control.work import Pile
from planner.services.events.templates import keep_as_template
from planner.services.intake.planned import IntakePlan
from planner.services.issues.columns import IssueColumns
from planner.services.issues.photos import KeptPhoto, add_photo, hide_photo, keep_photo
from planner.services.notices.letters import Gathered
from planner.services.notices.mails import Taken
from planner.services.papers.templates import LookedAt
from planner.services.press.releases import OfficePart
from planner.services.proposals.brief import read_brief
from planner.services.proposals.fixes import Fix
from planner.services.proposals.my_order import Help, check_my_order
from planner.services.proposals.promised import OnTheWay
from planner.services.proposals.proposals import Choice
from planner.services.proposals.search import Proposal, ProposalKind, ProposedBus, ProposedStop
from planner.services.protocol.confirming import PinTry
from planner.services.public.photos import PublicCopy
from planner.services.public.queue import QueuePart
from planner.services.residents.queue import ReportPart
from planner.services.ride.ride import Tap, TapKind
from planner.services.subscriptions.digests import OpenDigest
from planner.services.tours.plan import plan_of
from planner.services.tours.stops import AgendaEntry
from planner.services.tours.undo import remember_plan
from planner.services.votes.making import OptionDraft, make_vote, options_of
from planner.services.webhooks.delivering import TakenMessage
from planner.storage.folder import FolderStore
from tests.services.control_story import DUE, NOW, TODAY, an_instruction
from tests.services.issue_story import jpeg, log, set_scene
from tests.services.press.press_story import an_offer

KINDS = ("own", "foreign", "internal", "withdrawn")
"""Pyotr's ride and what he raised on it; another ride; a draft and what is internal; what was cancelled, deleted or hidden."""
MARKS: Mapping[str, str] = {kind: f"mark of the {kind}" for kind in KINDS}
STAFF = frozenset({"olga", "sonya", "artyom"})
SIGNED_IN = STAFF | {"kira", "oksana", "boris", "vera", "inna", "pyotr", "pavel"}
KNOWS_TOUR: Mapping[str, frozenset[str]] = {
    "own": SIGNED_IN - {"pavel"},
    "foreign": SIGNED_IN - {"pyotr"},
    "internal": STAFF,
    "withdrawn": SIGNED_IN - {"pyotr", "pavel"},
}
KNOWS_ISSUE: Mapping[str, frozenset[str]] = {
    "own": SIGNED_IN,
    "foreign": SIGNED_IN,
    "internal": STAFF | {"kira", "oksana"},
    "withdrawn": frozenset(),
}
OF_TOUR = ("code", "tour_id", "stop_id", "participant_id", "tour", "stop", "plan", "memory", "choice", "check")
ABOUT_EITHER = ("issues.issues.add_comment",)
"""Services that need one of several things; each is asked about alone."""
OF_ISSUE = ("issue_id", "instruction_id", "photo_id", "photo_ids", "issue", "voice_id", "copy")


@dataclass(frozen=True)
class Thing:
    """One tour with a stop and a guest, and one issue with an instruction, a photo and a comment."""

    tour: int
    stop: int
    guest: int
    issue: int
    instruction: int
    photo: str
    voice: str


@dataclass(frozen=True)
class RightsWorld:
    """Everybody, and a thing of each kind; it is kept in the database."""

    database: Database
    folder: Path
    actors: Mapping[str, Actor]
    things: Mapping[str, Thing]
    ids: Mapping[str, int]

    @property
    def store(self) -> FolderStore:
        """Where the photos are."""
        return FolderStore(self.folder)


def make_rights_world(database: Database, folder: Path) -> RightsWorld:
    """Puts it into an empty database; Oksana's roads are told to mend what is own and internal, Boris's parks the rest."""
    store = FolderStore(folder)
    with database.transaction() as session:
        scene = set_scene(session)
        town = scene.town
        session.add(City(id=1))
        artyom = _admin(session)
        tours = {
            "own": session.get_one(Tour, scene.tour),
            "foreign": session.get_one(Tour, scene.other_tour),
            "internal": _tour(session, TourState.DRAFT),
            "withdrawn": _tour(session, TourState.CANCELLED),
        }
        authors = {"own": scene.pyotr, "foreign": scene.pavel, "internal": town.olga, "withdrawn": scene.pyotr}
        agencies = {"own": town.roads, "foreign": town.parks, "internal": town.roads, "withdrawn": town.parks}
        things = {}
        for kind in KINDS:
            mark = MARKS[kind]
            tour = tours[kind]
            tour.title = tour.note = tour.start_name = tour.bus_name = mark
            tour.join_code = f"code{kind}"
            stop = _kept(
                session,
                Stop(
                    tour_id=id_of(tour),
                    position=2,
                    name=mark,
                    address=mark,
                    lat=50.27,
                    lon=127.53,
                    must=True,
                    press=True,
                ),
            )
            guest = _kept(
                session,
                Participant(tour_id=id_of(tour), name=mark, agency_name=mark, answer=Answer.YES, invited_at=NOW),
            )
            issue = log(session, scene, authors[kind], text=mark, address=mark, internal=kind == "internal")
            instruction = an_instruction(session, town, issue, text=mark, agency_id=agencies[kind])
            photo = add_photo(
                session,
                town.olga,
                uid=new_id(),
                issue_id=id_of(issue),
                data=keep_photo(town.olga, store, data=jpeg()),
                phase=PhotoPhase.BEFORE,
                now=NOW,
            )
            voice = _voice(session, store, id_of(issue), mark)
            things[kind] = Thing(id_of(tour), stop, guest, id_of(issue), id_of(instruction), photo.id, voice)
            if kind == "withdrawn":
                hide_photo(session, town.olga, photo.id, reason=mark, now=NOW)
                session.get_one(Issue, issue.id).deleted = True
        layer = _kept(session, Layer(name="Парки", fields=["hours"], agency_id=town.roads))
        place = _kept(session, Place(name="Парк", lat=50.27, lon=127.53, layer_id=layer))
        about: dict[str, Any] = {"kind": NoteKind.EVENT, "on_day": TODAY, "text": "Ёлка", "made_at": NOW}
        note = _kept(session, FacilityNote(place_id=place, **about))
        closure = _kept(session, Closure(name="Мост", line=[], since=TODAY, until=DUE, created_at=NOW))
        override = _kept(session, _override())
        # All issues lie in it.
        shape = {"type": "Polygon", "coordinates": [[[127, 50], [128, 50], [128, 51], [127, 51], [127, 50]]]}
        box: dict[str, Any] = {"south": 50, "west": 127, "north": 51, "east": 128}
        repair = _kept(session, Repair(name="Сквер", geometry=shape, guarantee_until=DUE, **box))
        saved = _kept(session, SavedFilter(person_id=town.olga.person_id or 0, name="Ямы", query="", saved_at=NOW))
        ids = {
            **{"agency_id": town.roads, "category_id": town.potholes, "district_id": town.district, "place_id": place},
            **{"person_id": _official(session), "closure_id": closure, "override_id": override, "repair_id": repair},
            **{"filter_id": saved, "layer_id": layer, "note_id": note},
            "press_id": _press(session),
            **_written(session, tours["own"]),
        }
    people = {"olga": town.olga, "sonya": town.sonya, "kira": town.kira, "oksana": town.oksana, "boris": town.boris}
    vera = Actor(name="Vera", roles=frozenset({Role.OFFICIAL}), person_id=ids["person_id"])
    actors = {
        **people,
        "vera": vera,
        "inna": Actor(name="Inna", roles=frozenset({Role.PRESS}), person_id=ids["press_id"]),
        "artyom": artyom,
        "pyotr": scene.pyotr,
        "pavel": scene.pavel,
        "stranger": STRANGER,
    }
    return RightsWorld(database, folder, actors, things, ids)


@dataclass(frozen=True)
class Question:
    """One service and what it is told; `about` are the parameters that name a thing."""

    name: str
    service: Callable[..., object]
    takes: tuple[str, ...]

    @property
    def about(self) -> frozenset[str]:
        """Those parameters that name a thing."""
        return frozenset(self.takes) & {*OF_TOUR, *OF_ISSUE}

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of things that it is asked about; one where it is about none."""
        return KINDS if self.about else KINDS[:1]

    def knows(self, kind: str) -> frozenset[str]:
        """Who may know all that it is about."""
        tour = KNOWS_TOUR[kind] if self.about & {*OF_TOUR} else SIGNED_IN
        return tour & KNOWS_ISSUE[kind] if self.about & {*OF_ISSUE} else tour

    def given(self, session: Session, world: RightsWorld, kind: str) -> dict[str, Any]:
        """A value for each parameter; KeyError for one that no test knows."""
        asked = Asked(session, world, world.things[kind], world.actors["olga"], self.service.__name__)
        return {name: world.ids[name] if name in world.ids else VALUES[name](asked) for name in self.takes}


def questions(services: Mapping[str, Callable[..., object]]) -> Iterator[Question]:
    """Each service with what it cannot do without, and once more with each thing that it may be told."""
    for name, service in services.items():
        parameters = inspect.signature(service).parameters.values()
        takes = tuple(each.name for each in parameters if _is_needed(each))
        if name not in ABOUT_EITHER:
            yield Question(name, service, takes)
        for each in parameters:
            if each.name in (*OF_TOUR, *OF_ISSUE) and each.name not in takes:
                yield Question(f"{name} with {each.name}", service, (*takes, each.name))


def _is_needed(parameter: inspect.Parameter) -> bool:
    has_none = parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    return has_none and parameter.name not in ("session", "actor")


@dataclass(frozen=True)
class Asked:
    """What a value may be made of."""

    session: Session
    world: RightsWorld
    thing: Thing
    olga: Actor
    service: str

    def a_mail(self) -> int:
        """A mail that was given up."""
        moments: dict[str, Any] = {"next_at": NOW, "created_at": NOW, "ended_at": NOW}
        return _kept(self.session, Mail(address="a@city.ru", letter={}, state=MailState.FAILED, **moments))

    def a_webhook(self) -> int:
        """An address that is told everything."""
        moments: dict[str, Any] = {"made_at": NOW, "since": NOW, "seen_until": NOW}
        return _kept(self.session, Webhook(address="https://x.example", secret="whsec_", **moments))

    def a_decision_to_quote(self) -> str:
        """What was decided about the own issue, which everybody may read of."""
        own = self.world.things["own"]
        self.session.get_one(Issue, own.issue).public_from = NOW
        self.session.flush()
        return f"decision:{own.instruction}"

    def a_report_out(self) -> ReportSpan:
        """The days of a report that is out."""
        span = ReportSpan.of_year(2026)
        _kept(self.session, PublicReport(first_day=span.first, last_day=span.last, let_out_at=NOW))
        return span

    def a_pair(self) -> int:
        """A pair of pictures in the release."""
        own = self.world.things["own"]
        about: dict[str, Any] = {"release_id": self.world.ids["release_id"], "issue_id": own.issue}
        return _kept(self.session, ReleasePair(before_id=own.photo, after_id=own.photo, **about))

    def a_contact(self) -> int:
        """Somebody of the media."""
        return _kept(self.session, MediaContact(outlet="Газета", token=new_id()))

    def a_mention(self) -> int:
        """Something that was published."""
        about: dict[str, Any] = {"published_on": TODAY, "noted_at": NOW}
        return _kept(self.session, MediaMention(outlet="Газета", title="Мост", **about))

    def a_version(self) -> int:
        """The first version of the release."""
        about: dict[str, Any] = {"release_id": self.world.ids["release_id"], "state": ReleaseState.DRAFT, "at": NOW}
        texts = dict.fromkeys(TEXTS, "Было")
        _kept(self.session, ReleaseVersion(number=1, texts=texts, **about))
        return 1

    def a_report(self) -> ResidentReport:
        """A resident's report that waits for a decision, with its picture."""
        name = new_id()
        files: dict[str, Any] = {"clean": self.world.store.put(b"x"), "thumbnail": self.world.store.put(b"x")}
        self.session.add(ReportPhoto(uid=name, width=1, height=1, added_at=NOW, **files))
        category = self.world.ids["category_id"]
        report = ResidentReport(uid=name, category_id=category, text="Яма", follow_code=name, created_at=NOW)
        _kept(self.session, report)
        return report

    def a_vote(self) -> int:
        """A vote of Olga's as far as the service wants it: a draft, one that is open, one that is over with a winner."""
        places = [_kept(self.session, Place(name=name, lat=50.27, lon=127.53)) for name in ("Сад", "Лес")]
        options = [OptionDraft(place_id=each) for each in places]
        about: dict[str, Any] = {"opens_at": NOW - timedelta(days=7), "closes_at": NOW + timedelta(days=7), "now": NOW}
        vote = make_vote(self.session, self.olga, kind=VoteKind.STOP, title="Куда?", options=options, **about)
        vote.state = _STATES_OF_VOTES.get(self.service, VoteState.DRAFT)
        vote_id = id_of(vote)
        if vote.state is VoteState.CLOSED:
            chosen = id_of(options_of(self.session, vote_id)[0])
            self.session.add(Ballot(vote_id=vote_id, voter="x", option_id=chosen, year=2026))
        self.session.get_one(City, 1).open_pages = True
        self.session.flush()
        return vote_id

    def an_option(self) -> int:
        """The first of a vote, with a picture."""
        option = options_of(self.session, self.a_vote())[0]
        option.picture = self.world.store.put(b"a picture")
        self.session.flush()
        return id_of(option)

    def a_template(self) -> int:
        """A template of Olga's."""
        own = self.world.things["own"].tour
        return id_of(keep_as_template(self.session, self.olga, own, name="Центр", with_people=True, now=NOW))

    @property
    def folder(self) -> Path:
        """A folder with nothing in it but photos."""
        return self.world.folder


def _plan(asked: Asked) -> Any:
    return plan_of(asked.session, asked.olga, asked.thing.tour, now=NOW)


def _choice(asked: Asked) -> Choice:
    brief = read_brief(asked.session, asked.olga, asked.thing.tour, now=NOW)
    later = NOW + timedelta(days=7)
    made = ProposedStop(brief.rows[0], later, later, later, 0)
    bus = ProposedBus((made,), later, 60, 5.0, (), "estimate", ())
    return Choice(brief, (Proposal(ProposalKind.MOST, (bus,), "estimate", exact=True, whole=True),), ProposalKind.MOST)


def _settings(asked: Asked) -> CitySettings:
    city = asked.session.get_one(City, 1)
    return CitySettings(**{field.name: getattr(city, field.name) for field in dataclasses.fields(CitySettings)})


_STATES_OF_VOTES = {
    "close_vote": VoteState.ANNOUNCED,
    "say_decided": VoteState.CLOSED,
    "take_winner": VoteState.CLOSED,
}
POINT = Point(50.27, 127.53)
MAP = ("extent_of_issues", "view_issues")
CHANGE = FieldChange("text", "", "Новый")
ARCHIVE = ("list_archived", "restore", "touched_by_archiving")
TAKE_BYTES = ("preview_days",)
INTAKE = ("keep_header", "kept_columns", "comparing", "require_intake")
SERIES = ("plan_series", "make_series")
PARTS: Mapping[str, object] = {"list_releases": OfficePart.DRAFTS, "report_queue": ReportPart.WAITING}
OF_HOOKS = ("note_taken", "note_not_taken")
_TAKEN = TakenMessage(1, 1, "https://x.example", "whsec_", "uid", HookEvent.TEST, {}, NOW, 1)
VALUES: Mapping[str, Callable[[Asked], Any]] = {
    "bulk": lambda a: Bulk(Step.INSTRUCT, text="Засыпать", until=DUE, agency_id=1),
    "cause_id": lambda a: 1,
    "copy": lambda a: PublicCopy(a.thing.photo, "0" * 64, "0" * 64, ()),
    "decision_ids": lambda a: [],
    "answer": lambda a: "Это не город" if a.service == "refuse_reports" else Answer.YES,
    "report": lambda a: a.a_report(),
    "looked": lambda a: LookedAt("list", b"x", ()),
    "report_id": lambda a: id_of(a.a_report()),
    "report_ids": lambda a: [id_of(a.a_report())],
    "key_id": lambda a: _kept(a.session, ApiKey(name="Программа", key_hash=new_id(), made_at=NOW)),
    "into_id": lambda a: a.thing.issue,
    "report_consent": lambda a: "",
    "takes_reports": lambda a: True,
    "open_contact": lambda a: "",
    "open_pages": lambda a: False,
    "open_tours": lambda a: True,
    "part": lambda a: PARTS.get(a.service, QueuePart.WAITING),
    "body": lambda a: "Текст",
    "edition": lambda a: 1,
    "lead": lambda a: "Вводка",
    "offer": lambda a: an_offer(),
    "release": lambda a: a.session.get_one(Release, a.world.ids["release_id"]),
    "speaker": lambda a: "Мэр города",
    "contact_id": lambda a: a.a_contact(),
    "contact_ids": lambda a: [1],
    "letters": lambda a: {1: {}},
    "mention_id": lambda a: a.a_mention(),
    "month": lambda a: date(2026, 12, 1) if a.service == "tours_to_announce" else 12,
    "published_on": lambda a: TODAY,
    "caption": lambda a: "Двор",
    "checked": lambda a: False,
    "credit": lambda a: "Пресс-служба",
    "pair_id": lambda a: a.a_pair(),
    "figure": lambda a: ReportFigure.RAISED,
    "span": lambda a: a.a_report_out() if a.service == "take_back_report" else ReportSpan.of_year(2026),
    "value": lambda a: 5,
    "rule": lambda a: SeriesRule(SeriesKind.WEEKS, 4) if a.service in SERIES else PublicRule.ASK,
    "shown": lambda a: None,
    "change": lambda a: TourChange.MOVED,
    "deliveries": lambda a: {},
    "for_good": lambda a: True,
    "gathered": lambda a: Gathered("a@city.ru", "ru", ()),
    "instruction_ids": lambda a: [a.thing.instruction],
    "letter": lambda a: {},
    "mail_ids": lambda a: [1] if a.service == "forget_mails" else [a.a_mail()],
    "notice_id": lambda a: 1,
    "participant_ids": lambda a: [a.thing.guest],
    "person_ids": lambda a: [],
    "problem": lambda a: HookProblem.STATUS if a.service in OF_HOOKS else "451",
    "after": lambda a: NOW,
    "quiet_from": lambda a: None,
    "quiet_until": lambda a: None,
    "taken": lambda a: _TAKEN if a.service in OF_HOOKS else Taken(1, "uid", "a@city.ru", {}, NOW, 1),
    "webhook_id": lambda a: a.a_webhook(),
    "paused": lambda a: True,
    "status": lambda a: 503,
    "up_to": lambda a: 1,
    "agenda": lambda a: (),
    "tour_id": lambda a: a.thing.tour,
    "stop_id": lambda a: a.thing.stop,
    "stop_ids": lambda a: [a.thing.stop],
    "participant_id": lambda a: a.thing.guest,
    "issue_id": lambda a: a.thing.issue,
    "issue_ids": lambda a: [a.thing.issue],
    "duplicate_of_id": lambda a: a.thing.issue,
    "instruction_id": lambda a: a.thing.instruction,
    "photo_id": lambda a: a.thing.photo,
    "photo_ids": lambda a: [a.thing.photo],
    "voice_id": lambda a: a.thing.voice,
    "tour": lambda a: a.session.get_one(Tour, a.thing.tour),
    "stop": lambda a: a.session.get_one(Stop, a.thing.stop),
    "issue": lambda a: a.session.get_one(Issue, a.thing.issue),
    "plan": _plan,
    "memory": lambda a: remember_plan(a.session, a.olga, a.thing.tour),
    "choice": _choice,
    "check": lambda a: check_my_order(a.session, a.olga, a.thing.tour, now=NOW),
    "account": lambda a: Account(a.olga.person_id or 0, "Olga", "olga@example.org", "hash"),
    "accepts": lambda a: True,
    "accuracy_m": lambda a: 10,
    "came": lambda a: {},
    "count": lambda a: 2,
    "fields": lambda a: ["hours"],
    "first": lambda a: TODAY,
    "on_day": lambda a: TODAY,
    "progress": lambda a: print,
    "rows": lambda a: [],
    "guest_id": lambda a: _kept(a.session, MediaGuest(tour_id=a.thing.tour, outlet="Радио")),
    "last": lambda a: DUE,
    "off": lambda a: OffDays.KEEP,
    "outlet": lambda a: "Газета",
    "series_id": lambda a: _kept(a.session, TourSeries(rule={}, made_at=NOW)),
    "with_people": lambda a: True,
    "year": lambda a: 2026,
    "about": lambda a: "",
    "digest": lambda a: OpenDigest("a@city.ru", "ru", "t", ()),
    "subscriber_id": lambda a: 1,
    "typed": lambda a: "https://city.example",
    "closes_at": lambda a: NOW + timedelta(days=7),
    "hidden": lambda a: True,
    "opens_at": lambda a: NOW - timedelta(days=7),
    "option_id": lambda a: a.an_option(),
    "options": lambda a: (OptionDraft("Да"), OptionDraft("Нет")),
    "vote_id": lambda a: a.a_vote(),
    "agencies": lambda a: ["water"],
    "topics": lambda a: ["water"],
    "at": lambda a: NOW,
    "background": lambda a: None,
    "other_id": lambda a: a.thing.issue,
    "this_repeats": lambda a: True,
    "barriers": lambda a: None,
    "beside": lambda a: a.thing.issue,
    "both_ways": lambda a: True,
    "box": lambda a: Box(50.0, 127.0, 51.0, 128.0),
    "browser": lambda a: "b" * 43,
    "bus": lambda a: 0,
    "change_id": lambda a: 1,
    "changes": lambda a: [Change(ChangeKind.SKIP, a.thing.stop)],
    "categories": lambda a: (),
    "code": lambda a: a.session.get_one(Tour, a.thing.tour).join_code,
    "columns": lambda a: IssueColumns(a.world.database) if a.service in MAP else {"number": "number", "text": "text"},
    "day": lambda a: DUE,
    "data": lambda a: (
        KeptPhoto("0" * 64, "0" * 64, "0" * 64, 40, 30, None)
        if a.service == "add_photo"
        else b"x"
        if a.service in TAKE_BYTES
        else a.folder
    ),
    "districts": lambda a: DistrictMap(()),
    "drafts": lambda a: [],
    "due_on": lambda a: DUE,
    "email": lambda a: "lev@example.org",
    "end": lambda a: Point(50.28, 127.54),
    "ends_at": lambda a: NOW + timedelta(hours=3),
    "file": lambda a: BytesIO(b"x"),
    "file_hash": lambda a: "0" * 64,
    "chat_id": lambda a: 7,
    "file_name": lambda a: "x.pbf",
    "filename": lambda a: "x.csv",
    "height_m": lambda a: 3.0,
    "on_the_way": lambda a: OnTheWay((a.thing.issue,), "Двор", 5, 1, None, ()),
    "fix": lambda a: Fix("drop", (), a.thing.stop),
    "help_": lambda a: Help(Remedy("earlier", (), (), minutes=5), ()),
    "is_area": lambda a: False,
    "item": lambda a: {"uid": new_id(), "kind": "report", "at": 0, "by": a.olga.supporter},
    "items": lambda a: [AgendaEntry("Двор")],
    "kept": lambda a: [],
    "header": lambda a: ["name"],
    "intake": lambda a: IntakePlan("places", []),
    "kind": lambda a: (
        "late"
        if a.service == "fixes_for"
        else "places"
        if a.service in INTAKE
        else NoteKind.EVENT
        if a.service == "save_note"
        else "question"
        if a.service == "make_vote"
        else "osrm"
    ),
    "read": lambda a: FileRead("places", Source([], []), {}, []),
    "language": lambda a: "ru",
    "key": lambda a: a.a_decision_to_quote() if a.service == "choose_quote" else a.olga.supporter,
    "late_ms": lambda a: 0,
    "lat": lambda a: POINT.lat,
    "learns": lambda a: True,
    "length": lambda a: 5,
    "length_m": lambda a: 9.0,
    "limit": lambda a: 5,
    "lon": lambda a: POINT.lon,
    "minutes": lambda a: 5,
    "months": lambda a: 6,
    "most": lambda a: 6,
    "name": lambda a: "Парки" if a.service == "layer_called" else "Новое имя",
    "near": lambda a: [POINT] if a.service == "nearest_to_verify" else {},
    "now": lambda a: NOW,
    "number": lambda a: a.a_version() if a.service == "return_to_version" else 1,
    "numbers": lambda a: [a.thing.issue],
    "on": lambda a: TODAY,
    "on_paper": lambda a: {},
    "outcome": lambda a: Outcome.DUPLICATE if a.service == "checked_original" else Outcome.NOT_NEEDED,
    "paper": lambda a: "protocol",
    "password_hash": lambda a: "hash",
    "people": lambda a: 3,
    "period": lambda a: BoardPeriod.YEAR if a.service == "board_of" else Period.COMING,
    "phase": lambda a: PhotoPhase.BEFORE,
    "pile": lambda a: Pile.OVERDUE,
    "pin_hash": lambda a: "hash",
    "address": lambda a: "https://x.example" if a.service == "add_webhook" else "Ленина, 1",
    "secret": lambda a: "",
    "events": lambda a: [HookEvent.ISSUE_CLOSED],
    "point": lambda a: None if a.service == "edit_report" else POINT,
    "points": lambda a: [POINT, Point(50.28, 127.54)],
    "quiet_days": lambda a: 14,
    "query": lambda a: {"state": "open"},
    "raised": lambda a: (),
    "reason": lambda a: "Причина",
    "right": lambda a: PinTry(a.olga.person_id or 0, "hash"),
    "row_id": lambda a: a.world.ids["category_id" if a.service in ARCHIVE else "closure_id"],
    "rules": lambda a: TourRules() if a.service == "set_rules" else [],
    "seconds": lambda a: 3,
    "seal": lambda a: "seal",
    "seen": lambda a: 0 if a.service == "change_ride" else {},
    "severities": lambda a: {},
    "roles": lambda a: {} if a.service == "preview_people" else [],
    "sheet": lambda a: Sheet(["number", "text"], [SheetRow(2, {"number": a.thing.issue, "text": "Новый текст"})]),
    "accepted_on": lambda a: None,
    "contract": lambda a: "",
    "contractor": lambda a: "",
    "guarantee_until": lambda a: DUE,
    "preview": lambda a: Preview(
        [Correction(2, a.thing.issue, "", [CHANGE], {"text": {"text": "Новый"}})] * (a.service == "apply_issues"), [], 0
    ),
    "given": lambda a: ["number"],
    "names": lambda a: {},
    "thing": lambda a: "issues",
    "rule_id": lambda a: 1,
    "small": lambda a: True,
    "sort": lambda a: DaySort.OFF,
    "source": lambda a: (
        "№ 1"
        if a.service in ("add_day", "import_days")
        else "f"
        if a.service in ("preview_issues", "preview_instructions")
        else a.folder / "none.osm.pbf"
    ),
    "spans": lambda a: [span_of(BoardPeriod.YEAR, TODAY)],
    "since": lambda a: DUE if a.service in ("add_rule", "discipline_of") else NOW - timedelta(days=365),
    "start": lambda a: POINT,
    "starts_at": lambda a: NOW + timedelta(days=3),
    "step": lambda a: Step.CANCEL,
    "stops": lambda a: [a.session.get_one(Stop, a.thing.stop)],
    "store": lambda a: a.world.store,
    "tablet_id": lambda a: _kept(a.session, FieldTablet(tour_id=a.thing.tour, joined_at=NOW, seen_at=NOW)),
    "table": lambda a: Category if a.service in ARCHIVE else Closure,
    "tap": lambda a: Tap(TapKind.START, None, NOW),
    "template_id": lambda a: a.a_template() if a.service in ("make_from_template", "remove_template") else None,
    "text": lambda a: "Слово",
    "title": lambda a: "Новый объезд",
    "today": lambda a: TODAY,
    "tablet_now": lambda a: 0,
    "track": lambda a: [],
    "uid": lambda a: a.a_report().uid if a.service == "read_picture" else new_id(),
    "unit": lambda a: TermUnit.DAYS,
    "until": lambda a: NOW if a.service == "real_stops" else DUE,
    "url": lambda a: "http://127.0.0.1:9",
    "version": lambda a: a.session.get_one(Tour, a.thing.tour).version,
    "wanted": lambda a: (
        True
        if a.service == "choose_notices"
        else []
        if a.service == "settle_stops"
        else _settings(a)
        if a.service == "edit_city"
        else FacilityFilter()
        if a.service == "find_facilities"
        else IssueFilter()
    ),
    "weight_t": lambda a: 8.0,
    "weights": lambda a: None,
    "zone": lambda a: "Asia/Yakutsk",
    "zoom": lambda a: 14,
}
"""A value for each parameter that some service needs; the ids of `RightsWorld.ids` are known beside them."""


def texts_in(answer: object, seen: set[int] | None = None) -> Iterator[str]:
    """Every text in what a service answered: rows, dataclasses, files and lists, down to the last one."""
    seen = set() if seen is None else seen
    if isinstance(answer, str):
        yield answer
    elif answer is None or isinstance(answer, int | float | bytes) or id(answer) in seen:
        return
    else:
        seen.add(id(answer))
        for part in _parts(answer):
            yield from texts_in(part, seen)


def _parts(answer: object) -> Iterable[object]:
    if isinstance(answer, SQLModel):
        return [getattr(answer, name) for name in type(answer).model_fields]
    if dataclasses.is_dataclass(answer) and not isinstance(answer, type):
        return [getattr(answer, field.name) for field in dataclasses.fields(answer)]
    if isinstance(answer, Mapping):
        return [*answer.keys(), *answer.values()]
    return answer if isinstance(answer, list | tuple | set | frozenset | Iterator) else ()


def _admin(session: Session) -> Actor:
    person = Person(name="Артём")
    person_id = _kept(session, person)
    session.add(PersonRole(person_id=person_id, role=Role.ADMIN))
    return Actor(name="Артём", roles=frozenset({Role.ADMIN}), person_id=person_id)


def _official(session: Session) -> int:
    """Vera, who works for no agency."""
    person_id = _kept(session, Person(name="Vera"))
    session.add(PersonRole(person_id=person_id, role=Role.OFFICIAL))
    return person_id


def _written(session: Session, tour: Tour) -> Mapping[str, int]:
    """A release of a tour, with a quote of nobody here."""
    release = _kept(session, Release(title="Релиз", tour_id=tour.id, made_at=NOW, changed_at=NOW))
    return {
        "release_id": release,
        "quote_id": _kept(session, ReleaseQuote(release_id=release, speaker="Мэр", text="Да")),
    }


def _press(session: Session) -> int:
    """Inna, who decides what everybody may read."""
    person_id = _kept(session, Person(name="Inna"))
    session.add(PersonRole(person_id=person_id, role=Role.PRESS))
    return person_id


def _tour(session: Session, state: TourState) -> Tour:
    tour = Tour(title="", state=state, starts_at=NOW, ends_at=NOW + timedelta(hours=3), created_at=NOW)
    _kept(session, tour)
    return tour


def _voice(session: Session, store: FolderStore, issue_id: int, mark: str) -> str:
    """A recording that bears the mark in its bytes, and who it was."""
    data = b"\x1aE\xdf\xa3\x42\x82\x84webm" + mark.encode()
    facts: dict[str, Any] = {"file": store.put(data), "media": "audio/webm", "seconds": 3}
    voice = FieldVoice(uid=new_id(), issue_id=issue_id, by="person:1", said_by=mark, added_at=NOW, **facts)
    session.add(voice)
    session.flush()
    return voice.uid


def _override() -> LegOverride:
    ends: dict[str, Any] = {"from_lat": 50.27, "from_lon": 127.53, "to_lat": 50.28, "to_lon": 127.54}
    return LegOverride(**ends, minutes=5, reason="Ремонт", since=TODAY, until=DUE, created_at=NOW)


def _kept(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    return id_of(row)
