"""A text full of signs that nobody sees, the world in which services are given it, and which texts services take."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, get_args, get_type_hints

from sqlmodel import Session, SQLModel, col, select

import planner.services
from planner.domain.actor import Actor
from planner.domain.corrections import Preview
from planner.domain.errors import PlannerError
from planner.domain.models import City, Move, Person, PersonRole, Stop, Tour
from planner.domain.models.types import id_of, new_id
from planner.domain.press import Offer, OpenLink
from planner.domain.words import PhotoPhase, Role
from planner.links import Site
from planner.render.files.tour_route import TourRoute
from planner.routing.city_travel import CityTravel
from planner.services.city.extract import Extract
from planner.services.city.extract_import import ImportPlan
from planner.services.control.instructions import report_done
from planner.services.field.taking import Taking
from planner.services.issues.photos import KeptPhoto, add_photo, keep_photo
from planner.services.proposals.brief import Brief, read_brief
from planner.services.proposals.candidates import Candidate
from planner.services.proposals.my_order import Help, OrderCheck
from planner.services.proposals.problem import Tables
from planner.services.proposals.proposals import Choice
from planner.services.proposals.search import Proposal, ProposalKind, ProposedBus, ProposedStop
from planner.services.tours.plan import Plan
from planner.services.tours.stops import add_stop
from planner.services.tours.tours import create_tour
from planner.services.tours.undo import PlanMemory
from planner.storage.folder import FolderStore
from tests.services.control_story import NOW, a_photo, an_instruction
from tests.services.issue_story import Scene, jpeg, log, set_scene

TYPED = " д\x00е\ud800л\u202eо\u200b №\xad 5\u2066\ufeff "
KEPT = "дело № 5"
"""What is left of it."""
ANSWERED = "an answer, or a rule's no"
WEEK = timedelta(days=7)

Said = Mapping[str, object]
"""What became of each text, by the parameter that it came in: as it was kept, or ANSWERED where it was looked for."""


@dataclass
class World:
    """The town of the issues, an administrator, and a draft tour with one stop, in one open transaction."""

    session: Session
    store: FolderStore
    scene: Scene
    artyom: Actor
    tour: Tour
    stop: Stop

    @property
    def olga(self) -> Actor:
        return self.scene.town.olga

    def issue(self) -> int:
        """A new issue."""
        return id_of(log(self.session, self.scene))

    def instruction(self, *, reported: bool = False) -> int:
        """An instruction to Oksana's agency, reported or not."""
        issue, oksana = log(self.session, self.scene), self.scene.town.oksana
        given = id_of(an_instruction(self.session, self.scene.town, issue))
        if reported:
            photo = a_photo(self.session, issue)
            report_done(self.session, oksana, given, text="Готово", photo_ids=[photo], now=NOW)
        return given

    def photo(self) -> str:
        """A picture of a problem."""
        about: dict[str, Any] = {"issue_id": self.issue(), "phase": PhotoPhase.BEFORE, "now": NOW}
        return add_photo(
            self.session, self.olga, uid=new_id(), data=keep_photo(self.olga, self.store, data=jpeg()), **about
        ).id

    def choice(self, reason: str = "") -> Choice:
        """A proposal that is the tour as it stands."""
        brief = read_brief(self.session, self.olga, id_of(self.tour), now=NOW)
        made = ProposedStop(brief.rows[0], NOW + WEEK, NOW + WEEK, NOW + WEEK, 0)
        bus = ProposedBus((made,), NOW + WEEK, 60, 5.0, (), "estimate", ())
        proposal = Proposal(ProposalKind.MOST, (bus,), "estimate", exact=True, whole=True)
        return Choice(brief, (proposal,), ProposalKind.MOST, reason=reason)

    def kept(self, row: SQLModel, names: str, prefix: str = "") -> Said:
        """What the database has in the columns of a row."""
        self.session.flush()
        self.session.refresh(row)
        return {f"{prefix}{name}": getattr(row, name) for name in names.split()}

    def told(self, name: str) -> Said:
        """What the latest step of the history says."""
        move = self.session.exec(select(Move).order_by(col(Move.id).desc())).first()
        assert move is not None
        return {name: move.text}

    def asked(self, name: str, question: Callable[[], object]) -> Said:
        """Asks, whatever the answer is."""
        try:
            question()
        except PlannerError:
            return {name: ANSWERED}
        return {name: ANSWERED}


def make_world(session: Session, folder: Path) -> World:
    """Puts it into an empty database."""
    scene = set_scene(session)
    olga, start = scene.town.olga, NOW + WEEK
    person = Person(name="Артём")
    session.add_all([person, City(id=1)])
    session.flush()
    session.add(PersonRole(person_id=id_of(person), role=Role.ADMIN))
    artyom = Actor(name="Артём", roles=frozenset({Role.ADMIN}), person_id=person.id)
    place: dict[str, Any] = {"start_lat": 50.27, "start_lon": 127.53, "start_name": "Площадь"}
    ends_at = start + timedelta(hours=3)
    tour = create_tour(session, olga, now=NOW, title="Объезд", starts_at=start, ends_at=ends_at, **place)
    stop = add_stop(session, olga, id_of(tour), name="Двор", lat=50.28, lon=127.54)
    return World(session, FolderStore(folder), scene, artyom, tour, stop)


MADE_BY_SERVICES = (
    *(Brief, Candidate, Help, OrderCheck, Proposal, ProposedStop, Tables),
    Taking,
    *(CityTravel, Plan, PlanMemory, Site, TourRoute),
    *(Extract, ImportPlan, KeptPhoto),
    Preview,
    *(Offer, OpenLink),
)
"""Their texts were read from the database, or a service made them: nobody types them."""


def texts_taken() -> dict[str, set[str]]:
    """The parameters of every public service that may hold a text, by the service's name without `planner.services.`.

    A field of a dataclass is "wanted.name"; free keywords are "**fields".
    """
    found: dict[str, set[str]] = {}
    for module in service_modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == module.__name__:
                texts = set(_texts_of(function))
                if texts:
                    found[f"{module.__name__.removeprefix('planner.services.')}.{name}"] = texts
    return found


def service_modules() -> Iterator[ModuleType]:
    """Every file of the services."""
    for each in pkgutil.walk_packages(planner.services.__path__, "planner.services."):
        if not each.ispkg:
            yield importlib.import_module(each.name)


def services_with_actor() -> dict[str, Callable[..., object]]:
    """Every public service that asks who asks, by its name without `planner.services.`."""
    return {
        f"{module.__name__.removeprefix('planner.services.')}.{name}": function
        for module in service_modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__ == module.__name__
        and {"session", "actor"} <= inspect.signature(function).parameters.keys()
    }


def _texts_of(function: Callable[..., object]) -> Iterator[str]:
    hints = get_type_hints(inspect.unwrap(function))
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            yield f"**{name}"
        elif name not in ("session", "actor", "seen"):  # what a form began with is compared, not kept
            yield from _texts_in(hints[name], name)


def _texts_in(kind: Any, name: str) -> Iterator[str]:
    if kind is str:
        yield name
    elif dataclasses.is_dataclass(kind) and kind not in MADE_BY_SERVICES:
        for field, hint in get_type_hints(kind).items():
            if field in {each.name for each in dataclasses.fields(kind)}:
                yield from _texts_in(hint, f"{name}.{field}")
    elif not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        for part in get_args(kind):
            yield from _texts_in(part, name)
